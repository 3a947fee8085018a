"""How rows of a record file lie in tables: their columns, what they point to, and their first versions."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED, DateTimeField, Field, ForeignKey, Model
from django.utils.dateparse import parse_datetime

from import_export.bulk_load.bulk_insert import Lines
from import_export.bulk_load.first_versions import version_links, version_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from import_export.record_format.rows import Row


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


@dataclass
class ManyToManyTable:
    """A many-to-many relation: its own table, and the statement that writes its versions."""

    name: str
    target: str
    lines: Lines
    versions: str


class ModelTable:
    """One model's table, the statement that writes its versions, and its many-to-many relations."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.model: type[Model] = apps.get_model(label)
        fields: list[Field] = list(self.model._meta.concrete_fields)
        self.lines = Lines(self.model._meta.db_table, tuple(column(each) for each in fields))
        self.natural = NATURAL_KEYS.get(label, ())
        rest = fields[1:]  # the primary key comes first
        self.named = itemgetter(*(each.name for each in rest))
        self.defaults = {each.name: _default(each) for each in rest}
        self.pointing = [
            (place, each.related_model._meta.label_lower)
            for place, each in enumerate(rest)
            if isinstance(each, ForeignKey)
        ]
        self.moments = [place for place, each in enumerate(rest) if isinstance(each, DateTimeField)]
        self.versions = version_rows(self.model)
        self.relations = list(self._relations())

    def _relations(self) -> Iterator[ManyToManyTable]:
        for relation in self.model._meta.local_many_to_many:
            each: Any = relation
            lines = Lines(
                each.remote_field.through._meta.db_table, ("id", each.m2m_column_name(), each.m2m_reverse_name())
            )
            yield ManyToManyTable(
                each.name, each.related_model._meta.label_lower, lines, version_links(self.model, each)
            )

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
