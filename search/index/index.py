"""The facet index: built from the tables, changed agreement by agreement, asked for counts and pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pyroaring import BitMap

from agreements.models import Facet
from database.bitmaps import bitmap_of_any_order, taken
from languages.collation import current_language
from search.facets.ordering import Order, pairs_in_order
from search.facets.years import Period
from search.index.agreement_counts import Links, records_of_agreements
from search.index.index_rows import COMMITMENT_CODES, OF_AGREEMENTS, read_rows
from search.index.layout import NOWHERE, Layout, joined, runs
from search.index.value_bitmaps import YEAR, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from search.facets.years import Span
    from search.index.index_rows import Rows
    from search.words.matches import Matches

AREAS = tuple(Facet.values)
#: Agreements of a pair stand next to each other: no bitmap is needed.
PAIR = "pair"
#: Beside the facets: the years that agreements offer as choices, which are not all they can be of.
OFFERED = "offered years"
NO_DAY = np.iinfo(np.int32).max


class IndexQuery(NamedTuple):
    """What is asked of a list: values by facet, records that have the words, order, and which part of it."""

    chosen: Mapping[str, Sequence[str]]
    matches: Sequence[Matches] = ()
    order: Order = Order.NUMBER
    offset: int = 0
    limit: int = 25
    period: Period = Period()


@dataclass(frozen=True)
class IndexAnswer:
    """How many records fit, the keys of those asked for in their order, and for each facet the counts of its values.

    The counts of a facet leave its own choices out.
    """

    total: int
    keys: list[int]
    counts: Mapping[str, dict[str, int]]


class FacetIndex:
    """Published records by their values, on one day (of which their statuses are)."""

    def __init__(self, on: date) -> None:
        self.on = on
        rows = read_rows(on)
        self.layout = Layout(rows.blocks)
        self.commitments = Values("commitments", (*AREAS, *OF_AGREEMENTS, *COMMITMENT_CODES))
        self.agreements = Values("agreements", (*AREAS, *OF_AGREEMENTS, *COMMITMENT_CODES))
        self.signed_on: dict[int, int] = {}
        self.status_until: dict[int, date] = {}
        self._links: dict[str, Links] = {}
        self._totals: dict[str, dict[str, dict[str, int]]] = {}
        self._orders: dict[tuple[Order, str], NDArray[np.int64]] = {}
        self._enter(rows)
        for values in (self.commitments, self.agreements):
            values.shrink()

    def change(self, agreements: Collection[int]) -> None:
        """Enter what the tables now say of `agreements`. Raises NoRoom, and is then of no use any more."""
        rows = read_rows(self.on, agreements)
        published = {block.agreement for block in rows.blocks}
        for agreement in agreements:
            start = self.layout.start(agreement)
            if start is not None:
                whole = self.layout.block(start)
                self.commitments.forget(whole)
                self.agreements.forget(whole)
                self.signed_on.pop(start, None)
            self.status_until.pop(agreement, None)
            if agreement not in published:
                self.layout.remove(agreement)
        for block in rows.blocks:
            self.layout.place(block)
        self._enter(rows)
        self._orders.clear()
        self._links.clear()
        self._totals.clear()

    def turn_to(self, on: date) -> None:
        """Be the index of the day `on`: enter anew the agreements whose status may be another one by then."""
        later = {agreement for agreement, until in self.status_until.items() if until <= on}
        self.on = on
        if later:
            self.change(later)

    def _enter(self, rows: Rows) -> None:
        starts = self.layout.starts_of(np.fromiter((block.agreement for block in rows.blocks), np.int64))
        numbers = np.fromiter((len(block.numbers) for block in rows.blocks), np.int64, len(rows.blocks))
        self._enter_agreements(rows, starts, numbers)
        self.commitments.settle()
        self.agreements.settle()
        position_of = _positions_by_key(rows, runs(starts, numbers))
        for facet, values in rows.commitments.items():
            for value, keys in values.items():
                positions = taken(position_of, keys)
                positions = positions[positions != NOWHERE]
                self.commitments.facets[facet][value] |= bitmap_of_any_order(positions, self.layout.end)
                agreements = bitmap_of_any_order(self.layout.block_starts(positions), self.layout.end)
                self.agreements.facets[facet][value] |= agreements

    def _enter_agreements(self, rows: Rows, starts: NDArray[np.int64], numbers: NDArray[np.int64]) -> None:
        """What agreements have: `starts` are their first positions, `numbers` how many commitments each has."""
        found: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in OF_AGREEMENTS}
        wide: dict[Span, list[int]] = defaultdict(list)
        for place, (block, start, facts) in enumerate(zip(rows.blocks, starts.tolist(), rows.facts(), strict=True)):
            for facet, values in facts.values.items():
                for value in values:
                    found[facet][value].append(place)
            for span in facts.wide_spans:
                wide[span].append(place)
            if facts.signed_on is not None:
                self.signed_on[start] = facts.signed_on.toordinal()
            if facts.status_until is not None:
                self.status_until[block.agreement] = facts.status_until
        self.agreements.enter(starts, np.ones_like(numbers), found, wide)
        self.commitments.enter(starts, numbers, found, wide)

    def of_commitments(self, question: IndexQuery) -> IndexAnswer:
        """What `question` finds among commitments."""
        tiers = self._tiers(question, self._commitments_with)
        matched, counts = self._narrowed(self.commitments, question, tiers)
        return IndexAnswer(len(matched), self.layout.commitments_at(self._page(matched, question, tiers)), counts)

    def of_agreements(self, question: IndexQuery) -> IndexAnswer:
        """What `question` finds among agreements."""
        tiers = self._tiers(question, self._agreements_with)
        matched, counts = self._narrowed(self.agreements, question, tiers)
        return IndexAnswer(len(matched), self.layout.agreements_at(self._page(matched, question, tiers)), counts)

    def _narrowed(
        self, values: Values, question: IndexQuery, tiers: Sequence[BitMap]
    ) -> tuple[BitMap, dict[str, dict[str, int]]]:
        """What fits, and the counts of each facet over what fits all the others."""
        parts = {facet: self._having(values, facet, chosen) for facet, chosen in question.chosen.items()}
        given = [values.all, *tiers[-1:], *([values.within(question.period)] if question.period else [])]
        matched = BitMap.intersection(*given, *parts.values())
        counts = self._counts(values, matched, [facet for facet in (*values.facets, PAIR) if facet not in parts])
        for facet in parts:
            others = [part for name, part in parts.items() if name != facet]
            counts |= self._counts(values, BitMap.intersection(*given, *others), [facet])
        return matched, counts

    def _having(self, values: Values, facet: str, chosen: Sequence[str]) -> BitMap:
        if facet != PAIR:
            return values.having(facet, chosen)
        return values.all & BitMap.union(*(BitMap(self.layout.of_pair(pair.upper())) for pair in chosen))

    def _counts(self, values: Values, matched: BitMap, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many of `matched` have each value of `facets`; those of all records are counted once."""
        if len(matched) < len(values.all):
            return self._counted(values, matched, facets)
        if values.name not in self._totals:
            self._totals[values.name] = self._counted(values, matched, [*values.facets, PAIR])
        return {facet: self._totals[values.name][facet] for facet in facets}

    def _counted(self, values: Values, matched: BitMap, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        of_agreements = [facet for facet in facets if facet in OF_AGREEMENTS or facet == PAIR]
        counts = {facet: values.counts(facet, matched) for facet in facets if facet not in of_agreements}
        if of_agreements:
            records = records_of_agreements(self.layout, matched)
            counts |= {facet: self._linked(facet).counts(records) for facet in of_agreements}
            if YEAR in of_agreements:
                offered = self._linked(OFFERED).counts(records)
                counts[YEAR] = {year: count for year, count in counts[YEAR].items() if year in offered}
        return counts

    def _linked(self, facet: str) -> Links:
        if facet not in self._links:
            by_value = self._agreements_by_value
            self._links[facet] = (
                Links.of_pairs(self.layout) if facet == PAIR else Links.of(self.layout, by_value(facet))
            )
        return self._links[facet]

    def _agreements_by_value(self, facet: str) -> Mapping[str, BitMap]:
        if facet not in {YEAR, OFFERED}:
            return self.agreements.facets[facet]
        offering = self.agreements.offering()
        return offering if facet == OFFERED else {year: self.agreements.year(year) for year in offering}

    def _tiers(self, question: IndexQuery, having: Callable[[Matches], list[BitMap]]) -> list[BitMap]:
        """Records with every word and without the excluded ones; none where no word was asked.

        The last one are all of them, those before it hold what is more relevant (search/facets/ordering.py); they are
        made where that is the order.
        """
        if not question.matches:
            return []
        needed = slice(None) if question.order == Order.RELEVANCE else slice(-1, None)
        wanted = [having(word)[needed] for word in question.matches if not word.excluded]
        unwanted = [having(word)[-1] for word in question.matches if word.excluded]
        tiers = [BitMap.intersection(*same) for same in zip(*wanted, strict=True)] or [BitMap(range(self.layout.end))]
        return [tier.difference(*unwanted) for tier in tiers] if unwanted else tiers

    def _agreements_with(self, matches: Matches) -> list[BitMap]:
        """Agreements with a word in the title; also in the rest of the record; also in a source."""
        found = (matches.titles, np.concatenate((matches.others, matches.owners)), matches.sources)
        parts = [bitmap_of_any_order(self.layout.starts_of(keys), self.layout.end) for keys in found]
        return list(accumulate(parts, or_))

    def _commitments_with(self, matches: Matches) -> list[BitMap]:
        """Commitments with a word in their own text; also in the title of their agreement."""
        own = self.layout.positions_of(matches.owners, matches.numbers)
        titled = self.layout.blocks(self.layout.starts_of(matches.titles))
        return list(accumulate((bitmap_of_any_order(part, self.layout.end) for part in (own, titled)), or_))

    def _page(self, matched: BitMap, question: IndexQuery, tiers: Sequence[BitMap]) -> list[int]:
        """The positions of the asked part of `matched` in the asked order."""
        first, last = question.offset, question.offset + question.limit
        if question.order == Order.RELEVANCE:
            return _by_tiers(matched, tiers, first, last)
        if question.order == Order.NUMBER:
            return list(matched[first:last])
        order = self._order(question.order)
        records = records_of_agreements(self.layout, matched)
        ends = np.cumsum(taken(records, order))
        found: list[int] = []
        place = int(np.searchsorted(ends, first, side="right"))
        skipped = first - (int(ends[place - 1]) if place else 0)
        while len(found) < question.limit and place < len(order):
            start, number = int(self.layout.starts[order[place]]), int(records[order[place]])
            before = matched.rank(start - 1) if start else 0
            found += list(matched[before + skipped : before + min(number, skipped + question.limit - len(found))])
            place, skipped = place + 1, 0
        return found

    def _order(self, order: Order) -> NDArray[np.int64]:
        """The places of all agreements in `order`; those by country are of the reader's language."""
        kept = (order, current_language() if order == Order.COUNTRY else "")
        if kept not in self._orders:
            self._orders[kept] = np.argsort(self._sort_values(order), kind="stable")
        return self._orders[kept]

    def _sort_values(self, order: Order) -> NDArray[np.int64]:
        if order == Order.COUNTRY:
            places = pairs_in_order(self.layout.pairs.tolist())
            return np.fromiter((places[pair] for pair in self.layout.pairs), np.int64, len(self.layout.pairs))
        sign = -1 if order == Order.NEWEST else 1
        days = (self.signed_on.get(start) for start in self.layout.starts.tolist())
        return np.fromiter((NO_DAY if day is None else sign * day for day in days), np.int64, len(self.layout.starts))


def _by_tiers(matched: BitMap, tiers: Sequence[BitMap], first: int, last: int) -> list[int]:
    """A part of `matched`: those in the first of `tiers`, then those in the second that are in none before it, …"""
    found: list[int] = []
    for tier in tiers:
        own = matched & tier
        matched = matched - own
        found += own[max(0, first) : max(0, last)]
        first, last = first - len(own), last - len(own)
    return found + list(matched[max(0, first) : max(0, last)])


def _positions_by_key(rows: Rows, positions: NDArray[np.int64]) -> NDArray[np.int32]:
    """The positions of commitments at the places of their keys, NOWHERE for others; `positions` are those of `rows`."""
    keys = joined([block.commitments for block in rows.blocks])
    largest = max((keys.max(initial=0) for values in rows.commitments.values() for keys in values.values()), default=0)
    found = np.full(max(largest, keys.max(initial=0)) + 1, NOWHERE, np.int32)
    found[keys] = positions
    return found
