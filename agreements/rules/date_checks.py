"""Dates that contradict each other as far as is certain: odd, but they can be true, so they only warn.

Partial dates are compared by their bounds: 2016 is not before 2016-11-07, nor after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from agreements.models import EventKind
from languages.partial_date_field import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from agreements.models import Event

#: Entry into force later than this after the signature is far enough to look at again.
LONG_WAY_TO_FORCE = relativedelta(years=10)
ENDS = (EventKind.DENOUNCED, EventKind.TERMINATED, EventKind.EXPIRED, EventKind.REPLACED)
#: What is odd before what. Approval is not: governments approve drafts.
ODD_BEFORE = {
    EventKind.SIGNED: (
        EventKind.RATIFIED,
        EventKind.PROVISIONALLY_APPLIED,
        EventKind.ENTERED_INTO_FORCE,
        EventKind.REGISTERED,
        EventKind.EXTENDED,
        EventKind.AMENDED,
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        *ENDS,
    ),
    EventKind.ENTERED_INTO_FORCE: ENDS,
    EventKind.INITIALLED: (EventKind.SIGNED,),
    EventKind.NEGOTIATION_OPENED: (EventKind.INITIALLED, EventKind.SIGNED),
}
#: What happens once, to each party or to all.
ONCE = (
    EventKind.INITIALLED,
    EventKind.SIGNED,
    EventKind.APPROVED,
    EventKind.RATIFIED,
    EventKind.ACCEDED,
    EventKind.PROVISIONALLY_APPLIED,
    EventKind.ENTERED_INTO_FORCE,
    *ENDS,
)


@dataclass(frozen=True)
class DatedEvent:
    """An event with what is known of its day, saved or only typed; another account of one is none."""

    kind: str
    label: str
    #: Which party acted; None for all of them.
    by: object
    #: The date in words.
    told: str
    earliest: date | None
    before: date | None

    @classmethod
    def of(cls, event: Event) -> DatedEvent:
        label, told = str(event.get_kind_display()), str(words(event.date) or "")
        return cls(event.kind, label, event.by_id, told, event.earliest_on, event.before_on)

    def is_before(self, other: DatedEvent) -> bool:
        """Whether every day that this can mean is before every day that the other can mean."""
        return self.before is not None and other.earliest is not None and self.before <= other.earliest

    def concerns(self, other: DatedEvent) -> bool:
        """Whether both are of the same party, or one is of all."""
        return self.by is None or other.by is None or self.by == other.by


def odd_dates(happenings: Collection[DatedEvent]) -> list[str]:
    """What an editor should look at again."""
    found = [*_conflicts(happenings), *_wrong_orders(happenings), *_long_ways(happenings)]
    return list(dict.fromkeys(found))


def _conflicts(happenings: Collection[DatedEvent]) -> Iterator[str]:
    for one, other in combinations(happenings, 2):
        same = one.kind == other.kind and one.by == other.by and one.kind in ONCE
        if same and (one.is_before(other) or other.is_before(one)):
            yield _(
                "“%(event)s” is recorded with two dates: %(one)s and %(other)s. "
                "If sources disagree, say which account is preferred and why."
            ) % {"event": one.label, "one": one.told, "other": other.told}


def _wrong_orders(happenings: Collection[DatedEvent]) -> Iterator[str]:
    for first, second in product(happenings, repeat=2):
        is_odd = first.kind in ODD_BEFORE.get(EventKind(second.kind), ())
        if is_odd and first.concerns(second) and first.is_before(second):
            yield _(
                "“%(first)s” (%(first_date)s) is dated before “%(second)s” (%(second_date)s). "
                "Please look at both dates again."
            ) % {
                "first": first.label,
                "first_date": first.told,
                "second": second.label,
                "second_date": second.told,
            }


def _long_ways(happenings: Collection[DatedEvent]) -> Iterator[str]:
    for signed, force in product(happenings, repeat=2):
        kinds = (signed.kind, force.kind) == (EventKind.SIGNED, EventKind.ENTERED_INTO_FORCE)
        if kinds and signed.before and force.earliest and force.earliest > signed.before + LONG_WAY_TO_FORCE:
            yield _("It entered into force long after it was signed. Please look at both dates again.")
