"""Writers of one SQLite file come one after the other; whoever waits asks often, and the longer the more often.

SQLite lets a connection that finds the file locked sleep for up to a tenth of a second between its tries, while
others come and go: somebody may wait for very long. Here the waiting is our own. Who wants to write waits in a
queue of one place (a lock beside the file, which the system takes back from a process that dies) for SQLite's
own lock, so that nobody who has just written overtakes the one who is next.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

try:
    import fcntl
except ImportError:  # a system without such locks has SQLite's alone
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Result = TypeVar("Result")

#: Seconds between two tries at first; after a second of waiting a tenth of that.
PAUSE = 0.01
SHORTEST_PAUSE = 0.0005
#: Error codes say more in their higher bits.
PRIMARY_CODE = 0xFF
#: How statements begin that take the lock of writers outside of a transaction.
WRITING = ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "INSERT", "UPDATE", "DELETE", "REPLACE")


def is_busy(error: BaseException | None) -> bool:
    """Whether `error`, of SQLite's or Django's making, says that others keep the database locked."""
    code = getattr(getattr(error, "__cause__", None) or error, "sqlite_errorcode", None)
    return code is not None and code & PRIMARY_CODE == sqlite3.SQLITE_BUSY


def is_writing(statement: str) -> bool:
    """Whether a statement takes the lock of writers outside of a transaction."""
    return statement.lstrip().upper().startswith(WRITING)


class Patience:
    """How long somebody goes on trying, from now on, in seconds."""

    def __init__(self, seconds: float) -> None:
        self.began = monotonic()
        self.seconds = seconds

    def wait(self) -> bool:
        """Sleep until the next try; False, at once, where the time is over."""
        waited = monotonic() - self.began
        if waited >= self.seconds:
            return False
        sleep(uniform(0.5, 1.5) * max(SHORTEST_PAUSE, PAUSE / (1 + 10 * waited)))  # noqa: S311 no secret
        return True


def patiently(act: Callable[[], Result], patience: Patience) -> Result:
    """What `act` gives once the database is not busy. Raises the error of the last try."""
    while True:
        try:
            return act()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or not patience.wait():
                raise


@contextmanager
def next_in_line(path: str, patience: Patience) -> Iterator[None]:
    """Within, nobody else waits for the lock of writers on the database at `path`, as long as all come this way.

    Whoever may not make the file of the queue, as beside a database that is only read, waits without it.
    """
    handle = _opened(path) if path and fcntl else None
    if handle is None:
        yield
        return
    try:
        _lock(handle, patience)
        yield
    finally:
        os.close(handle)


def _opened(path: str) -> int | None:
    with suppress(OSError):
        return os.open(f"{path}-queue", os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    return None


def _lock(handle: int, patience: Patience) -> None:
    """Take the place; whoever does not get it in time tries without it, and learns from SQLite how things stand."""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not patience.wait():
                return
        except OSError:  # a file system without such locks
            return
        else:
            return
