"""What the index is made of: published agreements and commitments with their values, read from the tables.

The same reading serves the whole registry and a few agreements that changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from agreements.columns import columns_of
from agreements.facet_index.layout import Block
from agreements.facets import NOT_STATED, Span, Vocabulary
from agreements.models import Agreement, AgreementParty, Commitment, CooperationArea
from agreements.orders import by_identifier
from agreements.status import Instrument, next_change, status_on
from agreements.statuses import CLAUSES, of_agreements, steps_by_agreement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

#: Facets of an agreement with one value each, and their columns.
CODES = ("type", "level")
#: Facets of a commitment with one value each, and their columns.
COMMITMENT_CODES = ("modality", "implementation")


class AgreementFacts(NamedTuple):
    """What an agreement can be found and sorted by."""

    values: dict[str, Collection[str]]
    wide_spans: list[Span]
    signed_on: date | None
    status_until: date | None


@dataclass
class Rows:
    """Published agreements in the order of their identifiers, and their commitments in the order of their numbers."""

    blocks: list[Block] = field(default_factory=list)
    agreements: dict[int, AgreementFacts] = field(default_factory=dict)
    #: By facet and value, the keys of commitments.
    commitments: dict[str, dict[str, list[int]]] = field(default_factory=dict)


def read_rows(on: date, only: Collection[int] | None = None) -> Rows:
    """All published records as they are, or those of the agreements `only`; statuses are those of the day `on`."""
    agreements = _agreements(only)
    rows = Rows(agreements=dict(_facts(agreements, on, only)))
    numbered, rows.commitments = _commitments(only)
    for pk, pair, number in ((row["pk"], row["pair"], row["pair_number"]) for row in agreements):
        numbers, keys = numbered.get(pk, ((), ()))
        rows.blocks.append(Block(pk, (pair, number), numbers, keys))
    for facet, values in _areas(only).items():
        rows.commitments[facet] = values
    return rows


def _agreements(only: Collection[int] | None) -> list[dict[str, Any]]:
    found = of_agreements(Agreement.objects.published(), only, "pk").order_by(*by_identifier(""))
    names = ("pk", "pair", "pair_number", *CODES, *CLAUSES)
    return [dict(zip(names, row, strict=True)) for row in columns_of(found, *names)]


def _facts(
    agreements: list[dict[str, Any]], on: date, only: Collection[int] | None
) -> Iterator[tuple[int, AgreementFacts]]:
    parties = _parties(only)
    steps = steps_by_agreement(only)
    for row in agreements:
        pk = row["pk"]
        own_steps = steps.get(pk, [])
        instrument = Instrument.of(row)
        signatures = [step for step in own_steps if step.is_counting_signature]
        spans = [Span.of(step.earliest_on, step.before_on) for step in signatures]
        values: dict[str, Collection[str]] = {code: (row[code],) for code in CODES}
        values["status"] = (str(status_on(instrument, on, own_steps).status),)
        values["country"], values["party"] = parties.get(pk, ((), ()))
        values["year"] = _years(spans)
        yield (
            pk,
            AgreementFacts(
                values,
                [span for span in spans if span.is_wide],
                min((day for step in signatures if (day := step.earliest_on or step.before_on)), default=None),
                next_change(instrument, on, own_steps),
            ),
        )


def _years(spans: list[Span]) -> Collection[str]:
    if not spans:
        return (NOT_STATED,)
    return {str(year) for span in spans if not span.is_wide for year in span.offered}


def _parties(only: Collection[int] | None) -> dict[int, tuple[set[str], set[str]]]:
    """The countries and the parties of each agreement."""
    found: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    rows = of_agreements(AgreementParty.objects.order_by(), only)
    for pk, country, slug in columns_of(rows, "agreement", "party__country", "party__slug"):
        countries, slugs = found[pk]
        slugs.add(slug)
        if country:
            countries.add(country)
    return found


def _commitments(
    only: Collection[int] | None,
) -> tuple[dict[int, tuple[list[int], list[int]]], dict[str, dict[str, list[int]]]]:
    """By agreement the numbers and keys of its commitments; by facet and code the keys."""
    numbered: dict[int, tuple[list[int], list[int]]] = {}
    coded: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in COMMITMENT_CODES}
    first, second = (coded[facet] for facet in COMMITMENT_CODES)
    rows = of_agreements(Commitment.objects.published(), only).order_by("agreement", "number")
    columns = columns_of(rows, "agreement", "number", "pk", *COMMITMENT_CODES)
    for agreement, own in groupby(columns, itemgetter(0)):
        numbers: list[int] = []
        keys: list[int] = []
        for _agreement, number, pk, modality, implementation in own:
            numbers.append(number)
            keys.append(pk)
            first[modality].append(pk)
            second[implementation].append(pk)
        numbered[agreement] = (numbers, keys)
    return numbered, coded


def _areas(only: Collection[int] | None) -> dict[str, dict[str, list[int]]]:
    """By facet and area the keys of commitments in it or in a narrower one."""
    vocabulary = Vocabulary.read()
    facets = {area.pk: area.facet for area in vocabulary.areas}
    broader = vocabulary.with_broader()
    found: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in set(facets.values())}
    links = CooperationArea.commitments.through.objects.order_by()
    if only is not None:
        links = links.filter(commitment__agreement__in=list(only))
    lists: dict[int, list[list[int]]] = {
        pk: [found[facets[pk]][code] for code in codes] for pk, codes in broader.items()
    }
    for area, commitment in columns_of(links, "cooperationarea", "commitment"):
        for values in lists[area]:
            values.append(commitment)
    return found
