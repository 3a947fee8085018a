"""What the index says over many records at once: pairs of countries, and domains crossed with forms."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pyroaring import BitMap

from agreements.models import Facet
from search.index.agreement_counts import records_of_agreements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.index.index import FacetIndex

#: The facets of commitments that are counted for a pair.
COUNTED = (*Facet.values, "implementation")


class Tally(NamedTuple):
    """How many agreements there are, and how many commitments they hold."""

    agreements: int
    commitments: int


class PairAnswer(NamedTuple):
    """How much a pair has, the keys of its latest agreements, and how many of its commitments have each value."""

    tally: Tally
    latest: list[int]
    counts: dict[str, dict[str, int]]


def tallies_by_pair(index: FacetIndex) -> dict[str, Tally]:
    """How much each pair has. A pair's agreements stand side by side, so that its numbers are sums over a stretch."""
    pairs = index.layout.pairs
    if not len(pairs):
        return {}
    commitments = records_of_agreements(index.layout, index.commitments.all)
    firsts = np.concatenate(([0], np.flatnonzero(pairs[1:] != pairs[:-1]) + 1))
    agreements = np.diff(np.append(firsts, len(pairs)))
    totals = np.add.reduceat(commitments, firsts)
    return {pairs[first]: Tally(int(a), int(c)) for first, a, c in zip(firsts, agreements, totals, strict=True)}


def of_pair(index: FacetIndex, pair: str, latest: int) -> PairAnswer:
    """What `pair` has; the keys of its `latest` agreements, by the first day they can have been signed on."""
    layout = index.layout
    first, last = bisect_left(layout.pairs, pair), bisect_right(layout.pairs, pair)
    if first == last:
        return PairAnswer(Tally(0, 0), [], {facet: {} for facet in COUNTED})
    starts = layout.starts[first:last].tolist()
    commitments = index.commitments.all & BitMap(range(starts[0], starts[-1] + int(layout.sizes[last - 1])))
    newest = nsmallest(latest, starts, key=lambda start: (-index.signed_on.get(start, 0), start))
    counts = {facet: index.commitments.counts(facet, commitments) for facet in COUNTED}
    return PairAnswer(Tally(last - first, len(commitments)), layout.agreements_at(newest), counts)


def crossed(values: Mapping[str, Mapping[str, BitMap]]) -> dict[tuple[str, str], int]:
    """How many records are both in a domain and of a form; those that none is in are left out."""
    return {
        (domain, form): count
        for domain, in_domain in values[Facet.DOMAIN].items()
        for form, of_form in values[Facet.FORM].items()
        if (count := in_domain.intersection_cardinality(of_form))
    }
