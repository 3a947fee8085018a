from datetime import date

import pytest
from django.utils import translation

from agreements.models import Agreement
from agreements.rules.status import Status, status_on
from tests.support.factories import EventFactory

pytestmark = pytest.mark.database

DAY = date(2020, 6, 1)


def happened(agreement: Agreement, *events: tuple[str, str], **fields: object) -> None:
    for kind, when in events:
        EventFactory(agreement=agreement, kind=kind, date=when, **fields)


def test_without_events_the_status_is_not_stated(draft):
    assert status_on(draft, DAY).status == Status.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("negotiation_opened", "negotiation"),
        ("initialled", "initialled"),
        ("signed", "signed"),
        ("provisionally_applied", "provisional"),
        ("entered_into_force", "in_force"),
        ("extended", "in_force"),
        ("suspended", "suspended"),
        ("resumed", "in_force"),
        ("denounced", "denounced"),
        ("terminated", "terminated"),
        ("expired", "expired"),
        ("replaced", "superseded"),
        ("not_concluded", "not_concluded"),
        ("registered", "unknown"),
        ("ratified", "unknown"),
        ("amended", "unknown"),
    ],
)
def test_each_kind_of_event_has_its_effect(draft, kind, status):
    happened(draft, (kind, "2019-01-01"))
    assert status_on(draft, DAY).status == status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2015, 1, 1), "unknown"),
        (date(2016, 12, 31), "signed"),
        (date(2017, 1, 1), "in_force"),
        (date(2018, 5, 1), "suspended"),
        (date(2018, 6, 1), "in_force"),
        (date(2020, 1, 1), "terminated"),
    ],
)
def test_the_status_is_that_of_the_day_asked_for(draft, on, status):
    happened(
        draft,
        ("signed", "2016-11-07"),
        ("entered_into_force", "2017-01-01"),
        ("suspended", "2018-05-01"),
        ("resumed", "2018-06-01"),
        ("terminated", "2020-01-01"),
    )
    assert status_on(draft, on).status == status


def test_an_event_of_the_future_has_no_effect_yet(draft):
    happened(draft, ("signed", "2016"), ("entered_into_force", "2021-01-01"))
    assert status_on(draft, DAY).status == "signed"


def test_an_event_without_a_date_counts_as_having_happened(draft):
    happened(draft, ("signed", ""))
    found = status_on(draft, DAY)
    assert (found.status, found.certain) == ("signed", False)


def test_a_late_signature_does_not_undo_entry_into_force(draft):
    happened(draft, ("entered_into_force", "2016-10-01"), ("signed", "2016-11-07"))
    assert status_on(draft, DAY).status == "in_force"


def test_a_vague_date_makes_the_status_uncertain_until_its_period_is_over(draft):
    happened(draft, ("signed", "2020"))
    assert not status_on(draft, DAY).certain
    assert status_on(draft, date(2021, 1, 1)).certain


def test_an_account_that_is_not_preferred_does_not_count(draft):
    preferred = EventFactory(agreement=draft, kind="entered_into_force", date="2021-01-01")
    EventFactory(
        agreement=draft, kind="entered_into_force", date="2019-01-01", preferred=preferred, reason_kk="Ресми хабарлама."
    )
    assert status_on(draft, DAY).status == "unknown"


@pytest.mark.parametrize(
    ("events", "status", "certain"),
    [
        ([("entered_into_force", "2000"), ("terminated", "")], "terminated", False),
        ([("terminated", "2000"), ("extended", "2001")], "terminated", True),
        ([("signed", "1990"), ("extended", "1991")], "in_force", False),
        ([("provisionally_applied", "2000"), ("signed", "2001")], "provisional", True),
        ([("signed", "2000"), ("initialled", "2001")], "signed", True),
        ([("terminated", "2000"), ("entered_into_force", "")], "terminated", True),
        ([("entered_into_force", "2000"), ("not_concluded", "")], "in_force", True),
        ([("expired", "2000"), ("extended", "2001")], "in_force", True),
        ([("terminated", "2000"), ("denounced", "2001")], "terminated", True),
        ([("signed", ""), ("entered_into_force", "")], "in_force", False),
        ([("entered_into_force", "2000"), ("resumed", "2001")], "in_force", True),
    ],
)
def test_events_have_their_effect_from_where_they_can(draft, events, status, certain):
    happened(draft, *events)
    found = status_on(draft, DAY)
    assert (found.status, found.certain) == (status, certain)


