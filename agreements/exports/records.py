"""What an export tells of each found record: read a thousand at a time, in a fixed number of queries for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreements.columns import ColumnsByKeys
from agreements.facets import Vocabulary
from agreements.list_rows import agreement_rows, commitment_rows
from agreements.models import Agreement, Commitment, CooperationArea
from agreements.status import Instrument, status_on
from agreements.statuses import CLAUSES, steps_by_agreement
from languages.tables.table import in_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from agreements.list_rows import AgreementRow
    from agreements.status import Step

INSTRUMENTS = ColumnsByKeys(lambda keys: Agreement.objects.filter(pk__in=keys).order_by(), "pk", *CLAUSES)
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
        _tell_lives(rows, on)
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
        _tell_lives(list({row.agreement.pk: row.agreement for row in rows}.values()), on)
        due = dict(DUE.of(part))
        for row in rows:
            row.due = due.get(row.pk, "")
        yield rows


def _tell_lives(rows: Collection[AgreementRow], on: date) -> None:
    """When each agreement was signed, and its status on the day `on`."""
    keys = [row.pk for row in rows]
    steps = steps_by_agreement(keys)
    instruments = {pk: Instrument(*clauses) for pk, *clauses in INSTRUMENTS.of(keys)}
    for row in rows:
        own = steps.get(row.pk, [])
        row.signed = _signed(own)
        row.life = status_on(instruments[row.pk], on, own) if row.pk in instruments else None


def _signed(steps: list[Step]) -> str:
    """The dates of its signatures as the record keeps them (EDTF), without accounts that another is preferred to."""
    dated = [step for step in steps if step.is_counting_signature]
    dated.sort(key=lambda step: str(step.earliest_on or step.before_on))
    return "; ".join(dict.fromkeys(step.date for step in dated))
