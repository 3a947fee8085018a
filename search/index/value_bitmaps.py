"""Bitmaps: for each facet and value of a list, the positions of the records that have it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyroaring import BitMap

from database.bitmaps import bitmap_of
from search.index.layout import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from search.facets.years import Period, Span

#: The facet whose values are years, of which a vague date has many.
YEAR = "year"


class Values:
    """One list of records: every one of them, and by facet and value those that have it."""

    def __init__(self, name: str, facets: Iterable[str]) -> None:
        self.name = name
        self.all = BitMap()
        self.facets: dict[str, dict[str, BitMap]] = {facet: defaultdict(BitMap) for facet in facets}
        #: Signatures that can be of very many years are not entered under each.
        self.wide: dict[Span, BitMap] = defaultdict(BitMap)
        self._years: dict[str, BitMap] = {}

    def enter(
        self,
        starts: NDArray[np.int64],
        lengths: NDArray[np.int64],
        found: Mapping[str, Mapping[str, list[int]]],
        wide: Mapping[Span, list[int]],
    ) -> None:
        """Enter runs of records, which begin at `starts`; `found` and `wide` name them by their places among these."""
        self.all |= bitmap_of(runs(starts, lengths))
        for facet, by_value in found.items():
            for value, places in by_value.items():
                self.facets[facet][value] |= bitmap_of(runs(starts[places], lengths[places]))
        for span, places in wide.items():
            self.wide[span] |= bitmap_of(runs(starts[places], lengths[places]))

    def settle(self) -> None:
        """Drop what was put together from values that have changed since."""
        self._years.clear()

    def bitmaps(self) -> Iterable[BitMap]:
        """Every bitmap there is."""
        yield self.all
        for values in self.facets.values():
            yield from values.values()
        yield from self.wide.values()

    def forget(self, positions: range) -> None:
        """Take the records at `positions` out of every value."""
        for bitmap in self.bitmaps():
            bitmap.remove_range(positions.start, positions.stop)

    def shrink(self) -> None:
        """Take no more memory than needed."""
        for bitmap in self.bitmaps():
            bitmap.run_optimize()
            bitmap.shrink_to_fit()

    def having(self, facet: str, values: Sequence[str]) -> BitMap:
        """Records that have one of `values`."""
        if facet == YEAR:
            found = [self.year(value) for value in values]
        else:
            found = [self.facets[facet][value] for value in values if value in self.facets[facet]]
        return BitMap.union(*found) if found else BitMap()

    def year(self, value: str) -> BitMap:
        """Records that can be of a year: a vague date is entered under each of its years, or in `wide`."""
        if value not in self._years:
            found = [self.facets[YEAR][value]] if value in self.facets[YEAR] else []
            if value.isdecimal():
                found += [bitmap for span, bitmap in self.wide.items() if span.covers(int(value))]
            self._years[value] = BitMap.union(*found) if found else BitMap()
        return self._years[value]

    def within(self, period: Period) -> BitMap:
        """Records that can be of a year of `period`."""
        found = [bitmap for year, bitmap in self.facets[YEAR].items() if year.isdecimal() and period.has(int(year))]
        found += [bitmap for span, bitmap in self.wide.items() if period.meets(span)]
        return BitMap.union(*found) if found else BitMap()

    def offering(self) -> dict[str, BitMap]:
        """By year the records that offer it as a choice: of a very long period these are its ends alone."""
        found = defaultdict(BitMap, {year: bitmap.copy() for year, bitmap in self.facets[YEAR].items()})
        for span, bitmap in self.wide.items():
            for year in span.offered:
                found[str(year)] |= bitmap
        return found

    def counts(self, facet: str, matched: BitMap) -> dict[str, int]:
        """How many of `matched` have each value; values that none has are left out."""
        of = matched.intersection_cardinality
        return {value: count for value, bitmap in self.facets[facet].items() if (count := of(bitmap))}
