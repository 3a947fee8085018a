"""What an export tells of each found record: read a thousand at a time, in a fixed number of queries for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreements.models import Commitment, CooperationArea
from database.column_reader import ColumnsByKeys
from file_formats.table import in_parts
from parties.models import Party
from search.facets.vocabulary import Vocabulary
from search.lists.agreements import AgreementFilter
from search.lists.rows import agreement_rows, annotate_status, commitment_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

AREAS = ColumnsByKeys(
    lambda keys: (
        CooperationArea.commitments.through.objects.filter(commitment__agreement__in=keys).order_by().distinct()
    ),
    "commitment__agreement",
    "cooperationarea",
)
DUE = ColumnsByKeys(lambda keys: Commitment.objects.filter(pk__in=keys).order_by(), "pk", "due")


def agreements_in_parts(found: Sequence[int], on: date) -> Iterator[list[Any]]:
    """Those of the agreements `found` that are public when their part is read, in that order."""
    areas = {area.pk: area for area in Vocabulary.read().areas}
    for part in in_parts(found):
        rows = agreement_rows(part)
        annotate_status(rows, on)
        of_each: dict[int, list[CooperationArea]] = {row.pk: [] for row in rows}
        for agreement, area in AREAS.of(of_each):
            of_each[agreement].append(areas[area])
        for row in rows:
            row.areas = sorted(of_each[row.pk], key=lambda area: (area.facet, area.code))
        yield rows


def commitments_in_parts(found: Sequence[int], on: date) -> Iterator[list[Any]]:
    """Those of the commitments `found` whose agreements are public when their part is read, in that order."""
    for part in in_parts(found):
        rows = commitment_rows(part)
        annotate_status(list({row.agreement.pk: row.agreement for row in rows}.values()), on)
        due = dict(DUE.of(part))
        for row in rows:
            row.due = due.get(row.pk, "")
        yield rows


def parties_in_parts(found: Sequence[int], on: date) -> Iterator[list[Any]]:
    """Those of the parties `found` that are public when their part is read, in that order."""
    totals = AgreementFilter.of_all(on).found.counts["party"]
    for part in in_parts(found):
        known: dict[int, Any] = Party.objects.in_bulk(part)
        rows = [known[key] for key in part if key in known and known[key].slug in totals]
        for party in rows:
            party.total = totals[party.slug]
        yield rows
