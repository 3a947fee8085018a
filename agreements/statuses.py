"""The statuses of many agreements at once, read from columns rather than records."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, Event, EventKind
from agreements.status import Instrument, Step, StepBy, status_on

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

CLAUSES = Instrument._fields
READ_AT_ONCE = 10_000


def of_agreements(records: QuerySet[Any], only: Collection[int] | None, path: str = "agreement") -> QuerySet[Any]:
    """`records` of the agreements `only`, or all of them; `path` leads to the agreement."""
    return records if only is None else records.filter(**{f"{path}__in": list(only)})


def counting_signatures() -> QuerySet[Event]:
    """Dated signatures to which no other account is preferred; of columns, Step.is_counting_signature asks the same."""
    return Event.objects.filter(kind=EventKind.SIGNED, preferred=None).exclude(date="").order_by()


def steps_by_agreement(only: Collection[int] | None = None) -> dict[int, list[Step]]:
    """The events of each agreement."""
    found: dict[int, list[Step]] = defaultdict(list)
    columns = ("agreement", "by__side", "kind", "date", "earliest_on", "before_on", "preferred")
    events = of_agreements(Event.objects.order_by("pk"), only)
    for pk, side, kind, *rest in events.values_list(*columns).iterator(chunk_size=READ_AT_ONCE):
        found[pk].append(Step(kind, StepBy(side) if side else None, *rest))
    return found


def statuses_on(on: date) -> dict[int, str]:
    """The status of every published agreement on the day `on`."""
    steps = steps_by_agreement()
    rows = Agreement.objects.published().order_by().values("pk", *CLAUSES)
    return {row["pk"]: str(status_on(Instrument.of(row), on, steps.get(row["pk"], [])).status) for row in rows}
