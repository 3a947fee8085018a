"""What many pages need and few edits change (the vocabulary, names), remembered for one version of the data.

A request that knows the version it answers for (website/views/decorators.py) shares what it computes with
all others of that version. Outside such a request, in a transaction or a test, everything is computed anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from agreements.change_log.log import DataVersion

Value = TypeVar("Value")

_current: ContextVar[DataVersion | None] = ContextVar("version of the data", default=None)
_memory: tuple[DataVersion | None, dict[Hashable, object]] = (None, {})


@contextmanager
def cache_for_version(version: DataVersion | None) -> Iterator[None]:
    """Within, `remembered` keeps what it computes for `version`; nothing if that is not known."""
    token = _current.set(version)
    try:
        yield
    finally:
        _current.reset(token)


def answered_version() -> DataVersion | None:
    """The version the present request answers for; None where it knows of none."""
    return _current.get()


def cached(key: Hashable, compute: Callable[[], Value]) -> Value:
    """What `compute` gives, or gave before for the same `key` and version of the data."""
    global _memory  # noqa: PLW0603 one memory for the process, replaced as a whole
    version = _current.get()
    if version is None:
        return compute()
    kept_for, values = _memory
    if kept_for != version:
        values = {}
        _memory = (version, values)
    if key not in values:
        values[key] = compute()
    return values[key]  # type: ignore[return-value]
