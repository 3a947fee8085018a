"""One question put to everything at once: agreements, commitments, parties and areas that have the words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from languages.collation import reader_order
from languages.translated import shown
from parties.models import Party
from search.facets.vocabulary import Vocabulary
from search.lists.agreements import AgreementFilter, CommitmentFilter
from search.lists.names import names_of_areas, names_of_parties, other_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from agreements.models import CooperationArea
    from search.lists.indexed_list import FacetedFilterSet
    from search.words.highlight import Sought

#: Shorter beginnings of words begin too many.
SHORTEST_BEGINNING = 2


class GlobalSearch:
    """What has the words `typed`, at most `each` of a kind.

    With `unfinished` the reader is still typing the last word, and names that begin with it count too.
    """

    def __init__(self, typed: str, on: date, *, each: int, unfinished: bool = False) -> None:
        self.typed, self.each, self.unfinished = typed, each, unfinished
        self.everywhere = AgreementFilter.of_all(on)
        self.agreements = AgreementFilter.of_all(on, words=typed)
        self.commitments = CommitmentFilter.of_all(on, words=typed)
        self.all_commitments = CommitmentFilter.of_all(on)
        for asked in (self.agreements, self.commitments):
            asked.part = slice(0, each)
        if self.is_understood:  # the same words are looked up once
            self.commitments.matches = self.agreements.matches

    @property
    def is_asked(self) -> bool:
        return bool(self.typed.strip())

    @cached_property
    def is_understood(self) -> bool:
        return self.agreements.is_valid() and self.commitments.is_valid()

    @property
    def problems(self) -> Iterable[str]:
        return self.agreements.problems

    @property
    def sought(self) -> Sought:
        return self.agreements.sought

    @cached_property
    def is_anything(self) -> bool:
        kinds: tuple[FacetedFilterSet, ...] = (self.agreements, self.commitments)
        return any(asked.found.total for asked in kinds) or bool(self.party_slugs or self.areas)

    @cached_property
    def party_slugs(self) -> list[str]:
        """The public parties that bear the words, those with the most agreements first."""
        numbers = self.everywhere.found.counts["party"]
        found = names_of_parties(numbers.keys()).having(self.typed, unfinished=self.unfinished)
        return sorted(found, key=lambda slug: (-numbers.get(slug, 0), slug))

    @cached_property
    def parties(self) -> list[Party]:
        """The first of them, each with the number of its agreements and the other name it was found by, if so."""
        parties = Party.objects.prefetch_related("names")
        known: dict[str, Any] = parties.in_bulk(self.party_slugs[: self.each], field_name="slug")
        for slug, party in known.items():
            party.total = self.everywhere.found.counts["party"].get(slug, 0)
            party.found_by = other_name(party, self.sought)
        return [known[slug] for slug in self.party_slugs[: self.each] if slug in known]

    @cached_property
    def areas(self) -> list[CooperationArea]:
        """Areas with the words in their label, then those with them in their definition."""
        vocabulary = Vocabulary.read()
        labelled = names_of_areas(vocabulary, "label").having(self.typed, unfinished=self.unfinished)
        defined = [] if self.unfinished else names_of_areas(vocabulary, "definition").having(self.typed)
        numbers = self.all_commitments.found.counts
        found: list[Any] = [area for area in vocabulary.areas if area.code in {*labelled, *defined}]
        for area in found:
            area.total = numbers[area.facet].get(area.code, 0)
        return sorted(found, key=lambda area: (area.code not in labelled, -area.total, reader_order(str(area))))

    @property
    def titled(self) -> list[Any]:
        """Those of the shown agreements that have a sought word in the title a reader sees."""
        return [row for row in self.agreements.records if self.sought.places(*shown(row, "title")[:2])]

    @property
    def is_long_enough(self) -> bool:
        """Whether enough of a word is typed to suggest how it goes on."""
        return len(self.typed.strip()) >= SHORTEST_BEGINNING and bool(self.sought)
