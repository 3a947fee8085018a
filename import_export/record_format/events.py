"""What a record file says of an agreement's life: its events, and what it does to other agreements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import Event, Relation
from agreements.models.identifiers import IdentifierConverter
from import_export.record_format.rows import row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from import_export.record_format.claims import Quotations
    from import_export.record_format.reader import Node
    from import_export.record_format.rows import Key, Row

EVENT = ("kind passages", "by date place note preferred reason")
RELATION = ("kind other", "")


def event_rows(agreement: Key, entries: list[Node], quotations: Quotations, parties: Collection[str]) -> list[Row]:
    """The events; `parties` are the slugs on the sides. An account that another is preferred to comes after that one.

    Events have no natural key: where one is pointed to, its row carries its claim as `key`.
    """
    kinds = {entry.claim: entry.text("kind") for entry in entries if not entry.has("preferred")}
    preferred = {entry.text("preferred") for entry in entries}
    rows = []
    for entry in sorted(entries, key=lambda entry: entry.has("preferred")):
        event = _event(agreement, entry, quotations, parties, kinds)
        rows.append(event | {"key": (entry.claim,)} if entry.claim in preferred else event)
    return rows


def _event(
    agreement: Key, entry: Node, quotations: Quotations, parties: Collection[str], kinds: Mapping[str, str]
) -> Row:
    return row(
        Event,
        {"agreement": agreement, "kind": entry.column(Event, "kind")},
        {"by": _acting(agreement, entry, parties)},
        entry.partial_date(Event, "date"),
        entry.texts(Event, "place"),
        entry.texts(Event, "note"),
        {"preferred": _preferred(entry, kinds)},
        entry.texts(Event, "reason"),
        {"passages": quotations.passages(entry)},
    )


def _preferred(entry: Node, kinds: Mapping[str, str]) -> Key | None:
    """The other account that is preferred to this one, by its claim; `kinds` are those of events that are preferred."""
    claim = entry.text("preferred")
    if not claim:
        return None
    if kinds.get(claim) != entry.text("kind"):
        entry.report(_("The preferred account must be of an event of the same kind."))
        return None
    if not entry.has("reason"):
        entry.report(_("Say in Kazakh why the other account is preferred."))
    return [claim]


def _acting(agreement: Key, entry: Node, parties: Collection[str]) -> Key | None:
    """The party that acted; None where all of them did."""
    slug = entry.text("by")
    if entry.has("by") and slug not in parties:
        entry.report(_("“%(code)s” is no party to the agreement.") % {"code": slug})
    return [*agreement, slug] if slug else None


def relation_rows(agreement: Key, entries: list[Node]) -> list[Row]:
    """What the agreement does to others, each named by its identifier; they must be there before."""
    return [
        row(Relation, {"agreement": agreement, "kind": entry.column(Relation, "kind"), "other": _other(entry)})
        for entry in entries
    ]


def _other(entry: Node) -> Key:
    given = entry.text("other")
    if not re.fullmatch(IdentifierConverter.regex, given) or given != given.upper():
        if entry.has("other"):
            entry.report(_("“%(identifier)s” is no identifier; it looks like KZ-RU-1.") % {"identifier": given})
        return ["", 0]
    other = IdentifierConverter().to_python(given)
    return [other.pair, other.number]
