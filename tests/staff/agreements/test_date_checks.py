"""Dates that contradict each other warn: in the record, after saving, and while they are typed."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from agreements.rules import completeness
from tests.support.desk.editing import desk_of
from tests.support.factories import EventFactory, SourceFactory

pytestmark = pytest.mark.django_db

WHILE_TYPING = "admin:agreements_agreement_duplicates"


@pytest.mark.parametrize(
    ("first", "second", "is_odd"),
    [
        (("expired", "2001"), ("signed", "2016"), True),
        (("terminated", "2016-05"), ("signed", "2016-06-01"), True),
        (("denounced", "2015"), ("entered_into_force", "2016-02"), True),
        (("replaced", "2015"), ("entered_into_force", "2016"), True),
        (("ratified", "2015?"), ("signed", "2016"), True),
        (("entered_into_force", "2015-12-31"), ("signed", "2016"), True),
        (("signed", "2014"), ("initialled", "2015"), True),
        (("signed", "2016"), ("entered_into_force", "2027-01-02"), True),
        (("signed", "2016"), ("entered_into_force", "2027-01-01"), False),
        (("expired", "2016"), ("signed", "2016-06-01"), False),  # perhaps after it
        (("ratified", "2016-06"), ("signed", "2016-06-30"), False),
        (("expired", "../2001"), ("signed", "2016"), True),
        (("expired", "2001/.."), ("signed", "2016"), False),  # its end is not known
        (("approved", "2015"), ("signed", "2016"), False),  # governments approve drafts
        (("expired", ""), ("signed", "2016"), False),
    ],
)
def test_dates_in_a_certainly_odd_order_are_told_and_no_others(draft, first, second, is_odd):
    for number, (kind, date) in enumerate((first, second), start=8):
        event = EventFactory(agreement=draft, kind=kind, date=date)
        event.passages.create(source=SourceFactory(agreement=draft, number=number), start=0, end=7, exact="Екі жақ")
    told = [warning for warning in completeness.warnings(draft) if "күн" in warning]
    assert len(told) == is_odd, told


def test_the_order_of_what_different_parties_did_is_not_odd(draft):
    ministry, house = draft.agreement_parties.order_by("side")
    EventFactory(agreement=draft, kind="ratified", date="2015", by=ministry)
    signed = EventFactory(agreement=draft, date="2016", by=house)
    before = completeness.warnings(draft)
    signed.by = ministry
    signed.save()
    assert len(completeness.warnings(draft)) == len(before) + 1


def test_two_dates_of_one_event_are_a_conflict_until_one_account_is_preferred(draft):
    first = EventFactory(agreement=draft, date="2016")
    before = len(completeness.warnings(draft))
    other = EventFactory(agreement=draft, date="2023")
    bare = 1  # that no passage stands behind it
    assert len(completeness.warnings(draft)) == before + bare + 1
    other.preferred, other.reason_kk = first, "Ресми мәтін"
    other.save()
    assert len(completeness.warnings(draft)) == before + bare


def test_dates_that_can_be_the_same_and_events_that_can_be_repeated_are_no_conflict(draft):
    for kind, date in (("signed", "2016"), ("signed", "2016-11-07"), ("extended", "2018"), ("extended", "2020")):
        EventFactory(agreement=draft, kind=kind, date=date)
    assert not [warning for warning in completeness.warnings(draft) if "екі күнмен" in warning]


def typed(*events: tuple[str, str], **more: object) -> dict[str, object]:
    kinds, dates = zip(*events, strict=True) if events else ((), ())
    return {"event-kind": kinds, "event-date": dates, "event-by": [""] * len(events), "date": dates, **more}


def test_odd_dates_and_impossible_ones_are_told_while_they_are_typed(db):
    editor, address = desk_of("editors"), reverse(WHILE_TYPING)
    page = unescape(editor.post(address, typed(("expired", "2001"), ("signed", "7.11.2016"))).content.decode())
    assert page.count("<li>") == 1
    assert "2016 жылғы 7 қараша" in page
    wrong = typed(("signed", "2016-13"), ("expired", "2018/2016"), date=["2016-13", "2018/2016", "", "2016", "\x00"])
    page = unescape(editor.post(address, wrong).content.decode())
    assert "«2016-13»" in page
    assert "«2018/2016»" in page
    assert page.count("<li>") == 3
    assert editor.post(address, typed(("no such kind", "2001"), ("signed", "2000"))).content.strip() == b""
