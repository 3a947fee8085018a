"""The stem of a word in its language."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from languages.words import english, kazakh, russian

if TYPE_CHECKING:
    from collections.abc import Callable

_STEMS: dict[str, Callable[[str], str]] = {"kk": kazakh.stem, "ru": russian.stem, "en": english.stem}
_one_at_a_time = Lock()


@lru_cache(maxsize=200_000)
def stem(language: str, word: str) -> str:
    """The stem of a normalised `word`; in languages without rules here the word itself."""
    if language not in _STEMS:
        return word
    with _one_at_a_time:
        return _STEMS[language](word)
