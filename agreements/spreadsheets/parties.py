"""A table of parties: what each line would change, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from agreements.search.index import catch_up
from agreements.spreadsheets.columns import PARTIES
from agreements.spreadsheets.reading import Reading
from parties.models import Party

if TYPE_CHECKING:
    from agreements.spreadsheets.reading import Entry


@dataclass(frozen=True)
class PartyLine:
    """One line: its party as it will be, and of each column that changes what it was and will be."""

    line: int
    party: Party
    columns: tuple[tuple[Any, Any, Any], ...]

    @property
    def is_new(self) -> bool:
        return self.party.pk is None


@dataclass(frozen=True)
class PartyTable:
    """A table of parties that was read without a mistake."""

    lines: list[PartyLine]

    @property
    def state(self) -> str:
        """The same as long as what is there is the same."""
        told = [
            (each.line, each.party.pk, [(str(f.name), old) for f, old, _new in each.columns]) for each in self.lines
        ]
        return sha256(repr(told).encode()).hexdigest()

    @property
    def changed(self) -> list[PartyLine]:
        return [each for each in self.lines if each.columns]

    def write(self) -> None:
        """Save every party that is new or changed, in a transaction of the caller's. Raises IntegrityError."""
        for each in self.changed:
            each.party.save()
        catch_up()


def party_table(raw: bytes, name: str, *, lock: bool = False) -> PartyTable:
    """What the table would change. Raises NotATable and TableRefused."""
    return _PartyReading(lock=lock).table(raw, name)


class _PartyReading:
    def __init__(self, *, lock: bool) -> None:
        self.reading, self.lock = Reading(PARTIES), lock
        self.seen: dict[str, int] = {}
        self.known: dict[str, Party] = {}

    def table(self, raw: bytes, name: str) -> PartyTable:
        entries = self.reading.entries(raw, name)
        named = {entry.values[key] for entry in entries for key in ("slug", "parent") if key in entry.values}
        parties = Party.objects.select_for_update() if self.lock else Party.objects.all()
        self.known = {party.slug: party for party in parties.filter(slug__in=named)}
        found = [line for entry in entries if (line := self._line(entry))]
        self.reading.refuse_if_wrong()
        return PartyTable(found)

    def _line(self, entry: Entry) -> PartyLine | None:
        slug = entry.values.get("slug", "")
        if slug in self.seen:
            self.reading.report(entry.line, "slug", _("Line %(line)s has the same key.") % {"line": self.seen[slug]})
            return None
        self.seen[slug] = entry.line
        party = self.known.get(slug) or Party()
        columns = [change for change in (self._change(entry, party, code) for code in entry.values) if change]
        if party.pk is None:
            self._complete(entry)
        if any(mistake.line == entry.line for mistake in self.reading.mistakes):
            return None
        for field, _old, new in columns:
            setattr(party, field.name, new)
        if columns and not self._is_valid(entry, party):
            return None
        self.known[slug] = party
        return PartyLine(entry.line, party, tuple(columns))

    def _complete(self, entry: Entry) -> None:
        for column in PARTIES.columns:
            if column.required and column.code not in entry.values:
                self.reading.report(entry.line, column.code, _("A new party needs this."))

    def _change(self, entry: Entry, party: Party, code: str) -> tuple[Any, Any, Any] | None:
        field: Any = Party._meta.get_field(code)
        old: Any = getattr(party, code)
        new: Any = entry.values[code]
        if code == "parent":
            new = self.known.get(new)
            if new is None:
                message = _("There is no such party; one of this table must stand before those that belong to it.")
                self.reading.report(entry.line, code, message)
                return None
        return None if (old or "") == new else (field, old, new)

    def _is_valid(self, entry: Entry, party: Party) -> bool:
        """What its page in the desk would refuse is refused here too."""
        copies = set(get_translatable_fields_for_model(Party) or ())
        try:
            party.full_clean(exclude=copies | ({"parent"} if party.parent and party.parent.pk is None else set()))
        except ValidationError as error:
            for code, messages in error.message_dict.items():
                self.reading.report(entry.line, code if code in PARTIES.by_code else "", " ".join(messages))
            return False
        return True
