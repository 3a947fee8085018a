"""How a record of the registry is cited: in words, for BibTeX, for RIS, as CSL-JSON, as Dublin Core.

What is cited is the registry's record of an instrument, not a law: most of these texts do not bind, so none is ever
marked up as legislation. CSL has the type "document" for it, RIS "GEN", BibTeX "misc".
Sources: CSL 1.0.2 (citationstyles.org), RIS as Reference Manager and Zotero read it, DCMI Metadata Terms.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.models import EventKind
from languages.partial_date_field import words
from languages.translated import Shown, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from agreements.models import Agreement, Commitment

#: Year, month and day of a date that has no doubt and no end; others are given in words.
PLAIN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
#: A reader of BibTeX counts braces even behind a backslash, so a lone one is written as a word.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}


@dataclass(frozen=True)
class Citation:
    """What is told of a record when it is cited. `date` is the day of signing as EDTF, "" where no source states it."""

    identifier: str
    title: Shown
    kind: str
    sides: tuple[tuple[str, ...], ...]
    date: str
    registry: str
    address: str
    is_sample: bool = False

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties of both sides: a format for programs knows no sides."""
        return tuple(party for side in self.sides for party in side)

    @property
    def date_in_words(self) -> str:
        return str(words(self.date) or _("date not stated in the source"))

    @property
    def warning(self) -> str:
        """What keeps a record made for tests from being cited as a real one."""
        return _("Sample record made for tests, not a real agreement") if self.is_sample else ""

    @property
    def plain_date(self) -> list[int]:
        """Year, month and day as far as they are known; empty for a doubtful date, a decade, a period or none."""
        match = PLAIN.fullmatch(self.date)
        return [int(part) for part in match.groups() if part] if match else []

    @property
    def dublin_core(self) -> list[tuple[str, str]]:
        """Names and contents of the meta elements that reference managers read from a page."""
        found = [
            ("DC.title", self.title.text),
            *(("DC.creator", party) for party in self.parties),
            ("DC.publisher", self.registry),
            ("DC.identifier", self.address),
            ("DC.identifier", self.identifier),
            ("DC.type", self.kind),
            ("DC.language", self.title.language),
        ]
        return [*found, ("DC.date", self.date)] if self.date else found

    def __str__(self) -> str:
        """The citation in the reader's language."""
        between = " — ".join(", ".join(side) for side in self.sides)
        told = f"{self.title.text}. {between} ({self.date_in_words}). {self.registry}, {self.identifier}."
        return f"{told} [{self.warning}.] {self.address}" if self.warning else f"{told} {self.address}"


def cited(agreement: Agreement, address: str, commitment: Commitment | None = None) -> Citation:
    """The citation of `agreement`, or of its `commitment`, at `address`, of parties and events fetched before."""
    dates = [
        event.date
        for event in agreement.events.all()
        if event.kind == EventKind.SIGNED and event.preferred_id is None and event.date
    ]
    title = shown(agreement, "title")
    if commitment is not None:
        text, number = shown(commitment, "text"), {"number": commitment.number, "title": title.text}
        title = text._replace(text=f"{text.text.rstrip('.')}. " + _("Commitment %(number)s in: %(title)s") % number)
    return Citation(
        commitment.identifier if commitment else agreement.identifier,
        title,
        str(agreement.get_type_display()),
        tuple(tuple(shown(row, "name").text for row in side) for side in agreement.sides if side),
        dates[-1] if dates else "",
        _("Registry of cultural agreements"),
        address,
        agreement.is_sample,
    )


def _one_line(text: str) -> str:
    """Without line breaks and other control characters: they would begin a new field, or none that is known."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _tex(text: str) -> str:
    return "".join(TEX.get(character, character) for character in _one_line(text))


def as_bibtex(citation: Citation) -> str:
    """An entry for BibTeX and biblatex in UTF-8. Parties stand in braces of their own: they are no persons' names."""
    fields = {
        "author": " and ".join(f"{{{_tex(party)}}}" for party in citation.parties),
        "title": f"{{{_tex(citation.title.text)}}}",
        "howpublished": _tex(citation.registry),
        "number": citation.identifier,
        "type": _tex(citation.kind),
    }
    if citation.plain_date:
        fields["year"] = str(citation.plain_date[0])
        fields["date"] = citation.date
    fields["note"] = _tex("; ".join(filter(None, (citation.identifier, citation.date_in_words, citation.warning))))
    fields |= {"language": citation.title.language, "url": citation.address}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{citation.identifier.lower()},\n{lines}}}\n"


def as_ris(citation: Citation) -> str:
    """A record for RIS: a field to a line, ended as Windows does, which every reader takes."""
    year, month, day, *_rest = [*citation.plain_date, 0, 0, 0]
    fields = [("TY", "GEN"), *(("AU", party) for party in citation.parties), ("TI", citation.title.text)]
    if year:
        moment = "/".join(f"{part:02}" for part in (year, month, day) if part)
        fields += [("PY", str(year)), ("DA", moment)]
    fields += [
        ("M3", citation.kind),
        ("PB", citation.registry),
        ("AN", citation.identifier),
        ("N1", citation.date_in_words),
        *([("N1", citation.warning)] if citation.warning else []),
        ("LA", citation.title.language),
        ("UR", citation.address),
    ]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in fields) + "ER  - \r\n"


def as_csl(citation: Citation) -> str:
    """CSL-JSON. A doubtful date is given as the registry keeps it, which no reader takes for a certain one."""
    item: dict[str, Any] = {
        "id": citation.identifier,
        "type": "document",
        "genre": citation.kind,
        "title": citation.title.text,
        "author": [{"literal": party} for party in citation.parties],
        "publisher": citation.registry,
        "number": citation.identifier,
        "language": citation.title.language,
        "URL": citation.address,
    }
    if citation.plain_date:
        item["issued"] = {"date-parts": [citation.plain_date]}
    elif citation.date:
        item["issued"] = {"literal": citation.date_in_words}
    notes = [citation.warning, "" if citation.date else citation.date_in_words]
    if any(notes):
        item["note"] = "; ".join(filter(None, notes))
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class Format:
    """A format of citations: its name, what the file is called and what a browser is told it is."""

    name: str
    content_type: str
    write: Callable[[Citation], str]


#: By the ending of the file.
FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", as_bibtex),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", as_ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", as_csl),
}
