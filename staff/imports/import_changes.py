"""Differences between records in words: each part under its name, each column with what it was and will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from agreements.models import CooperationArea
from agreements.rules.not_stated import is_stated
from import_export.record_import.diff import PASSAGE, State
from import_export.record_import.row_keys import stated_values
from languages import LANGUAGES
from languages.collation import current_language
from languages.display import display_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from import_export.record_format.rows import Row
    from import_export.record_import.diff import ImportDifference

STATES = {
    State.NEW: gettext_lazy("new"),
    State.CHANGED: gettext_lazy("changed"),
    State.REMOVED: gettext_lazy("will be deleted"),
    State.UNCHANGED: gettext_lazy("unchanged"),
}
#: Which column names a part, by its model.
HEADINGS = {
    "agreements.agreement": "title",
    "agreements.authenticlanguage": "language",
    "agreements.agreementparty": "name",
    "agreements.source": "number",
    "agreements.agreementevidence": "field",
    "agreements.partyevidence": "field",
    "agreements.event": "kind",
    "agreements.commitment": "number",
    "agreements.statement": "number",
    "agreements.relation": "kind",
    "parties.party": "name",
    "parties.official": "name",
    "parties.post": "title",
}
#: What is named already by the place of the part.
NOT_SHOWN = frozenset({"agreement"})


@dataclass(frozen=True)
class ShownColumn:
    """One column: its name, and what it was and will be, in words; `language` where it is a text in one of three.

    One that `is_cleared` belongs to a part that stays: nothing takes the place of what it was.
    """

    name: str
    old: str
    new: str
    language: str = ""
    is_cleared: bool = False


@dataclass(frozen=True)
class ShownPart:
    """One part of a record and what becomes of it."""

    heading: str
    state: str
    label: str
    columns: tuple[ShownColumn, ...]


class Describing:
    """Puts the rows of a record into words; passages are named by their own, areas by their labels."""

    def __init__(self, rows: Iterable[Row]) -> None:
        passages = [row["fields"] for row in rows if row["model"] == PASSAGE]
        self.passages = {(*each["source"], each["start"], each["end"]): each["exact"] for each in passages}
        self.areas = {(area.code,): str(area) for area in CooperationArea.objects.all()}

    def parts(self, changes: Iterable[ImportDifference]) -> list[ShownPart]:
        """Those parts that do not stay as they are; passages are shown by what they stand behind."""
        shown = [each for each in changes if each.state is not State.UNCHANGED and each.model != PASSAGE]
        return [self._part(each) for each in shown]

    def new(self, rows: Iterable[Row]) -> list[ShownPart]:
        """Rows that will be there for the first time."""
        label = str(STATES[State.NEW])
        return [
            ShownPart(heading(row), State.NEW.value, label, self._columns(None, row, list(stated_values(row))))
            for row in rows
        ]

    def _part(self, change: ImportDifference) -> ShownPart:
        row = change.new or change.old or {}
        columns = list(change.columns) if change.state is State.CHANGED else list(stated_values(row))
        new = change.new if change.state is not State.REMOVED else None
        shown = self._columns(change.old, new, columns)
        return ShownPart(heading(row), change.state.value, str(STATES[change.state]), shown)

    def _columns(self, old: Row | None, new: Row | None, columns: list[str]) -> tuple[ShownColumn, ...]:
        model = apps.get_model((new or old or {})["model"])
        shown = []
        for name in columns:
            field: Any = model._meta.get_field(name)
            if name in NOT_SHOWN or (isinstance(field, models.DateField) and not field.editable):
                continue
            before = self._value(field, old["fields"][name]) if old else ""
            after = self._value(field, new["fields"][name]) if new else ""
            need_not_be_said = old is None and new and _is_silent(new["fields"][name])
            if (before or after) and not need_not_be_said:
                title = capfirst(str(field.verbose_name))
                is_cleared = bool(old and new and not after)
                shown.append(ShownColumn(title, before, after, language_of(name), is_cleared))
        return tuple(shown)

    def _value(self, field: Any, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if field.many_to_many:
            return "\n".join(self._pointed_to(tuple(key)) for key in value)
        if field.is_relation:
            return self._pointed_to(tuple(value))
        return display_value(field, value)

    def _pointed_to(self, key: tuple[Any, ...]) -> str:
        """What a natural key points to: the words of a passage, an area, otherwise the last part that is a name."""
        found = self.passages.get(key) or self.areas.get(key)
        if found:
            return found
        if len(key) == 2 and isinstance(key[1], int):  # noqa: PLR2004 pair and number of an agreement
            return f"{key[0]}-{key[1]}"
        return str(key[-1])


def _is_silent(value: Any) -> bool:
    """Whether a new part need not say it."""
    return value is False or not is_stated(value)


def language_of(column: str) -> str:
    """The language of a column that holds a text in one; "" for any other."""
    name, _underscore, language = column.rpartition("_")
    return language if name and language in LANGUAGES else ""


def heading(row: Row) -> str:
    """The kind of a part and what tells it from others of it."""
    model, fields = apps.get_model(row["model"]), row["fields"]
    name = HEADINGS[row["model"]]
    value = fields.get(f"{name}_{current_language()}") or fields.get(f"{name}_kk") or fields.get(name) or ""
    field: Any = model._meta.get_field(name)
    return f"{capfirst(str(model._meta.verbose_name))}: {display_value(field, value)}"
