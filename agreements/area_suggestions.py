"""Cooperation areas that the words of a commitment speak of: offered with the word that says so, never applied unasked.

The words of each area are those of area_keywords.yaml, compared as the search compares words.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from languages import LANGUAGES
from languages.words.analysis import indexed
from languages.words.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYWORDS = Path(__file__).with_name("area_keywords.yaml")
#: Longer texts are no promise; only their beginning is looked at.
LONGEST = 10_000


class Suggestion(NamedTuple):
    """The code of an area, and the words of the text that speak of it."""

    code: str
    words: str


def suggested_areas(texts: Mapping[str, str]) -> list[Suggestion]:
    """The areas that texts, by their languages, speak of; each once, in the order of their words."""
    found: dict[str, Suggestion] = {}
    for language in LANGUAGES:
        for suggestion in _of_text(texts.get(language, "")[:LONGEST], language):
            found.setdefault(suggestion.code, suggestion)
    return list(found.values())


def _of_text(text: str, language: str) -> list[Suggestion]:
    standing, terms = tokens(text), _terms(text, language)
    keywords = _keywords(language)
    found = []
    for place, term in enumerate(terms):
        for code, words in keywords.get(term, ()):
            end = place + len(words)
            if terms[place:end] == words:
                found.append(Suggestion(code, text[standing[place].start : standing[end - 1].end]))
    return found


def _terms(text: str, language: str) -> tuple[str, ...]:
    return tuple(indexed(text, language)[language])


@cache
def keyword_file() -> dict[str, dict[str, list[str]]]:
    """The lists by code and language, as they are written."""
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(KEYWORDS.read_text(encoding="utf-8"))
    return content


@cache
def _keywords(language: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The codes of areas with the stems of their words, by the first of these stems."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for code, lists in keyword_file().items():
        for words in lists[language]:
            stems = _terms(words, language)
            found[stems[0]].append((code, stems))
    return dict(found)
