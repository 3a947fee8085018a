"""Publication from the page of an agreement, and who may change what in which state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Commitment
from agreements.publication import workflow
from agreements.rules import completeness
from agreements.versions.queries import newest_versions
from tests.support.desk.editing import desk_of, errors_of, filled, new_row, page_of, publish, save
from tests.support.factories import AreaFactory, PartyFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def draft(draft) -> Agreement:
    """A draft with all that publication asks for."""
    if not draft.sources.exists():
        SourceFactory(agreement=draft)
    return draft


def move(client: Client, agreement: Agreement, to: str):
    url = reverse("admin:agreements_agreement_publication", args=(agreement.pk,))
    seen = newest_versions(agreement.pk)
    return client.post(url, {"to": to, "note": "Тексерілді", "seen": seen}, follow=True)


@pytest.mark.parametrize(("group", "expected"), [("editors", 403), ("publishers", 200), ("administrators", 200)])
def test_publishing_by_the_button_needs_the_permission(draft, group, expected):
    client = desk_of(group)
    assert move(client, draft, "in_review").status_code == 200
    assert move(client, draft, "published").status_code == expected
    draft.refresh_from_db()
    assert draft.is_public == (expected == 200)
    made = draft.moves.last()
    assert (made.made_by.username, made.note) == (group, "Тексерілді")


def test_a_refused_move_shows_every_reason_and_changes_nothing(draft):
    Commitment.objects.create(agreement=draft, number=1, text_kk="Гастрольдер", modality="agreed")
    publisher = desk_of("publishers")
    move(publisher, draft, "in_review")
    reasons = workflow.obstacles(draft)
    response = move(publisher, draft, "published")
    assert reasons
    assert [str(message) for message in response.context["messages"]] == reasons
    draft.refresh_from_db()
    assert draft.status == "in_review"


def test_the_note_of_a_refused_move_stands_in_the_form_that_follows_once(draft):
    Commitment.objects.create(agreement=draft, number=1, text_kk="Гастрольдер", modality="agreed")
    publisher = desk_of("publishers")
    move(publisher, draft, "in_review")
    for to in ("published", "withdrawn", "nonsense"):  # obstacles; no such move; no such state
        assert 'name="note" maxlength="2000" value="Тексерілді"' in move(publisher, draft, to).content.decode()
        assert 'value="Тексерілді"' not in publisher.get(page_of(draft)).content.decode()
    workflow.move(draft, "draft", by=None, at=timezone.now())
    assert 'value="Тексерілді"' not in move(publisher, draft, "in_review").content.decode()


def test_the_note_of_a_refused_move_is_shown_where_nothing_can_be_moved_any_more(draft):
    editor = desk_of("editors")
    publish(draft)
    page = move(editor, draft, "draft")
    assert page.context["publication"].buttons == []
    assert page.context["kept_note"] == "Тексерілді"
    assert page.content.decode().count("Тексерілді") == 1


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "1"}])
def test_who_publishes_on_the_desk_says_which_version_he_saw_and_commands_need_not(draft, sent):
    workflow.move(draft, "in_review", by=None, at=timezone.now())
    url = reverse("admin:agreements_agreement_publication", args=(draft.pk,))
    response = desk_of("publishers").post(url, {"to": "published", **sent}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    draft.refresh_from_db()
    assert not draft.is_public
    workflow.move(draft, "published", by=None, at=timezone.now())
    draft.refresh_from_db()
    assert draft.is_public


@pytest.mark.parametrize("to", ["withdrawn", "nonsense", ""])
def test_a_move_that_is_not_allowed_from_here_is_refused_in_words(draft, to):
    response = move(desk_of("publishers"), draft, to)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not draft.moves.exists()


def test_publication_is_moved_by_post_only_with_its_token_and_not_by_strangers(draft):
    url = reverse("admin:agreements_agreement_publication", args=(draft.pk,))
    assert desk_of("publishers").get(url).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="publishers"))
    assert strict.post(url, {"to": "in_review"}).status_code == 403
    assert Client().post(url, {"to": "in_review"}).status_code == 302
    assert not draft.moves.exists()


def test_the_page_offers_just_the_moves_one_may_make(draft):
    workflow.move(draft, "in_review", by=None, at=timezone.now())
    offered = {
        group: [button.to for button in desk_of(group).get(page_of(draft)).context["publication"].buttons]
        for group in ("editors", "publishers")
    }
    assert offered == {"editors": ["draft"], "publishers": ["draft", "published"]}


def test_an_editor_reads_but_cannot_change_a_published_agreement(draft):
    publish(draft)
    editor = desk_of("editors")
    page = editor.get(page_of(draft))
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert b'name="title_kk"' not in page.content
    assert editor.post(page_of(draft), {"title_kk": "Басқа"}).status_code == 403


def test_a_publisher_may_change_a_published_agreement_but_not_its_identifier(draft):
    publish(draft)
    publisher = desk_of("publishers")
    data = filled(publisher.get(page_of(draft)))
    data |= {"summary_kk": "Түйін", "status": "draft", "pair": "XX-YY", "pair_number": "9"}
    assert save(publisher, draft, data).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary_kk, draft.identifier, draft.status) == ("Түйін", "KZ-RU-1", "published")


def test_nobody_deletes_an_agreement_that_was_moved(draft):
    User.objects.create_superuser("root")
    root = Client()
    root.force_login(User.objects.get(username="root"))
    url = reverse("admin:agreements_agreement_delete", args=(draft.pk,))
    assert root.get(url).status_code == 200
    workflow.move(draft, "in_review", by=None, at=timezone.now())
    assert root.get(url).status_code == 403
    assert root.post(url, {"post": "yes"}).status_code == 403


def test_a_draft_that_was_never_moved_is_deleted_with_its_parts(draft):
    User.objects.create_superuser("root")
    root = Client()
    root.force_login(User.objects.get(username="root"))
    assert root.post(reverse("admin:agreements_agreement_delete", args=(draft.pk,)), {"post": "yes"}).status_code == 302
    assert not Agreement.objects.exists()


def test_only_a_published_agreement_leads_to_its_public_page(draft):
    editor = desk_of("editors")
    assert not editor.get(page_of(draft)).context["has_absolute_url"]
    publish(draft)
    assert "/kz-ru-1/" in editor.get(page_of(draft)).context["absolute_url"]


def told(response, level: str) -> list[str]:
    return [str(message) for message in response.context["messages"] if message.level_tag == level]


@pytest.mark.parametrize("emptied", ["side", "source"])
def test_a_published_agreement_cannot_be_broken_and_nothing_typed_is_lost(draft, emptied):
    publish(draft)
    publisher = desk_of("publishers")
    rows = {"side": "agreement_parties-1", "source": "sources-0"}
    data = filled(publisher.get(page_of(draft))) | {f"{rows[emptied]}-DELETE": "on", "summary_kk": "Жаңа түйін"}
    response = save(publisher, draft, data)
    assert errors_of(response)
    assert "Жаңа түйін" in response.content.decode()
    assert response.context["told_errors"]
    page = response.content.decode()
    assert page.index("desk-errors-heading") < page.index("publication-heading")  # at the top, where the page opens
    draft.refresh_from_db()
    assert (draft.agreement_parties.count(), draft.sources.count(), draft.summary_kk) == (2, 1, None)
    assert draft.history.count() == 3


def test_a_draft_may_stay_incomplete(draft):
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft))) | {"agreement_parties-1-DELETE": "on"}
    assert save(editor, draft, data).status_code == 302


def test_saving_warns_when_the_sides_leave_the_pair_of_the_identifier(draft):
    publish(draft)
    publisher, france = desk_of("publishers"), PartyFactory(country="FR")
    data = filled(publisher.get(page_of(draft))) | {"agreement_parties-1-DELETE": "on"}
    new_row(data, "agreement_parties", side="2", party=france.pk, role="party")
    response = publisher.post(page_of(draft), data | {"_continue": "1"}, follow=True)
    assert any("KZ-RU-1" in warning for warning in told(response, "warning"))
    assert any("KZ-RU-1" in doubt for doubt in response.context["publication"].doubts)


def test_odd_dates_are_told_after_the_save_that_made_them_and_block_nothing(draft):
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft)))
    new_row(data, "events", kind="signed", date="07.11.2016")
    new_row(data, "events", kind="entered_into_force", date="05.2015")
    response = editor.post(page_of(draft), data | {"_continue": "1"}, follow=True)
    odd = completeness.warnings(draft)[0]
    assert odd in told(response, "warning")
    assert odd in response.context["publication"].doubts
    again = editor.post(page_of(draft), filled(response) | {"_continue": "1"}, follow=True)
    assert odd not in told(again, "warning")


def test_only_the_first_publication_asks_whether_the_identifier_may_be_given(draft):
    workflow.move(draft, "in_review", by=None, at=timezone.now())
    publisher = desk_of("publishers")
    assert "data-question" in publisher.get(page_of(draft)).content.decode()
    for state in ("published", "withdrawn", "in_review"):
        workflow.move(draft, state, by=None, at=timezone.now())
    assert "data-question" not in publisher.get(page_of(draft)).content.decode()


def test_a_commitment_that_stays_has_no_box_for_deletion(draft):
    Commitment.objects.create(agreement=draft, number=1, text_kk="Гастрольдер", modality="agreed").areas.add(
        AreaFactory()
    )
    publisher = desk_of("publishers")
    assert 'name="commitments-0-DELETE"' in publisher.get(page_of(draft)).content.decode()
    publish(draft)
    assert 'name="commitments-0-DELETE"' not in publisher.get(page_of(draft)).content.decode()
    assert 'name="sources-0-DELETE"' in publisher.get(page_of(draft)).content.decode()
