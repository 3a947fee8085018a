"""The status of an agreement on a given day, derived from its events and clauses; nobody types it.

Terms: United Nations Treaty Collection, glossary; Vienna Convention on the Law of Treaties 1969,
articles 24, 25, 42, 54–57. For a text that does not bind one says "in effect", not "in force".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import EventKind, LegalCharacter, Renewal, Side, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement


#: `date` is also the name of a column.
Day = date


class Acting(Protocol):
    """The party that took a step."""

    @property
    def side(self) -> int: ...


class Bounded(Protocol):
    """Something on a day that is known within bounds, the latter exclusive; None where that bound is open."""

    @property
    def earliest_on(self) -> Day | None: ...
    @property
    def before_on(self) -> Day | None: ...


class Dated(Bounded, Protocol):
    """What the status asks of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def by(self) -> Acting | None: ...
    @property
    def date(self) -> str: ...
    @property
    def preferred_id(self) -> int | None: ...


class Clauses(Protocol):
    """What the status asks of an agreement."""

    @property
    def is_binding(self) -> bool: ...
    @property
    def term(self) -> str: ...
    @property
    def term_months(self) -> int | None: ...
    @property
    def renewal(self) -> str: ...
    @property
    def notice_months(self) -> int | None: ...


class ClauseColumns(NamedTuple):
    """The clauses of an agreement as columns give them, for reading many at once."""

    legal_character: str
    term: str
    term_months: int | None
    renewal: str
    notice_months: int | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> ClauseColumns:
        return cls(*(row[name] for name in cls._fields))

    @property
    def is_binding(self) -> bool:
        return self.legal_character == LegalCharacter.BINDING


class StepBy(NamedTuple):
    """The side of the party that took a step."""

    side: int


class EventColumns(NamedTuple):
    """An event as columns give it, for reading many at once."""

    kind: str
    by: StepBy | None
    date: str
    earliest_on: Day | None
    before_on: Day | None
    preferred_id: int | None

    @property
    def is_counting_signature(self) -> bool:
        """Whether it is a dated signature to which no other account is preferred."""
        return self.kind == EventKind.SIGNED and self.preferred_id is None and bool(self.date)


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
AFTER: dict[str, Status] = {
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
#: What nothing but an extension revives.
ENDED = {Status.EXPIRED, Status.TERMINATED, Status.DENOUNCED, Status.SUPERSEDED, Status.NOT_CONCLUDED}
#: Steps before force, in their order: one recorded late never undoes a later one.
PRELIMINARY = (Status.UNKNOWN, Status.NEGOTIATION, Status.INITIALLED, Status.SIGNED, Status.PROVISIONAL)
#: From which statuses an event has its effect; a preliminary step, from the ones before it.
FROM: dict[str, set[Status]] = {
    EventKind.ENTERED_INTO_FORCE: {*PRELIMINARY},
    EventKind.EXTENDED: {*PRELIMINARY, Status.IN_FORCE, Status.EXPIRED},
    EventKind.SUSPENDED: {*PRELIMINARY, Status.IN_FORCE},
    EventKind.RESUMED: {*PRELIMINARY, Status.SUSPENDED},
    EventKind.DENOUNCED: {*PRELIMINARY, Status.IN_FORCE, Status.SUSPENDED},
    EventKind.TERMINATED: {*PRELIMINARY, Status.IN_FORCE, Status.SUSPENDED},
    EventKind.EXPIRED: {*PRELIMINARY, Status.IN_FORCE, Status.SUSPENDED},
    EventKind.REPLACED: {*PRELIMINARY, Status.IN_FORCE, Status.SUSPENDED, Status.EXPIRED},
    EventKind.NOT_CONCLUDED: {*PRELIMINARY},
}
#: Events that presuppose force: where its beginning is not recorded, the status is uncertain.
PRESUPPOSE_FORCE: set[str] = {EventKind.EXTENDED, EventKind.SUSPENDED, EventKind.RESUMED}
#: Steps that are complete once both sides have taken them.
BY_BOTH_SIDES: set[str] = {EventKind.SIGNED, EventKind.ENTERED_INTO_FORCE}
USUAL_ORDER: dict[str, int] = {kind: place for place, kind in enumerate(EventKind)}
#: A date to which one can add months: no doubtful one, no decade, no period.
PLAIN = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True)
class StatusOnDay:
    """A status and what it rests on.

    `since` is the event with which the unbroken status began.
    `certain` is False where an event's date is too vague to tell, or a clause is silent on renewal.
    """

    status: Status
    binding: bool
    since: Dated | None = None
    certain: bool = True

    @property
    def is_stated(self) -> bool:
        """Whether the record says anything of it."""
        return self.status != Status.UNKNOWN

    @property
    def label(self) -> StrOrPromise:
        if self.status == Status.IN_FORCE and not self.binding:
            return _("In effect")
        if self.status == Status.SIGNED and not self.binding:
            return _("Signed; start of effect not stated")
        return self.status.label


