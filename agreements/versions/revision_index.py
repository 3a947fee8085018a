"""The versions of an agreement and of its parts without what they hold: when each was saved, by whom, and of what.

Enough to know what was touched since the public saw the record; what that was is read of those parts alone.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from agreements.models import Agreement
from agreements.versions.queries import WHOLE, versions_of
from agreements.versions.snapshots import RevisionRef, periods_in, read_versions
from database.key_lists import keys

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from agreements.versions.queries import Values
    from agreements.versions.snapshots import Part, PublicPeriod, State


class RevisionIndex:
    """Every version of an agreement and of its parts, the oldest first, in one query."""

    def __init__(self, key: int) -> None:
        found = [_steps_of(place, key) for place in range(len(WHOLE))]
        rows = found[0].union(*found[1:], all=True)
        steps = [RevisionRef(WHOLE[place], *rest) for place, *rest in rows]
        self.steps = sorted(steps, key=lambda step: (step.at, step.number))

    @cached_property
    def public_periods(self) -> list[PublicPeriod]:
        return periods_in(self.steps)

    def touched(self, since: datetime) -> tuple[State, State]:
        """How the parts of which versions were saved after `since` stood then, and how they stand now."""
        parts = {step.part for step in self.steps if step.at > since}
        then = _standing(step for step in self.steps if step.part in parts and step.at <= since)
        now = _standing(step for step in self.steps if step.part in parts)
        values = _values([*then.items(), *now.items()])
        return _with_values(then, values), _with_values(now, values)


def _steps_of(place: int, key: int) -> QuerySet[Any]:
    """The columns of a step of the parts of one class, which its place in the order of the page stands for."""
    model = WHOLE[place]
    status = F("status") if model is Agreement else Value("")
    found = versions_of(model, key).order_by().annotate(place=Value(place), stood=Cast(status, CharField()))
    return found.values_list("place", "id", "history_id", "history_date", "history_user_id", "history_type", "stood")


def _standing(steps: Iterable[RevisionRef]) -> dict[Part, int]:
    """The version of each part that holds once `steps` were made."""
    held: dict[Part, int] = {}
    for step in steps:
        if step.kind == "-":
            held.pop(step.part, None)
        else:
            held[step.part] = step.number
    return held


def _values(held: Iterable[tuple[Part, int]]) -> dict[tuple[type[Model], int], Values]:
    """What versions hold, by class and number: two queries for each class at most."""
    numbers: dict[Any, set[int]] = defaultdict(set)
    for (model, _key), number in held:
        numbers[model].add(number)
    return {
        (model, version.number): version.values
        for model, wanted in numbers.items()
        for version in read_versions(model, model.history.filter(history_id__in=keys(wanted)).order_by())
    }


def _with_values(held: dict[Part, int], values: dict[tuple[type[Model], int], Values]) -> State:
    return {part: values[part[0], number] for part, number in held.items()}