def test_it_is_signed_only_once_both_sides_have_signed(draft):
    first, second = draft.agreement_parties.order_by("side")
    happened(draft, ("signed", "2019-01-01"), by=first)
    assert status_on(draft, DAY).status == "unknown"
    happened(draft, ("signed", "2019-03-01"), by=second)
    assert status_on(draft, DAY).status == "signed"


def test_a_term_runs_out_while_suspended(draft):
    draft.term, draft.term_months, draft.renewal = "fixed", 12, "none"
    happened(draft, ("entered_into_force", "1990-01-01"), ("suspended", "1990-06-01"))
    assert status_on(draft, DAY).status == "expired"


def test_it_is_in_force_only_once_it_is_for_both_sides(draft):
    first, second = draft.agreement_parties.order_by("side")
    happened(draft, ("signed", "2016"))
    happened(draft, ("entered_into_force", "2017-01-01"), by=first)
    assert status_on(draft, DAY).status == "signed"
    happened(draft, ("entered_into_force", "2021-01-01"), by=second)
    assert status_on(draft, DAY).status == "signed"
    assert status_on(draft, date(2021, 1, 1)).status == "in_force"


@pytest.mark.parametrize(("on", "status"), [(date(2019, 6, 30), "in_force"), (date(2019, 7, 1), "denounced")])
def test_a_denunciation_takes_effect_when_its_notice_ends(draft, on, status):
    draft.notice_months = 6
    happened(draft, ("entered_into_force", "2017-01-01"), ("denounced", "2019-01-01"))
    assert status_on(draft, on).status == status


@pytest.mark.parametrize(
    ("renewal", "status", "certain"),
    [
        ("none", "expired", True),
        ("not_stated", "expired", False),
        ("by_agreement", "expired", False),
        ("automatic", "in_force", True),
    ],
)
def test_what_becomes_of_a_fixed_term_that_is_over_depends_on_its_renewal(draft, renewal, status, certain):
    draft.term, draft.term_months, draft.renewal = "fixed", 36, renewal
    happened(draft, ("entered_into_force", "2017-01-01"))
    found = status_on(draft, DAY)
    assert (found.status, found.certain) == (status, certain)


def test_a_fixed_term_is_in_force_until_its_last_day(draft):
    draft.term, draft.term_months, draft.renewal = "fixed", 36, "none"
    happened(draft, ("entered_into_force", "2017-01-01"))
    assert status_on(draft, date(2019, 12, 31)).status == "in_force"
    assert status_on(draft, date(2020, 1, 1)).status == "expired"


def test_an_extension_keeps_a_term_in_force(draft):
    draft.term, draft.term_months, draft.renewal = "fixed", 36, "by_agreement"
    happened(draft, ("entered_into_force", "2017-01-01"), ("extended", "2019-12-01"))
    found = status_on(draft, DAY)
    assert (found.status, found.certain) == ("in_force", False)  # for how long is not recorded


def test_a_text_that_does_not_bind_is_in_effect_and_never_in_force(draft):
    happened(draft, ("entered_into_force", "2017-01-01"))
    with translation.override("en"):
        assert str(status_on(draft, DAY).label) == "In effect"
        draft.legal_character = "binding"
        assert str(status_on(draft, DAY).label) == "In force"


def test_a_signed_text_that_does_not_bind_is_not_said_to_lack_force(draft):
    happened(draft, ("signed", "2017-01-01"))
    with translation.override("en"):
        assert "force" not in str(status_on(draft, DAY).label)


def test_events_at_hand_cost_no_query(draft, django_assert_num_queries):
    happened(draft, ("signed", "2017-01-01"))
    events = list(draft.events.select_related("by"))
    with django_assert_num_queries(0):
        assert status_on(draft, DAY, events).status == "signed"