class End(NamedTuple):
    """The end of an agreement: an event, or so many months after one (the term, the notice of a denunciation)."""

    event: Dated
    months: int = 0

    @property
    def earliest_on(self) -> Day | None:
        return self.event.earliest_on and self.event.earliest_on + _months(self.months)

    @property
    def before_on(self) -> Day | None:
        return self.event.before_on and self.event.before_on + _months(self.months)

    @property
    def date(self) -> str:
        """The end as a partial date, as precise as that of the event; "" where it cannot be told as one."""
        told = self.event.date
        if not self.months:
            return told
        years_only = len(told) == len("2016")
        if self.earliest_on is None or not PLAIN.fullmatch(told) or (years_only and self.months % 12):
            return ""
        return self.earliest_on.isoformat()[: len(told)]


class TimeInForce(NamedTuple):
    """From when to when an agreement is in force for both sides, as its record says on whatever day it is asked.

    `began` is None where it is not recorded for both. `end` is None where there is none, or nothing says when, as
    after an extension; where the agreement renews itself, it is the end of the first term.
    """

    began: Dated | None
    end: End | None


def status_on(agreement: Agreement | ClauseColumns, on: date, events: Sequence[Dated] | None = None) -> StatusOnDay:
    """What `agreement` was on the day `on`, as far as its record says.

    An event counts from its earliest possible day. One without a date counts as having happened, after
    the dated ones and in the usual order of such steps. Accounts that another is preferred to do not
    count. Nothing revives what has ended, but an extension what has expired. `events` spares the
    query where they are at hand, each with its party's side.
    """
    return _status(agreement, on, _events_of(agreement) if events is None else events)


def _status(agreement: Clauses, on: date, events: Sequence[Dated]) -> StatusOnDay:
    counting = [event for event in events if event.preferred_id is None and _begun(event, on)]
    found = StatusOnDay(Status.UNKNOWN, agreement.is_binding)
    for event in _in_order(counting):
        if _applies(agreement, found, event, on):
            found = _after(agreement, found, event, on)
    return _after_term(agreement, found, counting, on)


def _in_order(counting: Sequence[Dated]) -> list[Dated]:
    """These events; a step that needs both sides is one event, or none while a side has not taken it."""
    found, by_both = [], set()
    for event in counting:
        if event.kind in BY_BOTH_SIDES:
            by_both.add(event.kind)
        else:
            found.append(event)
    found += [step for kind in by_both if (step := taken_by_both(counting, kind)) is not None]
    return sorted(found, key=lambda event: (event.earliest_on or date.max, USUAL_ORDER[event.kind]))


def taken_by_both(events: Iterable[Dated], kind: str) -> Dated | None:
    """The event with which both sides had taken the step `kind`; None while one of them has not.

    A side takes it with the first event of one of its parties, or of all. Where the days of the two sides are vague and
    overlap, what is returned is the later one with the bounds that both allow together.
    """
    taken = [event for event in events if event.kind == kind and event.preferred_id is None]
    if len(taken) <= 1:  # as in most records
        return next((event for event in taken if event.by is None), None)
    taken.sort(key=lambda event: (event.earliest_on or date.max, event.before_on or date.max))
    firsts = [next((e for e in taken if e.by is None or e.by.side == side), None) for side in Side.values]
    steps = [step for step in firsts if step is not None]
    if len(steps) < len(firsts):
        return None
    last = max(steps, key=lambda step: (not step.date, step.before_on or date.max, step.earliest_on or date.min))
    earliest = max((step.earliest_on for step in steps if step.earliest_on), default=None)
    if not last.date or last.earliest_on == earliest:
        return last
    return EventColumns(kind, None, last.date, earliest, last.before_on, None)


