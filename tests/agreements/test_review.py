"""The way to publication: two people, comments, what changed since the record was last public."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from agreements.comparison import compared_words
from agreements.models import Agreement
from agreements.publication import move
from agreements.versions import last_writing
from tests.agreements.test_admin import desk_of, filled, page_of, person, save
from tests.factories import SOME_MOMENT, CommitmentFactory, SourceFactory, StatementFactory, publish, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(draft) -> Agreement:
    SourceFactory(agreement=draft)
    return draft


def second_publisher() -> Client:
    """Another person of the group of publishers."""
    dana = User.objects.create_user("dana", is_staff=True)
    dana.groups.add(Group.objects.get(name="publishers"))
    client = Client()
    client.force_login(dana)
    return client


def press(client: Client, agreement: Agreement, *states: str):
    url = reverse("admin:agreements_agreement_publication", args=(agreement.pk,))
    for state in states:
        response = client.post(url, {"to": state}, follow=True)
    agreement.refresh_from_db()
    return response


def write(client: Client, agreement: Agreement, **fields: str) -> None:
    assert save(client, agreement, filled(client.get(page_of(agreement))) | fields).status_code == 302


def test_who_wrote_last_cannot_publish_and_another_publisher_can(draft):
    publisher, dana = desk_of("publishers"), second_publisher()
    write(publisher, draft, summary_kk="Түйін")
    response = press(publisher, draft, "in_review", "published")
    assert draft.status == "in_review"
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    block = response.context["publication"]
    assert block.four_eyes.holds_up
    assert [button.to for button in block.buttons] == ["draft"]
    write(dana, draft)  # saved without a change: no writing
    assert last_writing(draft).by.username == "publishers"
    press(dana, draft, "published")
    assert draft.is_public


def test_a_change_of_a_part_is_writing_too(draft):
    publisher = desk_of("publishers")
    write(publisher, draft, summary_kk="Түйін")
    write(second_publisher(), draft, **{"sources-0-title_kk": "Басқа хабар"})
    assert last_writing(draft).by.username == "dana"
    press(publisher, draft, "in_review", "published")
    assert draft.is_public


def test_commands_and_files_are_held_up_by_nobody(draft):
    write(desk_of("publishers"), draft, summary_kk="Түйін")
    assert publish(draft).is_public
    came_with_a_file = Agreement.objects.create(title_kk="Келісім", type="treaty", level="interstate")
    assert last_writing(came_with_a_file) is None


def test_an_office_of_one_may_do_both_and_its_page_says_so(draft, settings):
    settings.FOUR_EYES = False
    publisher = desk_of("publishers")
    write(publisher, draft, summary_kk="Түйін")
    publisher.cookies["django_language"] = "en"
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    with translation.override("en"):
        assert "One person may write and publish here." in publisher.get(page_of(draft)).content.decode()
    press(publisher, draft, "published")
    assert draft.is_public


def test_a_refusal_is_said_in_the_readers_language(draft):
    user = person("publishers")
    client = Client()
    client.force_login(user)
    write(client, draft, summary_kk="Түйін")
    client.cookies["django_language"] = "en"
    response = press(client, draft, "in_review", "published")
    assert "You wrote last in this record." in response.content.decode()


def changes_of(client: Client, agreement: Agreement):
    response = client.get(reverse("admin:agreements_agreement_changes", args=(agreement.pk,)))
    assert response.status_code == 200
    return response


def test_what_changed_since_it_was_public_is_told_field_by_field_and_word_by_word(draft, music, tours):
    commitment = CommitmentFactory(agreement=draft, text_kk="Гастрольдік сапарлар ұйымдастыру", areas=[music])
    second = CommitmentFactory(agreement=draft, areas=[music])
    publisher = desk_of("publishers")
    withdraw(publish(draft))
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    assert changes_of(publisher, draft).context["groups"] == []
    Agreement.objects.get(pk=draft.pk).save()  # no change
    commitment.text_kk = "Гастрольдік сапарлар мен көрмелер ұйымдастыру"
    commitment.save()
    commitment.areas.add(tours)
    second.delete()
    StatementFactory(agreement=draft, text_kk="Жаңа сөз")
    response = changes_of(publisher, draft)
    told = {
        (part.heading, part.fate): {(change.label, change.language) for change in part.fields}
        for group in response.context["groups"]
        for part in group.parts
    }
    [commitments, statements] = response.context["groups"]
    text, areas = (change.pieces for change in commitments.parts[0].fields)
    assert [(piece.fate, piece.text) for piece in text] == [
        ("same", "Гастрольдік сапарлар "),
        ("added", "мен көрмелер "),
        ("same", "ұйымдастыру"),
    ]
    assert [(piece.fate, piece.text) for piece in areas] == [("added", str(tours))]
    assert [part.fate for part in commitments.parts] == ["changed", "removed"]
    assert [part.fate for part in statements.parts] == ["added"]
    assert len(told) == 3
    assert response.context["since"].count == 4
    page = publisher.get(page_of(draft))
    assert page.context["since"].count == 4


def test_everything_is_new_before_the_first_publication(draft, music):
    CommitmentFactory(agreement=draft, areas=[music])
    response = changes_of(desk_of("editors"), draft)
    assert response.context["since"].is_first
    assert [count for _label, count in response.context["counts"]] == [2, 1, 1]  # parties, sources, commitments


def test_the_comparison_needs_no_more_queries_for_forty_commitments_than_for_ten(draft, music, tours):
    publisher = desk_of("publishers")
    for _number in range(10):
        CommitmentFactory(agreement=draft, areas=[music])
    withdraw(publish(draft))

    def queries() -> int:
        for commitment in draft.commitments.all():
            commitment.areas.add(tours)
        changes_of(publisher, draft)
        with CaptureQueriesContext(connection) as captured:
            assert changes_of(publisher, draft).context["since"].count >= 10
        return len(captured)

    ten = queries()
    for _number in range(30):
        CommitmentFactory(agreement=draft, areas=[music])
    assert queries() == ten
    assert ten <= 50


def test_a_long_text_is_compared_quickly_and_cut_down_to_its_changes():
    old = " ".join(f"сөз{number % 300}" for number in range(50_000))
    pieces = compared_words(old, old.replace("сөз7 ", "сөз8 ", 1))
    assert [piece.fate for piece in pieces] == ["same", "removed", "added", "same", "left_out"]
    assert sum(len(piece.text) for piece in pieces) < 500
