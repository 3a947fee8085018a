"""What the index is made of: published agreements and commitments with their values, read from the tables.

The same reading serves the whole registry and a few agreements that changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from django.db.models import Case, F, IntegerField, Value, When
from numpy.typing import NDArray

from agreements.models import (
    Agreement,
    AgreementParty,
    Commitment,
    CooperationArea,
    Facet,
    Implementation,
    Modality,
)
from agreements.rules.status import ClauseColumns, next_change, status_on
from agreements.rules.status_queries import CLAUSES, of_agreements, steps_by_agreement
from database.column_reader import column_arrays, columns_of
from search.facets.ordering import by_identifier
from search.facets.vocabulary import Vocabulary
from search.facets.years import NOT_STATED, Span
from search.index.layout import Block

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

#: Facets of an agreement with one value each, and their columns.
CODES = ("type", "level")
#: All facets of an agreement.
OF_AGREEMENTS = (*CODES, "country", "party", "status", "year")
#: Facets of a commitment with one value each, which are its columns too, and their codes.
COMMITMENT_CODES = {"modality": Modality.values, "implementation": Implementation.values}

#: So many agreements are read at a time: what Python makes of their columns takes far more memory than the index.
READ_AT_ONCE = 5_000

Keys = NDArray[np.int64]


class AgreementFacts(NamedTuple):
    """What an agreement can be found and sorted by."""

    values: dict[str, Collection[str]]
    wide_spans: list[Span]
    signed_on: date | None
    status_until: date | None


@dataclass
class Rows:
    """Published agreements in the order of their identifiers, and their commitments in the order of their numbers."""

    on: date
    blocks: list[Block] = field(default_factory=list)
    #: By facet and value, the keys of commitments, also of agreements that are not public.
    commitments: dict[str, dict[str, Keys]] = field(default_factory=dict)

    def facts(self) -> Iterator[AgreementFacts]:
        """What is known of each agreement, in the order of `blocks`; a few thousand of them are read at a time."""
        for first in range(0, len(self.blocks), READ_AT_ONCE):
            agreements = [block.agreement for block in self.blocks[first : first + READ_AT_ONCE]]
            yield from _facts(agreements, self.on)


def read_rows(on: date, only: Collection[int] | None = None) -> Rows:
    """All published records as they are, or those of the agreements `only`; statuses are those of the day `on`."""
    rows = Rows(on)
    commitments, rows.commitments = _commitments(only)
    rows.commitments.update(_areas(only))
    published = of_agreements(Agreement.objects.published(), only, "pk").order_by(*by_identifier(""))
    agreements = list(columns_of(published, "pk", "pair", "pair_number"))
    numbered = commitments.of([pk for pk, _pair, _number in agreements])
    for (pk, *order), (numbers, keys) in zip(agreements, numbered, strict=True):
        rows.blocks.append(Block(pk, (intern(order[0]), order[1]), numbers, keys))
    return rows


def _facts(agreements: list[int], on: date) -> Iterator[AgreementFacts]:
    parties, steps = _parties(agreements), steps_by_agreement(agreements)
    names = (*CODES, *CLAUSES)
    records = of_agreements(Agreement.objects.order_by(), agreements, "pk")
    columns = {pk: dict(zip(names, row, strict=True)) for pk, *row in columns_of(records, "pk", *names)}
    for pk in agreements:
        if pk not in columns:  # it was deleted a moment ago, which the log of changes will tell
            yield AgreementFacts({}, [], None, None)
            continue
        own_steps, row = steps.get(pk, []), columns[pk]
        instrument = ClauseColumns.of(row)
        signatures = [step for step in own_steps if step.is_counting_signature]
        spans = [Span.of(step.earliest_on, step.before_on) for step in signatures]
        values: dict[str, Collection[str]] = {code: (row[code],) for code in CODES}
        values["status"] = (str(status_on(instrument, on, own_steps).status),)
        values["country"], values["party"] = parties.get(pk, ((), ()))
        values["year"] = _years(spans)
        yield AgreementFacts(
            values,
            [span for span in spans if span.is_wide],
            min((day for step in signatures if (day := step.earliest_on or step.before_on)), default=None),
            next_change(instrument, on, own_steps),
        )


def _years(spans: list[Span]) -> Collection[str]:
    if not spans:
        return (NOT_STATED,)
    return {str(year) for span in spans if not span.is_wide for year in span.offered}


def _parties(agreements: Collection[int]) -> dict[int, tuple[set[str], set[str]]]:
    """The countries and the parties of each agreement."""
    found: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    rows = of_agreements(AgreementParty.objects.order_by(), agreements)
    for pk, country, slug in columns_of(rows, "agreement", "party__country", "party__slug"):
        countries, slugs = found[pk]
        slugs.add(slug)
        if country:
            countries.add(country)
    return found


def _commitments(only: Collection[int] | None) -> tuple[Numbered, dict[str, dict[str, Keys]]]:
    """The commitments of all agreements, public or not; by facet and code their keys."""
    records = of_agreements(Commitment.objects.order_by(), only).annotate(
        owner=F("agreement"),
        **{f"{facet}_place": _place_of(facet, codes) for facet, codes in COMMITMENT_CODES.items()},
    )
    places = [f"{facet}_place" for facet in COMMITMENT_CODES]
    owners, numbers, keys, *coded = column_arrays(records, "owner", "number", "id", *places)
    order = np.lexsort((numbers, owners))
    values = {
        facet: {code: keys[of_codes == place] for place, code in enumerate(codes)}
        for (facet, codes), of_codes in zip(COMMITMENT_CODES.items(), coded, strict=True)
    }
    return Numbered(owners[order], numbers[order], keys[order]), values


def _place_of(facet: str, codes: Sequence[str]) -> Case:
    """The place of a row's code among `codes`."""
    cases = [When(**{facet: code}, then=Value(place)) for place, code in enumerate(codes)]
    return Case(*cases, default=Value(-1), output_field=IntegerField())


class Numbered(NamedTuple):
    """Commitments in the order of their agreements and numbers: agreement, number and key of each."""

    agreements: Keys
    numbers: Keys
    keys: Keys

    def of(self, agreements: Sequence[int]) -> Iterator[tuple[Keys, Keys]]:
        """The numbers and the keys of the commitments of each of `agreements`."""
        firsts = np.searchsorted(self.agreements, agreements, side="left")
        lasts = np.searchsorted(self.agreements, agreements, side="right")
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            yield self.numbers[first:last], self.keys[first:last]


def _areas(only: Collection[int] | None) -> dict[str, dict[str, Keys]]:
    """By facet and area the keys of commitments in it or in a narrower one, some perhaps twice."""
    vocabulary = Vocabulary(list(CooperationArea.objects.all()))  # as new as the log, not as the page that asks
    links = of_agreements(CooperationArea.commitments.through.objects.order_by(), only, "commitment__agreement")
    areas, commitments = column_arrays(links, "cooperationarea_id", "commitment_id")
    own = {area.pk: commitments[areas == area.pk] for area in vocabulary.areas}
    found: dict[str, dict[str, list[Keys]]] = {facet: defaultdict(list) for facet in Facet.values}
    broader = vocabulary.with_broader()
    for area in vocabulary.areas:
        for code in broader[area.pk]:
            found[area.facet][code].append(own[area.pk])
    return {facet: {code: np.concatenate(keys) for code, keys in codes.items()} for facet, codes in found.items()}
