"""From partial dates to places: what is stated is a point, what is vague a stretch, what is not stated has no place."""

import datetime as dt

import pytest

from agreements.models import EventKind
from agreements.rules.status import ClauseColumns, EventColumns, Status, end_of, status_on
from languages.partial_dates import parse
from website.timelines import events
from website.timelines.instruments import Course, TimelineInstrument, drawn
from website.timelines.scale import TICKS_AT_MOST, Bounds, Scale

TODAY = dt.date(2026, 11, 24)
BINDING = ClauseColumns("binding", "indefinite", None, "not_stated", None)
FIVE_YEARS = ClauseColumns("binding", "fixed", 60, "none", None)


def bounds(edtf: str) -> Bounds:
    date = parse(edtf)
    return Bounds(date.earliest, date.before)


def step(kind: str, edtf: str = "", preferred: int | None = None) -> EventColumns:
    return EventColumns(kind, None, edtf, *(bounds(edtf) if edtf else (None, None)), preferred)


def course(*steps: EventColumns, clauses: ClauseColumns = BINDING) -> Course:
    return Course.of(clauses, status_on(clauses, TODAY, steps), steps)


def looks(row) -> list[str]:
    return [line.kind for line in row.lines]


def shapes(row) -> list[str]:
    return [mark.kind for mark in row.marks]


def test_a_stated_day_is_a_point_and_a_vague_date_a_stretch_over_all_it_can_mean():
    scale = Scale.over([bounds("2016"), bounds("2018-11-07")], dt.date(2018, 12, 1))
    day, month, year = (scale.stretch(bounds(edtf)) for edtf in ("2017-07-02", "2016-11", "2016?"))
    assert (scale.first, scale.last) == (dt.date(2016, 1, 1), dt.date(2019, 1, 1))
    assert day.left == day.right == pytest.approx(50, abs=0.1)
    assert not day.is_vague
    assert month.right - month.left == pytest.approx(100 * 30 / 1096)
    assert (year.left, year.right, year.is_vague) == (0, pytest.approx(100 * 366 / 1096), True)


def test_an_open_end_reaches_to_the_edge_and_too_wide_a_period_is_not_drawn():
    scale = Scale.over([bounds("1991"), bounds("1000/2999")], TODAY)
    assert scale.first.year == 1991
    assert scale.stretch(bounds("2016/..")).right == 100
    assert scale.stretch(bounds("../2016")).left == 0
    assert not bounds("1000/2999").can_be_drawn
    assert not Bounds().can_be_drawn


@pytest.mark.parametrize("first", ["2026", "2019", "1991", "1921", "1000"])
def test_the_axis_names_round_years_and_few_of_them(first):
    ticks = Scale.over([bounds(first)], TODAY).ticks
    assert 1 <= len(ticks) <= TICKS_AT_MOST
    assert len({tick.year - other.year for tick, other in zip(ticks[1:], ticks, strict=False)}) <= 1


def test_an_instrument_is_thin_from_signature_and_thick_in_force():
    signed, force = step(EventKind.SIGNED, "2010-03-01"), step(EventKind.ENTERED_INTO_FORCE, "2011-03-01")
    row = drawn([TimelineInstrument(1, "KZ-RU-1", "", course(signed, force, clauses=FIVE_YEARS))], [], TODAY).rows[0]
    assert looks(row) == ["signed", "force"]
    assert shapes(row) == ["begin", "force", "end"]
    thin, thick = row.lines
    assert thin.right == thick.left
    assert thick.right == row.marks[-1].place < 50


def test_an_undated_instrument_gets_no_row_and_an_undated_end_no_place():
    undated = TimelineInstrument(1, "KZ-RU-1", "", course(step(EventKind.SIGNED)))
    ended = TimelineInstrument(2, "KZ-RU-2", "", course(step(EventKind.SIGNED, "2010?"), step(EventKind.TERMINATED)))
    drawing = drawn([undated, ended], [(2, "replaces", 1)], TODAY)
    assert [row.words for row in drawing.rows] == ["KZ-RU-2"]
    assert drawing.threads == []
    assert looks(drawing.rows[0]) == ["vague", "signed"]
    assert shapes(drawing.rows[0]) == ["vague", "unclear"]


def test_what_replaces_another_is_tied_to_the_place_where_that_one_ended():
    old = course(step(EventKind.SIGNED, "2000-05-01"), step(EventKind.REPLACED, "2010-05-01"))
    new = course(step(EventKind.SIGNED, "2012-05-01"))
    drawing = drawn(
        [TimelineInstrument(2, "new", "", new), TimelineInstrument(1, "old", "", old)], [(2, "replaces", 1)], TODAY
    )
    (thread,) = drawing.threads
    assert (thread.y1, thread.y2) == (drawing.rows[0].y, drawing.rows[1].y)
    assert thread.place == drawing.rows[0].marks[0].place
    assert thread.end == drawing.rows[1].marks[-1].place < thread.place


def test_the_end_waits_for_the_notice_and_is_open_where_nothing_says_when():
    notice = ClauseColumns("binding", "indefinite", None, "not_stated", 6)
    steps = [step(EventKind.ENTERED_INTO_FORCE, "2000"), step(EventKind.DENOUNCED, "2010-01-15")]
    found = status_on(notice, TODAY, steps)
    assert found.status == Status.DENOUNCED
    assert Bounds.of(end_of(notice, found)) == Bounds(dt.date(2010, 7, 15), dt.date(2010, 7, 16))
    assert Bounds.of(end_of(BINDING, status_on(BINDING, TODAY, [step(EventKind.TERMINATED)]))) == Bounds()
    assert end_of(BINDING, status_on(BINDING, TODAY, [step(EventKind.SIGNED, "2010")])) is None


def told(*steps: EventColumns) -> list[events.Told]:
    return [events.Told(one, key, one.kind, one.date) for key, one in enumerate(steps, start=1)]


def test_a_rejected_date_stands_below_the_one_that_counts_with_a_mark_of_its_own():
    happened = told(step("ratified", "2017"), step("signed", "2016-12-07"), step("signed", "2016-11", preferred=2))
    drawing = events.drawn(BINDING, happened, TODAY, ("", ""))
    assert [row.words for row in drawing.rows] == ["signed", "signed", "ratified"]
    assert [shapes(row)[0] for row in drawing.rows] == ["event", "other", "vague"]
    assert [looks(row) for row in drawing.rows] == [[], ["other"], ["vague"]]


def test_a_single_date_is_no_timeline_but_a_term_is():
    force = told(step("entered_into_force", "2016-12-07"), step("signed"))
    assert events.drawn(BINDING, force, TODAY, ("", "")) is None
    drawing = events.drawn(FIVE_YEARS, force, TODAY, ("Term", "60"))
    assert [row.words for row in drawing.rows] == ["entered_into_force", "Term"]
    assert shapes(drawing.rows[1]) == ["end"]
