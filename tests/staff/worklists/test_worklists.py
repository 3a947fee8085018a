"""The front page of the desk: what waits, for whom, and what it costs to tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Commitment, Event, Passage, PublicationStatus, Source
from agreements.publication.workflow import move
from staff.worklists.dashboard import worklists
from staff.worklists.deadlines import Bound, Falling, due_between
from tests.support.desk.editing import desk_of
from tests.support.factories import (
    SOME_MOMENT,
    CommitmentFactory,
    EventFactory,
    PassageFactory,
    SourceFactory,
    StatementFactory,
    agreement_between,
    publish,
    withdraw,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ON = date(2026, 3, 1)
UNTIL = date(2027, 3, 1)
EVERY_FIVE = {"renewal_months": 60, "notice_months": 6}


def lists_of(client) -> dict[str, object]:
    return {found.code: found for found in client.get(reverse("admin:index")).context["worklists"]}


def running(ministry, music_house, begun: str, **clauses: object) -> Agreement:
    agreement = agreement_between(ministry, music_house, **clauses)
    EventFactory(agreement=agreement, kind="entered_into_force", date=begun)
    return publish(agreement)


def test_my_drafts_are_those_i_saved_and_they_lead_to_their_pages(ministry, music_house):
    aigerim, dana = desk_of("editors"), desk_of("publishers")
    for client, title in ((aigerim, "Менің жобам"), (dana, "Басқаның жобасы")):
        client.post(
            reverse("admin:agreements_agreement_add"),
            {"title_kk": title, "type": "memorandum", "level": "mixed", "legal_character": "undetermined",
             "term": "not_stated", "renewal": "not_stated", "joint_commission": "not_stated",
             "programme": "not_stated", "costs": "not_stated", **empty_rows()},
        )  # fmt: skip
    draft = Agreement.objects.get(title_kk="Менің жобам")
    drafts = lists_of(aigerim)["drafts"]
    assert [entry.label for entry in drafts.entries] == ["Менің жобам"]
    assert drafts.entries[0].address == reverse("admin:agreements_agreement_change", args=(draft.pk,))
    page = aigerim.get(drafts.everything)
    assert [row.pk for row in page.context["cl"].result_list] == [draft.pk]
    assert lists_of(aigerim)["recent"].entries[0].by == "publishers"


def empty_rows() -> dict[str, str]:
    prefixes = (
        "authentic_languages", "agreement_parties", "sources", "events", "commitments", "statements", "relations",
        "evidence",
    )  # fmt: skip
    return {f"{prefix}-{what}_FORMS": "0" for prefix in prefixes for what in ("TOTAL", "INITIAL")}


def test_review_waits_for_publishers_only_and_tells_who_sent_it(draft):
    publish(draft)
    withdraw(draft)
    editor = User.objects.create_user("dana", first_name="Дана", last_name="Ахметова")
    move(draft, PublicationStatus.IN_REVIEW, by=editor, at=SOME_MOMENT)
    assert "review" not in lists_of(desk_of("editors"))
    review = lists_of(desk_of("publishers"))["review"]
    assert (review.total, review.entries[0].by, review.entries[0].at) == (1, "Дана Ахметова", SOME_MOMENT)


def test_a_published_record_without_a_language_or_a_passage_is_incomplete(ministry, music_house, music):
    texts = {"title_ru": "Меморандум", "title_en": "Memorandum"}
    whole, bare = (agreement_between(ministry, music_house, **texts) for _n in range(2))
    untranslated, hidden = (
        agreement_between(ministry, music_house, title_en="Memorandum"),
        agreement_between(ministry, music_house),
    )
    source = SourceFactory(agreement=whole)
    commitment = CommitmentFactory(agreement=whole, areas=[music], text_ru="Гастроли", text_en="Tours")
    commitment.passages.add(PassageFactory(source=source))
    CommitmentFactory(agreement=bare, areas=[music], text_ru="Гастроли", text_en="Tours")
    EventFactory(agreement=bare, date="2016")
    StatementFactory(agreement=hidden)
    for agreement in (whole, bare, untranslated):
        publish(agreement)
    client = desk_of("editors")
    client.cookies["django_language"] = "en"
    found = lists_of(client)["incomplete"]
    assert {entry.identifier: str(entry.note) for entry in found.entries} == {
        bare.identifier: "without a passage: 2",
        untranslated.identifier: "without Russian: 1",
    }
    assert client.get(found.everything).context["cl"].result_count == found.total == 2


def test_a_passage_whose_words_moved_is_listed_with_its_place(draft):
    SourceFactory(agreement=draft)
    second = SourceFactory(agreement=draft, number=2, text="ә😀ә Екі жақ келісті.")
    kept = PassageFactory(source=second, start=4, end=11, exact="Екі жақ")
    lost = PassageFactory(source=second, start=12, end=19, exact="келісті")
    client = desk_of("editors")
    assert lists_of(client)["lost"].total == 0
    Source.objects.filter(pk=second.pk).update(text="ә😀ә Екі жақ уағдаласты.")
    found = lists_of(client)["lost"]
    assert found.total == 1
    assert found.entries[0].label[1:-1] == "келісті"
    assert found.entries[0].address.endswith(f"/{draft.pk}/change/#sources-1")
    assert [row.pk for row in client.get(found.everything).context["cl"].result_list] == [lost.pk]
    assert Passage.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    ("begun", "clauses", "expected"),
    [
        ("2021-06-01", {"renewal": "none", "notice_months": 6}, [("2026-06-01", Falling.ENDS)]),
        ("2021-06-01", {}, [("2026-06-01", Falling.ENDS_UNKNOWN)]),
        ("2021-06-01", {"renewal": "by_agreement"}, [("2026-06-01", Falling.ENDS_UNLESS_RENEWED)]),
        ("2022-03-02", {"renewal": "none"}, []),
        ("2021-02-28", {"renewal": "none"}, []),
        ("2011-06-01", {"renewal": "automatic", **EVERY_FIVE}, [("2026-06-01", Falling.RENEWS)]),
        ("2012-06-01", {"renewal": "automatic", **EVERY_FIVE}, [("2026-12-01", Falling.NOTICE)]),
        ("2012-06-01", {"renewal": "automatic"}, []),
        ("2018-06-01", {"renewal": "automatic", "renewal_months": 12, "notice_months": 3},
         [("2026-03-01", Falling.NOTICE), ("2026-06-01", Falling.RENEWS), ("2027-03-01", Falling.NOTICE)]),
        ("1951-06-01", {"renewal": "automatic", **EVERY_FIVE}, [("2026-06-01", Falling.RENEWS)]),
        ("2016-01-31", {"renewal": "automatic", "renewal_months": 1},
         [(f"2026-{month:02}-{min(31, last)}", Falling.RENEWS)
          for month, last in zip(range(3, 13), (31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)]
         + [("2027-01-31", Falling.RENEWS), ("2027-02-28", Falling.RENEWS)]),
        ("2021-08-31", {"renewal": "automatic", **EVERY_FIVE}, [("2026-08-31", Falling.RENEWS)]),
        ("2021-03-01", {"renewal": "none"}, [("2026-03-01", Falling.ENDS)]),
    ],
)  # fmt: skip
def test_ends_and_notices_follow_from_the_clauses(ministry, music_house, begun, clauses, expected):
    running(ministry, music_house, begun, term="fixed", term_months=60, **clauses)
    assert [(str(due.on), due.what) for due in due_between(ON, UNTIL)] == expected


@pytest.mark.parametrize(
    ("begun", "clauses", "expected"),
    [
        ("2021-06", {"renewal": "none"}, [("2026-06-01", Falling.ENDS, Bound.EARLIEST)]),
        ("2021-03", {"renewal": "none"}, [("2026-03-01", Falling.ENDS, Bound.EARLIEST)]),
        ("2021", {"renewal": "none"}, [("2026-12-31", Falling.ENDS, Bound.LATEST)]),  # perhaps over, perhaps not
        ("2020", {"renewal": "none"}, []),
        ("2022", {"renewal": "none"}, [("2027-01-01", Falling.ENDS, Bound.EARLIEST)]),
        ("2021-02/2021-04", {}, [("2026-04-30", Falling.ENDS_UNKNOWN, Bound.LATEST)]),
        ("2021", {"notice_months": 6}, [("2026-06-30", Falling.NOTICE, Bound.LATEST),
                                        ("2026-12-31", Falling.ENDS_UNKNOWN, Bound.LATEST)]),
        ("2011", {"renewal": "automatic", **EVERY_FIVE}, [("2026-06-30", Falling.NOTICE, Bound.LATEST),
                                                          ("2026-12-31", Falling.RENEWS, Bound.LATEST)]),
        ("2021/..", {"renewal": "none"}, []),
        ("2019/2023", {"renewal": "none"}, []),  # nothing is known of these twelve months
    ],
)  # fmt: skip
def test_a_vague_beginning_gives_its_first_or_last_possible_day(ministry, music_house, begun, clauses, expected):
    running(ministry, music_house, begun, term="fixed", term_months=60, **clauses)
    assert [(str(due.on), due.what, due.bound) for due in due_between(ON, UNTIL)] == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"kind": "denounced", "date": "2026-01-15"}, [("2026-07-15", Falling.DENOUNCED)]),  # no notice, no renewal
        ({"kind": "denounced", "date": "2025"}, [("2026-06-30", Falling.DENOUNCED)]),
        ({"kind": "denounced", "date": "2024"}, []),
        ({"kind": "denounced", "date": "2025-08/2025-12"}, [("2026-06-30", Falling.DENOUNCED)]),
        ({"kind": "suspended", "date": "2026-01-15"}, [("2026-06-01", Falling.NOTICE), ("2026-12-01", Falling.RENEWS)]),
        ({"kind": "terminated", "date": "2026-01-15"}, []),
        ({"kind": "terminated", "date": "2026-08-01"}, [("2026-06-01", Falling.NOTICE)]),  # already agreed
        ({"kind": "replaced", "date": "2026-05-01"}, []),
        ({"kind": "extended", "date": "2024-01-15"}, []),
    ],
)
def test_what_was_done_since_is_taken_into_account(ministry, music_house, event, expected):
    clauses = {"term": "fixed", "term_months": 60, "renewal": "automatic", **EVERY_FIVE}
    EventFactory(agreement=running(ministry, music_house, "2021-12-01", **clauses), **event)
    assert [(str(due.on), due.what) for due in due_between(ON, UNTIL)] == expected


def test_no_end_is_announced_of_what_is_over_extended_or_hidden(ministry, music_house):
    clauses = {"term": "fixed", "term_months": 60, "renewal": "none", "notice_months": 6}
    over, extended, hidden, denounced = (running(ministry, music_house, "2021-06-01", **clauses) for _n in range(4))
    EventFactory(agreement=over, kind="terminated", date="2024-01-01")
    EventFactory(agreement=extended, kind="extended", date="2025-01-01")
    withdraw(hidden)
    EventFactory(agreement=denounced, kind="denounced", date="2026-01-15")
    vague = running(ministry, music_house, "2021-06", **clauses)
    other = Event.objects.get(agreement=vague)
    EventFactory(agreement=vague, kind="entered_into_force", date="2020-06-01", preferred=other, reason_kk="Бұрынғы")
    assert [(due.agreement, str(due.on), due.what, due.bound) for due in due_between(ON, UNTIL)] == [
        (denounced.pk, "2026-06-01", Falling.ENDS, Bound.EXACT),  # before the notice of denunciation runs out
        (vague.pk, "2026-06-01", Falling.ENDS, Bound.EARLIEST),
    ]


def test_who_may_see_nothing_is_told_nothing():
    User.objects.create_user("guest", is_staff=True)
    assert worklists(User.objects.get(username="guest"), ON) == []
    seer = User.objects.create_user("seer", is_staff=True)
    seer.user_permissions.add(Permission.objects.get(codename="view_agreement"))
    assert [found.code for found in worklists(User.objects.get(pk=seer.pk), ON)] == [
        "incomplete", "deadlines", "recent",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 25])
def test_the_front_page_costs_the_same_for_few_records_and_for_many(
    ministry, music_house, music, number, django_assert_max_num_queries
):
    client = desk_of("publishers")
    me = User.objects.get(username="publishers")
    for _n in range(number):
        agreement = agreement_between(ministry, music_house, term="fixed", term_months=12)
        begun = timezone.localdate() - timedelta(days=100)
        EventFactory(agreement=agreement, kind="entered_into_force", date=begun.isoformat())
        CommitmentFactory(agreement=agreement, areas=[music])
        PassageFactory(source=SourceFactory(agreement=agreement))
        publish(agreement)
        Agreement.history.filter(id=agreement_between(ministry, music_house).pk).update(history_user=me)
    Source.objects.update(text="ә" * 40)
    with django_assert_max_num_queries(60):
        found = lists_of(client)
    assert all(
        len(worklist.entries) == min(number, 10) for code, worklist in found.items() if code not in ("review", "recent")
    )
    assert {found[code].total for code in ("drafts", "incomplete", "deadlines", "lost")} == {number}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_front_page_opens_with_the_memorandum_in_three_languages(memorandum, language):
    Commitment.objects.update(text_en=None)
    client = desk_of("administrators")
    client.cookies["django_language"] = language
    page = client.get(reverse("admin:index")).content.decode()
    assert f'href="{reverse("admin:agreements_agreement_change", args=(memorandum.pk,))}#completeness"' in page
    assert page.index("desk-incomplete") < page.index("app-agreements")
