"""So many files are made at once and no more, by all processes of a machine together: pages always have threads left.

A slot is a lock on a file. The system gives it back when it is closed, also where a process dies. It is held until the
answer is sent or the reader has gone away, as a thread is.
"""

from __future__ import annotations

import fcntl
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

#: When a reader may try again, in seconds: files of most lists take less.
TRY_AGAIN = 30
log = logging.getLogger(__name__)


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


def free_slot(pool: str) -> Slot | None:
    """A slot of `pool`, to be closed by whoever takes it; None where all are taken, or none can be made."""
    folder = Path(settings.EXPORT_SLOTS)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for number in range(settings.EXPORTS_AT_ONCE):
            with suppress(BlockingIOError):
                return Slot(folder / f"{pool}-{number}.lock")
    except OSError as error:  # a full disk, or files of another account of the machine
        log.error("No file can be made: %s", error)
    return None


def in_a_slot(
    pool: str, make: Callable[[], HttpResponseBase], refuse: Callable[[str], HttpResponseBase]
) -> HttpResponseBase:
    """What `make` answers, while a slot of `pool` is free; else what `refuse` makes of the reason, to be asked later.

    The public and the desk have a pool each: no stranger keeps an editor from a file.
    """
    slot = free_slot(pool)
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
    answer: HttpResponseBase = response
    return answer


def _later(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Retry-After"] = str(TRY_AGAIN)
    return response
