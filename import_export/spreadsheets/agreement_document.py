"""The lines of one agreement laid over its record document, or over a blank one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from import_export.record_export.document import as_json, document_of
from import_export.record_export.people import party_entry
from import_export.record_export.texts import texts
from import_export.record_format.reader import read_json
from import_export.record_format.record import CLAUSES, LENGTHS
from import_export.spreadsheets.columns import EVENTS
from import_export.spreadsheets.reader import codes_in
from languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.models import Agreement
    from import_export.spreadsheets.reader import TableEntry, TableReader
    from parties.models import Party

PLAIN = ("type", "level", "legal_character", "number")
SOURCE = ("kind", "publisher", "address", "language", "published", "text")
COMMITMENT = ("modality", "bearer", "due", "recurrence")
#: Columns of a commitment; all others but the mark are the agreement's.
OF_A_COMMITMENT = ("commitment", "text_kk", "text_ru", "text_en", "areas", "bearers", *COMMITMENT)
NEW_AGREEMENT = ("title_kk", "type", "level")
NEW_SOURCE = ("source_kind", "source_title_kk", "source_language", "source_text")
NEW_COMMITMENT = ("text_kk", "areas", "modality")


@dataclass(frozen=True)
class TableCodes:
    """What tables name by codes: parties by slug; areas by code or label; the codes of the areas."""

    parties: dict[str, Party]
    areas: dict[str, str]
    codes: frozenset[str]


class Drafting:
    """One agreement being drafted. `lines` are those of its commitments, by their place in the document."""

    def __init__(self, reading: TableReader, vocabulary: TableCodes, existing: Agreement | None) -> None:
        self.reading, self.vocabulary, self.existing = reading, vocabulary, existing
        self.lines: dict[int, int] = {}
        self.content = _texts_only(document_of(existing)) if existing else _blank()

    def document(self, group: list[TableEntry]) -> dict[str, Any]:
        """The document with what the lines say. Mistakes are noted in the reading."""
        said, line_of = self._of_the_agreement(group)
        first = group[0].line
        if self.existing is None:
            self._need(first, said, NEW_AGREEMENT, _("A new agreement needs this."))
        self._lay_agreement(said)
        self._lay_events(said)
        for side in (1, 2):
            if f"side_{side}" in said:
                self._lay_side(side, said[f"side_{side}"], line_of[f"side_{side}"])
        self._lay_source(first, {code[7:]: value for code, value in said.items() if code.startswith("source_")})
        for entry in group:
            if any(code in entry.values for code in OF_A_COMMITMENT):
                self._lay_commitment(entry)
        return self.content

    def _of_the_agreement(self, group: list[TableEntry]) -> tuple[dict[str, str], dict[str, int]]:
        """What the lines say of the agreement, and in which line; each says the same or nothing."""
        said: dict[str, str] = {}
        line_of: dict[str, int] = {}
        for entry in group:
            for code, value in entry.values.items():
                if code in OF_A_COMMITMENT or code == "agreement":
                    continue
                if said.setdefault(code, value) != value:
                    words = {"line": line_of[code]}
                    self.reading.report(entry.line, code, _("Line %(line)s says otherwise of this agreement.") % words)
                line_of.setdefault(code, entry.line)
        return said, line_of

    def _need(self, line: int, said: dict[str, str], codes: tuple[str, ...], message: str) -> None:
        for code in codes:
            if code not in said:
                self.reading.report(line, code, message)

    def _lay_agreement(self, said: dict[str, str]) -> None:
        agreement = self.content["agreement"]
        _lay_plain(agreement, PLAIN, said)
        _lay_plain(agreement["clauses"], (*CLAUSES, *LENGTHS), said)
        for name in ("title", "summary"):
            _lay_texts(agreement, name, said, name)

    def _lay_events(self, said: dict[str, str]) -> None:
        """What is said of events that all parties took part in: of the one there is, or of a new one."""
        events = self.content["events"]
        for code, kind in EVENTS.items():
            about = {column: value for column, value in said.items() if column == code or column.startswith(f"{code}_")}
            there = (each for each in events if each["kind"] == kind and not (each.get("by") or each.get("preferred")))
            event = next(there, None)
            if not about or (event is None and not any(about.values())):
                continue
            if event is None:
                event = {"claim": f"{code} by all", "kind": str(kind), "passages": []}
                events.append(event)
            _lay_plain(event, ("date",), {"date": said[code]} if code in said else {})
            _lay_texts(event, "place", said, f"{code}_place")

    def _lay_side(self, side: int, cell: str, line: int) -> None:
        there = {entry["party"]: entry for entry in self.content["sides"][side - 1]["parties"]}
        named = [party for slug in dict.fromkeys(codes_in(cell)) if (party := self._party(slug, f"side_{side}", line))]
        self.content["sides"][side - 1]["parties"] = [
            there.get(party.slug) or _on_a_side(party, side) for party in named
        ]

    def _party(self, slug: str, code: str, line: int) -> Party | None:
        party = self.vocabulary.parties.get(slug)
        if party is None:
            self.reading.report(line, code, _("There is no party “%(slug)s” in the registry.") % {"slug": slug[:80]})
        elif all(entry["slug"] != slug for entry in self.content["parties"]):
            self.content["parties"].append(party_entry(party))
        return party

    def _lay_source(self, line: int, said: dict[str, str]) -> None:
        """What is said of the source: of the first one, or of a new one."""
        sources = self.content["sources"]
        if not (any(said.values()) or (said and sources)):
            return
        if not sources:
            self._need(line, {f"source_{code}": "" for code in said}, NEW_SOURCE, _("A new source needs this."))
            sources.append({"claim": "source 1", "number": "1"})
        _lay_plain(sources[0], SOURCE, said)
        _lay_texts(sources[0], "title", said, "title")

    def _lay_commitment(self, entry: TableEntry) -> None:
        commitments, said = self.content["commitments"], entry.values
        numbers = [int(each["number"]) for each in commitments]
        number = int(said.get("commitment") or 0) or max(numbers, default=0) + 1
        if number not in numbers:
            self._need(entry.line, said, NEW_COMMITMENT, _("A new commitment needs this."))
            new = {
                "claim": f"commitment {number}",
                "number": str(number),
                "bearer": "both",
                "areas": [],
                "passages": [],
            }
            commitments.append(new)
            numbers.append(number)
        place = numbers.index(number)
        if place in self.lines:
            message = _("Line %(line)s has the same number.") % {"line": self.lines[place]}
            self.reading.report(entry.line, "commitment", message)
        self.lines[place] = entry.line
        commitment = commitments[place]
        _lay_plain(commitment, COMMITMENT, said)
        _lay_texts(commitment, "text", said, "text")
        if "areas" in said:
            commitment["areas"] = self._areas(entry)
        if "bearers" in said:
            commitment["bearers"] = [s for s in codes_in(said["bearers"]) if self._party(s, "bearers", entry.line)]

    def _areas(self, entry: TableEntry) -> list[str]:
        found = []
        for typed in codes_in(entry.values["areas"]):
            code = self.vocabulary.areas.get(typed.casefold())
            if code is None:
                message = _("“%(code)s” is no code of a cooperation area.") % {"code": typed[:80]}
                self.reading.report(entry.line, "areas", message)
            elif code not in found:
                found.append(code)
        return found


def _texts_only(document: dict[str, Any]) -> dict[str, Any]:
    """A document as it is read from a file, without its steps of publication."""
    content: dict[str, Any] = read_json(as_json(document | {"publication": []}).encode(), "")
    return content


def _blank() -> dict[str, Any]:
    clauses = dict.fromkeys(CLAUSES, "not_stated")
    lists = ("parties", "officials", "publication", "sources", "evidence", "events", "commitments", "statements")
    sides = [{"claim": f"side {side}", "parties": []} for side in (1, 2)]
    agreement = {"title": {}, "legal_character": "undetermined", "clauses": clauses}
    return {name: [] for name in lists} | {"sides": sides, "agreement": agreement}


def _lay_plain(entry: dict[str, Any], names: Iterable[str], said: dict[str, str]) -> None:
    """Lay what is said over what is there; what is cleared is not stated any more."""
    for name in names:
        if said.get(name):
            entry[name] = said[name]
        elif name in said:
            entry.pop(name, None)


def _lay_texts(entry: dict[str, Any], name: str, said: dict[str, str], code: str) -> None:
    """Lay the languages of a text that are given over those that are there."""
    given = {language: said[f"{code}_{language}"] for language in LANGUAGES if f"{code}_{language}" in said}
    texts = {language: text for language, text in (entry.get(name, {}) | given).items() if text}
    if texts:
        entry[name] = texts
    elif given:
        entry.pop(name, None)


def _on_a_side(party: Party, side: int) -> dict[str, Any]:
    claim = f"{party.slug} as a party of side {side}"  # one that is on both sides is told of once
    return {"claim": claim, "party": party.slug, "name": texts(party, "name"), "role": "party"}
