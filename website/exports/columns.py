"""The columns of an export, their names and labels in the reader's language, beside them the codes that stay the same.

An empty cell is what the source does not state, or a text that is not translated: the about page says so.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementType, Implementation, Level, Modality
from agreements.rules.status import Status
from file_formats.table import Column, code_column
from languages import LANGUAGES
from languages.collation import current_language
from languages.translated import shown
from parties.countries import country_name
from parties.models import PartyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agreements.models import CooperationArea
    from file_formats.table import Cell
    from search.lists.rows import AgreementRow

BETWEEN = "; "


@cache
def _labels(_reader: str, codes: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in codes.choices}


def label_of(codes: Any, value: str) -> str:
    return _labels(current_language(), codes).get(value, value)


def in_three(name: Any, field: str, of: Callable[[Any], Any] = lambda row: row) -> list[Column]:
    """The text of `field` in each language; `name` is what it is, the language's code stands behind it."""

    def text(language: str) -> Callable[[Any], Cell]:
        return lambda row: getattr(of(row), f"{field}_{language}") or ""

    return [Column(format_lazy("{} ({})", name, language), text(language), 40) for language in LANGUAGES]


def _areas(areas: Iterable[CooperationArea]) -> str:
    return BETWEEN.join(shown(area, "label").text for area in areas)


def _codes(areas: Iterable[CooperationArea]) -> str:
    return BETWEEN.join(area.code for area in areas)


def _parties(side: int) -> Callable[[Any], Cell]:
    return lambda row: BETWEEN.join(shown(party, "name").text for party in row.sides[side - 1])


def _countries(side: int) -> Callable[[AgreementRow], Cell]:
    return lambda row: BETWEEN.join(dict.fromkeys(party.country for party in row.sides[side - 1] if party.country))


def _status(row: AgreementRow) -> str:
    return "" if row.status.status == Status.UNKNOWN else str(row.status.label)


def _status_code(row: AgreementRow) -> str:
    return "" if row.status.status == Status.UNKNOWN else str(row.status.status)


def _of_agreement(column: Column) -> Column:
    return Column(column.name, lambda row: column.value(row.agreement), column.width)


SIDES = (
    Column(_("First side"), _parties(1), 40),
    code_column(_("Country of the first side"), _countries(1)),
    Column(_("Second side"), _parties(2), 40),
    code_column(_("Country of the second side"), _countries(2)),
)
KIND = (
    Column(_("Type"), lambda row: label_of(AgreementType, row.type), 20),
    code_column(_("Type"), lambda row: row.type),
    Column(_("Level"), lambda row: label_of(Level, row.level), 20),
    code_column(_("Level"), lambda row: row.level),
    Column(_("Status"), _status, 20),
    code_column(_("Status"), _status_code),
    Column(_("Date of signature"), lambda row: "; ".join(row.signed), 12),
)
AREAS = (
    Column(_("Cooperation areas"), lambda row: _areas(row.areas), 40),
    code_column(_("Cooperation areas"), lambda row: _codes(row.areas)),
)


def agreement_columns(site: str) -> list[Column]:
    """What is told of an agreement; `site` is the beginning of addresses, without a slash at its end."""
    start = site + reverse("agreements:list")
    return [
        Column(_("Identifier"), lambda row: row.identifier),
        *in_three(_("Title"), "title"),
        *SIDES,
        *KIND,
        *AREAS,
        Column(_("Number of commitments"), lambda row: row.commitment_count),
        Column(_("Sample record"), lambda row: str(_("yes")) if row.is_sample else ""),
        Column(_("Address"), lambda row: f"{start}{row.identifier.lower()}/", 40),
    ]


def commitment_columns(site: str) -> list[Column]:
    """What is told of a commitment, and of its agreement."""
    start = site + reverse("commitments:list")
    return [
        Column(_("Identifier"), lambda row: row.identifier),
        *in_three(_("Text"), "text"),
        Column(_("Modality"), lambda row: label_of(Modality, row.modality), 18),
        code_column(_("Modality"), lambda row: row.modality),
        Column(_("Implementation"), lambda row: label_of(Implementation, row.implementation), 18),
        code_column(_("Implementation"), lambda row: row.implementation),
        *AREAS,
        Column(_("Due"), lambda row: row.due, 12),
        Column(_("Agreement"), lambda row: row.agreement.identifier),
        *in_three(_("Title of the agreement"), "title", lambda row: row.agreement),
        *map(_of_agreement, (*SIDES, *KIND)),
        Column(_("Sample record"), lambda row: str(_("yes")) if row.agreement.is_sample else ""),
        Column(_("Address"), lambda row: f"{start}{row.identifier.lower()}/", 40),
    ]


def party_columns(site: str) -> list[Column]:
    """What is told of a party, and how many public agreements it has."""
    start = site + reverse("parties:list")
    return [
        Column(_("Identifier"), lambda party: party.slug, 30),
        *in_three(_("Name"), "name"),
        *in_three(_("Short name"), "short_name"),
        Column(_("Kind of party"), lambda party: label_of(PartyKind, party.kind), 20),
        code_column(_("Kind of party"), lambda party: party.kind),
        Column(_("Country"), lambda party: country_name(party.country), 20),
        code_column(_("Country"), lambda party: party.country),
        Column(_("Number of agreements"), lambda party: party.total),
        Column(_("Address"), lambda party: f"{start}{party.slug}/", 40),
    ]
