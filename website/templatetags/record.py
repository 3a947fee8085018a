"""How one agreement's record is told: what is stated, what stands behind it, what happened in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import template

from agreements.models import EventKind
from agreements.rules.not_stated import is_stated
from agreements.rules.status import USUAL_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from agreements.models import Agreement, AgreementEvidence, Event, PartyEvidence

register = template.Library()


@register.filter
def stated(record: Model, field: str) -> str:
    """The label of a coded field; "" where the record says that no source states it."""
    value = getattr(record, field)
    return str(getattr(record, f"get_{field}_display")()) if is_stated(value) else ""


@register.simple_tag
def evidence_of(agreement: Agreement, field: str) -> list[AgreementEvidence]:
    """The passages behind one field of an agreement; no query where `with_evidence` fetched them."""
    return [row for row in agreement.evidence.all() if row.field == field]


@register.filter
def supporting(rows: Iterable[AgreementEvidence | PartyEvidence]) -> list[Any]:
    """Evidence that says what the record says."""
    return [row for row in rows if not row.conflicting_value]


@register.filter
def contradicting(rows: Iterable[AgreementEvidence | PartyEvidence]) -> list[Any]:
    """Evidence that says otherwise, kept with the reason why the record prefers another account."""
    return [row for row in rows if row.conflicting_value]


@dataclass(frozen=True)
class EventAccounts:
    """The account of an event that counts, and the other accounts of it."""

    event: Event
    other_accounts: tuple[Event, ...]


@dataclass(frozen=True)
class Life:
    """The events of an agreement in order, the two that readers look for first, and the keys of the disputed ones."""

    happenings: tuple[EventAccounts, ...]
    signed: tuple[Event, ...]
    entered_into_force: tuple[Event, ...]
    disputed: frozenset[int]


def _place_in_time(event: Event) -> tuple[bool, date, int]:
    """By the end of what a date can mean, so that a vague one does not seem to precede; undated events last."""
    day = event.before_on or event.earliest_on
    return day is None, day or date.min, USUAL_ORDER[EventKind(event.kind)]


@register.simple_tag
def life_of(agreement: Agreement) -> Life:
    """What happened to `agreement`; no query where `with_evidence` fetched its events."""
    events = sorted(agreement.events.all(), key=_place_in_time)
    counting = [event for event in events if event.preferred_id is None]
    return Life(
        tuple(
            EventAccounts(event, tuple(other for other in events if other.preferred_id == event.pk))
            for event in counting
        ),
        tuple(event for event in counting if event.kind == EventKind.SIGNED),
        tuple(event for event in counting if event.kind == EventKind.ENTERED_INTO_FORCE),
        frozenset(event.preferred_id for event in events if event.preferred_id is not None),
    )
