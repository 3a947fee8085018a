"""The alphabetical order of each language, equal to PostgreSQL's ICU collations.

Source: the Unicode CLDR collation for kk, ru and en, as PostgreSQL 15 orders it
(`kk-x-icu`, `ru-x-icu`, `en-x-icu`); tests/languages compares both letter by letter.
SQLite knows none of these orders, so its connections get these functions instead.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Collate
from django.utils.translation import get_language

from languages import LANGUAGES

if TYPE_CHECKING:
    from django.db.models.expressions import OrderBy

KAZAKH = "аәбвгғдеёєжзийјкқлљмнңњоөпрстћуұүфхһцчџшщъыіьэюя"
RUSSIAN = "аәбвгғдеєжзиійјкқлљмнңњоөпрстћуүұфхһцчџшщъыьэюя"
LATIN = "abcdefghiıjklmnopqrstuvwxyz"
MARKS = " _-–—,;:!?.'’\"«»()/"

ALPHABETS = {
    "kk": MARKS + "0123456789" + KAZAKH + LATIN,
    "ru": MARKS + "0123456789" + RUSSIAN + LATIN,
    "en": MARKS + "0123456789" + LATIN + RUSSIAN,
}

SortKey = tuple[tuple[int, ...], tuple[str, ...], tuple[bool, ...]]


@cache
def _places(language: str) -> dict[str, int]:
    return {letter: place for place, letter in enumerate(ALPHABETS[language])}


@cache
def _letter(language: str, character: str) -> tuple[int, str]:
    """The place of one character in the alphabet, and the accent that tells it from its neighbours."""
    places = _places(language)
    lowered = character.lower()
    if lowered in places:
        return places[lowered], ""
    decomposed = unicodedata.normalize("NFD", lowered)
    base, accents = decomposed[0], decomposed[1:]
    if base in places:
        return places[base], accents
    return len(places) + ord(base), accents


@lru_cache(maxsize=20_000)
def sort_key(language: str, text: str) -> SortKey:
    """The key that sorts `text` as a dictionary of `language` does: letters, then accents, then case."""
    characters = unicodedata.normalize("NFKC", text)
    letters = [_letter(language, character) for character in characters]
    return (
        tuple(place for place, _ in letters),
        tuple(accent for _, accent in letters),
        tuple(character.isupper() for character in characters),
    )


def compare(language: str, left: str, right: str) -> int:
    """−1, 0 or 1 as `left` comes before, with or after `right` in `language`."""
    a, b = sort_key(language, left), sort_key(language, right)
    return (a > b) - (a < b)


def collation_name(language: str) -> str:
    """The name of a language's order in both databases."""
    return f"{language}-x-icu"


def alphabetically(field: str, language: str | None = None) -> OrderBy:
    """Order by the translated column of `field` as the reader's language does; empty ones last.

    `field` may cross relations (`"names__name"`). The column itself is named, because
    modeltranslation does not rewrite expressions.
    """
    language = language or current_language()
    return Collate(F(f"{field}_{language}"), collation_name(language)).asc(nulls_last=True)


def current_language() -> str:
    """The reader's language; Kazakh where none, or another one, is active."""
    language = get_language() or LANGUAGES[0]
    return language if language in LANGUAGES else LANGUAGES[0]


def reader_order(text: str) -> SortKey:
    """A `key=` for sorted(): the alphabetical order of the reader's language."""
    return sort_key(current_language(), text)


__all__ = ["alphabetically", "collation_name", "compare", "current_language", "reader_order", "sort_key"]
