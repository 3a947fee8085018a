"""Which claims of an agreement rest on which passage of its sources, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import Commitment, Event
from agreements.rules.not_stated import claims_of
from agreements.rules.passages import Segment, segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

    from agreements.models import (
        Agreement,
        AgreementEvidence,
        AgreementParty,
        PartyEvidence,
        Passage,
        Source,
        Statement,
    )


@dataclass(frozen=True)
class Claim:
    """Something the record says, and the anchor where the agreement's page says it.

    `record` and its translated `field` hold the words of the claim, where it has words of its own.
    """

    label: str
    anchor: str
    record: Model | None = None
    field: str = "text"


@dataclass(frozen=True)
class MarkedPassage:
    """A passage with the claims that rest on it."""

    passage: Passage
    claims: tuple[Claim, ...]
    #: The page of the signed document it stands on, if that is known.
    page: int | None = None


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
        yield row.passage_id, _about_field(row, agreement)
    for party in agreement.agreement_parties.all():
        for evidence in party.evidence.all():
            yield evidence.passage_id, _about_party(evidence, party)


def _record_claims(agreement: Agreement) -> Iterator[tuple[int, Claim]]:
    """Claims of the records that carry their own passages."""
    for record in claims_of(agreement):
        for passage in record.passages.all():
            yield passage.pk, _of_record(record)


def claims_on(passage: Passage, agreement: Agreement) -> list[Claim]:
    """The claims of `agreement` that rest on `passage`, asked for this one alone."""
    parties = passage.party_evidence.select_related("agreement_party").filter(agreement_party__agreement=agreement)
    records: tuple[Event | Commitment | Statement, ...]
    events = passage.events.select_related("agreement")
    records = (*events, *Commitment.objects.filter(passages=passage), *passage.statements.all())
    return [
        *(_about_field(row, agreement) for row in passage.agreement_evidence.filter(agreement=agreement)),
        *(_about_party(row, row.agreement_party) for row in parties),
        *(_of_record(record) for record in records if record.agreement_id == agreement.pk),
    ]


def _about_field(row: AgreementEvidence, agreement: Agreement) -> Claim:
    worded = agreement if row.field in ("title", "summary") else None
    return Claim(str(row.get_field_display()), f"field-{row.field}", worded, row.field)


def _about_party(row: PartyEvidence, party: AgreementParty) -> Claim:
    worded = party if row.field == "name" else None
    return Claim(f"{party}: {row.get_field_display()}", f"party-{party.pk}", worded, row.field)


def _of_record(record: Event | Commitment | Statement) -> Claim:
    if isinstance(record, Event):
        return Claim(str(record.get_kind_display()), f"event-{record.pk}")
    number = {"number": record.number}
    if isinstance(record, Commitment):
        return Claim(_("Commitment %(number)s") % number, f"commitment-{record.number}", record)
    return Claim(_("Statement %(number)s") % number, f"statement-{record.number}", record)


def marked_sources(agreement: Agreement, further: Iterable[tuple[int, Claim]] = ()) -> list[MarkedSource]:
    """The agreement's sources with every passage that a claim rests on."""
    claims = claims_by_passage(agreement, further)
    found = []
    for source in agreement.sources.all():
        used = [passage for passage in source.passages.all() if passage.pk in claims]
        file = getattr(source, "file", None)  # most sources have none
        marked = tuple(
            MarkedPassage(passage, tuple(claims[passage.pk]), file.page_of(passage.start) if file else None)
            for passage in used
        )
        found.append(MarkedSource(source, tuple(segments(source.text, used)), marked))
    return found
