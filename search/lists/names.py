"""Parties and areas by the words of their names, in every language and as anybody types them.

Their texts are few beside those of agreements and stand in memory: nothing is asked of the database for a word.
Words are read as they are everywhere (languages/words/analysis.py), so a name is found by what finds it in a title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import cycle, takewhile
from typing import TYPE_CHECKING

from pyroaring import BitMap

from agreements.change_log.cache import cached
from languages import LANGUAGES
from languages.translated import in_languages, shown
from languages.words.analysis import Asked, asked, indexed_words
from languages.words.folding import folded, normalised
from languages.words.tokens import written_words
from parties.models import Party, PartyName
from search.words.query_parser import parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from search.facets.vocabulary import Vocabulary
    from search.words.highlight import HighlightSpan, Sought

#: A name of a thing: which thing, and the name in the order of the languages, once or several times over.
Row = tuple[str, ...]


class NameIndex:
    """What has which words in its names; `rows` begin with its key."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.keys = list(dict.fromkeys(key for key, *_texts in rows))
        self._terms: dict[Asked, BitMap] = defaultdict(BitMap)
        self._written: dict[str, BitMap] = defaultdict(BitMap)
        for language, word, positions in self._words():
            # Names have few words that are not names of others too: each is analysed once.
            found = BitMap(positions)
            for column, terms in indexed_words([word], language).items():
                for term in filter(None, terms):
                    self._terms[Asked(column, term)] |= found
            self._written[folded(normalised(word))] |= found
        self._in_order = sorted(self._written)

    def _words(self) -> Iterator[tuple[str, str, list[int]]]:
        """Every word of each language as it is written, with the positions of the keys that have it in their names."""
        positions = {key: position for position, key in enumerate(self.keys)}
        found: dict[str, dict[str, list[int]]] = {language: defaultdict(list) for language in LANGUAGES}
        for key, *texts in self.rows:
            for language, text in zip(cycle(LANGUAGES), texts):
                for word in written_words(text or ""):
                    found[language][word].append(positions[key])
        return ((language, word, found[language][word]) for language in LANGUAGES for word in found[language])

    def having(self, typed: str, *, unfinished: bool = False) -> list[str]:
        """The keys of what has every word of `typed` and none with a minus before it; none for such words alone.

        With `unfinished` the last word may be the beginning of one: a reader is still typing it.
        """
        return self.fitting(typed, unfinished=unfinished) if any(not part.excluded for part in parts_of(typed)) else []

    def fitting(self, typed: str, *, unfinished: bool = False) -> list[str]:
        """The same, but without a word that is wanted all of them that have none of the others."""
        parts = parts_of(typed)
        wanted = [word for part in parts if not part.excluded for word in part.words]
        unwanted = [word for part in parts if part.excluded for word in part.words]
        if not parts:  # a text of signs alone stands nowhere
            return []
        begun = wanted[-1] if wanted and unfinished and typed.endswith(wanted[-1]) else None
        found = [self._with(word) | (self._beginning(word) if word is begun else BitMap()) for word in wanted]
        everything = BitMap(range(len(self.keys)))
        fitting = BitMap.intersection(everything, *found).difference(*map(self._with, unwanted))
        return [self.keys[position] for position in fitting]

    def _with(self, word: str) -> BitMap:
        known = [self._terms[term] for term in asked(word) if term in self._terms]
        return BitMap.union(*known) if known else BitMap()

    def _beginning(self, word: str) -> BitMap:
        start = folded(normalised(word))
        later = self._in_order[bisect_left(self._in_order, start) :]
        known = [self._written[written] for written in takewhile(lambda written: written.startswith(start), later)]
        return BitMap.union(*known) if known else BitMap()


@dataclass(frozen=True)
class OtherName:
    """A name by which a party was found that is not the one the page shows."""

    stretches: list[HighlightSpan]
    language: str


def other_name(party: Party, sought: Sought) -> OtherName | None:
    """The first name of `party` with a sought word, if the one the page shows has none; its `names` were fetched."""
    text, language, _is_fallback = shown(party, "name")
    if sought.places(text, language):
        return None
    for bearer, fields in [(party, ("name", "short_name")), *((other, ("name",)) for other in party.names.all())]:
        for column in in_languages(*fields):
            text, language = getattr(bearer, column) or "", column.rsplit("_", 1)[1]
            if sought.places(text, language):
                return OtherName(sought.marked(text, language), language)
    return None


#: Reading names takes a moment, reading their words much longer: done again only where a name has changed.
_held: dict[str, NameIndex] = {}


def names_of(kind: str, rows: list[Row]) -> NameIndex:
    """The names `rows` of things of this `kind`, held until they change."""
    held = _held.get(kind)
    if held is None or held.rows != rows:
        held = _held[kind] = NameIndex(rows)
    return held


def names_of_parties(public: Collection[str]) -> NameIndex:
    """The names of the parties `public`, by their slugs: present ones, short ones, other and earlier ones."""

    def read() -> NameIndex:
        present = Party.objects.order_by("pk").values_list("slug", *in_languages("name", "short_name"))
        others = PartyName.objects.order_by("pk").values_list("party__slug", *in_languages("name"))
        return names_of("parties", [row for row in (*present, *others) if row[0] in public])

    return cached("names of parties", read)


def names_of_areas(vocabulary: Vocabulary, *fields: str) -> NameIndex:
    """The `fields` (label, definition) of all areas, by their codes."""

    def rows() -> Iterable[Row]:
        for area in vocabulary.areas:
            yield area.code, *(getattr(area, column) for column in in_languages(*fields))

    return cached(("names of areas", fields), lambda: names_of(" ".join(fields), list(rows())))
