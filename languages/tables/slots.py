"""So many files are made at once and no more, by all processes of a machine together: pages always have threads left.

A slot is a lock on a file. The system gives it back when it is closed, also where a process dies. It is held until the
answer is sent or the reader has gone away, as a thread is.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

#: When a reader may try again, in seconds: files of most lists take less.
TRY_AGAIN = 30
#: A reader that takes nothing for so long is cut off, in seconds; otherwise it would hold its slot for ever.
STALLED = 120


class TookTooLong(Exception):
    """A file could not be made within the time it has."""


class Slot:
    """A lock on the file at `path`, until it is closed or forgotten. Raises BlockingIOError where another has it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        self.close()


def free_slot() -> Slot | None:
    """A slot, to be closed by whoever takes it; None where all are taken."""
    folder = Path(settings.EXPORT_SLOTS)
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(settings.EXPORTS_AT_ONCE):
        with suppress(BlockingIOError):
            return Slot(folder / f"{number}.lock")
    return None


def in_a_slot(
    request: HttpRequest, make: Callable[[], HttpResponseBase], refuse: Callable[[str], HttpResponseBase]
) -> HttpResponseBase:
    """What `make` answers, while a slot is free; else what `refuse` makes of the reason, to be asked again later."""
    slot = free_slot()
    if slot is None:
        return _later(refuse(_("The server is making as many files as it makes at once. Try again in half a minute.")))
    try:
        response: Any = make()
    except TookTooLong:
        slot.close()
        return _later(refuse(_("The file took too long. Narrow the list, or take CSV, which comes row by row.")))
    except BaseException:
        slot.close()
        raise
    response._resource_closers.append(slot.close)  # the server closes every response, sent or cut off
    if (socket := request.META.get("gunicorn.socket")) is not None:
        socket.settimeout(STALLED)
    answer: HttpResponseBase = response
    return answer


def _later(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Retry-After"] = str(TRY_AGAIN)
    return response
