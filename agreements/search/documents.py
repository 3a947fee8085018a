"""The texts of agreements that words are looked for in, as terms.

A document is one text: the title of an agreement, the rest of what describes it, one commitment, or
a piece of a source. Its number is the agreement's key and a place within: all documents of an
agreement lie in one range, and a match names its agreement and commitment without another query.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, AgreementParty, Commitment, Source
from languages import LANGUAGES
from languages.words.analysis import COLUMNS, indexed
from languages.words.tokens import written_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Bits of a document's number for the place within its agreement.
BITS = 16
TITLE, REST = 0, 1
#: Places of commitments by their numbers (at most 9,999), and of pieces of sources.
COMMITMENTS, SOURCES = 16, 1 << 14
PIECES = (1 << BITS) - SOURCES
#: About so many characters of a source are one piece; it ends with a sentence, so phrases within one are found.
PIECE = 1200
SENTENCE = re.compile(r"[.!?…]['\"»”]*\s+|\n+")
#: Stands between two texts of one document, so that no phrase is found across them.
FENCE = "0fence0"

Terms = dict[str, list[str]]


@dataclass
class Document:
    """The terms of one text, by the column they are kept in."""

    number: int
    terms: Terms = field(default_factory=lambda: {column: [] for column in COLUMNS})
    words: set[str] = field(default_factory=set)

    def add(self, text: str | None, language: str) -> None:
        """Add a text in `language`; it stands apart from those before."""
        if not text:
            return
        self.words.update(written_words(text))
        for column, terms in indexed(text, language).items():
            own = self.terms[column]
            if own:
                own.append(FENCE)
            own.extend(terms)

    def columns(self) -> list[str]:
        """The terms of each column, in the order of COLUMNS, as one text each."""
        return [" ".join(filter(None, self.terms[column])) for column in COLUMNS]

    @property
    def digest(self) -> int:
        """A number that differs where the terms do."""
        return digest_of(self.columns())


def digest_of(columns: list[str]) -> int:
    """The digest of a document's columns, within the integers of both databases."""
    return int.from_bytes(blake2b("\n".join(columns).encode(), digest_size=8).digest(), "big", signed=True)


def number_of(agreement: int, place: int) -> int:
    """The number of the document at `place` of an agreement."""
    return agreement << BITS | place


def numbers_of(agreement: int) -> range:
    """All numbers that documents of an agreement can have."""
    return range(number_of(agreement, 0), number_of(agreement + 1, 0))


def documents_of(agreements: Collection[int]) -> Iterator[Document]:
    """The documents of those of `agreements` that are published, in the order of their numbers."""
    found: dict[int, Document] = {}

    def document(agreement: int, place: int) -> Document:
        number = number_of(agreement, place)
        return found.setdefault(number, Document(number))

    public = list(Agreement.objects.published().filter(pk__in=agreements).order_by())
    for agreement in public:
        enter_agreement(document, agreement)
    keys = [agreement.pk for agreement in public]
    for row in AgreementParty.objects.filter(agreement__in=keys).select_related("party").order_by("side", "pk"):
        _add(document(row.agreement_id, REST), row, "name")
        _add(document(row.agreement_id, REST), row.party, "name")
    for commitment in Commitment.objects.filter(agreement__in=keys).order_by():
        _add(document(commitment.agreement_id, COMMITMENTS + commitment.number), commitment, "text")
    places: dict[int, int] = defaultdict(lambda: SOURCES)
    for source in Source.objects.filter(agreement__in=keys).order_by("number"):
        for piece in pieces(source.text)[: PIECES - (places[source.agreement_id] - SOURCES)]:
            document(source.agreement_id, places[source.agreement_id]).add(piece, source.language)
            places[source.agreement_id] += 1
    for number in sorted(found):
        yield found[number]


def enter_agreement(document: Any, agreement: Agreement) -> None:
    """Add the agreement's own texts."""
    _add(document(agreement.pk, TITLE), agreement, "title")
    rest = document(agreement.pk, REST)
    _add(rest, agreement, "summary")
    rest.add(agreement.number, "en")
    rest.add(agreement.identifier, "en")


def _add(document: Document, record: Any, name: str) -> None:
    for language in LANGUAGES:
        document.add(getattr(record, f"{name}_{language}"), language)


def pieces(text: str) -> list[str]:
    """`text` cut at the ends of sentences into pieces of some length; joined again they are `text`."""
    cuts, last = [0], 0
    for match in SENTENCE.finditer(text):
        if match.end() - last >= PIECE:
            cuts.append(match.end())
            last = match.end()
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if start < end]
