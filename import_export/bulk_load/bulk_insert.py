"""Writing waiting rows: hundreds in one statement on SQLite, by COPY on PostgreSQL, with keys reserved beforehand."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Lines:
    """Rows waiting to be written into one table, their primary keys first, and the keys for further ones."""

    table: str
    columns: tuple[str, ...]
    waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = keys(self.table)


#: So many keys of a table are reserved at once.
RESERVED = 5000
#: So many rows go into one statement on SQLite: one by one, triggers and foreign keys take up to four times as long.
#: Few sizes, so that SQLite knows the statements again.
ROWS_AT_ONCE = (400, 40, 4, 1)
#: Memory for the pages of a SQLite database while much is written, in KiB; Django's own connections keep 2,000.
PAGES = 128_000


def write(lines: Lines) -> None:
    """Write the waiting rows of one table and forget them. Raises IntegrityError."""
    if not lines.waiting:
        return
    columns = ", ".join(f'"{column}"' for column in lines.columns)
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            _copy(f'COPY "{lines.table}" ({columns}) FROM STDIN', lines.waiting)
        else:
            _insert(f'INSERT INTO "{lines.table}" ({columns}) VALUES', len(lines.columns), lines.waiting)
    lines.waiting.clear()


def _copy(statement: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(statement: str, width: int, rows: list[tuple[Any, ...]]) -> None:
    raw: sqlite3.Connection = connection.connection
    most = raw.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width
    first = 0
    for size in ROWS_AT_ONCE:
        while size <= most and first + size <= len(rows):
            some = rows[first : first + size]
            raw.execute(_places(statement, width, size), list(chain.from_iterable(some)))
            first += size


@lru_cache(maxsize=200)
def _places(statement: str, width: int, rows: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{statement} {', '.join([row] * rows)}"


def keys(table: str) -> Iterator[int]:
    """Primary keys of `table` that nobody has or will be given, reserved as they are needed.

    In a transaction only: SQLite has one writer at a time, PostgreSQL takes them from the table's sequence.
    """
    if connection.vendor == "postgresql":
        while True:
            yield from _reserved(table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    while True:
        last += 1
        yield last


def _reserved(table: str) -> list[int]:
    with connection.cursor() as cursor:
        sequence = "nextval(pg_get_serial_sequence(%s, 'id'))"
        cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [f'"{table}"', RESERVED])  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def make_room() -> None:
    """Let SQLite keep more of the database in memory on this connection; elsewhere that is the server's business."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{PAGES}")
