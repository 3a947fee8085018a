"""The texts of one record in two languages beside each other; what a language lacks is missing, never filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

    from agreements.models import Agreement


@dataclass(frozen=True)
class TextPair:
    """One text in both languages; "" where the record has none in that language."""

    label: str
    left: str
    right: str


@dataclass(frozen=True)
class RecordSection:
    """A part of the record: its name and its texts."""

    name: str
    pairs: tuple[TextPair, ...]


def side_by_side(agreement: Agreement, left: str, right: str) -> list[RecordSection]:
    """The parts of `agreement` that have a text in any language; the columns are read, not the fallback."""

    def pairs(records: Iterable[tuple[str, Model]], field: str) -> Iterator[TextPair]:
        for label, record in records:
            texts = {language: getattr(record, f"{field}_{language}") or "" for language in LANGUAGES}
            if any(texts.values()):
                yield TextPair(label, texts[left], texts[right])

    itself = {"title": _("Title"), "summary": _("Summary"), "clauses_note": _("Note on the clauses")}
    own = [pair for field, label in itself.items() for pair in pairs([(label, agreement)], field)]
    events = [(str(event.get_kind_display()), event) for event in agreement.events.all()]
    sides = [(str(row.get_side_display()), row) for row in agreement.agreement_parties.all()]
    commitments = [(_("Commitment %(number)s") % {"number": row.number}, row) for row in agreement.commitments.all()]
    statements = [(_("Statement %(number)s") % {"number": row.number}, row) for row in agreement.statements.all()]
    sources = [(_("Source %(number)s") % {"number": row.number}, row) for row in agreement.sources.all()]
    happened = [pair for field in ("place", "note", "reason") for pair in pairs(events, field)]
    parts = [
        RecordSection(_("What it is"), tuple(own)),
        RecordSection(_("Who with whom"), tuple(pairs(sides, "name"))),
        RecordSection(_("What was promised"), tuple(pairs(commitments, "text"))),
        RecordSection(_("What was said about it"), tuple(pairs(statements, "text"))),
        RecordSection(_("What happened, in order"), tuple(happened)),
        RecordSection(_("Sources"), tuple(pairs(sources, "title"))),
    ]
    return [part for part in parts if part.pairs]