def time_in_force(agreement: Clauses, events: Sequence[Dated]) -> TimeInForce:
    """From when to when `agreement` is in force for both sides."""
    began = taken_by_both(events, EventKind.ENTERED_INTO_FORCE)
    last = _status(agreement, date.max, events)
    if last.status in ENDED:
        return TimeInForce(began, None if last.status == Status.NOT_CONCLUDED else end_of(agreement, last))
    renews = agreement.renewal == Renewal.AUTOMATIC and not is_extended(events)
    return TimeInForce(began, end_of_term(agreement, began) if renews else None)


def end_of(agreement: Clauses, found: StatusOnDay) -> End | None:
    """When what has ended came to its end; None where `found` is no end."""
    last = found.since
    if last is None or found.status not in ENDED:
        return None
    if found.status == Status.EXPIRED and last.kind == EventKind.ENTERED_INTO_FORCE:
        return End(last, agreement.term_months or 0)
    return End(last, (agreement.notice_months or 0) if last.kind == EventKind.DENOUNCED else 0)


def end_of_term(agreement: Clauses, began: Dated | None) -> End | None:
    """When a fixed term that began with that event is over for the first time; None where nothing says so."""
    if began is None or began.earliest_on is None or agreement.term != Term.FIXED or not agreement.term_months:
        return None
    return End(began, agreement.term_months)


def _events_of(agreement: Agreement | ClauseColumns) -> Sequence[Dated]:
    return [] if isinstance(agreement, ClauseColumns) else list(agreement.events.select_related("by"))


def next_change(agreement: Clauses, on: date, events: Sequence[Dated]) -> date | None:
    """The first day after `on` on which the status can be another one; None if time alone changes nothing."""
    days: list[date] = []
    for event in events:
        bounds = [day for day in (event.earliest_on, event.before_on) if day is not None]
        days += bounds
        if event.kind == EventKind.DENOUNCED and agreement.notice_months:
            days += [day + _months(agreement.notice_months) for day in bounds]
        if event.kind == EventKind.ENTERED_INTO_FORCE and agreement.term_months:
            days += [day + _months(agreement.term_months) for day in bounds]
    return min((day for day in days if day > on), default=None)


@cache
def _months(number: int) -> relativedelta:
    return relativedelta(months=number)


def _begun(event: Dated, on: date) -> bool:
    return event.earliest_on is None or event.earliest_on <= on


def _after(agreement: Clauses, found: StatusOnDay, event: Dated, on: date) -> StatusOnDay:
    kind = event.kind
    dated = bool(event.date) and (event.before_on is None or event.before_on <= on or event.earliest_on == on)
    certain = dated and not (kind in PRESUPPOSE_FORCE and found.status in PRELIMINARY)
    unbroken = found.status == AFTER[kind]  # an extension of what is in force begins nothing
    return StatusOnDay(AFTER[kind], agreement.is_binding, found.since if unbroken else event, certain)


def _applies(agreement: Clauses, found: StatusOnDay, event: Dated, on: date) -> bool:
    kind = event.kind
    status = AFTER.get(kind)
    if status is None:
        return False
    if status in PRELIMINARY:
        return found.status in PRELIMINARY[: PRELIMINARY.index(status)]
    return found.status in FROM[kind] and not (kind == EventKind.DENOUNCED and _notice_runs(agreement, event, on))


def _notice_runs(agreement: Clauses, denunciation: Dated, on: date) -> bool:
    """Whether the notice of a denunciation is still running on the day `on`."""
    if denunciation.earliest_on is None or not agreement.notice_months:
        return False
    return denunciation.earliest_on + _months(agreement.notice_months) > on


def is_extended(events: Iterable[Dated]) -> bool:
    """Whether an extension is recorded: then nothing says when the term is over."""
    return any(event.kind == EventKind.EXTENDED and event.preferred_id is None for event in events)


def _after_term(agreement: Clauses, found: StatusOnDay, events: list[Dated], on: date) -> StatusOnDay:
    """A fixed term that is over: expired, unless it renews itself or was extended for a time nobody recorded."""
    if found.status not in (Status.IN_FORCE, Status.SUSPENDED) or agreement.renewal == Renewal.AUTOMATIC:
        return found
    end = end_of_term(agreement, taken_by_both(events, EventKind.ENTERED_INTO_FORCE))
    earliest, before = (end.earliest_on, end.before_on) if end else (None, None)
    if end is None or earliest is None or earliest > on:
        return found
    if is_extended(events):
        return replace(found, certain=False)
    is_over = before is not None and before - timedelta(days=1) <= on
    certain = agreement.renewal == Renewal.NONE and is_over
    return StatusOnDay(Status.EXPIRED, agreement.is_binding, end.event, certain)
