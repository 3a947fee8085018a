"""The stem of a word in its language: our rules for Kazakh, Snowball for Russian and English."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import snowballstemmer

from languages.words import kazakh

_SNOWBALL = {"ru": snowballstemmer.stemmer("russian"), "en": snowballstemmer.stemmer("english")}
#: A Snowball stemmer keeps the word it works on in itself, so that two threads would mix theirs.
_one_at_a_time = Lock()


@lru_cache(maxsize=200_000)
def stem(language: str, word: str) -> str:
    """The stem of a normalised `word`; the word itself in languages without rules here."""
    if language == "kk":
        return kazakh.stem(word)
    if language in _SNOWBALL:
        with _one_at_a_time:
            return _SNOWBALL[language].stemWord(word) or word
    return word
