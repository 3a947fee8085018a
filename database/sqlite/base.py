"""SQLite that knows the alphabets and letter case of the three languages.

A database backend of its own rather than a signal, so that every connection has them,
those of tests and management commands included.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from os import fspath
from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3 import base
from django.db.backends.utils import debug_transaction

from database.sqlite.waiting import Patience, is_writing, next_in_line, patiently
from languages import LANGUAGES
from languages.collation import collation_name, compare

if TYPE_CHECKING:
    import sqlite3


@lru_cache(maxsize=256)  # readers choose the patterns
def _pattern(like: str, escape: str | None) -> re.Pattern[str]:
    parts: list[str] = []
    characters = iter(like.casefold())
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, escape)))
        else:
            parts.append({"%": ".*", "_": "."}.get(character, re.escape(character)))
    return re.compile("".join(parts), re.DOTALL)


def unicode_like(pattern: str | None, value: str | None, escape: str | None = None) -> bool | None:
    """SQL's LIKE for every alphabet: «МУЗЫКА» is like «музык%». NULL when either side is NULL."""
    if pattern is None or value is None:
        return None
    return _pattern(str(pattern), escape).fullmatch(str(value).casefold()) is not None


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _letter_by_letter(left: str, right: str) -> int:
    """PostgreSQL's collation "C": the order of identifiers and codes."""
    return (left > right) - (left < right)


class WaitingCursor(base.SQLiteCursorWrapper):
    """A cursor that waits while others keep the database locked."""

    #: The file of the database, "" for one in memory, and for how many seconds others are waited for.
    path = ""
    seconds = 0.0

    def execute(self, query: str, params: Any = None) -> Any:
        """Run a statement; what takes the lock of writers waits for its turn."""
        patience, act = Patience(self.seconds), partial(super().execute, query, params)
        if self.connection.in_transaction or not is_writing(query):
            return patiently(act, patience)
        with next_in_line(self.path, patience):
            return patiently(act, patience)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run a statement many times: all of them or none, so that they wait once."""
        if self.connection.in_transaction or not self.path:
            return super().executemany(query, param_list)
        self.execute("BEGIN IMMEDIATE")
        try:
            super().executemany(query, param_list)
            patiently(self.connection.commit, Patience(self.seconds))
        finally:
            self.connection.rollback()  # nothing any more where it was committed
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with the registry's collations and letter case, and writers who queue.

    The option `timeout` says for how many seconds others are waited for.
    """

    path = ""
    seconds = 0.0

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if not self.is_in_memory_db():
            name = fspath(params["database"])
            self.path = "" if name.startswith("file:") else name
            self.seconds, params["timeout"] = params.get("timeout", 5.0), 0  # the waiting is our own
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connect = partial(super().get_new_connection, conn_params)  # its PRAGMAs find the file locked too
        connection: sqlite3.Connection = patiently(connect, Patience(self.seconds))
        for language in LANGUAGES:
            connection.create_collation(collation_name(language), partial(compare, language))
        connection.create_collation("C", _letter_by_letter)
        for arguments in (2, 3):
            connection.create_function("like", arguments, unicode_like, deterministic=True)
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.create_function("upper", 1, _upper, deterministic=True)
        return connection

    def create_cursor(self, name: str | None = None) -> WaitingCursor:  # noqa: ARG002 Django's own signature
        cursor: WaitingCursor = self.connection.cursor(factory=WaitingCursor)
        cursor.path, cursor.seconds = self.path, self.seconds
        return cursor

    def _commit(self) -> None:
        """Readers who are still reading are waited for; the transaction stays as it is meanwhile."""
        if self.connection is not None:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                patiently(self.connection.commit, Patience(self.seconds))
