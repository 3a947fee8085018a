"""Redis as a cache that may fail: what it cannot answer at once is a miss, and pages are made without it."""

from __future__ import annotations

import logging
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

#: How long a page waits for Redis, in seconds: to connect, and for each answer.
PATIENCE = 0.2
#: For how many seconds after a failure nothing is asked of Redis; then one page tries again.
PAUSE = 10.0

log = logging.getLogger(__name__)


class Breaker:
    """Whether Redis is worth asking; one for each Redis in a process, so that an outage costs one wait a pause."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked_again_at = 0.0
        self.is_broken = False

    def lets_through(self) -> bool:
        """Whether to ask now. While Redis is broken one of many that ask at once is let through after the pause."""
        if not self.is_broken:
            return True
        with self._lock:
            now = monotonic()
            if now < self._asked_again_at:
                return False
            self._asked_again_at = now + PAUSE
            return True

    def failed(self, error: Exception) -> None:
        """Take note of a failure; the log tells of the first one of an outage."""
        with self._lock:
            self._asked_again_at = monotonic() + PAUSE
            told, self.is_broken = self.is_broken, True
        if not told:
            log.warning("Redis does not work; pages are not shared until it does: %s", type(error).__name__)

    def worked(self) -> None:
        """Take note of an answer; the log tells of the end of an outage."""
        if self.is_broken:
            self.is_broken = False
            log.warning("Redis works again.")


_breakers: dict[str, Breaker] = {}


class PageCache(RedisCache):
    """Bytes in Redis. No method raises for what Redis does: it answers as if nothing were kept.

    Values are bytes and never objects: whoever writes into Redis cannot make the site run anything.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        bounds = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 0),
            "serializer": Bytes,
        }
        super().__init__(server, {**params, "OPTIONS": {**bounds, **params.get("OPTIONS", {})}})
        self.breaker = _breakers.setdefault(str(server), Breaker())

    def _asked(self, ask: Callable[..., Any], missing: Any, *args: Any, **kwargs: Any) -> Any:
        """What `ask` answers, or `missing` where Redis does not work."""
        if not self.breaker.lets_through():
            return missing
        try:
            answer = ask(*args, **kwargs)
        except Exception as error:  # a broken answer breaks its reader in many ways, none of which is the page's matter
            self.breaker.failed(error)
            return missing
        self.breaker.worked()
        return answer

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().add, False, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._asked(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._asked(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().touch, False, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().delete, False, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().get_many, {}, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().has_key, False, *args, **kwargs)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._asked(super().delete_many, None, *args, **kwargs)

    def clear(self) -> Any:
        return self._asked(super().clear, False)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """Raises NotImplementedError: bytes are not counted."""
        raise NotImplementedError


class Bytes:
    """The serializer of what is bytes already."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, value: bytes) -> bytes:
        return value
