"""Where a word stands: in which agreements and commitments, by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.words.documents import BITS, COMMITMENTS, REST, SOURCES, TITLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Matches:
    """The records one word or phrase stands in.

    `titles` are agreements by their title, which stands for every commitment of theirs too; `others`
    are agreements by the rest of what describes them, `sources` by their sources; `owners` and
    `numbers` name commitments by their agreement and number. With `excluded` the reader wants those without it.
    """

    titles: NDArray[np.int64]
    others: NDArray[np.int64]
    sources: NDArray[np.int64]
    owners: NDArray[np.int64]
    numbers: NDArray[np.int64]
    excluded: bool = False

    @classmethod
    def of(cls, documents: NDArray[np.int64], *, excluded: bool) -> Matches:
        """The records that `documents`, by their numbers, are texts of."""
        agreements, places = documents >> BITS, documents & ((1 << BITS) - 1)
        of_commitments = (places >= COMMITMENTS) & (places < SOURCES)
        return cls(
            agreements[places == TITLE],
            agreements[places == REST],
            agreements[places >= SOURCES],
            agreements[of_commitments],
            places[of_commitments] - COMMITMENTS,
            excluded,
        )

    @property
    def commitments(self) -> list[int]:
        """The documents of the commitments it stands in."""
        found: list[int] = ((self.owners << BITS) + self.numbers + COMMITMENTS).tolist()
        return found

    def agreements(self) -> set[int]:
        """The keys of the agreements in whose texts, commitments or sources it stands."""
        return self.agreements_by_relevance()[-1]

    def agreements_by_relevance(self) -> list[set[int]]:
        """The keys of agreements with it in their title; also in the rest of the record; also in a source."""
        titles = set(self.titles.tolist())
        records = {*titles, *self.others.tolist(), *self.owners.tolist()}
        return [titles, records, records.union(self.sources.tolist())]
