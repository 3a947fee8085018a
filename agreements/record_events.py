"""What a record file says of an agreement's life: its events, and what it does to other agreements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.fixture_rows import row, text_columns
from agreements.identifiers import IdentifierConverter
from agreements.models import Event, Relation

if TYPE_CHECKING:
    from collections.abc import Collection

    from agreements.fixture_rows import Key, Row
    from agreements.record_claims import Quotations
    from agreements.record_entries import Entry

EVENT = ("kind passages", "by date place note")
RELATION = ("kind other", "")


def event_rows(agreement: Key, entries: list[Entry], quotations: Quotations, parties: Collection[str]) -> list[Row]:
    """The events; `parties` are the slugs on the sides. Which account is preferred, no record file says yet."""
    return [
        row(
            Event,
            {"agreement": agreement, "kind": entry.column(Event, "kind")},
            {"by": _acting(agreement, entry, parties)},
            entry.partial_date(Event, "date"),
            entry.texts(Event, "place"),
            entry.texts(Event, "note"),
            {"preferred": None},
            text_columns("reason", {}),
            {"passages": quotations.passages(entry)},
        )
        for entry in entries
    ]


def _acting(agreement: Key, entry: Entry, parties: Collection[str]) -> Key | None:
    """The party that acted; None where all of them did."""
    slug = entry.text("by")
    if entry.has("by") and slug not in parties:
        entry.report(_("“%(code)s” is no party to the agreement.") % {"code": slug})
    return [*agreement, slug] if slug else None


def relation_rows(agreement: Key, entries: list[Entry]) -> list[Row]:
    """What the agreement does to others, each named by its identifier; they must be there before."""
    return [
        row(Relation, {"agreement": agreement, "kind": entry.column(Relation, "kind"), "other": _other(entry)})
        for entry in entries
    ]


def _other(entry: Entry) -> Key:
    given = entry.text("other")
    if not re.fullmatch(IdentifierConverter.regex, given) or given != given.upper():
        if entry.has("other"):
            entry.report(_("“%(identifier)s” is no identifier; it looks like KZ-RU-1.") % {"identifier": given})
        return ["", 0]
    other = IdentifierConverter().to_python(given)
    return [other.pair, other.number]
