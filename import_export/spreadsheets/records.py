"""Tables in which each line is one record of the same model: what each line would change, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from import_export.spreadsheets.reader import TableReader
from languages.partial_date_field import PartialDateField
from search.words.sync import catch_up

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from import_export.spreadsheets.columns import Kind
    from import_export.spreadsheets.reader import TableEntry


@dataclass(frozen=True)
class RecordLine:
    """One line: its record as it will be, and of each column that changes what it was and will be."""

    line: int
    record: Any
    columns: tuple[tuple[Any, Any, Any], ...]

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    def new(self, name: str) -> Any:
        """What the line sets the column `name` to; None where it leaves it."""
        return next((new for field, _old, new in self.columns if field.name == name), None)

    def write(self) -> None:
        self.record.save()
        for field, _old, new in self.columns:
            if field.many_to_many:
                getattr(self.record, field.name).set(new)


@dataclass(frozen=True)
class RecordTable:
    """A table that was read without a mistake."""

    lines: list[RecordLine]

    @property
    def state(self) -> str:
        """The same as long as what is there is the same."""
        told = [
            (each.line, each.record.pk, [(str(f.name), _plain(old)) for f, old, _new in each.columns])
            for each in self.lines
        ]
        return sha256(repr(told).encode()).hexdigest()

    @property
    def changed(self) -> list[RecordLine]:
        return [each for each in self.lines if each.columns]

    @property
    def changes_nothing(self) -> bool:
        return not self.changed

    def write(self) -> None:
        """Save every record that is new or changed, in a transaction of the caller's. Raises IntegrityError."""
        for each in self.changed:
            each.write()
        catch_up()


def _nothing(field: Any) -> Any:
    """What a column holds that says nothing."""
    if field.many_to_many:
        return []
    return None if field.null else ""


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(each.pk for each in value)
    return value.pk if isinstance(value, Model) else value


class LineReading:
    """Reads one table. What tells a record from others, and what its links mean, is said by each kind."""

    kind: ClassVar[Kind]
    model: ClassVar[type[Model]]
    #: What is told at a column that a new record must have.
    needed: ClassVar[StrOrPromise]

    def __init__(self, *, lock: bool = False) -> None:
        self.reading, self.lock = TableReader(self.kind), lock
        self.seen: dict[str, int] = {}

    def look_up(self, entries: list[TableEntry]) -> None:
        """Fetch what the entries name, in a fixed number of queries."""
        raise NotImplementedError

    def record_of(self, entry: TableEntry) -> Any:
        """The record of an entry, which may be new; None, and a mistake noted, where there can be none."""
        raise NotImplementedError

    def linked(self, entry: TableEntry, code: str) -> Any:
        """What a cell links to; None, and a mistake noted, where it is not there."""
        raise NotImplementedError

    def check(self, found: list[RecordLine]) -> None:
        """Note what is wrong between lines that are right alone."""

    def everything(self) -> QuerySet[Any]:
        """All records of the kind; locked where they are about to be written."""
        found = self.model._default_manager.order_by("pk")
        return found.select_for_update() if self.lock else found

    def table(self, raw: bytes, name: str) -> RecordTable:
        """What the table would change. Raises NotATable and TableRefused."""
        entries = self.reading.entries(raw, name)
        self.look_up(entries)
        found = [line for entry in entries if (line := self._line(entry))]
        self.reading.refuse_if_wrong()
        self.check(found)
        self.reading.refuse_if_wrong()
        return RecordTable(found)

    def _line(self, entry: TableEntry) -> RecordLine | None:
        key = entry.values.get(self.kind.key, "")
        if key and key in self.seen:
            message = _("Line %(line)s has the same key.") % {"line": self.seen[key]}
            self.reading.report(entry.line, self.kind.key, message)
            return None
        self.seen[key] = entry.line
        record = self.record_of(entry)
        if record is None:
            return None
        columns = [change for change in (self._change(entry, record, code) for code in entry.values) if change]
        if record.pk is None:
            self._complete(entry)
        if any(mistake.line == entry.line for mistake in self.reading.mistakes):
            return None
        for field, _old, new in columns:
            if not field.many_to_many:
                setattr(record, field.name, new)
        if columns and not self._is_valid(entry, record):
            return None
        return RecordLine(entry.line, record, tuple(columns))

    def _complete(self, entry: TableEntry) -> None:
        for column in self.kind.columns:
            if column.required and column.code not in entry.values:
                self.reading.report(entry.line, column.code, str(self.needed))

    def _change(self, entry: TableEntry, record: Any, code: str) -> tuple[Any, Any, Any] | None:
        if code == self.kind.key and self.kind.by_code[code].field is None:
            return None  # a mark of the table alone
        field: Any = self.model._meta.get_field(code)
        said = entry.values[code]
        if field.many_to_many:
            old: Any = list(getattr(record, code).all()) if record.pk else []
        else:
            old = getattr(record, code)
        new = self._new(entry, field) if said else _nothing(field)
        if said and field.is_relation and new is None:
            return None  # and a mistake was noted
        is_same = set(old) == set(new) if field.many_to_many else (old or "") == (new or "")
        return None if is_same else (field, old, new)

    def _new(self, entry: TableEntry, field: Any) -> Any:
        return self.linked(entry, field.name) if field.is_relation else entry.values[field.name]

    def _is_valid(self, entry: TableEntry, record: Any) -> bool:
        """What its page in the desk would refuse is refused here too."""
        copies = set(get_translatable_fields_for_model(self.model) or ())
        for field in self.model._meta.concrete_fields:
            if isinstance(field, PartialDateField):
                field.pre_save(record, add=False)  # the bounds go with the date; constraints look at all three
        to_new = {
            field.name
            for field in self.model._meta.concrete_fields
            if field.is_relation and (linked := getattr(record, field.name)) is not None and linked.pk is None
        }
        try:
            record.full_clean(exclude=copies | to_new)
        except ValidationError as error:
            for code, messages in error.message_dict.items():
                self.reading.report(entry.line, code if code in self.kind.by_code else "", " ".join(messages))
            return False
        return True


class TreeReading(LineReading):
    """Records with a key of their own, each of which can stand below another one."""

    #: The column that names the record above.
    above: ClassVar[str]
    #: What is told where there is none.
    nothing_above: ClassVar[StrOrPromise]

    def __init__(self, *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.known: dict[str, Any] = {}

    def look_up(self, entries: list[TableEntry]) -> None:
        key = self.kind.key
        named = {entry.values[code] for entry in entries for code in (key, self.above) if code in entry.values}
        self.known = {getattr(record, key): record for record in self.everything().filter(**{f"{key}__in": named})}

    def record_of(self, entry: TableEntry) -> Any:
        return self.known.get(entry.values.get(self.kind.key, "")) or self.model()

    def linked(self, entry: TableEntry, code: str) -> Any:
        found = self.known.get(entry.values[code])
        if found is None:
            self.reading.report(entry.line, code, str(self.nothing_above))
        return found

    def _line(self, entry: TableEntry) -> RecordLine | None:
        line = super()._line(entry)
        if line is not None:
            self.known[getattr(line.record, self.kind.key)] = line.record
        return line
