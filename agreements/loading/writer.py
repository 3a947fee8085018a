"""Records written in bulk: rows with natural keys in, rows of tables and their first versions out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _

from agreements.loading import bulk
from agreements.loading.tables import LASTING, Table, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from agreements.fixture_rows import Row
    from agreements.loading.tables import Lines, NaturalKey, Relation

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
        self.tables: dict[str, Table] = {}
        self.lasting: dict[str, dict[NaturalKey, int]] = {}
        self.own: dict[str, dict[NaturalKey, int]] = {}
        self.waiting = 0
        bulk.make_room()

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
        for lines in _in_order(tables):
            bulk.write(lines)
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
        self.waiting += 2
        if key is not None:
            known = self._lasting(label) if label in LASTING or label == AGREEMENT else self.own.setdefault(label, {})
            known[key] = pk
        version = self._add_version(table, line, reason if label == AGREEMENT else "")
        for relation in table.relations:
            self._relate(relation, pk, version, row["fields"].get(relation.name, ()))

    def _values(self, table: Table, fields: dict[str, Any]) -> list[Any]:
        values = table.values(fields)
        for place, label in table.pointing:
            if values[place] is not None:
                values[place] = self.key_of(label, tuple(values[place]))
        return values

    def _add_version(self, table: Table, line: tuple[Any, ...], reason: str) -> int:
        """A first version of a row; its key, 0 where no versions are kept."""
        if table.versions is None:
            return 0
        version = next(table.versions.keys)
        table.versions.waiting.append((*table.version_of(line), version, self.at, "+", reason or None))
        return version

    def _relate(self, relation: Relation, pk: int, version: int, targets: Iterable[list[Any]]) -> None:
        lines, versions = relation.lines, relation.versions
        for target in targets:
            end, link = self.key_of(relation.target, tuple(target)), next(lines.keys)
            lines.waiting.append((link, pk, end))
            self.waiting += 2
            if versions:
                versions.waiting.append((next(versions.keys), version, link, pk, end))

    def _table(self, label: str) -> Table:
        if label not in self.tables:
            self.tables[label] = Table(label)
        return self.tables[label]

    def _lasting(self, label: str) -> dict[NaturalKey, int]:
        if label not in self.lasting:
            rows = apps.get_model(label)._default_manager.values_list(*LASTING.get(label, ()), "pk")
            self.lasting[label] = {tuple(key): pk for *key, pk in rows} if label in LASTING else {}
        return self.lasting[label]


def _in_order(tables: list[Table]) -> Iterator[Lines]:
    """What waits, in the order in which the triggers of the database can follow it."""
    yield from (table.lines for table in tables)
    yield from (relation.lines for table in tables for relation in table.relations)
    yield from (table.versions for table in tables if table.versions)
    yield from (relation.versions for table in tables for relation in table.relations if relation.versions)


def _found(label: str, key: NaturalKey) -> int:
    model: Any = apps.get_model(label)
    try:
        return int(model._default_manager.get_by_natural_key(*key).pk)
    except model.DoesNotExist as error:
        words = {"kind": model._meta.verbose_name, "key": "-".join(str(part) for part in key)}
        raise NotThere(_("There is no such record: %(kind)s %(key)s.") % words) from error
