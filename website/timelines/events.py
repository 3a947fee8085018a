"""What happened to one agreement: a row for each dated event, accounts that do not count beside those that do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from agreements.models import Renewal
from agreements.rules.status import USUAL_ORDER, end_of_term, time_in_force
from website.timelines.drawing import Drawing, TimelineMark, TimelineRow
from website.timelines.scale import WIDTH, Bounds, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agreements.rules.status import Clauses, Dated

#: A picture of more rows than these shows less than the list below it.
ROWS_AT_MOST = 30
#: Fewer dated events than these make no picture, unless a term can be drawn.
EVENTS_AT_LEAST = 2


class Told(NamedTuple):
    """An event, the key that accounts of it name, and the words above its line."""

    event: Dated
    key: int
    words: str
    detail: str


def in_order(events: Sequence[Told]) -> list[Told]:
    """By their last possible days, as the list below the picture has them.

    An account that does not count follows the one that is preferred to it.
    """

    def place(told: Told) -> tuple[date, int, int]:
        return Bounds.of(told.event).ends[-1], USUAL_ORDER[told.event.kind], told.key

    counting = sorted((told for told in events if told.event.preferred_id is None), key=place)
    known = {told.key for told in counting}
    others = sorted((told for told in events if told.event.preferred_id is not None), key=place)
    found = [one for told in counting for one in (told, *(o for o in others if o.event.preferred_id == told.key))]
    return found + [told for told in others if told.event.preferred_id not in known]


def drawn(clauses: Clauses, events: Sequence[Told], on: date, term_in_words: tuple[str, str]) -> Drawing | None:
    """The timeline of `events`; None where there is too little to draw. Undated ones are no part of it."""
    shown = in_order([told for told in events if Bounds.of(told.event).can_be_drawn])[:ROWS_AT_MOST]
    term = DrawnTerm.of(clauses, [told.event for told in events])
    if len(shown) < EVENTS_AT_LEAST and not (term and shown):
        return None
    scale = Scale.over([*(Bounds.of(told.event) for told in shown), *((term.began, term.over) if term else ())], on)
    rows = [_row(number, told, scale) for number, told in enumerate(shown)]
    if term is not None:
        rows.append(_term_row(len(rows), term_in_words, scale, term))
    return Drawing(scale, scale.place(on), rows)


@dataclass(frozen=True)
class DrawnTerm:
    """When a fixed term began and when it was over; it `goes_on` where it renews itself or was extended."""

    began: Bounds
    over: Bounds
    goes_on: bool

    @classmethod
    def of(cls, clauses: Clauses, events: Sequence[Dated]) -> DrawnTerm | None:
        """None where there is no such term, or its beginning cannot be drawn."""
        time = time_in_force(clauses, events)
        first = end_of_term(clauses, time.began)
        if first is None or not Bounds.of(first.event).can_be_drawn:
            return None
        renews = time.end == first and clauses.renewal == Renewal.AUTOMATIC
        return cls(Bounds.of(first.event), Bounds.of(time.end or first), renews or time.end is None)


def _row(number: int, told: Told, scale: Scale) -> TimelineRow:
    stretch = scale.stretch(Bounds.of(told.event))
    row = TimelineRow(number, told.words, told.detail, in_two_lines=True)
    other = told.event.preferred_id is not None
    row.draw(stretch.left, stretch.right, "other" if other else "vague")
    if other:
        row.marks.append(TimelineMark(stretch.middle, "other"))
    else:
        row.marks.append(TimelineMark(stretch.middle, "vague" if stretch.is_vague else "event"))
    return row


def _term_row(number: int, words: tuple[str, str], scale: Scale, term: DrawnTerm) -> TimelineRow:
    began, over = scale.stretch(term.began), scale.stretch(term.over)
    row = TimelineRow(number, *words, in_two_lines=True)
    row.draw(began.left, began.right, "vague")
    row.draw(began.right, over.left, "force")
    row.draw(max(over.left, began.right), over.right, "vague")
    if term.goes_on:
        row.draw(over.right, WIDTH, "vague")
        row.marks.append(TimelineMark(WIDTH, "open"))
    else:
        row.marks.append(TimelineMark(over.right, "vague" if over.is_vague else "end"))
    return row
