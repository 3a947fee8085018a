"""Several instruments under each other, each from its signature to its end, and what one does to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.models import EventKind
from agreements.rules.status import end_of, taken_by_both
from website.timelines.drawing import Drawing, Thread, TimelineMark, TimelineRow
from website.timelines.scale import Bounds, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from agreements.rules.status import Clauses, Dated, StatusOnDay


@dataclass(frozen=True)
class Course:
    """From when to when an instrument stood, as far as its record says. None where no date is stated.

    `signed` is when both sides had signed, or the first signature where that of one is not recorded; `in_force` is
    when both apply it, also provisionally. `begun` is its first dated step where neither has a date; `ended` are
    open bounds where it has ended and nothing says when, `end_is_certain` as its status is.
    """

    signed: Dated | None
    in_force: Dated | None
    begun: Dated | None
    ended: Bounds | None
    end_is_certain: bool = True

    @classmethod
    def of(cls, clauses: Clauses, status: StatusOnDay, steps: Iterable[Dated]) -> Course:
        steps = list(steps)
        dated = sorted((step for step in steps if step.preferred_id is None and _is_dated(step)), key=first_day)
        signed, began = (taken_by_both(steps, kind) for kind in (EventKind.SIGNED, EventKind.ENTERED_INTO_FORCE))
        provisional = next((step for step in dated if step.kind == EventKind.PROVISIONALLY_APPLIED), None)
        applied = [step for step in (began, provisional) if step and _is_dated(step)]
        end = end_of(clauses, status)
        return cls(
            signed if signed and _is_dated(signed) else next((s for s in dated if s.kind == EventKind.SIGNED), None),
            min(applied, key=first_day, default=None),
            next(iter(dated), None),
            None if end is None else Bounds.of(end),
            status.certain,
        )

    @property
    def start(self) -> Bounds | None:
        """Its first date that can be drawn."""
        steps = (self.signed, self.in_force, self.begun)
        return next((bounds for step in steps if step and (bounds := Bounds.of(step)).can_be_drawn), None)

    @property
    def dates(self) -> list[Bounds]:
        steps = [Bounds.of(step) for step in (self.signed, self.in_force, self.begun) if step]
        return [*steps, self.ended] if self.ended else steps


def _is_dated(step: Dated) -> bool:
    return bool(Bounds.of(step).ends)


def first_day(step: Dated) -> date:
    """The first day that is known of a dated step."""
    return Bounds.of(step).ends[0]


@dataclass(frozen=True)
class TimelineInstrument:
    """What a row tells of an instrument. `key` is what relations name it by."""

    key: int
    words: str
    detail: str
    course: Course


def drawn(instruments: Sequence[TimelineInstrument], relations: Iterable[tuple[int, str, int]], on: date) -> Drawing:
    """The timeline of those of `instruments` that have a date, in their order.

    Of `relations` (key, kind, key of the other) those between two of them become threads.
    """
    datable = [instrument for instrument in instruments if instrument.course.start]
    scale = Scale.over([bounds for instrument in datable for bounds in instrument.course.dates], on)
    rows = {
        instrument.key: row_of(number, instrument, scale, scale.place(on)) for number, instrument in enumerate(datable)
    }
    threads = [
        Thread.between(rows[key], rows[other], kind) for key, kind, other in relations if key in rows and other in rows
    ]
    return Drawing(scale, scale.place(on), list(rows.values()), threads)


def row_of(number: int, instrument: TimelineInstrument, scale: Scale, today: float) -> TimelineRow:
    """The row of an instrument: thin from its signature, thick from its entry into force, broken where it is vague."""
    course, row = instrument.course, TimelineRow(number, instrument.words, instrument.detail)
    assert course.start is not None  # noqa: S101 only instruments with a date are drawn
    start = scale.stretch(course.start)
    force = scale.stretch(Bounds.of(course.in_force)) if course.in_force and _drawn(course.in_force) else None
    end = scale.stretch(course.ended) if course.ended and course.ended.can_be_drawn else None
    stop = end.left if end else max(today, start.right)
    row.marks.append(TimelineMark(start.left, "vague" if start.is_vague else "begin"))
    row.draw(start.left, start.right if start.is_vague else start.left, "vague")
    row.draw(start.right, min(stop, force.left if force else stop), "signed")
    if force:
        row.draw(max(force.left, start.right), min(force.right, stop), "vague")
        row.draw(max(force.right, start.right), stop, "unclear" if course.ended and not end else "force")
        if start.right < force.left <= stop:
            row.marks.append(TimelineMark(force.left, "vague" if force.is_vague else "force"))
    if end:
        row.draw(max(end.left, start.right), end.right, "vague")
        kind = "end" if course.end_is_certain and not end.is_vague else "vague"
        row.marks.append(TimelineMark(end.right if end.is_vague else end.left, kind))
    else:
        row.marks.append(TimelineMark(stop, "unclear" if course.ended else "open"))
    return row


def _drawn(step: Dated) -> bool:
    return Bounds.of(step).can_be_drawn
