"""What the rows of lists show, read in a fixed number of queries and without the records it belongs to.

Lists are read far more often than anything else, and making records of every area and party of a page
takes longer than all the rest. The objects here have the attributes that templates ask of the records.
"""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from agreements.models import Agreement, AgreementParty, Commitment, CooperationArea, PublicationStatus
from agreements.rules.status import ClauseColumns, status_on
from agreements.rules.status_queries import CLAUSES, steps_by_agreement
from database.column_reader import ColumnsByKeys
from languages.translated import in_languages
from search.facets.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from agreements.rules.status import EventColumns, StatusOnDay


OF_AGREEMENT = ("pk", "pair", "pair_number", "status", "is_sample", "type", "level", *in_languages("title"), *CLAUSES)
OF_COMMITMENT = ("pk", "number", "modality", "implementation", *in_languages("text"))
OF_PARTY = ("side", *in_languages("name"), "party__country")


class AgreementRow(SimpleNamespace):
    """An agreement as a list shows it."""

    pk: int
    pair: str
    pair_number: int
    sides: list[list[PartyRow]]
    signed: list[str]
    status: StatusOnDay

    @property
    def identifier(self) -> str:
        return f"{self.pair}-{self.pair_number}"


class PartyRow(SimpleNamespace):
    """A party on a side, under its name there, and its country."""


class CommitmentRow(SimpleNamespace):
    """A commitment as a list shows it."""

    pk: int
    number: int
    agreement: AgreementRow
    areas: list[CooperationArea]

    @property
    def identifier(self) -> str:
        return f"{self.agreement.identifier}-{self.number}"


AGREEMENTS = ColumnsByKeys(lambda keys: Agreement.objects.filter(pk__in=keys).order_by(), *OF_AGREEMENT)
COMMITMENTS = ColumnsByKeys(
    lambda keys: Commitment.objects.filter(pk__in=keys).order_by(),
    *OF_COMMITMENT,
    *(f"agreement__{name}" for name in OF_AGREEMENT),
)
PARTIES = ColumnsByKeys(
    lambda keys: AgreementParty.objects.filter(agreement__in=keys).order_by("side", "pk"), "agreement", *OF_PARTY
)
AREAS = ColumnsByKeys(
    lambda keys: CooperationArea.commitments.through.objects.filter(commitment__in=keys).order_by(),
    "commitment",
    "cooperationarea",
)
TOTALS = ColumnsByKeys(
    lambda keys: (
        Commitment.objects.filter(agreement__in=keys).order_by().values("agreement").annotate(total=Count("pk"))
    ),
    "agreement",
    "total",
)


def agreement_rows(keys: Sequence[int]) -> list[AgreementRow]:
    """Those of the agreements `keys` that are public, in that order, with the number of their commitments.

    Three queries.
    """
    found = _agreements([dict(zip(OF_AGREEMENT, row, strict=True)) for row in AGREEMENTS.of(keys)])
    totals = dict(TOTALS.of(keys))
    for row in found.values():
        row.commitment_count = totals.get(row.pk, 0)
    return [found[key] for key in keys if key in found]


def agreement_rows_with_status(keys: Sequence[int], on: date) -> list[AgreementRow]:
    """The same rows, each with its signatures and its status on the day `on`; four queries."""
    rows = agreement_rows(keys)
    annotate_status(rows, on)
    return rows


def annotate_status(rows: Collection[AgreementRow], on: date) -> None:
    """When each agreement was signed, and its status on the day `on`; one query."""
    keys = [row.pk for row in rows]
    steps = steps_by_agreement(keys) if keys else {}
    for row in rows:
        own = steps.get(row.pk, [])
        row.signed = _signed(own)
        row.status = status_on(ClauseColumns.of(vars(row)), on, own)


def _signed(steps: list[EventColumns]) -> list[str]:
    """The dates of its signatures as the record keeps them (EDTF), without accounts that another is preferred to."""
    dated = [step for step in steps if step.is_counting_signature]
    dated.sort(key=lambda step: str(step.earliest_on or step.before_on))
    return list(dict.fromkeys(step.date for step in dated))


def commitment_rows(keys: Sequence[int]) -> list[CommitmentRow]:
    """Those of the commitments `keys` whose agreements are public, in that order; three queries."""
    rows = COMMITMENTS.of(keys)
    size = len(OF_COMMITMENT)
    agreements = _agreements([dict(zip(OF_AGREEMENT, row[size:], strict=True)) for row in rows])
    found = {
        row[0]: CommitmentRow(
            agreement=agreements[row[size]], areas=[], **dict(zip(OF_COMMITMENT, row[:size], strict=True))
        )
        for row in rows
        if row[size] in agreements
    }
    areas = {area.pk: area for area in Vocabulary.read().areas}
    for commitment, area in AREAS.of(found):
        found[commitment].areas.append(areas[area])
    for row in found.values():
        row.areas.sort(key=lambda area: (area.facet, area.code))
    return [found[key] for key in keys if key in found]


def _agreements(rows: list[dict[str, Any]]) -> dict[int, AgreementRow]:
    """The public ones among `rows` by their keys, with their sides."""
    found = {row["pk"]: AgreementRow(**row) for row in rows if row["status"] == PublicationStatus.PUBLISHED}
    sides: dict[int, dict[int, list[PartyRow]]] = defaultdict(lambda: {1: [], 2: []})
    for agreement, *columns in PARTIES.of(found):
        party = dict(zip(OF_PARTY, columns, strict=True))
        sides[agreement][party["side"]].append(PartyRow(country=party.pop("party__country"), **party))
    for key, row in found.items():
        row.sides = list(sides[key].values())
    return found
