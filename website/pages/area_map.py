"""The field as a map: how many public commitments are both in a domain and of a form of cooperation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from pyroaring import BitMap

from agreements.change_log.cache import cached
from agreements.models import CooperationArea, Facet, PublicationStatus
from database.bitmaps import bitmap_of_any_order
from database.column_reader import column_arrays
from search.facets.vocabulary import Vocabulary
from search.index.overviews import crossed
from search.index.process_index import facet_index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    Outline = Sequence[tuple[CooperationArea, int]]

#: Shades of a cell, from the first that is not empty to the fullest.
SHADES = 5


@dataclass(frozen=True)
class Cell:
    """A domain and a form: how many commitments are in both, and how dark that is beside the fullest cell."""

    form: CooperationArea
    count: int
    shade: int


@dataclass(frozen=True)
class AreaMapRow:
    """A domain with its cells; `depth` is that of the vocabulary, `total` counts commitments of any form or none."""

    domain: CooperationArea
    depth: int
    total: int
    cells: list[Cell]


@dataclass(frozen=True)
class AreaMap:
    """Domains by forms; those in which nothing is promised stand apart."""

    forms: list[CooperationArea]
    lines: list[AreaMapRow]
    without: list[CooperationArea]


def area_map(
    facets: Sequence[tuple[Facet, Outline]],
    totals: Mapping[str, Mapping[str, int]],
    counts: Mapping[tuple[str, str], int],
) -> AreaMap:
    """The map over the outlines of both facets: `totals` by facet and area, `counts` by domain and form."""
    outlines = {str(facet): outline for facet, outline in facets}
    forms = [form for form, _depth in outlines[Facet.FORM] if totals[Facet.FORM].get(form.code)]
    fewest, fullest = min(counts.values(), default=0), max(counts.values(), default=0)
    lines = []
    for domain, depth in outlines[Facet.DOMAIN]:
        if total := totals[Facet.DOMAIN].get(domain.code):
            found = ((form, counts.get((domain.code, form.code), 0)) for form in forms)
            cells = [Cell(form, count, shade(count, fewest, fullest)) for form, count in found]
            lines.append(AreaMapRow(domain, depth, total, cells))
    areas = [(facet, area) for facet, outline in outlines.items() for area, _depth in outline]
    return AreaMap(forms, lines, [area for facet, area in areas if not totals[facet].get(area.code)])


def shade(count: int, fewest: int, fullest: int) -> int:
    """From 0 for none to SHADES for the fullest cells, by orders of magnitude: a few cells hold most commitments."""
    if not count:
        return 0
    if fullest == fewest:
        return SHADES
    return min(SHADES, 1 + int(SHADES * log(count / fewest) / log(fullest / fewest)))


def counts_on(on: date) -> dict[tuple[str, str], int]:
    """How many public commitments are in each domain and of each form, narrower areas included; no zeros."""
    return cached("area map", lambda: _counts(on))


def _counts(on: date) -> dict[tuple[str, str], int]:
    with facet_index(on) as index:
        if index is not None:
            return crossed(index.commitments.facets)
    return counts_in_tables()


def counts_in_tables() -> dict[tuple[str, str], int]:
    """The same, from the links between commitments and areas as the tables have them; two queries."""
    vocabulary = Vocabulary.read()
    links = CooperationArea.commitments.through.objects.order_by()
    public = links.filter(commitment__agreement__status=PublicationStatus.PUBLISHED)
    areas, commitments = column_arrays(public, "cooperationarea_id", "commitment_id")
    end, broader = int(commitments.max(initial=0)) + 1, vocabulary.with_broader()
    found: dict[str, dict[str, BitMap]] = {facet: defaultdict(BitMap) for facet in Facet.values}
    for area in vocabulary.areas:
        own = bitmap_of_any_order(commitments[areas == area.pk], end)
        for code in broader[area.pk]:
            found[area.facet][code] |= own
    return crossed(found)
