"""SQLite that knows the alphabets and letter case of the three languages.

A database backend of its own rather than a signal, so that every connection has them,
those of tests and management commands included.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3 import base

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


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with the registry's collations and letter case."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        for language in LANGUAGES:
            connection.create_collation(collation_name(language), partial(compare, language))
        connection.create_collation("C", _letter_by_letter)
        for arguments in (2, 3):
            connection.create_function("like", arguments, unicode_like, deterministic=True)
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.create_function("upper", 1, _upper, deterministic=True)
        return connection
