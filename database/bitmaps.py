"""Roaring bitmaps from arrays of numbers and back, without a Python object for each number."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
from pyroaring import BitMap

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: As many numbers are put in order by sorting; more of them by marking their places.
FEW = 20_000


def bitmap_of(positions: NDArray[np.int64]) -> BitMap:
    """The bitmap of `positions`; quicker than from any other sequence."""
    return BitMap(array("I", positions.astype(np.uint32).tobytes()))


def bitmap_of_any_order(positions: NDArray[np.int64], end: int) -> BitMap:
    """The bitmap of `positions` below `end`, some perhaps twice: out of order they are added far more slowly."""
    if len(positions) < FEW:
        return bitmap_of(np.sort(positions))
    marks = np.zeros(end, bool)
    marks[positions] = True
    return bitmap_of(np.flatnonzero(marks))


def as_array(bitmap: BitMap) -> NDArray[np.uint32]:
    """The positions of `bitmap`, in order."""
    return np.frombuffer(bitmap.to_array(), np.uint32)


def taken(numbers: NDArray[Any], places: NDArray[Any]) -> NDArray[Any]:
    """`numbers` at `places`, all of which are there: a third of the time that indexing takes."""
    return numbers.take(places, mode="clip")
