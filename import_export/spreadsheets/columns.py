"""What the tables of parties and of agreements have: their columns, by codes that no language changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, Commitment, CooperationArea, Event, EventKind, Source
from import_export.record_format.record import CLAUSES, LENGTHS
from languages import LANGUAGES
from languages.partial_date_field import PartialDateField
from parties.models import Party

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

SLUGS = gettext_lazy("Short codes of parties, with commas between them.")
OWN_MARK = gettext_lazy(
    "A draft by its identifier (KZ-RU-1) or number (draft-12); for a new agreement any mark, the same in all its lines."
)


@dataclass(frozen=True)
class SheetColumn:
    """One column. `field` is the column of the registry that it fills, if it fills one as it stands.

    `named` are the records whose codes it holds, where it holds codes of records: a blank table lists them.
    """

    code: str
    label: Any
    note: Any = ""
    field: Any = None
    required: bool = False
    named: type[Model] | None = None

    @property
    def choices(self) -> dict[str, str]:
        """Labels by code, in the reader's language; none where anything may be written."""
        flat = getattr(self.field, "flatchoices", None) or ()
        return {str(code): str(label) for code, label in flat if code}

    @property
    def is_date(self) -> bool:
        return isinstance(self.field, PartialDateField)


@dataclass(frozen=True)
class Kind:
    """A kind of table: its code, its name, its columns; lines with the same `key` belong together.

    Columns that are `kept` have a value in every record, though not every line needs one.
    """

    code: str
    label: StrOrPromise
    key: str
    columns: tuple[SheetColumn, ...]
    kept: frozenset[str] = frozenset()

    @property
    def by_code(self) -> dict[str, SheetColumn]:
        return {column.code: column for column in self.columns}

    def can_be_cleared(self, column: SheetColumn) -> bool:
        """Whether a record may be without what stands in this column."""
        is_needed = column.required or column.code in {self.key, *self.kept}
        return not is_needed and (column.field is None or column.field.blank)


def code_of(column: SheetColumn, typed: str) -> str | None:
    """The code that was typed, itself or by its label in any of the three languages; None for what is none."""
    return _codes(column.field).get(typed.casefold())


@cache
def _codes(field: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {str(label).casefold(): str(code) for code, label in field.flatchoices if code}
    return found | {str(code).casefold(): str(code) for code, _label in field.flatchoices if code}


def column_of(model: type[Model], name: str, *, code: str = "", required: bool = False) -> SheetColumn:
    field: Any = model._meta.get_field(name)
    return SheetColumn(code or name, field.verbose_name, field.help_text, field, required)


def text_columns(model: type[Model], name: str, *, code: str = "", required: bool = False) -> Iterator[SheetColumn]:
    """A text in three languages: three columns, of which Kazakh can be required."""
    for language in LANGUAGES:
        field: Any = model._meta.get_field(f"{name}_{language}")
        column = f"{code or name}_{language}"
        yield SheetColumn(column, field.verbose_name, field.help_text, field, required and language == "kk")


def prefixed(label: Any, column: SheetColumn) -> SheetColumn:
    """The same column, told from one of another part of the record by the name of its own."""
    return replace(column, label=_Joined(label, column.label))


class _Joined:
    """Two lazy texts, joined in the language of the moment."""

    def __init__(self, first: Any, second: Any) -> None:
        self.first, self.second = first, second

    def __str__(self) -> str:
        return f"{capfirst(str(self.first))}: {self.second}"


PARTIES = Kind(
    "parties",
    gettext_lazy("Parties"),
    "slug",
    (
        column_of(Party, "slug", required=True),
        column_of(Party, "kind", required=True),
        *text_columns(Party, "name", required=True),
        *text_columns(Party, "short_name"),
        column_of(Party, "country"),
        column_of(Party, "organisation_code"),
        SheetColumn(
            "parent",
            Party._meta.get_field("parent").verbose_name,
            gettext_lazy("The short code of a party."),
            named=Party,
        ),
    ),
)
_COMMITMENT: Any = Commitment._meta.verbose_name
_SOURCE: Any = Source._meta.verbose_name
#: Columns of events that all parties took part in: the day, and for the signature the place.
EVENTS = {"signed": EventKind.SIGNED, "entered_into_force": EventKind.ENTERED_INTO_FORCE}
_DAY = gettext_lazy("2016, 2016-11 or 2016-11-07; leave it empty if the source does not say.")
AGREEMENTS = Kind(
    "agreements",
    gettext_lazy("Agreements with commitments"),
    "agreement",
    (
        SheetColumn("agreement", gettext_lazy("Agreement"), OWN_MARK, required=True),
        *text_columns(Agreement, "title", required=True),
        column_of(Agreement, "type", required=True),
        column_of(Agreement, "level", required=True),
        column_of(Agreement, "legal_character"),
        column_of(Agreement, "number"),
        *text_columns(Agreement, "summary"),
        SheetColumn("side_1", gettext_lazy("First side"), SLUGS, named=Party),
        SheetColumn("side_2", gettext_lazy("Second side"), SLUGS, named=Party),
        *(SheetColumn(code, kind.label, _DAY, Event._meta.get_field("date")) for code, kind in EVENTS.items()),
        *(prefixed(EventKind.SIGNED.label, column) for column in text_columns(Event, "place", code="signed_place")),
        *(column_of(Agreement, each.name) for each in Agreement._meta.fields if each.name in {*CLAUSES, *LENGTHS}),
        *(
            prefixed(_SOURCE, column)
            for column in (
                column_of(Source, "kind", code="source_kind"),
                *text_columns(Source, "title", code="source_title"),
                column_of(Source, "publisher", code="source_publisher"),
                column_of(Source, "address", code="source_address"),
                column_of(Source, "language", code="source_language"),
                column_of(Source, "published", code="source_published"),
                column_of(Source, "text", code="source_text"),
            )
        ),
        *(
            prefixed(_COMMITMENT, column)
            for column in (
                column_of(Commitment, "number", code="commitment"),
                *text_columns(Commitment, "text"),
                SheetColumn(
                    "areas",
                    Commitment._meta.get_field("areas").verbose_name,
                    gettext_lazy("Codes with commas."),
                    named=CooperationArea,
                ),
                column_of(Commitment, "modality"),
                column_of(Commitment, "bearer"),
                SheetColumn("bearers", Commitment._meta.get_field("bearers").verbose_name, SLUGS, named=Party),
                column_of(Commitment, "due"),
                column_of(Commitment, "recurrence"),
            )
        ),
    ),
    frozenset(("areas", "text_kk", "source_title_kk")),
)
