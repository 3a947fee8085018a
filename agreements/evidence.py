"""Which claims of an agreement rest on which passage of its sources, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.passages import Segment, segments

if TYPE_CHECKING:
    from agreements.models import Agreement, Passage, Source


@dataclass(frozen=True)
class Claim:
    """Something the record says, and the anchor where the agreement's page says it."""

    label: str
    anchor: str


@dataclass(frozen=True)
class MarkedPassage:
    """A passage with the claims that rest on it."""

    passage: Passage
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class MarkedSource:
    """A source's text in segments, and its passages in source order with their claims."""

    source: Source
    segments: tuple[Segment, ...]
    passages: tuple[MarkedPassage, ...]


def claims_by_passage(agreement: Agreement) -> dict[int, list[Claim]]:
    """The claims on each passage, by its key. Uses the relations `with_evidence` has fetched."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for row in agreement.evidence.all():
        found[row.passage_id].append(Claim(str(row.get_field_display()), f"field-{row.field}"))
    for party in agreement.agreement_parties.all():
        for evidence in party.evidence.all():
            label = f"{party}: {evidence.get_field_display()}"
            found[evidence.passage_id].append(Claim(label, f"party-{party.pk}"))
    for event in agreement.events.all():
        for passage in event.passages.all():
            found[passage.pk].append(Claim(str(event.get_kind_display()), f"event-{event.pk}"))
    for commitment in agreement.commitments.all():
        for passage in commitment.passages.all():
            label = _("Commitment %(number)s") % {"number": commitment.number}
            found[passage.pk].append(Claim(label, f"commitment-{commitment.number}"))
    for statement in agreement.statements.all():
        for passage in statement.passages.all():
            label = _("Statement %(number)s") % {"number": statement.number}
            found[passage.pk].append(Claim(label, f"statement-{statement.number}"))
    return found


def marked_sources(agreement: Agreement) -> list[MarkedSource]:
    """The agreement's sources with every passage that a claim rests on."""
    claims = claims_by_passage(agreement)
    found = []
    for source in agreement.sources.all():
        used = [passage for passage in source.passages.all() if passage.pk in claims]
        marked = tuple(MarkedPassage(passage, tuple(claims[passage.pk])) for passage in used)
        found.append(MarkedSource(source, tuple(segments(source.text, used)), marked))
    return found
