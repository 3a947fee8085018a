"""Bitmaps: for each facet and value of a list, the positions of the records that have it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from pyroaring import BitMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from agreements.facets import Span

#: The facet whose values are years, of which a vague date has many.
YEAR = "year"


def bitmap_of(positions: NDArray[np.int64]) -> BitMap:
    """The bitmap of `positions`; quicker than from any other sequence."""
    return BitMap(array("I", positions.astype(np.uint32).tobytes()))


def as_array(bitmap: BitMap) -> NDArray[np.uint32]:
    """The positions of `bitmap`, in order."""
    return np.frombuffer(bitmap.to_array(), np.uint32)


class Values:
    """One list of records: every one of them, and by facet and value those that have it."""

    def __init__(self, facets: Iterable[str]) -> None:
        self.all = BitMap()
        self.facets: dict[str, dict[str, BitMap]] = {facet: defaultdict(BitMap) for facet in facets}
        #: Signatures that can be of very many years are not entered under each.
        self.wide: dict[Span, BitMap] = defaultdict(BitMap)
        self._years: dict[str, BitMap] = {}

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
            found = [self._year(value) for value in values]
        else:
            found = [self.facets[facet][value] for value in values if value in self.facets[facet]]
        return BitMap.union(*found) if found else BitMap()

    def _year(self, value: str) -> BitMap:
        """Records that can be of a year: a vague date is entered under each of its years, or in `wide`."""
        if value not in self._years:
            found = [self.facets[YEAR][value]] if value in self.facets[YEAR] else []
            if value.isdecimal():
                found += [bitmap for span, bitmap in self.wide.items() if span.covers(int(value))]
            self._years[value] = BitMap.union(*found) if found else BitMap()
        return self._years[value]

    def counts(self, facet: str, matched: BitMap) -> dict[str, int]:
        """How many of `matched` have each value; values that none has are left out."""
        of = matched.intersection_cardinality
        if facet == YEAR:
            return {value: of(self._year(value)) for value in self._years_of(matched)}
        return {value: count for value, bitmap in self.facets[facet].items() if (count := of(bitmap))}

    def _years_of(self, matched: BitMap) -> set[str]:
        """The years that a record of `matched` offers."""
        found = {value for value, bitmap in self.facets[YEAR].items() if bitmap.intersect(matched)}
        wide = (span for span, bitmap in self.wide.items() if bitmap.intersect(matched))
        return found | {str(year) for span in wide for year in span.offered}
