"""What a record file claims and which words of its sources say so: sources, evidence, commitments, statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import (
    AgreementEvidence,
    Bearer,
    Commitment,
    Implementation,
    PartyEvidence,
    Passage,
    Recurrence,
    Source,
    Statement,
    StatementForm,
)
from agreements.models.commitments import NUMBER_AT_MOST
from agreements.rules.passages import Location, NotLocated, locate
from agreements.rules.text_limits import too_long, too_long_together
from import_export.record_format.parties import known_post
from import_export.record_format.reader import report_doubles
from import_export.record_format.rows import row
from import_export.record_format.text_files import NotBeside, read_beside

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from django.db.models import Model

    from import_export.record_format.reader import Node
    from import_export.record_format.rows import Key, Row

#: Keys of a quotation: its words, what stands beside them, and the number of its source if there are several.
#: `start` says where words stood that the source does not have there any more.
QUOTATION = ("words", "before after source start")
EVIDENCE = ("field words", "before after source start conflicting_value reason")
SOURCE = ("number kind title language", "text text_file publisher address published passages document")
#: A signed document, known by its SHA-256: no file carries the document itself.
DOCUMENT = ("name sha256", "")
SHA256 = re.compile(r"[0-9a-f]{64}")
COMMITMENT = ("number text modality bearer areas passages", "bearers due recurrence")
STATEMENT = ("number speaker form text passages", "")
#: A place in a text.
PLACE = re.compile(r"0|[1-9][0-9]{0,8}")
UNKNOWN_AREA = gettext_lazy("“%(code)s” is no code of a cooperation area.")
UNKNOWN_BEARER = gettext_lazy("“%(code)s” is no party to the agreement.")


class Quotations:
    """The sources of a record, and the passages its claims quote from them: each once, whoever quotes it."""

    def __init__(self, agreement: Key, entries: list[Node], folder: Path | None) -> None:
        self.agreement = agreement
        self.texts: dict[int, str] = {}
        self.languages: dict[int, str] = {}
        self.source_rows = [self._source(entry, folder) for entry in entries]
        self._located: dict[tuple[int, int, int], Location] = {}
        for entry in entries[:1]:
            if why := too_long_together(self.texts.values()):
                entry.report(why)
        report_doubles(entries, "number", _("Another source has the number %(value)s."))
        for entry in entries:  # what somebody marked for later, and no claim quotes yet
            for quotation in entry.entries("passages", *QUOTATION, named_by=""):
                self.quoted(quotation, entry.number("number"))

    def _source(self, entry: Node, folder: Path | None) -> Row:
        number, text = entry.number("number"), self._text(entry, folder)
        if why := too_long(text):
            entry.report(why)
        document = entry.entry("document", *DOCUMENT) if entry.has("document") else None
        if document and document.has("sha256") and not SHA256.fullmatch(document.text("sha256")):
            document.report(_("A SHA-256 has 64 characters: digits and the letters a to f."))
        self.texts[number], self.languages[number] = text, entry.column(Source, "language")
        return row(
            Source,
            {"agreement": self.agreement, "number": number, "kind": entry.column(Source, "kind")},
            entry.texts(Source, "title"),
            {key: entry.column(Source, key) for key in ("publisher", "address", "language")},
            entry.partial_date(Source, "published"),
            {"text": text},
        )

    def _text(self, entry: Node, folder: Path | None) -> str:
        """The text of a source; no more files are read once there is more text than an agreement takes."""
        too_much = entry.has("text_file") and too_long_together(self.texts.values())
        return "" if too_much else _source_text(entry, folder)

    def quoted(self, entry: Node, number: int = 0) -> Key | None:
        """The passage of the words that `entry` quotes; None, and a problem reported, if they single none out.

        `number` is that of the source, where the place of the entry says it.
        """
        number = number or self._source_of(entry)
        if not self.texts.get(number) or not entry.has("words"):  # reported already
            return None
        words, before, after = (entry.text(key) for key in ("words", "before", "after"))
        try:
            if entry.has("start"):
                found = _where_it_stood(entry, words, before, after)
            else:
                found = locate(self.texts[number], words, before=before, after=after)
        except NotLocated as error:
            entry.report(str(error))
            return None
        self._located[number, found.start, found.end] = found
        return [*self.agreement, number, found.start, found.end]

    def _source_of(self, entry: Node) -> int:
        """The number of the source that `entry` names, or of the only one there is."""
        only = next(iter(self.texts)) if len(self.texts) == 1 else 0
        number = entry.number("source") if entry.has("source") else only
        if number not in self.texts:
            numbers = ", ".join(str(number) for number in self.texts) or "–"
            entry.report(_("Say by “source” which source is quoted; there are: %(numbers)s.") % {"numbers": numbers})
        return number

    def passages(self, entry: Node) -> list[Key]:
        """The passages listed in `entry`, which needs at least one unless claims may be bare."""
        listed = entry.entries("passages", *QUOTATION, named_by="")
        if entry.has("passages") and not listed and not entry.reading.bare:
            entry.report(_("No passage is given."))
        return [key for quotation in listed if (key := self.quoted(quotation))]

    def passage_rows(self) -> list[Row]:
        """A row for each passage that was quoted, in the order of the sources and their text."""
        return [
            row(
                Passage,
                {"source": [*self.agreement, number], "start": found.start, "end": found.end},
                {"exact": found.exact, "prefix": found.prefix, "suffix": found.suffix},
                {"marked_by": None, "marked_at": None},
            )
            for (number, _start, _end), found in sorted(self._located.items())
        ]

    def verbatim(self, entry: Node, text: Mapping[str, str | None], passages: list[Key]) -> None:
        """Report a quoted statement that changes a word of its source, where both are in the same language."""
        for _pair, _pair_number, *place in passages:
            number, start, end = (int(part) for part in place)
            said = text.get(f"text_{self.languages[number]}")
            if said and self._located[number, start, end].exact not in said:
                entry.report(_("A quoted statement keeps the words of its source, misprints included."))


def _where_it_stood(entry: Node, words: str, before: str, after: str) -> Location:
    """The place of a passage whose source was corrected since: kept for somebody to look at, never public."""
    start = entry.text("start")
    if not entry.reading.unfinished:
        entry.report(_("Only a record that was never public may quote words that its source does not have any more."))
    if not PLACE.fullmatch(start):
        entry.report(_("“%(key)s” must be a number of characters.") % {"key": "start"})
        start = "0"
    for key, column in (("words", "exact"), ("before", "prefix"), ("after", "suffix")):
        entry.column(Passage, column, under=key)
    return Location(int(start), int(start) + len(words), words, before, after)


def _source_text(entry: Node, folder: Path | None) -> str:
    """The text of a source, exactly: reading it as text would turn its line ends into others and shift the offsets."""
    name = entry.text("text_file")
    if entry.has("text") == entry.has("text_file"):
        entry.report(_("Give the text of the source by exactly one of “text” and “text_file”."))
    if not name:
        return entry.column(Source, "text")
    if folder is None:
        entry.report(_("Here the text of a source stands in the record itself, under “text”."))
        return ""
    try:
        text = read_beside(folder, name).decode("utf-8")
    except (NotBeside, UnicodeError) as error:
        entry.report(_("The text of the source cannot be read: %(error)s") % {"error": error})
        return ""
    if not text:
        entry.report(_("The text of the source is empty."))
    return text


def agreement_evidence_rows(agreement: Key, entries: list[Node], quotations: Quotations) -> list[Row]:
    """Passages behind plain fields of the agreement."""
    return [
        row(AgreementEvidence, {"agreement": agreement}, _evidence(AgreementEvidence, entry, quotations))
        for entry in entries
    ]


def party_evidence_rows(agreement: Key, entries: list[Node], quotations: Quotations) -> list[Row]:
    """Passages behind fields of the parties, one entry for each party, as they stand in the agreement."""
    return [
        row(
            PartyEvidence,
            {"agreement_party": [*agreement, party.text("party")]},
            _evidence(PartyEvidence, entry, quotations),
        )
        for party in entries
        for entry in party.entries("evidence", *EVIDENCE)
    ]


def _evidence(model: type[Model], entry: Node, quotations: Quotations) -> dict[str, Any]:
    """What both kinds of evidence say: that a passage supports the record, or what it says instead."""
    if entry.has("conflicting_value") and not entry.has("reason"):
        entry.report(_("Say in Kazakh why the recorded value is preferred to this one."))
    return {
        "field": entry.column(model, "field"),
        "passage": quotations.quoted(entry),
        "conflicting_value": entry.column(model, "conflicting_value"),
        **entry.texts(model, "reason"),
    }


def commitment_rows(
    agreement: Key, entries: list[Node], quotations: Quotations, parties: Collection[str], areas: Collection[str]
) -> list[Row]:
    """The commitments; `parties` are the slugs of those on the sides, `areas` the codes of the vocabulary."""
    report_doubles(entries, "number", _("Another commitment has the number %(value)s."))
    return [_commitment(agreement, entry, quotations, parties, areas) for entry in entries]


def _commitment(
    agreement: Key, entry: Node, quotations: Quotations, parties: Collection[str], areas: Collection[str]
) -> Row:
    return row(
        Commitment,
        {"agreement": agreement, "number": _commitment_number(entry)},
        entry.texts(Commitment, "text"),
        {"areas": [[code] for code in _areas(entry, areas)]},
        {"bearer": entry.column(Commitment, "bearer")},
        {"bearers": [[*agreement, party] for party in _bearers(entry, parties)]},
        {"modality": entry.column(Commitment, "modality")},
        entry.partial_date(Commitment, "due"),
        {"recurrence": entry.column(Commitment, "recurrence") or Recurrence.NOT_STATED.value},
        # An assessment alone can say more, and an assessment has a person and a proof.
        {"implementation": Implementation.NO_EVIDENCE.value},
        {"passages": quotations.passages(entry)},
    )


def _commitment_number(entry: Node) -> int:
    number = entry.number("number")
    if number > NUMBER_AT_MOST:
        entry.report(_("Commitments are numbered from 1 to 9999."))
    return number


def _areas(entry: Node, known: Collection[str]) -> list[str]:
    codes = entry.codes("areas", known, UNKNOWN_AREA)
    if entry.has("areas") and not codes and not entry.reading.unfinished:
        entry.report(_("No cooperation area is given."))
    return codes


def _bearers(entry: Node, parties: Collection[str]) -> list[str]:
    bearers = entry.codes("bearers", parties, UNKNOWN_BEARER)
    if (entry.text("bearer") == Bearer.NAMED) != bool(bearers) and not entry.reading.unfinished:
        entry.report(_("“bearers” are listed exactly where the bearer is “named”."))
    return bearers


def statement_rows(agreement: Key, entries: list[Node], quotations: Quotations, posts: Mapping[str, Key]) -> list[Row]:
    """What officials said; `posts` are those of the record's officials by their slugs."""
    report_doubles(entries, "number", _("Another statement has the number %(value)s."))
    return [_statement(agreement, entry, quotations, posts) for entry in entries]


def _statement(agreement: Key, entry: Node, quotations: Quotations, posts: Mapping[str, Key]) -> Row:
    form, text = entry.column(Statement, "form"), entry.texts(Statement, "text")
    passages = quotations.passages(entry)
    if form == StatementForm.QUOTED:
        quotations.verbatim(entry, text, passages)
    return row(
        Statement,
        {"agreement": agreement, "number": entry.number("number")},
        {"speaker": known_post(entry, "speaker", posts), "form": form},
        text,
        {"passages": passages},
    )
