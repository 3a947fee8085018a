"""A record as people write it (fixtures/memorandum.yaml), checked and made into the rows of a Django fixture.

The file says what is claimed and which words of the source say so; where those words stand is
computed, never typed. The head of fixtures/memorandum.yaml explains how such a file is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.models import Agreement, AuthenticLanguage, PublicationMove, PublicationStatus, Renewal, Term
from agreements.models.agreement import MONTHS_AT_MOST
from agreements.models.identifiers import IdentifierConverter
from agreements.rules.publication_states import MOVES
from import_export.record_format.claims import (
    COMMITMENT,
    EVIDENCE,
    SOURCE,
    STATEMENT,
    Quotations,
    agreement_evidence_rows,
    commitment_rows,
    party_evidence_rows,
    statement_rows,
)
from import_export.record_format.events import EVENT, RELATION, event_rows, relation_rows
from import_export.record_format.parties import (
    OFFICIAL,
    PARTY,
    official_rows,
    party_rows,
    post_rows,
    posts_by_official,
    side_entries,
    side_rows,
)
from import_export.record_format.reader import ReaderContext, codes_of
from import_export.record_format.rows import row

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from import_export.record_format.reader import Node
    from import_export.record_format.rows import Key, Row

RECORD = ("parties officials agreement publication sources evidence sides commitments statements", "events relations")
AGREEMENT = (
    "title type level legal_character clauses",
    "identifier number summary authentic_languages prevailing_language sample",
)
CLAUSES = ("term", "renewal", "joint_commission", "programme", "costs")
LENGTHS = ("term_months", "renewal_months", "notice_months")
MOVE = ("to at", "note")


@dataclass(frozen=True)
class Surroundings:
    """What a record is read in: where the texts of its sources lie, and the codes of the vocabulary."""

    folder: Path | None
    areas: Collection[str]


def record_rows(
    content: Any, *, file: str, folder: Path | None, areas: Collection[str], bare: bool = False
) -> list[Row]:
    """The fixture of one record, each row after those it points to.

    `content` is what `read_yaml` gave, `file` its name for messages, `folder` where the texts of its
    sources lie (None where they must stand in the file itself), `areas` the codes of the vocabulary.
    Where claims may be `bare`, none needs a passage: records that came from elsewhere, many at once,
    often have none. Raises RecordRefused with all problems.
    """
    rows, reading = read_record(content, file=file, folder=folder, areas=areas, bare=bare)
    reading.refuse_if_wrong()
    return rows


def read_record(
    content: Any, *, file: str, folder: Path | None, areas: Collection[str], bare: bool = False
) -> tuple[list[Row], ReaderContext]:
    """The same rows, and what is wrong with them: then something harmless stands in the place of what is."""
    reading = ReaderContext(file, bare=bare, unfinished=bare and not _was_public(content))
    whole = reading.whole(content, *RECORD)
    people = _people(whole)
    return people + _aggregate(whole, people, Surroundings(folder, areas)), reading


def _was_public(content: Any) -> bool:
    """Whether a record says that it was public once; one that is no record may lack nothing."""
    moves = content.get("publication") if isinstance(content, dict) else None
    if not isinstance(moves, list):
        return True
    return any(isinstance(step, dict) and step.get("to") == PublicationStatus.PUBLISHED for step in moves)


def _people(whole: Node) -> list[Row]:
    parties = party_rows(whole.entries("parties", *PARTY))
    officials = whole.entries("officials", *OFFICIAL)
    return parties + official_rows(officials) + post_rows(officials, _codes(parties))


def _codes(rows: list[Row]) -> dict[str, str]:
    """The code of each party among `rows`, its country's or its own, by its slug."""
    parties = [row["fields"] for row in rows if row["model"] == "parties.party"]
    return {party["slug"]: party["country"] or party["organisation_code"] for party in parties}


def _aggregate(whole: Node, people: list[Row], within: Surroundings) -> list[Row]:
    """The agreement and what belongs to it."""
    codes = _codes(people)
    posts = posts_by_official([row for row in people if row["model"] == "parties.post"])
    entry, moves = whole.entry("agreement", *AGREEMENT), whole.entries("publication", *MOVE)
    sides = side_entries(whole)
    key = _identifier(entry, [[codes.get(party.text("party"), "") for party in side] for side in sides])
    quotations = Quotations(key, whole.entries("sources", *SOURCE), within.folder)
    on_sides = [party for side in sides for party in side]
    evidence = agreement_evidence_rows(key, whole.entries("evidence", *EVIDENCE), quotations)
    evidence += party_evidence_rows(key, on_sides, quotations)
    slugs = [party.text("party") for party in on_sides]
    claims = event_rows(key, whole.entries("events", *EVENT), quotations, slugs)
    claims += commitment_rows(key, whole.entries("commitments", *COMMITMENT), quotations, slugs, within.areas)
    claims += statement_rows(key, whole.entries("statements", *STATEMENT), quotations, posts)
    move_rows = _move_rows(key, moves)
    status = move_rows[-1]["fields"]["to_status"] if move_rows else PublicationStatus.DRAFT.value
    _check_published(whole, entry, move_rows)
    # Passages are known only after every claim was read, yet stand before the claims that point to them.
    return [
        _agreement_row(entry, key, status),
        *_language_rows(key, entry),
        *move_rows,
        *side_rows(key, sides, codes, posts),
        *quotations.source_rows,
        *quotations.passage_rows(),
        *evidence,
        *claims,
        *relation_rows(key, whole.entries("relations", *RELATION)),
    ]


