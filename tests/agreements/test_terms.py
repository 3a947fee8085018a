"""When an agreement is in force: one answer for its page, its drawing, its status, the lists and the desk."""

from datetime import date

import pytest
from django.utils import translation

from agreements.models import Agreement, EventKind
from agreements.rules.status import Status, status_on, taken_by_both, time_in_force
from agreements.rules.status_queries import statuses_on, steps_by_agreement
from search.index.index_rows import read_rows
from search.lists.rows import agreement_rows_with_status
from staff.worklists.deadlines import due_between
from tests.support.factories import EventFactory, publish
from website.pages.country_pairs import standings
from website.pages.summary import agreement_summary
from website.templatetags.timelines import timeline_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)


def in_force_for_each_side(agreement: Agreement, first: str, second: str, **clauses: object) -> Agreement:
    """A binding agreement for five years, public, with the two dates on which it entered into force for its sides."""
    known = {"legal_character": "binding", "term": "fixed", "term_months": 60, "renewal": "none", **clauses}
    for name, value in known.items():
        setattr(agreement, name, value)
    agreement.save()
    for row, day in zip(agreement.agreement_parties.order_by("side"), (first, second), strict=True):
        EventFactory(agreement=agreement, kind="entered_into_force", date=day, by=row)
    return publish(agreement)


@pytest.fixture
def cultural_centres(draft):
    """In force for France in 1993 and for Kazakhstan in 1998, for five years, signed in 1993."""
    EventFactory(agreement=draft, kind="signed", date="1993-09-23")
    return in_force_for_each_side(draft, "1998-04-03", "1993-12-30")


def drawn_term(agreement: Agreement) -> tuple[float, float]:
    row = timeline_of(Agreement.objects.with_evidence().get(pk=agreement.pk), TODAY).rows[-1]
    (line,) = row.lines
    assert (row.words, line.kind) == ("Term", "force")
    return line.left, line.right


def place(agreement: Agreement, *days: date) -> list[float]:
    """Where these days stand in the drawing of the agreement."""
    scale = timeline_of(Agreement.objects.with_evidence().get(pk=agreement.pk), TODAY).scale
    return [pytest.approx(scale.place(day)) for day in days]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_the_term_begins_when_the_second_side_is_bound(cultural_centres):
    time = time_in_force(cultural_centres, list(cultural_centres.events.select_related("by")))
    assert (time.began.date, time.end.date) == ("1998-04-03", "2003-04-03")


def test_the_box_and_the_drawing_tell_the_same_term(cultural_centres):
    summary = agreement_summary(cultural_centres, TODAY)
    assert (summary.since, summary.until, summary.rests_on_term) == ("1998-04-03", "2003-04-03", True)
    assert list(drawn_term(cultural_centres)) == place(cultural_centres, date(1998, 4, 3), date(2003, 4, 3))


@pytest.mark.parametrize(
    ("on", "status", "since"),
    [
        (date(1993, 12, 30), Status.SIGNED, "1993-09-23"),
        (date(1998, 4, 2), Status.SIGNED, "1993-09-23"),
        (date(1998, 4, 3), Status.IN_FORCE, "1998-04-03"),
        (date(2003, 4, 2), Status.IN_FORCE, "1998-04-03"),
        (date(2003, 4, 3), Status.EXPIRED, "1998-04-03"),
    ],
)
def test_records_columns_lists_and_index_agree_on_the_status(cultural_centres, on, status, since):
    of_record = status_on(cultural_centres, on)
    assert (of_record.status, of_record.since.date, of_record.certain) == (status, since, True)
    assert statuses_on(on) == {cultural_centres.pk: status}
    (row,) = agreement_rows_with_status([cultural_centres.pk], on)
    assert (row.status.status, row.status.since.date) == (status, since)
    (facts,) = read_rows(on).facts()
    assert facts.values["status"] == (status,)


def test_the_index_asks_again_on_the_day_the_term_ends(cultural_centres):
    (facts,) = read_rows(date(1999, 1, 1)).facts()
    assert facts.status_until <= date(2003, 4, 3)


def test_the_timeline_of_a_pair_shows_the_same_term(cultural_centres):
    (one,) = standings([cultural_centres.pk], TODAY)
    assert (one.course.in_force.date, one.ended_on) == ("1998-04-03", "2003-04-03")


@pytest.mark.parametrize(("first", "second"), [("2017-05-01", "2021-06-01"), ("2021-06-01", "2017-05-01")])
def test_the_desk_is_told_of_the_end_that_the_page_shows(draft, first, second):
    agreement = in_force_for_each_side(draft, first, second)
    assert [(due.on, due.agreement) for due in due_between(TODAY, date(2027, 3, 1))] == [
        (date(2026, 6, 1), agreement.pk)
    ]
    assert agreement_summary(agreement, TODAY).until == "2026-06-01"


