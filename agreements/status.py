"""The status of an agreement on a given day, derived from its events and clauses; nobody types it.

Terms: United Nations Treaty Collection, glossary; Vienna Convention on the Law of Treaties 1969,
articles 24, 25, 42, 54–57. For a text that does not bind one says "in effect", not "in force".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import EventKind, Renewal, Side, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement, Event


class Status(models.TextChoices):
    """Where an instrument stands in its life."""

    UNKNOWN = "unknown", _("Not stated in the source")
    NEGOTIATION = "negotiation", _("Under negotiation")
    INITIALLED = "initialled", pgettext_lazy("status", "Initialled")
    SIGNED = "signed", _("Signed, not in force")
    PROVISIONAL = "provisional", pgettext_lazy("status", "Provisionally applied")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", pgettext_lazy("status", "Suspended")
    EXPIRED = "expired", pgettext_lazy("status", "Expired")
    TERMINATED = "terminated", pgettext_lazy("status", "Terminated")
    DENOUNCED = "denounced", pgettext_lazy("status", "Denounced")
    SUPERSEDED = "superseded", pgettext_lazy("status", "Replaced")
    NOT_CONCLUDED = "not_concluded", pgettext_lazy("status", "Not concluded")


#: What an agreement is after an event. Events that are missing here change nothing by themselves.
AFTER = {
    EventKind.NEGOTIATION_OPENED: Status.NEGOTIATION,
    EventKind.INITIALLED: Status.INITIALLED,
    EventKind.SIGNED: Status.SIGNED,
    EventKind.PROVISIONALLY_APPLIED: Status.PROVISIONAL,
    EventKind.ENTERED_INTO_FORCE: Status.IN_FORCE,
    EventKind.EXTENDED: Status.IN_FORCE,
    EventKind.SUSPENDED: Status.SUSPENDED,
    EventKind.RESUMED: Status.IN_FORCE,
    EventKind.DENOUNCED: Status.DENOUNCED,
    EventKind.TERMINATED: Status.TERMINATED,
    EventKind.EXPIRED: Status.EXPIRED,
    EventKind.REPLACED: Status.SUPERSEDED,
    EventKind.NOT_CONCLUDED: Status.NOT_CONCLUDED,
}
#: Steps before force: recorded late or without a date, they never undo a later step.
PRELIMINARY = (Status.UNKNOWN, Status.NEGOTIATION, Status.INITIALLED, Status.SIGNED, Status.PROVISIONAL)
USUAL_ORDER = {kind: place for place, kind in enumerate(EventKind)}


@dataclass(frozen=True)
class StatusOnDay:
    """A status and what it rests on.

    `certain` is False where an event's date is too vague to tell, or a clause is silent on renewal.
    """

    status: Status
    binding: bool
    since: Event | None = None
    certain: bool = True

    @property
    def label(self) -> StrOrPromise:
        if self.status == Status.IN_FORCE and not self.binding:
            return _("In effect")
        if self.status == Status.SIGNED and not self.binding:
            return _("Signed, not in effect")
        return self.status.label


def status_on(agreement: Agreement, on: date, events: Sequence[Event] | None = None) -> StatusOnDay:
    """What `agreement` was on the day `on`, as far as its record says.

    An event counts from its earliest possible day; one without a date counts as having happened,
    in the usual order of such steps. Accounts that another is preferred to do not count.
    `events` spares the query where they are at hand, each with its party's side.
    """
    recorded = list(agreement.events.select_related("by")) if events is None else list(events)
    counting = [event for event in recorded if event.preferred_id is None and _begun(event, on)]
    counting.sort(key=lambda event: (event.earliest_on or date.min, USUAL_ORDER[EventKind(event.kind)]))
    found = StatusOnDay(Status.UNKNOWN, agreement.is_binding)
    for event in counting:
        found = _after(agreement, found, event, counting, on)
    return _after_term(agreement, found, counting, on)


def _begun(event: Event, on: date) -> bool:
    return event.earliest_on is None or event.earliest_on <= on


def _after(agreement: Agreement, found: StatusOnDay, event: Event, events: list[Event], on: date) -> StatusOnDay:
    kind = EventKind(event.kind)
    status = AFTER.get(kind)
    if status is None or not _applies(agreement, found, event, events, on):
        return found
    certain = event.before_on is None or event.before_on <= on or event.earliest_on == on
    return StatusOnDay(status, agreement.is_binding, event, certain and bool(event.date))


def _applies(agreement: Agreement, found: StatusOnDay, event: Event, events: list[Event], on: date) -> bool:
    if AFTER[EventKind(event.kind)] in PRELIMINARY:
        return found.status in PRELIMINARY
    if event.kind == EventKind.ENTERED_INTO_FORCE:
        return _whole(event, events)
    if event.kind == EventKind.DENOUNCED and event.earliest_on and agreement.notice_months:
        return event.earliest_on + relativedelta(months=agreement.notice_months) <= on
    return True


def _whole(event: Event, events: list[Event]) -> bool:
    """Whether by this event both sides are bound: it is by all, or the other side came in too."""
    if event.by is None:
        return True
    sides = {e.by.side for e in events if e.kind == event.kind and e.by is not None}
    return sides >= set(Side.values)


def _after_term(agreement: Agreement, found: StatusOnDay, events: list[Event], on: date) -> StatusOnDay:
    if found.status != Status.IN_FORCE or agreement.term != Term.FIXED or not agreement.term_months:
        return found
    began = next((e for e in events if e.kind == EventKind.ENTERED_INTO_FORCE and e.earliest_on), None)
    extended = any(e.kind == EventKind.EXTENDED for e in events)
    if began is None or began.earliest_on is None or extended or agreement.renewal == Renewal.AUTOMATIC:
        return found
    if began.earliest_on + relativedelta(months=agreement.term_months) > on:
        return found
    latest_end = (began.before_on or began.earliest_on) + relativedelta(months=agreement.term_months)
    certain = agreement.renewal == Renewal.NONE and latest_end <= on
    return StatusOnDay(Status.EXPIRED, agreement.is_binding, began, certain)
