"""Which claims of an agreement rest on which passage of its sources, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.passages import Segment, segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreements.models import Agreement, Commitment, Event, Passage, Source, Statement


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


def claims_by_passage(agreement: Agreement, further: Iterable[tuple[int, Claim]] = ()) -> dict[int, list[Claim]]:
    """The claims on each passage, by its key, and the `further` ones that other rooms know of.

    Uses the relations `with_evidence` has fetched.
    """
    found: dict[int, list[Claim]] = defaultdict(list)
    for passage_id, claim in (*_field_claims(agreement), *_record_claims(agreement), *further):
        found[passage_id].append(claim)
    return found


def _field_claims(agreement: Agreement) -> Iterator[tuple[int, Claim]]:
    for row in agreement.evidence.all():
        yield row.passage_id, Claim(str(row.get_field_display()), f"field-{row.field}")
    for party in agreement.agreement_parties.all():
        for evidence in party.evidence.all():
            label = f"{party}: {evidence.get_field_display()}"
            yield evidence.passage_id, Claim(label, f"party-{party.pk}")


def _record_claims(agreement: Agreement) -> Iterator[tuple[int, Claim]]:
    """Claims of the records that carry their own passages."""
    claims: list[tuple[Event | Commitment | Statement, Claim]] = [
        *((event, Claim(str(event.get_kind_display()), f"event-{event.pk}")) for event in agreement.events.all()),
        *(
            (commitment, Claim(_("Commitment %(number)s") % {"number": n}, f"commitment-{n}"))
            for commitment in agreement.commitments.all()
            for n in [commitment.number]
        ),
        *(
            (statement, Claim(_("Statement %(number)s") % {"number": n}, f"statement-{n}"))
            for statement in agreement.statements.all()
            for n in [statement.number]
        ),
    ]
    for record, claim in claims:
        for passage in record.passages.all():
            yield passage.pk, claim


def marked_sources(agreement: Agreement, further: Iterable[tuple[int, Claim]] = ()) -> list[MarkedSource]:
    """The agreement's sources with every passage that a claim rests on."""
    claims = claims_by_passage(agreement, further)
    found = []
    for source in agreement.sources.all():
        used = [passage for passage in source.passages.all() if passage.pk in claims]
        marked = tuple(MarkedPassage(passage, tuple(claims[passage.pk])) for passage in used)
        found.append(MarkedSource(source, tuple(segments(source.text, used)), marked))
    return found
