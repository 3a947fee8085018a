"""Fragments of an agreement's page that are asked for while it is typed: areas, odd dates, probable duplicates."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from django.shortcuts import render

from agreements.duplicates import probable_duplicates
from agreements.models import CooperationArea
from languages import LANGUAGES
from languages.words.analysis import indexed
from languages.words.tokens import tokens
from staff.agreements.warnings import typed_dates, typed_instrument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


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


def area_suggestions(request: HttpRequest) -> HttpResponse:
    """Buttons for the areas that the posted texts (by language: kk, ru, en) speak of; empty if there are none."""
    suggested = suggested_areas(request.POST)
    areas = {area.code: area for area in CooperationArea.objects.filter(code__in=[found.code for found in suggested])}
    offers = [
        {"key": str(area.pk), "area": area, "label": f"{area} ({area.get_facet_display()})", "words": found.words}
        for found in suggested
        if (area := areas.get(found.code))
    ]
    return render(request, "staff/agreements/area_suggestions.html", {"suggestions": offers})


def duplicates(request: HttpRequest) -> HttpResponse:
    """What is wrong with the posted dates, and links to records that may be of the instrument; empty if nothing is."""
    found = {"dates": typed_dates(request.POST), "duplicates": probable_duplicates(typed_instrument(request.POST))}
    return render(request, "staff/agreements/duplicates.html", found)
