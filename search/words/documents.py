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
from itertools import cycle
from typing import TYPE_CHECKING

from agreements.models import Agreement, AgreementParty, Commitment, Source
from database.key_lists import keys
from languages import LANGUAGES
from languages.translated import in_languages
from languages.words.analysis import COLUMNS, indexed_words
from languages.words.tokens import written_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

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
BETWEEN = f" {FENCE} "


AGREEMENT = (*in_languages("title"), *in_languages("summary"))
NAMES = (*in_languages("name"), *in_languages("party__name"))


@dataclass
class Document:
    """The terms of one text, by the column they are kept in, and its words as they are written."""

    number: int
    texts: dict[str, list[str]] = field(default_factory=lambda: {column: [] for column in COLUMNS})
    words: set[str] = field(default_factory=set)

    def add(self, text: str | None, language: str) -> None:
        """Add a text in `language`; it stands apart from those before."""
        if not text:
            return
        words = written_words(text)
        self.words.update(words)
        for column, terms in indexed_words(words, language).items():
            self.texts[column].append(" ".join(filter(None, terms)))

    def columns(self) -> list[str]:
        """The terms of each column, in the order of COLUMNS, as one text each."""
        return [BETWEEN.join(self.texts[column]) for column in COLUMNS]


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

    public = Agreement.objects.published().filter(pk__in=keys(agreements)).order_by()
    found_keys: list[int] = []
    for key, pair, pair_number, number, *texts in public.values_list("pk", "pair", "pair_number", "number", *AGREEMENT):
        found_keys.append(key)
        _add(document(key, TITLE), texts[: len(LANGUAGES)])
        _add(document(key, REST), texts[len(LANGUAGES) :])
        document(key, REST).add(number, "en")
        document(key, REST).add(f"{pair}-{pair_number}", "en")
    own = keys(found_keys)
    sides = AgreementParty.objects.filter(agreement__in=own).order_by("side", "pk")
    for key, *texts in sides.values_list("agreement", *NAMES):
        _add(document(key, REST), texts)
    commitments = Commitment.objects.filter(agreement__in=own).order_by()
    for key, number, *texts in commitments.values_list("agreement", "number", *in_languages("text")):
        _add(document(key, COMMITMENTS + number), texts)
    places: dict[int, int] = defaultdict(lambda: SOURCES)
    sources = Source.objects.filter(agreement__in=own).order_by("number")
    for key, text, language in sources.values_list("agreement", "text", "language"):
        for piece in pieces(text)[: PIECES - (places[key] - SOURCES)]:
            document(key, places[key]).add(piece, language)
            places[key] += 1
    for number in sorted(found):
        yield found[number]


def _add(document: Document, texts: Iterable[str | None]) -> None:
    """Add texts in the order of the languages, once or several times over."""
    for language, text in zip(cycle(LANGUAGES), texts):
        document.add(text, language)


def pieces(text: str) -> list[str]:
    """`text` cut at the ends of sentences into pieces of some length; joined again they are `text`."""
    cuts, last = [0], 0
    for match in SENTENCE.finditer(text):
        if match.end() - last >= PIECE:
            cuts.append(match.end())
            last = match.end()
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if start < end]
