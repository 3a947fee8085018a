"""An agreement at a glance: its status today, since when and until when, how much was promised and what came of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from agreements.models import EventKind, Implementation, Renewal, Term
from agreements.rules.status import Status, StatusOnDay, status_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement, Event

#: A date of whose end one can count months: no doubtful one, no decade, no period.
PLAIN = re.compile(r"\d{4}(-\d{2}){0,2}")
BEGINS: set[str] = {EventKind.ENTERED_INTO_FORCE}
#: What ends an agreement on its own day; a denunciation does so only after its notice.
ENDS: set[str] = {EventKind.TERMINATED, EventKind.EXPIRED, EventKind.REPLACED}


@dataclass(frozen=True)
class ImplementationCount:
    """A point of the implementation scale with the number of commitments that stand there."""

    code: str
    label: StrOrPromise
    total: int


@dataclass(frozen=True)
class AgreementSummary:
    """`signed`, `since` and `until` are partial dates; "" where no source states them.

    `until` is computed where it follows from the beginning and the length of a fixed term; it does not where
    the term `was_extended`, for nothing says for how long.
    """

    status: StatusOnDay
    signed: str
    since: str
    until: str
    until_is_computed: bool
    end_is_stated: bool
    was_extended: bool
    renews: bool
    total: int
    outcomes: tuple[ImplementationCount, ...]

    @property
    def status_day(self) -> str:
        """The day its status began; "" for an end that `until` tells already."""
        if self.is_running and self.since and self.status.since and self.status.since.kind in BEGINS:
            return self.since
        day = self.status.since.date if self.status.since else ""
        return "" if day in (self.since, self.until) or self.status.status == Status.EXPIRED else day

    @property
    def is_running(self) -> bool:
        """Whether its status lasts: then the page says since when."""
        return self.status.status in (Status.PROVISIONAL, Status.IN_FORCE, Status.SUSPENDED)


def agreement_summary(agreement: Agreement, on: date) -> AgreementSummary:
    """What `agreement` was on the day `on`; no query where `with_evidence` fetched its parts."""
    events = list(agreement.events.all())
    dated = [event for event in events if event.preferred_id is None and event.date]
    counts = Counter(commitment.implementation for commitment in agreement.commitments.all())
    began = _last(dated, BEGINS)
    ended = _date(_last(dated, ENDS))
    until = ended or _end_of_term(agreement, began, events)
    return AgreementSummary(
        status_on(agreement, on, events),
        _date(_last(dated, {EventKind.SIGNED})),
        _date(began),
        until,
        bool(until) and not ended,
        bool(until) or agreement.term != Term.NOT_STATED,
        agreement.term == Term.FIXED and any(event.kind == EventKind.EXTENDED for event in events),
        agreement.renewal == Renewal.AUTOMATIC,
        counts.total(),
        tuple(ImplementationCount(code, label, counts[code]) for code, label in Implementation.choices if counts[code]),
    )


def _last(dated: Sequence[Event], kinds: set[str]) -> Event | None:
    """The last of the events of these kinds: a step is complete when the second side has taken it."""
    fitting = [event for event in dated if event.kind in kinds and event.earliest_on]
    return max(fitting, key=lambda event: (event.earliest_on, event.pk), default=None)


def _date(event: Event | None) -> str:
    return event.date if event else ""


def _end_of_term(agreement: Agreement, began: Event | None, events: Sequence[Event]) -> str:
    """The day on which a fixed term is over, as precisely as its beginning is known; "" where nobody can tell."""
    if began is None or began.earliest_on is None or agreement.term != Term.FIXED or not agreement.term_months:
        return ""
    if any(event.kind == EventKind.EXTENDED for event in events) or not PLAIN.fullmatch(began.date):
        return ""
    if len(began.date) == len("2016") and agreement.term_months % 12:
        return ""
    end = began.earliest_on + relativedelta(months=agreement.term_months)
    return end.isoformat()[: len(began.date)]
