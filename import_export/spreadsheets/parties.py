"""A table of parties: what each line would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from import_export.spreadsheets.columns import PARTIES
from import_export.spreadsheets.records import TreeReading
from parties.models import Party

if TYPE_CHECKING:
    from import_export.spreadsheets.records import RecordTable


def party_table(raw: bytes, name: str, *, lock: bool = False) -> RecordTable:
    """What the table would change. Raises NotATable and TableRefused."""
    return PartyReading(lock=lock).table(raw, name)


class PartyReading(TreeReading):
    kind = PARTIES
    model = Party
    needed = gettext_lazy("A new party needs this.")
    above = "parent"
    nothing_above = gettext_lazy("There is no such party; one of this table must stand before those that belong to it.")
