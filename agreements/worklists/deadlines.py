"""Which terms end and which notices fall due in the twelve months after a day, computed from the clauses.

Only what the record says is computed. After an extension, and after a renewal whose length is not stated, the next end
is not known, so nothing is said about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.keys import keys
from agreements.models import Agreement, Event, EventKind, PublicationStatus, Renewal, Term
from agreements.remembered import remembered
from agreements.status import Instrument, Status, status_on
from agreements.statuses import CLAUSES, steps_by_agreement
from agreements.worklists.entries import SHOWN, Entry, WorkList, whole_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

AHEAD = relativedelta(months=12)
RUNNING = (Status.IN_FORCE, Status.SUSPENDED)


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
#: Where nothing renews the term by itself, it ends without a notice.
NEEDS_NOTICE = (Renewal.AUTOMATIC, Renewal.NOT_STATED)


class Due(NamedTuple):
    """A day that matters for an agreement; `at_the_earliest` where the record knows only a month or a year."""

    on: date
    agreement: int
    what: Falling
    at_the_earliest: bool


class Running(NamedTuple):
    """An agreement with a term, as columns give it, and when that began."""

    agreement: int
    earliest_on: date
    before_on: date | None
    term_months: int
    renewal: str
    renewal_months: int | None
    notice_months: int | None

    def ends(self, on: date) -> Iterator[date]:
        """The ends of the term and of its renewals, from the first one on or after the day `on`."""
        first = self.earliest_on + relativedelta(months=self.term_months)
        if first >= on:
            yield first
        if self.renewal != Renewal.AUTOMATIC or not self.renewal_months:
            return
        behind = max(0, (on.year - first.year) * 12 + on.month - first.month)
        times = max(1, behind // self.renewal_months)
        while True:
            end = self.earliest_on + relativedelta(months=self.term_months + times * self.renewal_months)
            if end >= on:
                yield end
            times += 1


def due_between(on: date, until: date) -> list[Due]:
    """What falls from the day `on` to the day `until`, in public agreements that are in force; the soonest first."""
    found = [due for running in _running().values() for due in _of(running, on, until)]
    found += _denounced(on, until)
    wanted = {due.agreement for due in found}
    steps = steps_by_agreement(wanted)
    extended = {key for key, own in steps.items() if any(step.kind == EventKind.EXTENDED for step in own)}
    in_force = {
        row["pk"]
        for row in Agreement.objects.published().filter(pk__in=keys(wanted)).order_by().values("pk", *CLAUSES)
        if status_on(Instrument.of(row), on, steps.get(row["pk"], [])).status in RUNNING
    }
    return sorted(
        due
        for due in found
        if due.agreement in in_force and (due.what == Falling.DENOUNCED or due.agreement not in extended)
    )


def _running() -> dict[int, Running]:
    """Public agreements with a term whose beginning is dated; where several days are, the first counts."""
    begun = Event.objects.filter(
        kind=EventKind.ENTERED_INTO_FORCE,
        preferred=None,
        earliest_on__isnull=False,
        agreement__status=PublicationStatus.PUBLISHED,
        agreement__term=Term.FIXED,
        agreement__term_months__isnull=False,
    ).order_by("-earliest_on", "-pk")
    # By name: the querysets of translated models do not keep the order of columns.
    names = (*Running._fields[:3], *(f"agreement__{name}" for name in Running._fields[3:]))
    return {row["agreement"]: Running(*(row[name] for name in names)) for row in begun.values(*names).iterator()}


def _of(running: Running, on: date, until: date) -> Iterator[Due]:
    """The ends and notices of one agreement in that time."""
    notice = relativedelta(months=running.notice_months or 0)
    noticed = bool(running.notice_months) and running.renewal in NEEDS_NOTICE
    vague = running.before_on is None or (running.before_on - running.earliest_on).days > 1
    for end in running.ends(on):
        if end <= until:
            yield Due(end, running.agreement, AT_THE_END[Renewal(running.renewal)], vague)
        elif not noticed or end - notice > until:
            return
        if noticed and on <= end - notice <= until:
            yield Due(end - notice, running.agreement, Falling.NOTICE, vague)


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
        earliest, before = event["earliest_on"], event["before_on"]
        if earliest > until:
            continue
        end = earliest + relativedelta(months=event["agreement__notice_months"] or 0)
        if on <= end <= until:
            yield Due(end, event["agreement"], Falling.DENOUNCED, before is None or (before - earliest).days > 1)


def due_within_a_year(on: date) -> list[Due]:
    """What falls in the twelve months after `on`, computed once for each version of the data."""
    return remembered(("due", on), lambda: due_between(on, on + AHEAD))


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


def _entry(agreement: Any, due: Due) -> Entry:
    label = due.what.label
    note = _("%(what)s (at the earliest)") % {"what": label} if due.at_the_earliest else label
    anchor = "events-group" if due.what == Falling.DENOUNCED else "id_term"
    return Entry.about(agreement, anchor, note=note, on=due.on)
