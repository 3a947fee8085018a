"""The words of the registry and what they mean, in three languages (website/pages/glossary.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.text import capfirst
from django.utils.translation import override

from agreements import models
from agreements.rules.status import Status
from languages import LANGUAGES
from languages.collation import current_language
from website.pages.meanings import IMPLEMENTATION, LEGAL_CHARACTERS, MODALITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Choices

FILE = Path(__file__).with_name("glossary.yaml")
#: Groups `of` one of these take their titles from it.
ENUMERATIONS: dict[str, type[Choices]] = {
    "AgreementType": models.AgreementType,
    "Level": models.Level,
    "LegalCharacter": models.LegalCharacter,
    "Status": Status,
    "Modality": models.Modality,
    "Implementation": models.Implementation,
    "RelationKind": models.RelationKind,
}
#: What codes mean where the file leaves it to the scales.
MEANINGS: dict[str, Mapping[Any, Any]] = {
    "LegalCharacter": LEGAL_CHARACTERS,
    "Modality": MODALITIES,
    "Implementation": IMPLEMENTATION,
}


@dataclass(frozen=True)
class GlossaryTerm:
    """A word and what it means, by language. Its code is the anchor of its place in the glossary."""

    code: str
    titles: Mapping[str, str]
    meanings: Mapping[str, str]

    @property
    def title(self) -> str:
        return capfirst(self.titles[current_language()]) or ""

    @property
    def meaning(self) -> str:
        return self.meanings[current_language()]

    @property
    def elsewhere(self) -> list[tuple[str, str]]:
        """The other languages with the word in each."""
        return [(language, self.titles[language]) for language in LANGUAGES if language != current_language()]


@dataclass(frozen=True)
class TermGroup(GlossaryTerm):
    """Terms that belong together, under a term that says what they are about."""

    terms: tuple[GlossaryTerm, ...] = ()


@cache
def glossary() -> tuple[TermGroup, ...]:
    """Every group with its terms, in the order of the file."""
    return tuple(_groups(yaml.safe_load(FILE.read_text(encoding="utf-8"))))


@cache
def terms() -> dict[str, GlossaryTerm]:
    """Every group and term by its code."""
    return {term.code: term for group in glossary() for term in (group, *group.terms)}


def _groups(written: list[dict[str, Any]]) -> Iterator[TermGroup]:
    for group in written:
        own = group.get("terms", {})
        if "of" in group:
            found = tuple(_labelled(group["code"], group["of"], own))
        else:
            found = tuple(GlossaryTerm(code, term["title"], term["meaning"]) for code, term in own.items())
        yield TermGroup(group["code"], group["title"], group["meaning"], found)


def _labelled(group: str, name: str, written: dict[str, Any]) -> Iterator[GlossaryTerm]:
    """The terms of an enumeration, titled by its labels."""
    for choice in ENUMERATIONS[name]:
        meanings = written.get(choice.value, {}).get("meaning") or _in_languages(MEANINGS[name][choice])
        yield GlossaryTerm(f"{group}-{choice.value}".replace("_", "-"), _in_languages(choice.label), meanings)


def _in_languages(text: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(text)
    return found
