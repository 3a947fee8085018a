"""An agreement at a glance: its status today, since when and until when, how much was promised and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from agreements.models import EventKind, Implementation, Renewal, Term
from agreements.rules.not_stated import is_stated
from agreements.rules.status import Status, StatusOnDay, is_extended, status_on, taken_by_both, time_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement, Event
    from agreements.rules.status import End


@dataclass(frozen=True)
class ImplementationCount:
    """A point of the implementation scale with the number of commitments that stand there."""

    code: str
    label: StrOrPromise
    total: int


@dataclass(frozen=True)
class AgreementSummary:
    """`signed` and `since` (for both sides) are partial dates; "" where no source states them.

    `began_for_one`: it is in force, or in effect, for one side and no source says so of the other.
    `end` is None where there is none, or nothing says when, as after an extension (`was_extended`); where the
    agreement `renews` itself, it is the end of the first term.
    """

    status: StatusOnDay
    signed: str
    since: str
    began_for_one: bool
    end: End | None
    term_is_stated: bool
    was_extended: bool
    renews: bool
    total: int
    outcomes: tuple[ImplementationCount, ...]

    @property
    def until(self) -> str:
        """The end as a partial date; "" where there is none, or it cannot be told as one."""
        return self.end.date if self.end else ""

    @property
    def end_is_stated(self) -> bool:
        return self.term_is_stated or bool(self.until)

    @property
    def rests_on_term(self) -> bool:
        """Whether `until` is computed from the length of the term."""
        return self.end is not None and self.end.event.kind == EventKind.ENTERED_INTO_FORCE

    @property
    def rests_on_notice(self) -> bool:
        """Whether `until` is computed from the notice that a denunciation needs."""
        return self.end is not None and self.end.event.kind == EventKind.DENOUNCED and bool(self.end.months)

    @property
    def status_day(self) -> str:
        """The day its status began; "" for an end that `until` tells already."""
        day = self.status.since.date if self.status.since else ""
        if self.status.status == Status.EXPIRED or (day in (self.since, self.until) and not self.is_running):
            return ""
        return day

    @property
    def is_running(self) -> bool:
        """Whether its status lasts: then the page says since when."""
        return self.status.status in (Status.PROVISIONAL, Status.IN_FORCE, Status.SUSPENDED)


def agreement_summary(agreement: Agreement, on: date) -> AgreementSummary:
    """What `agreement` was on the day `on`; no query where `with_evidence` fetched its parts."""
    events = list(agreement.events.all())
    counts = Counter(commitment.implementation for commitment in agreement.commitments.all())
    time = time_in_force(agreement, events)
    counting = [event for event in events if event.preferred_id is None]
    return AgreementSummary(
        status_on(agreement, on, events),
        _signed(counting),
        time.began.date if time.began else "",
        time.began is None and any(event.kind == EventKind.ENTERED_INTO_FORCE for event in counting),
        time.end,
        is_stated(agreement.term),
        agreement.term == Term.FIXED and is_extended(events),
        agreement.renewal == Renewal.AUTOMATIC,
        counts.total(),
        tuple(ImplementationCount(code, label, counts[code]) for code, label in Implementation.choices if counts[code]),
    )


def _signed(events: Sequence[Event]) -> str:
    """When both sides had signed; the last signature where only one of them is recorded, "" where none is dated."""
    both = taken_by_both(events, EventKind.SIGNED)
    if both is not None and both.date:
        return both.date
    dated = [event for event in events if event.kind == EventKind.SIGNED and event.date]
    last = max(dated, key=lambda event: (event.earliest_on or date.min, event.pk), default=None)
    return last.date if last else ""
