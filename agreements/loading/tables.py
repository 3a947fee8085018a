"""How rows of a record file lie in tables: their columns, what they point to, and their first versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED, DateTimeField, Field, ForeignKey, Model
from django.utils.dateparse import parse_datetime
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history.utils import get_history_manager_for_model

from agreements.loading.bulk import keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from agreements.fixture_rows import Row

#: The fields of a row that make its natural key, as the models' `natural_key` has them.
NATURAL_KEYS = {
    "parties.party": ("slug",),
    "parties.official": ("slug",),
    "parties.post": ("official", "party", "title_kk"),
    "agreements.cooperationarea": ("code",),
    "agreements.agreement": ("pair", "pair_number"),
    "agreements.agreementparty": ("agreement", "party"),
    "agreements.source": ("agreement", "number"),
    "agreements.passage": ("source", "start", "end"),
    "agreements.commitment": ("agreement", "number"),
    "agreements.statement": ("agreement", "number"),
}
#: Where the parts of those keys stand that outlive one record, for reading the ones already there.
LASTING = {
    "parties.party": ("slug",),
    "parties.official": ("slug",),
    "parties.post": ("official__slug", "party__slug", "title_kk"),
    "agreements.cooperationarea": ("code",),
}

NaturalKey = tuple[Any, ...]
HISTORY_COLUMNS = ("history_id", "history_date", "history_type", "history_change_reason")


@dataclass
class Lines:
    """Rows waiting to be written into one table, and the primary keys (of the column `key`) for further ones."""

    table: str
    columns: tuple[str, ...]
    key: str = "id"
    waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = keys(self.table, self.key)


@dataclass
class Relation:
    """A many-to-many relation: its own table, and the table of its versions where those are kept."""

    name: str
    target: str
    lines: Lines
    versions: Lines | None


class Table:
    """One model's table, that of its versions, and those of its many-to-many relations."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.model: type[Model] = apps.get_model(label)
        self.fields: list[Field] = list(self.model._meta.concrete_fields)
        self.lines = Lines(self.model._meta.db_table, tuple(column(each) for each in self.fields))
        self.natural = NATURAL_KEYS.get(label, ())
        rest = self.fields[1:]  # the primary key comes first
        self.named = itemgetter(*(each.name for each in rest))
        self.defaults = {each.name: _default(each) for each in rest}
        self.pointing = [
            (place, each.related_model._meta.label_lower)
            for place, each in enumerate(rest)
            if isinstance(each, ForeignKey)
        ]
        self.moments = [place for place, each in enumerate(rest) if isinstance(each, DateTimeField)]

    @cached_property
    def history(self) -> type[Model] | None:
        """The model of the versions; None where none are kept."""
        return getattr(self.model, "history", None) and get_history_manager_for_model(self.model).model

    @cached_property
    def versions(self) -> Lines | None:
        """Waiting versions: the columns of the record, and when and why it came."""
        if self.history is None:
            return None
        kept = [column(each) for place, each in enumerate(self.fields) if place in self.kept]
        return Lines(self.history._meta.db_table, (*kept, *HISTORY_COLUMNS), "history_id")

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The places of the columns a version keeps: all but the original ones of translated texts."""
        translated = set(get_translatable_fields_for_model(self.model) or ())
        return tuple(place for place, each in enumerate(self.fields) if each.name not in translated)

    @cached_property
    def version_of(self) -> itemgetter:
        return itemgetter(*self.kept)

    @cached_property
    def relations(self) -> list[Relation]:
        return list(self._relations())

    def _relations(self) -> Iterator[Relation]:
        for relation in self.model._meta.local_many_to_many:
            through: Any = relation.remote_field.through
            target: Any = relation.related_model
            ends = (f"{relation.m2m_column_name()}", f"{relation.m2m_reverse_name()}")
            kept = self.history and apps.get_model(through._meta.app_label, f"Historical{through._meta.object_name}")
            columns = ("m2m_history_id", "history_id", "id", *ends)
            versions = Lines(kept._meta.db_table, columns, "m2m_history_id") if kept else None
            lines = Lines(through._meta.db_table, ("id", *ends))
            yield Relation(relation.name, target._meta.label_lower, lines, versions)

    def natural_key(self, row: Row) -> NaturalKey | None:
        """The natural key of a row; None for what nothing points to. One without its own may say it as `key`."""
        if not self.natural:
            return row.get("key")
        fields, parts = row["fields"], []
        for name in self.natural:
            value = fields[name]
            if isinstance(value, list):
                parts += value
            else:
                parts.append(0 if value is None else value)  # a draft has no number yet
        return tuple(parts)

    def values(self, fields: dict[str, Any]) -> list[Any]:
        """The columns of a row after its primary key; what points elsewhere still does so by a natural key."""
        try:
            values = list(self.named(fields))
        except KeyError:
            values = list(self.named(self.defaults | fields))
        for place in self.moments:
            if isinstance(values[place], str):
                values[place] = moment(parse_datetime(values[place]))
        return values


def moment(value: datetime | None) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def column(each: Field) -> str:
    """The name of the field's column; every field of ours that is written in bulk has one."""
    return str(each.column)


def _default(each: Field) -> Any:
    """What stands in a column that a row does not name."""
    if each.default is not NOT_PROVIDED:
        return each.get_default()
    return None if each.null else ""
