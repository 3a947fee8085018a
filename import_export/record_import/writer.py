"""Rows of a record file written one by one, each with its version and its author: a new draft, or an existing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import ForeignKey

from agreements.rules.passages import pages_found_again
from import_export.record_import.diff import differences
from import_export.record_import.existing_parts import AGREEMENT, Parts
from import_export.record_import.row_keys import EVENT, MOVE, NOT_SAID, originals, part_key, rows_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from agreements.models import Agreement
    from import_export.record_format.rows import Row

LANGUAGE, SOURCE = "agreements.authenticlanguage", "agreements.source"
#: What outlives one record: it is made if it is not there, and stays as it is if it is.
LASTING = frozenset({"parties.party", "parties.official", "parties.post"})


def write(rows: list[Row], existing: Agreement | None, areas: Collection[str], reason: str = "") -> Agreement:
    """The agreement as `rows` say, in a transaction of the caller's: a new draft, or `existing` brought up to date.

    Steps of publication are not taken over. `reason` is kept with the version. Readers find its words
    after the caller's `catch_up`. Raises IntegrityError.
    """
    old = rows_of(existing, areas) if existing else []
    return _Writing(Parts(existing), old, reason).write(rows)


class _Writing:
    """One record being written; `old` are the rows of what is there."""

    def __init__(self, parts: Parts, old: list[Row], reason: str) -> None:
        self.parts, self.old, self.reason = parts, old, reason
        events = [row for row in old if row["model"] == EVENT]
        self.event_of = {id(row): event for row, event in zip(events, parts.events, strict=True)}
        self.claims: dict[tuple[str, ...], Any] = {}
        self.own: tuple[Any, ...] = ()

    def write(self, rows: list[Row]) -> Agreement:
        changes = differences(self.old, rows)
        gone = [each.old for each in changes if each.new is None and each.old]
        known = {id(each.new): each for each in changes if each.new is not None and each.old is not None}
        for row in rows:  # before any of its parts: by this version an open page knows that others wrote
            if row["model"] == AGREEMENT and id(row) in known:
                self._saved(row, self.parts.agreement, known[id(row)].columns)
        self._remove(row for row in gone if row["model"] == LANGUAGE)  # another one may prevail from now on
        for row in sorted(rows, key=lambda row: row["model"] == LANGUAGE and row["fields"]["prevails"]):
            change = known.get(id(row))
            if row["model"] in LASTING:
                self._keep_or_make(row)
            elif row["model"] != MOVE and change is None:
                self._remember(row, self._saved(row, apps.get_model(row["model"])(), None))
            elif change is not None and change.old is not None:
                part = self._there(change.old)
                is_changed = change.columns and row["model"] != AGREEMENT
                self._remember(row, self._saved(row, part, change.columns) if is_changed else part)
        self._remove(row for row in reversed(gone) if row["model"] != LANGUAGE)
        return self.parts.agreement

    def _there(self, row: Row) -> Any:
        """The part that an old row describes."""
        return self.event_of[id(row)] if row["model"] == EVENT else self.parts.found[part_key(row)]

    def _remove(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._there(row).delete()

    def _keep_or_make(self, row: Row) -> None:
        model: Any = apps.get_model(row["model"])
        fields = row["fields"]
        if row["model"] == "parties.post":
            key = (*fields["official"], *fields["party"], fields["title_kk"])
        else:
            key = (fields["slug"],)
        try:
            model._default_manager.get_by_natural_key(*key)
        except model.DoesNotExist:
            self._saved(row, model(), None)

    def _saved(self, row: Row, part: Any, columns: tuple[str, ...] | None) -> Any:
        """`part` with the columns of its row, all of them for a new one."""
        fields, label = row["fields"], row["model"]
        before = getattr(part, "text", "")
        if label == AGREEMENT:
            self._identify(part, fields, columns)
        left_out = originals(label) | NOT_SAID.get(label, frozenset())
        several = {field.name for field in part._meta.local_many_to_many}
        named = [name for name in fields if name not in left_out and (columns is None or name in columns)]
        for name in named:
            if name not in several:
                setattr(part, name, self._value(part._meta.get_field(name), fields[name]))
        part.save()
        if label == SOURCE and columns and "text" in columns and (file := getattr(part, "file", None)):
            file.page_starts = pages_found_again(file.page_starts, before, part.text)
            file.save(update_fields=["page_starts"])
        for name in several.intersection(named):
            label_there = part._meta.get_field(name).related_model._meta.label_lower
            targets = [self.parts.pointed_to(label_there, key, self.own) for key in fields[name]]
            if columns is not None:
                getattr(part, name).set(targets)
            elif targets:  # nothing is to be asked about a new part
                getattr(part, name).add(*targets)
        return part

    def _identify(self, part: Any, fields: dict[str, Any], columns: tuple[str, ...] | None) -> None:
        part._change_reason = self.reason or None
        if columns is None:
            part.pair, part.pair_number = fields["pair"], fields["pair_number"]

    def _value(self, field: Any, value: Any) -> Any:
        if not isinstance(field, ForeignKey) or value is None:
            return value
        label = field.related_model._meta.label_lower
        if label == EVENT:
            return self.claims[tuple(value)]
        return self.parts.pointed_to(label, value, self.own)

    def _remember(self, row: Row, part: Any) -> None:
        if row["model"] == EVENT:
            if "key" in row:
                self.claims[tuple(row["key"])] = part
            return
        if row["model"] == AGREEMENT:
            self.own = (row["fields"]["pair"], row["fields"]["pair_number"] or 0)
        self.parts.found[part_key(row)] = part
