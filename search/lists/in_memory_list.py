"""Lists that are short beside those of agreements: their records are kept in memory, in the order of the list.

A facet's value is a bitmap over the positions, so counts and pages cost no query. The data are read in a fixed
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
    """The keys of public records in the usual order of their list, and for each facet the positions of its values.

    `names` names each record where its words are looked up (search/lists/names.py).
    """

    keys: Sequence[int]
    names: Sequence[str]
    values: Mapping[str, Mapping[str, BitMap]]

    @cached_property
    def everything(self) -> BitMap:
        return BitMap(range(len(self.keys)))

    @cached_property
    def positions(self) -> dict[str, int]:
        """The position of each record by what names it."""
        return {name: position for position, name in enumerate(self.names)}


def positions_of_values(rows: Iterable[tuple[int, str | None]]) -> dict[str, BitMap]:
    """Pairs of a position and a value, as the positions of each value; what has no value is left out."""
    found: dict[str, set[int]] = defaultdict(set)
    for position, value in rows:
        if value:
            found[value].add(position)
    return {value: BitMap(positions) for value, positions in found.items()}


class InMemoryList(ListFilterSet):
    """A list of records that are kept in memory. Subclasses say which, their names, their facets and their orders."""

    @cached_property
    def list_data(self) -> ListData:
        """The public records."""
        raise NotImplementedError

    def names(self) -> NameIndex:
        """The texts in which words are looked for."""
        raise NotImplementedError

    def in_period(self) -> BitMap:
        """The positions of what fits the years asked for."""
        return self.list_data.everything

    def in_order(self, found: BitMap) -> Sequence[int]:
        """The positions `found` in the order asked for."""
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
        """The positions that fit each facet asked for, by its name; those that fit words and years by ""."""
        found = {"": self._with_words() & self.in_period()}
        for facet in self.facets:
            if values := self.values(facet):
                positions = self.list_data.values[facet.name]
                found[facet.name] = BitMap.union(*(positions.get(value, BitMap()) for value in values))
        return found

    def _with_words(self) -> BitMap:
        if not self.has_words:
            return self.list_data.everything
        names, positions = self.names().fitting(self.form.cleaned_data["words"]), self.list_data.positions
        return BitMap([positions[name] for name in names if name in positions])

    @cached_property
    def positions(self) -> BitMap:
        """The positions of what fits all that is asked."""
        return BitMap.intersection(*self.fitting.values())

    @cached_property
    def found(self) -> IndexAnswer:
        self.form.is_valid()
        positions = self.in_order(self.positions)
        counts = {facet.name: self._counts(facet.name) for facet in self.facets}
        return IndexAnswer(len(positions), [self.list_data.keys[position] for position in positions[self.part]], counts)

    def _counts(self, name: str) -> dict[str, int]:
        """How many records of each value fit everything else that is asked."""
        others = BitMap.intersection(*(positions for facet, positions in self.fitting.items() if facet != name))
        counted = {
            value: others.intersection_cardinality(positions)
            for value, positions in self.list_data.values[name].items()
        }
        return {value: count for value, count in counted.items() if count}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=keys(self.list_data.keys[position] for position in self.positions))
