"""The statuses of many agreements at once, read from columns rather than records."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, Event, EventKind
from agreements.rules.status import ClauseColumns, EventColumns, StepBy, status_on
from database.column_reader import columns_of
from database.key_lists import keys

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

CLAUSES = ClauseColumns._fields


def of_agreements(records: QuerySet[Any], only: Collection[int] | None, path: str = "agreement") -> QuerySet[Any]:
    """`records` of the agreements `only`, or all of them; `path` leads to the agreement."""
    return records if only is None else records.filter(**{f"{path}__in": keys(only)})


def counting_signatures() -> QuerySet[Event]:
    """Dated signatures to which no other account is preferred; of columns, Step.is_counting_signature asks the same."""
    return Event.objects.filter(kind=EventKind.SIGNED, preferred=None).exclude(date="").order_by()


def steps_by_agreement(only: Collection[int] | None = None) -> dict[int, list[EventColumns]]:
    """The events of each agreement."""
    found: dict[int, list[EventColumns]] = defaultdict(list)
    names = ("agreement", "by__side", "kind", "date", "earliest_on", "before_on", "preferred")
    events = of_agreements(Event.objects.order_by("pk"), only)
    for pk, side, kind, day, earliest, before, preferred in columns_of(events, *names):
        by = StepBy(side) if side else None
        found[pk].append(EventColumns(kind, by, day, _as_day(earliest), _as_day(before), preferred))
    return found


def _as_day(column: date | str | None) -> date | None:
    """A day as the driver of either database gives it."""
    return _written_day(column) if isinstance(column, str) else column


@lru_cache(maxsize=10_000)
def _written_day(text: str) -> date:
    return date.fromisoformat(text)


def statuses_on(on: date) -> dict[int, str]:
    """The status of every published agreement on the day `on`."""
    steps = steps_by_agreement()
    rows = Agreement.objects.published().order_by().values("pk", *CLAUSES)
    return {row["pk"]: str(status_on(ClauseColumns.of(row), on, steps.get(row["pk"], [])).status) for row in rows}
