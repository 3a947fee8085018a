"""What the rows of lists show, read in a fixed number of queries and without the records it belongs to.

Lists are read far more often than anything else, and making records of every area and party of a page
takes longer than all the rest. The objects here have the attributes that templates ask of the records.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from agreements.columns import columns_of
from agreements.facets import Vocabulary
from agreements.models import Agreement, AgreementParty, Commitment, CooperationArea, PublicationStatus
from languages.translated import in_languages

if TYPE_CHECKING:
    from collections.abc import Sequence


OF_AGREEMENT = ("pk", "pair", "pair_number", "status", "is_sample", "type", "level", *in_languages("title"))
OF_COMMITMENT = ("pk", "number", "modality", "implementation", *in_languages("text"))
OF_PARTY = ("side", *in_languages("name"), "party__country")


class AgreementRow(SimpleNamespace):
    """An agreement as a list shows it."""

    pk: int
    pair: str
    pair_number: int
    sides: list[list[PartyRow]]

    @property
    def identifier(self) -> str:
        return f"{self.pair}-{self.pair_number}"


class PartyRow(SimpleNamespace):
    """A party on a side, under its name there, and its country."""


@dataclass
class CommitmentRow:
    """A commitment as a list shows it."""

    agreement: AgreementRow
    columns: dict[str, Any]
    areas: list[CooperationArea] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def identifier(self) -> str:
        return f"{self.agreement.identifier}-{self.columns['number']}"


def agreement_rows(keys: Sequence[int]) -> list[AgreementRow]:
    """Those of the agreements `keys` that are public, in that order, with the number of their commitments.

    Three queries.
    """
    records = Agreement.objects.filter(pk__in=keys).order_by()
    found = _agreements([dict(zip(OF_AGREEMENT, row, strict=True)) for row in columns_of(records, *OF_AGREEMENT)])
    counted = Commitment.objects.filter(agreement__in=keys).order_by().values("agreement").annotate(total=Count("pk"))
    totals = {row["agreement"]: row["total"] for row in counted}
    for row in found.values():
        row.commitment_count = totals.get(row.pk, 0)
    return [found[key] for key in keys if key in found]


def commitment_rows(keys: Sequence[int]) -> list[CommitmentRow]:
    """Those of the commitments `keys` whose agreements are public, in that order; three queries."""
    records = Commitment.objects.filter(pk__in=keys).order_by()
    above = tuple(f"agreement__{name}" for name in OF_AGREEMENT)
    rows = list(columns_of(records, *OF_COMMITMENT, *above))
    size = len(OF_COMMITMENT)
    agreements = _agreements([dict(zip(OF_AGREEMENT, row[size:], strict=True)) for row in rows])
    found = {
        row[0]: CommitmentRow(agreements[row[size]], dict(zip(OF_COMMITMENT, row[:size], strict=True)))
        for row in rows
        if row[size] in agreements
    }
    areas = {area.pk: area for area in Vocabulary.read().areas}
    links = CooperationArea.commitments.through.objects.filter(commitment__in=list(found)).order_by()
    for commitment, area in columns_of(links, "commitment", "cooperationarea"):
        found[commitment].areas.append(areas[area])
    for row in found.values():
        row.areas.sort(key=lambda area: (area.facet, area.code))
    return [found[key] for key in keys if key in found]


def _agreements(rows: list[dict[str, Any]]) -> dict[int, AgreementRow]:
    """The public ones among `rows` by their keys, with their sides."""
    found = {row["pk"]: AgreementRow(**row) for row in rows if row["status"] == PublicationStatus.PUBLISHED}
    parties = AgreementParty.objects.filter(agreement__in=list(found)).order_by("side", "pk")
    sides: dict[int, dict[int, list[PartyRow]]] = defaultdict(lambda: {1: [], 2: []})
    for agreement, *columns in columns_of(parties, "agreement", *OF_PARTY):
        party = dict(zip(OF_PARTY, columns, strict=True))
        sides[agreement][party["side"]].append(PartyRow(country=party.pop("party__country"), **party))
    for key, row in found.items():
        row.sides = list(sides[key].values())
    return found
