"""What the index costs: time to build, bytes, memory of the process; a module to be run."""

from __future__ import annotations

import json
import os
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import django
import numpy as np
from django.utils import timezone

from benchmarks.servers.servers import resident

if TYPE_CHECKING:
    from datetime import date

    from search.index.index import FacetIndex

TIMES = 3
MIB = 1024 * 1024


def cost(on: date) -> dict[str, Any]:
    """Seconds to build (the median of three), MiB of bitmaps and of arrays, and how the process grew, in MiB."""
    from search.index.index import FacetIndex  # noqa: PLC0415 models are there once Django is set up

    before, seconds, found = resident(os.getpid()), [], None
    for _n in range(TIMES):
        found = None
        begun = perf_counter()
        found = FacetIndex(on)
        seconds.append(perf_counter() - begun)
    assert found is not None  # noqa: S101 it was built
    return {
        "seconds": median(seconds),
        "bitmaps_mib": _bitmaps(found) / MIB,
        "arrays_mib": _arrays(found) / MIB,
        "process_before_mib": before,
        "process_after_mib": resident(os.getpid()),
    }


def _bitmaps(index: FacetIndex) -> int:
    return sum(
        len(bitmap.serialize()) for values in (index.commitments, index.agreements) for bitmap in values.bitmaps()
    )


def _arrays(index: FacetIndex) -> int:
    return sum(array.nbytes for array in vars(index.layout).values() if isinstance(array, np.ndarray))


if __name__ == "__main__":
    django.setup()
    json.dump(cost(timezone.localdate()), sys.stdout)
