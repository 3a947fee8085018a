"""Counts of the facets that an agreement has: all values of one at once, by how many of its records each agreement has.

A bitmap for each value would do, but every question would go through the memory of thousands of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from database.bitmaps import as_array, taken
from search.index.layout import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pyroaring import BitMap

    from search.index.layout import Layout


@dataclass(frozen=True)
class Links:
    """Which agreements have each value of a facet, by their places: those of the first value, of the second, and so on.

    `firsts` are where those of each value begin in `places`.
    """

    values: list[str]
    firsts: NDArray[np.int64]
    places: NDArray[np.int32]

    @classmethod
    def of(cls, layout: Layout, agreements: Mapping[str, BitMap]) -> Links:
        """`agreements` are the first positions of those that have a value."""
        found = {value: as_array(bitmap) for value, bitmap in agreements.items() if bitmap}
        sizes = np.fromiter(map(len, found.values()), np.int64, len(found))
        places = taken(layout.place_at, joined(list(found.values())))
        return cls(list(found), np.cumsum(sizes) - sizes, places)

    @classmethod
    def of_pairs(cls, layout: Layout) -> Links:
        """Agreements stand in the order of their pairs already."""
        firsts = layout.first_of_pairs
        values = [pair.lower() for pair in layout.pairs[firsts]]
        return cls(values, firsts, np.arange(len(layout.pairs), dtype=np.int32))

    def counts(self, records: NDArray[np.int32]) -> dict[str, int]:
        """How many records the agreements with each value have, if each has as many as `records` says; no zeros."""
        if not self.values:
            return {}
        numbers = np.add.reduceat(taken(records, self.places), self.firsts)
        some = np.flatnonzero(numbers)
        return dict(zip((self.values[place] for place in some.tolist()), numbers[some].tolist(), strict=True))


def records_of_agreements(layout: Layout, matched: BitMap) -> NDArray[np.int32]:
    """How many of the positions `matched` each agreement has."""
    found = np.bincount(taken(layout.place_at, as_array(matched)), minlength=len(layout.starts))
    return found.astype(np.int32)
