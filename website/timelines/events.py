"""What happened to one agreement: a row for each dated event, accounts that do not count beside those that do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agreements.models import EventKind, Renewal
from agreements.rules.status import USUAL_ORDER, ends_of_term
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


def term_of(clauses: Clauses, events: Sequence[Told]) -> tuple[Bounds, Bounds] | None:
    """When a stated term began and when it is over; None where the record does not tell."""
    if not clauses.term_months:
        return None
    counting = [told.event for told in events if told.event.preferred_id is None]
    began = [event for event in counting if event.kind == EventKind.ENTERED_INTO_FORCE and event.earliest_on]
    if not began:
        return None
    first = min(began, key=lambda event: Bounds.of(event).ends[0])
    return Bounds.of(first), Bounds(*ends_of_term(first, clauses.term_months))


def drawn(clauses: Clauses, events: Sequence[Told], on: date, term_in_words: tuple[str, str]) -> Drawing | None:
    """The timeline of `events`; None where there is too little to draw. Undated ones are no part of it."""
    shown = in_order([told for told in events if Bounds.of(told.event).can_be_drawn])[:ROWS_AT_MOST]
    term = term_of(clauses, shown)
    if len(shown) < EVENTS_AT_LEAST and not (term and shown):
        return None
    scale = Scale.over([*(Bounds.of(told.event) for told in shown), *(term or ())], on)
    rows = [_row(number, told, scale) for number, told in enumerate(shown)]
    if term is not None:
        rows.append(_term(len(rows), term_in_words, scale, term, renewed=clauses.renewal == Renewal.AUTOMATIC))
    return Drawing(scale, scale.place(on), rows)


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


def _term(
    number: int, words: tuple[str, str], scale: Scale, term: tuple[Bounds, Bounds], *, renewed: bool
) -> TimelineRow:
    began, over = (scale.stretch(bounds) for bounds in term)
    row = TimelineRow(number, *words, in_two_lines=True)
    row.draw(began.left, began.right, "vague")
    row.draw(began.right, over.left, "force")
    row.draw(max(over.left, began.right), over.right, "vague")
    if renewed:
        row.draw(over.right, WIDTH, "vague")
        row.marks.append(TimelineMark(WIDTH, "open"))
    else:
        row.marks.append(TimelineMark(over.right, "vague" if over.is_vague else "end"))
    return row
