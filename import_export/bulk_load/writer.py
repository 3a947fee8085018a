"""Records written in bulk: rows with natural keys in, rows of tables and their first versions out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _

from agreements.models import Agreement
from import_export.bulk_load import bulk_insert
from import_export.bulk_load.first_versions import copy, give_reasons
from import_export.bulk_load.tables import LASTING, ModelTable, moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from import_export.bulk_load.tables import ManyToManyTable, NaturalKey
    from import_export.record_format.rows import Row

AGREEMENT = "agreements.agreement"
#: About so many rows wait in memory before they are written.
BATCH = 20_000


class NotThere(LookupError):
    """A row points to what is neither there nor in the same record; the message is fit to show."""


class Writer:
    """Writes records into the tables, in one transaction that its user opens.

    Parties, officials and posts that are already there stay as they are. `at` is the moment of the
    first versions. After an error it is of no use any more: make a new one.
    """

    def __init__(self, at: datetime) -> None:
        self.at = moment(at)
        self.tables: dict[str, ModelTable] = {}
        self.lasting: dict[str, dict[NaturalKey, int]] = {}
        self.own: dict[str, dict[NaturalKey, int]] = {}
        self.reasons: list[tuple[str, int]] = []
        self.waiting = 0
        bulk_insert.make_room()

    def add(self, rows: Iterable[Row], reason: str = "") -> None:
        """Take the rows of one record, each after those it points to; `reason` is kept with the agreement's version.

        Raises NotThere.
        """
        self.own = {}
        for row in rows:
            self._add(row, reason)
        if self.waiting >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits: records, then what relates them, then their versions. Raises IntegrityError."""
        tables = list(self.tables.values())
        relations = [relation for table in tables for relation in table.relations]
        rows = [_written(table) for table in tables]
        links = [_written(relation) for relation in relations]
        for table, (first, last) in zip(tables, rows, strict=True):
            if last and table.versions:
                copy(table.versions, (self.at, first, last))
        for relation, (first, last) in zip(relations, links, strict=True):
            if last and relation.versions:
                copy(relation.versions, (first, last))
        give_reasons(Agreement, self.reasons)
        self.reasons.clear()
        self.waiting = 0

    def key_of(self, label: str, key: NaturalKey) -> int:
        """The primary key of what has the natural key `key`, in this record or already there. Raises NotThere."""
        own = self.own.get(label)
        if own and key in own:
            return own[key]
        known = self._lasting(label)
        if key not in known:
            known[key] = _found(label, key)
        return known[key]

    def _add(self, row: Row, reason: str) -> None:
        label = row["model"]
        table = self._table(label)
        key = table.natural_key(row)
        if label in LASTING and key in self._lasting(label):
            return
        pk = next(table.lines.keys)
        line = (pk, *self._values(table, row["fields"]))
        table.lines.waiting.append(line)
        self.waiting += 1
        if key is not None:
            known = self._lasting(label) if label in LASTING or label == AGREEMENT else self.own.setdefault(label, {})
            known[key] = pk
        if reason and label == AGREEMENT:
            self.reasons.append((reason, pk))
        for relation in table.relations:
            self._relate(relation, pk, row["fields"].get(relation.name, ()))

    def _values(self, table: ModelTable, fields: dict[str, Any]) -> list[Any]:
        values = table.values(fields)
        for place, label in table.pointing:
            if values[place] is not None:
                values[place] = self.key_of(label, tuple(values[place]))
        return values

    def _relate(self, relation: ManyToManyTable, pk: int, targets: Iterable[list[Any]]) -> None:
        lines = relation.lines
        for target in targets:
            lines.waiting.append((next(lines.keys), pk, self.key_of(relation.target, tuple(target))))
            self.waiting += 1

    def _table(self, label: str) -> ModelTable:
        if label not in self.tables:
            self.tables[label] = ModelTable(label)
        return self.tables[label]

    def _lasting(self, label: str) -> dict[NaturalKey, int]:
        if label not in self.lasting:
            rows = apps.get_model(label)._default_manager.values_list(*LASTING.get(label, ()), "pk")
            self.lasting[label] = {tuple(key): pk for *key, pk in rows} if label in LASTING else {}
        return self.lasting[label]


def _written(table: ModelTable | ManyToManyTable) -> tuple[int, int]:
    """Write the waiting rows of a table; the first and the last of their keys, zeros if there were none."""
    waiting = table.lines.waiting
    span = (waiting[0][0], waiting[-1][0]) if waiting else (0, 0)
    bulk_insert.write(table.lines)
    return span


def _found(label: str, key: NaturalKey) -> int:
    model: Any = apps.get_model(label)
    try:
        return int(model._default_manager.get_by_natural_key(*key).pk)
    except model.DoesNotExist as error:
        words = {"kind": model._meta.verbose_name, "key": "-".join(str(part) for part in key)}
        raise NotThere(_("There is no such record: %(kind)s %(key)s.") % words) from error
