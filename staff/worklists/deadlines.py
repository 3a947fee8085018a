"""Which terms end and which notices fall due in the twelve months after a day, computed from the clauses.

Only what the record says is computed. After an extension, and after a renewal whose length is not stated, the next end
is not known, so nothing is said about it.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.change_log.cache import cached
from agreements.models import Agreement, Event, EventKind, PublicationStatus, Renewal, Term
from agreements.rules.status import ClauseColumns, EventColumns, Status, StepBy, end_of, status_on, taken_by_both
from agreements.rules.status_queries import CLAUSES, steps_by_agreement
from database.key_lists import keys
from staff.worklists.entries import SHOWN, WorkList, WorklistEntry, whole_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

AHEAD = relativedelta(months=12)
RUNNING = (Status.IN_FORCE, Status.SUSPENDED)
#: What an agreement is once time has passed since an event of such a kind.
ENDED_BY_TIME: dict[Status, str] = {
    Status.EXPIRED: EventKind.ENTERED_INTO_FORCE,
    Status.DENOUNCED: EventKind.DENOUNCED,
}


class Falling(models.TextChoices):
    """What falls on a day."""

    ENDS = "ends", gettext_lazy("the term ends; it is not renewed")
    ENDS_UNLESS_RENEWED = "ends_unless_renewed", gettext_lazy("the term ends, unless the sides agree to renew it")
    ENDS_UNKNOWN = "ends_unknown", gettext_lazy("the term ends; whether it is renewed is not stated in the source")
    RENEWS = "renews", gettext_lazy("the term ends and renews itself")
    NOTICE = "notice", gettext_lazy("last day for a notice of termination")
    DENOUNCED = "denounced", gettext_lazy("the notice of denunciation runs out")


AT_THE_END = {
    Renewal.NONE: Falling.ENDS,
    Renewal.BY_AGREEMENT: Falling.ENDS_UNLESS_RENEWED,
    Renewal.NOT_STATED: Falling.ENDS_UNKNOWN,
    Renewal.AUTOMATIC: Falling.RENEWS,
}
#: Who denounced it need not give notice again, and it renews no more.
UNLESS_DENOUNCED = (Falling.NOTICE, Falling.RENEWS)
#: Where nothing renews the term by itself, it ends without a notice.
NEEDS_NOTICE = (Renewal.AUTOMATIC, Renewal.NOT_STATED)


class Bound(models.TextChoices):
    """What a day is of those on which something can fall, where the record knows only a month or a year."""

    EXACT = "exact", "%(what)s"
    EARLIEST = "earliest", gettext_lazy("%(what)s (at the earliest)")
    LATEST = "latest", gettext_lazy("%(what)s (at the latest)")


class Due(NamedTuple):
    """A day that matters for an agreement, and which of those that it can be."""

    on: date
    agreement: int
    what: Falling
    bound: Bound = Bound.EXACT


class DeadlineDays(NamedTuple):
    """The first and the last day on which something can fall; the last is None where the record knows none."""

    first: date
    last: date | None

    @classmethod
    def after(cls, earliest: date, before: date | None, months: int) -> DeadlineDays:
        """Those that are so many months after a day within these bounds."""
        later = relativedelta(months=months)
        return cls(earliest + later, before and before - timedelta(days=1) + later)

    def earlier(self, months: int) -> DeadlineDays:
        """Those that are so many months before these."""
        before = relativedelta(months=months)
        return DeadlineDays(self.first - before, self.last and self.last - before)

    def due(self, on: date, until: date, agreement: int, what: Falling) -> Iterator[Due]:
        """What falls between the days `on` and `until`: on the first of those days or, where it is over, the last."""
        bound = Bound.EXACT if self.first == self.last else Bound.EARLIEST
        if on <= self.first <= until:
            yield Due(self.first, agreement, what, bound)
        elif self.last is not None and self.first < on <= self.last <= until:
            yield Due(self.last, agreement, what, Bound.LATEST)


class Running(NamedTuple):
    """An agreement with a term, as columns give it, and when that began."""

    agreement: int
    earliest_on: date
    before_on: date | None
    term_months: int
    renewal: str
    renewal_months: int | None
    notice_months: int | None

    def ends(self, on: date) -> Iterator[int]:
        """After how many months the term and its renewals end, from the first one that can be on or after `on`."""
        months = self.term_months
        if not (self.renewal == Renewal.AUTOMATIC and self.renewal_months):
            yield months
            return
        passed = (on.year - self.earliest_on.year) * 12 + on.month - self.earliest_on.month
        vague = 12 * ((self.before_on or self.earliest_on).year - self.earliest_on.year + 1)
        months += max(0, (passed - vague - months) // self.renewal_months) * self.renewal_months
        while True:
            yield months
            months += self.renewal_months


def due_between(on: date, until: date) -> list[Due]:
    """What falls from the day `on` to the day `until`, in public agreements that are in force; the soonest first."""
    found = [due for running in _running() for due in _of(running, on, until)]
    found += _denounced(on, until)
    wanted = {due.agreement for due in found}
    steps = steps_by_agreement(wanted)
    rows = Agreement.objects.published().filter(pk__in=keys(wanted)).order_by().values("pk", *CLAUSES)
    clauses = {row["pk"]: ClauseColumns.of(row) for row in rows}
    return sorted(
        due
        for due in found
        if due.agreement in clauses and _is_to_be_told(due, clauses[due.agreement], steps.get(due.agreement, []), on)
    )


def _is_to_be_told(due: Due, clauses: ClauseColumns, steps: list[EventColumns], on: date) -> bool:
    """Whether the agreement runs until then, as far as is known on the day `on`; what was denounced does not renew."""
    if due.what != Falling.DENOUNCED:
        kinds = {step.kind for step in steps if step.preferred_id is None}
        if EventKind.EXTENDED in kinds or (
            EventKind.DENOUNCED in kinds and due.what in (Falling.NOTICE, Falling.RENEWS)
        ):
            return False
    return all(_may_run(clauses, steps, day) for day in (on, max(on, due.on - timedelta(days=1))))


def _may_run(clauses: ClauseColumns, steps: list[EventColumns], day: date) -> bool:
    """Whether an agreement is in force on a day, or may be, because the day of its end is vague or this very one."""
    found = status_on(clauses, day, steps)
    if found.status in RUNNING:
        return True
    by_time = found.since is not None and ENDED_BY_TIME.get(found.status) == found.since.kind
    end = end_of(clauses, found) if by_time else None
    return end is not None and end.before_on is not None and end.before_on > day


def _running() -> Iterator[Running]:
    """Public agreements with a term whose beginning, for both sides, is dated."""
    begun = Event.objects.filter(
        kind=EventKind.ENTERED_INTO_FORCE,
        preferred=None,
        agreement__status=PublicationStatus.PUBLISHED,
        agreement__term=Term.FIXED,
        agreement__term_months__isnull=False,
    ).order_by("agreement", "pk")
    # By name: the querysets of translated models do not keep the order of columns.
    clauses = [f"agreement__{name}" for name in Running._fields[3:]]
    rows = begun.values("agreement", "by__side", "date", "earliest_on", "before_on", *clauses).iterator()
    for agreement, events in groupby(rows, key=itemgetter("agreement")):
        found = list(events)
        began = taken_by_both(map(_step, found), EventKind.ENTERED_INTO_FORCE)
        if began is not None and began.earliest_on is not None:
            yield Running(agreement, began.earliest_on, began.before_on, *(found[0][name] for name in clauses))


def _step(row: dict[str, Any]) -> EventColumns:
    by = StepBy(row["by__side"]) if row["by__side"] else None
    return EventColumns(EventKind.ENTERED_INTO_FORCE, by, row["date"], row["earliest_on"], row["before_on"], None)


def _of(running: Running, on: date, until: date) -> Iterator[Due]:
    """The ends and notices of one agreement in that time."""
    notice = running.notice_months if running.renewal in NEEDS_NOTICE else None
    for months in running.ends(on):
        end = DeadlineDays.after(running.earliest_on, running.before_on, months)
        last_notice = end.earlier(notice or 0)
        if min(end.first, last_notice.first) > until:
            return
        yield from end.due(on, until, running.agreement, AT_THE_END[Renewal(running.renewal)])
        if notice:
            yield from last_notice.due(on, until, running.agreement, Falling.NOTICE)


def _denounced(on: date, until: date) -> Iterator[Due]:
    """Denunciations whose notice runs out in that time."""
    events = Event.objects.filter(
        kind=EventKind.DENOUNCED,
        preferred=None,
        earliest_on__isnull=False,
        agreement__status=PublicationStatus.PUBLISHED,
        agreement__notice_months__isnull=False,
    )
    for event in events.order_by().values("agreement", "earliest_on", "before_on", "agreement__notice_months"):
        notice = event["agreement__notice_months"] or 0
        end = DeadlineDays.after(event["earliest_on"], event["before_on"], notice)
        yield from end.due(on, until, event["agreement"], Falling.DENOUNCED)


def due_within_a_year(on: date) -> list[Due]:
    """What falls in the twelve months after `on`, computed once for each version of the data."""
    return cached(("due", on), lambda: due_between(on, on + AHEAD))


def agreements_due(on: date) -> QuerySet[Agreement]:
    """Agreements of which something falls in those months."""
    return Agreement.objects.filter(pk__in=keys({due.agreement for due in due_within_a_year(on)}))


def deadlines(on: date) -> WorkList:
    found = due_within_a_year(on)
    rows = Agreement.objects.in_bulk({due.agreement for due in found[:SHOWN]})
    return WorkList(
        "deadlines",
        _("Ends of terms and notices in the next 12 months"),
        _("No known term ends and no notice falls due."),
        [_entry(rows[due.agreement], due) for due in found[:SHOWN] if due.agreement in rows],
        len(found),
        whole_list("desk=due"),
    )


def _entry(agreement: Any, due: Due) -> WorklistEntry:
    note = str(due.bound.label) % {"what": due.what.label}
    anchor = "events-group" if due.what == Falling.DENOUNCED else "id_term"
    return WorklistEntry.about(agreement, anchor, note=note, on=due.on)
