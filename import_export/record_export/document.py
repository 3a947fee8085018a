"""One agreement with everything that belongs to it, as a document that import_export/record_format/record.py reads.

Left out is what is no part of the record: who of the staff did what, activities, and how far
commitments were carried out.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, Passage
from agreements.rules.not_stated import is_stated
from import_export.record_export.people import People, party_entries, side_entries
from import_export.record_export.quotations import Quoted, quotation
from import_export.record_export.texts import drop_empty, texts
from import_export.record_format.record import CLAUSES, LENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from agreements.models import (
        AgreementEvidence,
        Commitment,
        Event,
        PartyEvidence,
        PublicationMove,
        Source,
        Statement,
    )

Document = dict[str, Any]
#: All that belongs to an agreement.
EVERYTHING = (
    "authentic_languages",
    "moves",
    "sources__passages",
    "sources__file",
    "evidence__passage__source",
    "agreement_parties__party",
    "agreement_parties__signatory__official",
    "agreement_parties__signatory__party",
    "agreement_parties__evidence__passage__source",
    "events__by__party",
    "events__passages__source",
    "commitments__areas",
    "commitments__bearers__party",
    "commitments__passages__source",
    "statements__speaker__official",
    "statements__speaker__party",
    "statements__passages__source",
    "relations__other",
)
#: So many agreements are read together.
READ_TOGETHER = 100


def as_json(document: Document) -> str:
    """The text of a record file: the same record always gives the same text."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def file_name(agreement: Agreement) -> str:
    """What the file of a record is called."""
    return f"{agreement.identifier or f'draft-{agreement.pk}'}.json"


def document_of(agreement: Agreement) -> Document:
    """The document of one agreement, in a fixed number of queries."""
    (_agreement, document), *_others = documents_of(Agreement.objects.filter(pk=agreement.pk))
    return document


def documents_of(agreements: QuerySet[Agreement]) -> Iterator[tuple[Agreement, Document]]:
    """Agreements, each with its document; so many at once that queries do not grow with each."""
    found = agreements.order_by("pk").prefetch_related(*EVERYTHING)
    for agreement in found.iterator(chunk_size=READ_TOGETHER):
        yield agreement, _document(agreement)


def _document(agreement: Agreement) -> Document:
    people, quoted = People(agreement), Quoted(agreement)
    claims = {
        "evidence": [
            {"claim": f"evidence {place}", **entry}
            for place, entry in enumerate(_evidence(agreement.evidence.all(), quoted), start=1)
        ],
        "sides": side_entries(agreement, people, lambda rows: _evidence(rows, quoted)),
        "commitments": [_commitment(row, quoted) for row in agreement.commitments.all()],
        "statements": [_statement(row, people, quoted) for row in agreement.statements.all()],
        "events": _events(agreement, quoted),
    }
    return {
        "parties": party_entries(people),
        "officials": people.official_entries(),
        "agreement": _agreement(agreement),
        "publication": [_move(place, row) for place, row in enumerate(agreement.moves.all(), start=1)],
        "sources": [_source(source, quoted) for source in agreement.sources.all()],
        **claims,
        "relations": [
            {"claim": f"relation {place}", "kind": row.kind, "other": row.other.identifier}
            for place, row in enumerate(agreement.relations.all(), start=1)
            if row.other.identifier  # one that was never public has nothing to be named by
        ],
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    languages = list(agreement.authentic_languages.all())
    clauses = {name: getattr(agreement, name) for name in CLAUSES}
    lengths = {name: getattr(agreement, name) for name in LENGTHS}
    return drop_empty(
        identifier=agreement.identifier,
        title=texts(agreement, "title"),
        type=agreement.type,
        level=agreement.level,
        legal_character=agreement.legal_character,
        number=agreement.number,
        summary=texts(agreement, "summary"),
        authentic_languages=[row.language for row in languages],
        prevailing_language=next((row.language for row in languages if row.prevails), ""),
        clauses=clauses | drop_empty(**lengths, clauses_note=texts(agreement, "clauses_note")),
        sample="true" if agreement.is_sample else "",
    )


def _move(place: int, move: PublicationMove) -> dict[str, Any]:
    at = move.made_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return drop_empty(claim=f"step {place}", to=move.to_status, at=at, note=move.note)


def _source(source: Source, quoted: Quoted) -> dict[str, Any]:
    """A source, with those of its passages that no claim quotes."""
    unused = [passage for passage in source.passages.all() if passage.pk not in quoted.used]
    file = getattr(source, "file", None)  # most sources have none
    return drop_empty(
        claim=f"source {source.number}",
        number=source.number,
        kind=source.kind,
        title=texts(source, "title"),
        publisher=source.publisher,
        address=source.address,
        language=source.language,
        published=source.published,
        text=source.text,
        passages=[quotation(source.text, passage) for passage in unused],
        document={"name": file.name, "sha256": file.sha256} if file else None,
    )


def _evidence(rows: Iterable[AgreementEvidence | PartyEvidence], quoted: Quoted) -> list[dict[str, Any]]:
    return [
        {"field": row.field}
        | quoted.one(row.passage)
        | drop_empty(conflicting_value=row.conflicting_value, reason=texts(row, "reason"))
        for row in rows
        if quoted.own([row.passage])
    ]


def _commitment(commitment: Commitment, quoted: Quoted) -> dict[str, Any]:
    return {
        "claim": f"commitment {commitment.number}",
        "number": commitment.number,
        "text": texts(commitment, "text"),
        "modality": commitment.modality,
        "bearer": commitment.bearer,
        **drop_empty(
            bearers=sorted(row.party.slug for row in commitment.bearers.all()),
            due=commitment.due,
            recurrence=commitment.recurrence if is_stated(commitment.recurrence) else "",
        ),
        "areas": sorted(area.code for area in commitment.areas.all()),
        "passages": _passages(commitment.passages.all(), quoted),
    }


def _statement(statement: Statement, people: People, quoted: Quoted) -> dict[str, Any]:
    return {
        "claim": f"statement {statement.number}",
        "number": statement.number,
        "speaker": people.post_name(statement.speaker),
        "form": statement.form,
        "text": texts(statement, "text"),
        "passages": _passages(statement.passages.all(), quoted),
    }


def _events(agreement: Agreement, quoted: Quoted) -> list[dict[str, Any]]:
    events = list(agreement.events.all())
    claims = {event.pk: f"event {place}" for place, event in enumerate(events, start=1)}
    return [_event(event, claims, quoted) for event in events]


def _event(event: Event, claims: dict[int, str], quoted: Quoted) -> dict[str, Any]:
    return {
        **drop_empty(
            claim=claims[event.pk],
            kind=event.kind,
            by=event.by.party.slug if event.by else "",
            date=event.date,
            place=texts(event, "place"),
            note=texts(event, "note"),
            preferred=claims.get(event.preferred_id or 0, ""),
            reason=texts(event, "reason"),
        ),
        "passages": _passages(event.passages.all(), quoted),
    }


def _passages(passages: Any, quoted: Quoted) -> list[dict[str, Any]]:
    rows: list[Passage] = sorted(quoted.own(passages), key=lambda row: (row.source.number, row.start, row.end))
    return quoted.all_of(rows)
