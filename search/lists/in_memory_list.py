"""Lists that are short beside those of agreements: their records stand on a shelf in memory, in the order of the list.

A facet's value is a bitmap over the places of the shelf, so counts and pages cost no query. A shelf is read in a fixed
number of queries and remembered for one version of the data.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from database.key_lists import keys
from search.index.index import IndexAnswer
from search.lists.base import ListFilterSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet, TextChoices

    from search.lists.names import NameIndex


@dataclass(frozen=True)
class ListData:
    """The keys of public records in the usual order of their list, and for each facet at which places a value stands.

    `bearers` names each record where its words are looked up (search/lists/names.py).
    """

    keys: Sequence[int]
    bearers: Sequence[str]
    values: Mapping[str, Mapping[str, BitMap]]

    @cached_property
    def everything(self) -> BitMap:
        return BitMap(range(len(self.keys)))

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each record by what names it."""
        return {bearer: place for place, bearer in enumerate(self.bearers)}


def positions_of_values(rows: Iterable[tuple[int, str | None]]) -> dict[str, BitMap]:
    """Pairs of a place and a value, as the places of each value; what has no value is left out."""
    found: dict[str, set[int]] = defaultdict(set)
    for place, value in rows:
        if value:
            found[value].add(place)
    return {value: BitMap(places) for value, places in found.items()}


class InMemoryList(ListFilterSet):
    """A list of records on a shelf. Subclasses say which, their names, their facets and their orders."""

    @cached_property
    def shelf(self) -> ListData:
        """The public records."""
        raise NotImplementedError

    def names(self) -> NameIndex:
        """The texts in which words are looked for."""
        raise NotImplementedError

    def in_period(self) -> BitMap:
        """The places of what fits the years asked for."""
        return self.shelf.everything

    def in_order(self, found: BitMap) -> Sequence[int]:
        """The places `found` in the order asked for."""
        return list(found)

    @property
    def usual_order(self) -> TextChoices:
        return next(iter(self.offered_orders))

    @property
    def order(self) -> TextChoices:
        asked = self.form.cleaned_data["sort"]
        return next((order for order in self.offered_orders if order == asked), self.usual_order)

    @property
    def respellings(self) -> list[str]:
        """None: near spellings are known of the words of agreements only."""
        return []

    @cached_property
    def fitting(self) -> dict[str, BitMap]:
        """The places that fit each facet asked for, by its name; those that fit words and years by ""."""
        found = {"": self._with_words() & self.in_period()}
        for facet in self.facets:
            if values := self.values(facet):
                places = self.shelf.values[facet.name]
                found[facet.name] = BitMap.union(*(places.get(value, BitMap()) for value in values))
        return found

    def _with_words(self) -> BitMap:
        if not self.has_words:
            return self.shelf.everything
        bearers, places = self.names().fitting(self.form.cleaned_data["words"]), self.shelf.places
        return BitMap([places[bearer] for bearer in bearers if bearer in places])

    @cached_property
    def places(self) -> BitMap:
        """The places of what fits all that is asked."""
        return BitMap.intersection(*self.fitting.values())

    @cached_property
    def found(self) -> IndexAnswer:
        self.form.is_valid()
        places = self.in_order(self.places)
        counts = {facet.name: self._counts(facet.name) for facet in self.facets}
        return IndexAnswer(len(places), [self.shelf.keys[place] for place in places[self.part]], counts)

    def _counts(self, name: str) -> dict[str, int]:
        """How many records of each value fit everything else that is asked."""
        others = BitMap.intersection(*(places for facet, places in self.fitting.items() if facet != name))
        counted = {value: others.intersection_cardinality(places) for value, places in self.shelf.values[name].items()}
        return {value: count for value, count in counted.items() if count}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=keys(self.shelf.keys[place] for place in self.places))