def _check_published(whole: Node, agreement: Node, moves: list[Row]) -> None:
    """What was public has an identifier and a source."""
    if all(move["fields"]["to_status"] != PublicationStatus.PUBLISHED for move in moves):
        return
    agreement.require("identifier")
    if whole.has("sources") and not whole.values["sources"]:
        whole.report(_("The record has no source: nothing could be checked."))


def _language_rows(agreement: Key, entry: Node) -> list[Row]:
    """The languages in which the instrument is authentic, and which of them prevails."""
    known = codes_of(AuthenticLanguage, "language", entry.reading.language)
    codes = entry.codes("authentic_languages", known, _("“%(code)s” is no code of a language."))
    prevailing = entry.text("prevailing_language")
    if entry.has("prevailing_language") and prevailing not in codes:
        entry.report(_("The prevailing language is one of the authentic languages."))
    return [
        row(AuthenticLanguage, {"agreement": agreement, "language": code, "prevails": code == prevailing})
        for code in codes
    ]


def _identifier(entry: Node, sides: list[list[str]]) -> Key:
    """The natural key of the agreement, from its identifier; `sides` are the codes of the parties on each side."""
    given = entry.text("identifier")
    if not re.fullmatch(IdentifierConverter.regex, given.lower()) or given != given.upper():
        if entry.has("identifier"):
            entry.report(_("“%(identifier)s” is no identifier; it looks like KZ-RU-1.") % {"identifier": given})
        return ["", 0]
    identifier = IdentifierConverter().to_python(given.lower())
    pair = "-".join(sorted(next(filter(None, codes), "") for codes in sides))
    if identifier.pair != pair and not entry.reading.unfinished:
        entry.report(
            _("The sides of the agreement make the pair “%(pair)s”, not that of its identifier.") % {"pair": pair}
        )
    return [identifier.pair, identifier.number]


def _agreement_row(entry: Node, key: Key, status: str) -> Row:
    clauses = entry.entry("clauses", " ".join(CLAUSES), " ".join((*LENGTHS, "clauses_note")))
    _check_lengths(clauses)
    pair, pair_number = key
    return row(
        Agreement,
        entry.texts(Agreement, "title"),
        {name: entry.column(Agreement, name) for name in ("type", "level", "legal_character", "number")},
        entry.texts(Agreement, "summary"),
        {name: clauses.column(Agreement, name) for name in CLAUSES},
        {name: clauses.number(name) or None for name in LENGTHS},
        clauses.texts(Agreement, "clauses_note"),
        {"status": status, "pair": pair, "pair_number": pair_number or None},
        _sample_mark(entry),
    )


def _check_lengths(clauses: Node) -> None:
    """Lengths in months stand where the clause has one, and none is longer than a century."""
    if clauses.has("term_months") and clauses.text("term") != Term.FIXED:
        clauses.report(_("Only a fixed term has a length in months."))
    if clauses.has("renewal_months") and clauses.text("renewal") not in (Renewal.AUTOMATIC, Renewal.BY_AGREEMENT):
        clauses.report(_("Only a renewal has a length in months."))
    if any(clauses.has(name) and clauses.number(name) > MONTHS_AT_MOST for name in LENGTHS):
        clauses.report(_("Give between 1 and 1200 months, or nothing if the source does not say."))


def _sample_mark(entry: Node) -> dict[str, bool]:
    """The mark of a sample record, which `generate_sample` writes into files."""
    if entry.has("sample") and entry.text("sample") != "true":
        entry.report(_("“sample” is “true”, or left out."))
    return {"is_sample": entry.has("sample")}


def _move_rows(agreement: Key, entries: list[Node]) -> list[Row]:
    """The steps of publication from draft on, each allowed and later than the one before, by no person."""
    rows, status, last = [], PublicationStatus.DRAFT.value, None
    for entry in entries:
        to, at = entry.text("to"), _moment(entry)
        if entry.has("to") and to not in MOVES.get(status, ()):
            entry.report(_("A record that is “%(from)s” cannot become “%(to)s”.") % {"from": status, "to": to})
        if at and last and at <= last:
            entry.report(_("This step is not later than the one before."))
        step = {"agreement": agreement, "from_status": status, "to_status": to}
        rows.append(row(PublicationMove, step, {"made_by": None, "made_at": _in_utc(at), "note": entry.text("note")}))
        status, last = to, at
    return rows


def _moment(entry: Node) -> datetime | None:
    """The moment under `at`."""
    try:
        moment = datetime.fromisoformat(entry.text("at"))
    except ValueError:
        moment = None
    if moment and moment.tzinfo:
        return moment
    if entry.has("at"):
        entry.report(_("“at” must be a moment with its time zone, such as 2026-11-23T08:00:00Z."))
    return None


def _in_utc(moment: datetime | None) -> str:
    """A moment in one notation, so that equal moments are equal texts."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""