def test_a_term_has_not_begun_while_one_side_is_not_bound(client, draft):
    in_force_for_each_side(draft, "2021-06-01", "2021-06-01")
    draft.events.get(by__side=2).delete()
    summary = agreement_summary(draft, TODAY)
    assert (summary.since, summary.until, summary.began_for_one) == ("", "", True)
    assert due_between(TODAY, date(2027, 3, 1)) == []
    assert timeline_of(draft, TODAY) is None  # one date makes no picture
    page = client.get("/en/agreements/kz-ru-1/").content.decode()
    assert "It entered into force for one side; no source states it of the other." in page
    assert "No source states when it entered into force" not in page


def test_an_event_of_all_binds_both_sides(draft):
    in_force_for_each_side(draft, "2021-06-01", "2023-06-01")
    EventFactory(agreement=draft, kind="entered_into_force", date="2022-06-01")
    began = taken_by_both(list(draft.events.select_related("by")), EventKind.ENTERED_INTO_FORCE)
    assert began.date == "2022-06-01"


@pytest.mark.parametrize(
    ("first", "second", "told", "earliest", "before"),
    [
        ("1993", "1993-03-01", "1993", date(1993, 3, 1), date(1994, 1, 1)),
        ("1993", "1993-12-31", "1993-12-31", date(1993, 12, 31), date(1994, 1, 1)),
        ("1993", "1998", "1998", date(1998, 1, 1), date(1999, 1, 1)),
        ("1993-05-01", "", "", None, None),
    ],
)
def test_vague_days_of_the_sides_leave_what_both_allow(draft, first, second, told, earliest, before):
    in_force_for_each_side(draft, first, second)
    for events in (list(draft.events.select_related("by")), steps_by_agreement()[draft.pk]):
        began = taken_by_both(events, EventKind.ENTERED_INTO_FORCE)
        assert (began.date, began.earliest_on, began.before_on) == (told, earliest, before)


def test_nothing_is_certain_while_the_day_of_one_side_is_vague(draft):
    in_force_for_each_side(draft, "1993", "1993-03-01")
    assert status_on(draft, date(1993, 2, 1)).status == Status.UNKNOWN
    assert [status_on(draft, on).certain for on in (date(1993, 4, 1), date(1994, 1, 1))] == [False, True]


@pytest.mark.parametrize(
    ("clauses", "event", "until", "rests_on_notice"),
    [
        ({}, ("terminated", "2000-05-01"), "2000-05-01", False),
        ({}, ("extended", "2000-05-01"), "", False),
        ({"notice_months": 6}, ("denounced", "2000-01-15"), "2000-07-15", True),
        ({"renewal": "automatic", "notice_months": 6}, ("denounced", "2010-01"), "2010-07", True),
        ({"renewal": "automatic"}, ("registered", "2000"), "2003-04-03", False),
        ({}, ("not_concluded", "2010"), "2003-04-03", False),
    ],
)
def test_the_box_tells_the_end_that_the_status_comes_to(draft, clauses, event, until, rests_on_notice):
    in_force_for_each_side(draft, "1993-12-30", "1998-04-03", **clauses)
    EventFactory(agreement=draft, kind=event[0], date=event[1])
    summary = agreement_summary(draft, TODAY)
    assert (summary.until, summary.rests_on_notice) == (until, rests_on_notice)


def test_a_drawn_term_stops_where_it_was_ended_and_goes_on_where_it_was_extended(draft):
    in_force_for_each_side(draft, "1993-12-30", "1998-04-03")
    event = EventFactory(agreement=draft, kind="terminated", date="2000-05-01")
    assert list(drawn_term(draft)) == place(draft, date(1998, 4, 3), date(2000, 5, 1))
    event.kind = "extended"
    event.save()
    row = timeline_of(draft, TODAY).rows[-1]
    assert ([line.kind for line in row.lines], [mark.kind for mark in row.marks]) == (["force", "vague"], ["open"])


def test_of_two_ends_the_first_one_counts_everywhere(draft):
    in_force_for_each_side(draft, "1993-12-30", "1998-04-03")
    for kind, day in (("terminated", "2000-05-01"), ("replaced", "2002-05-01")):
        EventFactory(agreement=draft, kind=kind, date=day)
    (one,) = standings([draft.pk], TODAY)
    assert (status_on(draft, TODAY).since.date, agreement_summary(draft, TODAY).until, one.ended_on) == (
        "2000-05-01",
    ) * 3
