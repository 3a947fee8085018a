"""Where each published record stands: positions in the order of identifiers, so that a page is a slice.

Every agreement has a block of positions, its commitments stand in it in the order of their numbers,
and the agreement itself stands at the block's first position. Blocks leave some room, for another
commitment or another agreement of the pair; when it is used up the layout is made anew.
"""

from __future__ import annotations

from bisect import bisect_left
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from database.bitmaps import taken
from database.column_reader import NO_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

#: Room in a block beyond its commitments, and after the last agreement of a pair.
ROOM_IN_BLOCK = 2
ROOM_AFTER_PAIR = 16
NOWHERE = -1
#: Keys below this fit in four bytes, with room for those to come.
MANY_KEYS = 2**31

Order = tuple[str, int]


class NoRoom(Exception):
    """A record does not fit between its neighbours."""


class Block(NamedTuple):
    """An agreement to be placed: its key, its order among all, its commitments' numbers and keys in their order."""

    agreement: int
    order: Order
    numbers: NDArray[np.int64]
    commitments: NDArray[np.int64]


def runs(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each of `starts` on, as many as `lengths` says."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def joined(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """One array of all of them."""
    return np.concatenate(arrays) if arrays else NO_NUMBERS


class Layout:
    """The positions of agreements and commitments."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        """Lay out `blocks`, which come in their order."""
        blocks = list(blocks)
        sizes = np.fromiter((len(block.numbers) + ROOM_IN_BLOCK for block in blocks), np.int64, len(blocks))
        last_of_pair = np.fromiter(
            (
                place + 1 == len(blocks) or blocks[place + 1].order[0] != block.order[0]
                for place, block in enumerate(blocks)
            ),
            bool,
            len(blocks),
        )
        ends = np.cumsum(sizes + last_of_pair * ROOM_AFTER_PAIR)
        self.starts: NDArray[np.int64] = np.concatenate(([0], ends[:-1])).astype(np.int64) if blocks else ends
        self.sizes = sizes
        self.agreements = np.fromiter((block.agreement for block in blocks), np.int64, len(blocks))
        self.pairs = np.array([intern(block.order[0]) for block in blocks], object)
        self.numbers = np.fromiter((block.order[1] for block in blocks), np.int32, len(blocks))
        self.end = int(ends[-1]) if blocks else 0
        keys = joined([block.commitments for block in blocks])
        self.commitment_at = np.zeros(self.end, np.uint32 if keys.max(initial=0) < MANY_KEYS else np.uint64)
        self.number_at = np.zeros(self.end, np.int16)
        self.start_of = np.full(int(self.agreements.max(initial=0)) + 1, NOWHERE, np.int32)
        self.start_of[self.agreements] = self.starts
        positions = runs(self.starts, sizes - ROOM_IN_BLOCK)
        self.commitment_at[positions] = keys
        self.number_at[positions] = joined([block.numbers for block in blocks])
        self._place_at: NDArray[np.int32] | None = None

    @property
    def place_at(self) -> NDArray[np.int32]:
        """For each position the place, among all agreements in their order, of the one whose block it lies in."""
        if self._place_at is None:
            self._place_at = np.zeros(self.end, np.int32)
            if len(self.starts):  # room that the first one left is counted as the next one's
                ends = np.append(self.starts[1:], self.end)
                self._place_at = np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))
        return self._place_at

    def start(self, agreement: int) -> int | None:
        """The first position of an agreement; None where it has none."""
        if not 0 <= agreement < len(self.start_of) or self.start_of[agreement] == NOWHERE:
            return None
        return int(self.start_of[agreement])

    def block(self, start: int) -> range:
        """The positions of the block that begins at `start`."""
        return range(start, start + int(self.sizes[self._place(start)]))

    def blocks(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The positions of all the blocks that begin at `starts`."""
        return runs(starts, taken(self.sizes, taken(self.place_at, starts)))

    @property
    def first_of_pairs(self) -> NDArray[np.int64]:
        """The places of the first agreement of each pair."""
        return np.flatnonzero(np.append(True, self.pairs[1:] != self.pairs[:-1]))[: len(self.pairs)]

    def of_pair(self, pair: str) -> range:
        """The positions between the first agreement of a pair and the first one of the next."""
        first, last = (int(np.searchsorted(self.pairs, pair, side=side)) for side in ("left", "right"))
        if first == last:
            return range(0)
        return range(int(self.starts[first]), int(self.starts[last]) if last < len(self.starts) else self.end)

    def place(self, block: Block) -> None:
        """Give an agreement its positions: those it has if its commitments fit, else new ones. Raises NoRoom."""
        start = self.start(block.agreement)
        if start is not None and (
            self._order(self._place(start)) != block.order or len(block.numbers) > len(self.block(start))
        ):
            self.remove(block.agreement)
            start = None
        if start is None:
            start = self._insert(block)
        positions = slice(start, start + len(block.numbers))
        whole = slice(start, start + len(self.block(start)))
        self.commitment_at[whole] = 0
        self.number_at[whole] = 0
        self.commitment_at[positions] = block.commitments
        self.number_at[positions] = block.numbers

    def remove(self, agreement: int) -> None:
        """Free the positions of an agreement."""
        start = self.start(agreement)
        if start is None:
            return
        place = self._place(start)
        whole = slice(start, start + int(self.sizes[place]))
        self.commitment_at[whole] = 0
        self.number_at[whole] = 0
        self.starts, self.sizes = np.delete(self.starts, place), np.delete(self.sizes, place)
        self.agreements = np.delete(self.agreements, place)
        self.pairs, self.numbers = np.delete(self.pairs, place), np.delete(self.numbers, place)
        self.start_of[agreement] = NOWHERE
        self._place_at = None

    def _insert(self, block: Block) -> int:
        place = bisect_left(range(len(self.starts)), block.order, key=self._order)
        start = int(self.starts[place - 1] + self.sizes[place - 1]) if place else 0
        room = (int(self.starts[place]) if place < len(self.starts) else self.end) - start
        wanted = max(1, len(block.numbers))
        if room < wanted:
            raise NoRoom
        self.starts = np.insert(self.starts, place, start)
        self.sizes = np.insert(self.sizes, place, min(room, wanted + ROOM_IN_BLOCK))
        self.agreements = np.insert(self.agreements, place, block.agreement)
        self.pairs = np.insert(self.pairs, place, intern(block.order[0]))
        self.numbers = np.insert(self.numbers, place, block.order[1])
        if block.agreement >= len(self.start_of):
            longer = np.full(block.agreement + 1000, NOWHERE, np.int32)
            longer[: len(self.start_of)] = self.start_of
            self.start_of = longer
        self.start_of[block.agreement] = start
        self._place_at = None
        return start

    def _order(self, place: int) -> Order:
        return self.pairs[place], int(self.numbers[place])

    def _place(self, start: int) -> int:
        return int(np.searchsorted(self.starts, start))

    def starts_of(self, agreements: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first positions of those of `agreements` that have one."""
        known = agreements[(agreements >= 0) & (agreements < len(self.start_of))]
        starts = self.start_of[known]
        return starts[starts != NOWHERE].astype(np.int64)

    def positions_of(self, agreements: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The positions of commitments, named by their agreements and numbers; those without one are left out."""
        known = agreements < len(self.start_of)
        if not known.all():
            agreements, numbers = agreements[known], numbers[known]
        starts = taken(self.start_of, agreements)
        usual = starts + numbers - 1
        found = (starts != NOWHERE) & (usual < self.end) & (taken(self.number_at, usual) == numbers)
        # A number that was taken out leaves a gap: those after it stand earlier than their number says.
        found &= taken(self.place_at, usual) == taken(self.place_at, starts)
        if found.all():
            return usual
        missed = ~found & (starts != NOWHERE)
        others = [
            start + int(where[0])
            for start, number in zip(starts[missed].tolist(), numbers[missed].tolist(), strict=True)
            if len(where := np.flatnonzero(self.number_at[start : self.block(start).stop] == number))
        ]
        return np.concatenate((usual[found], np.array(others, np.int64)))

    def block_starts(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first position of the block that each of `positions` lies in."""
        return self.starts[self.place_at[positions]]

    def agreements_at(self, positions: Sequence[int]) -> list[int]:
        """The keys of the agreements that stand at `positions`."""
        return [int(self.agreements[self._place(position)]) for position in positions]

    def commitments_at(self, positions: Sequence[int]) -> list[int]:
        """The keys of the commitments at `positions`."""
        return [int(self.commitment_at[position]) for position in positions]
