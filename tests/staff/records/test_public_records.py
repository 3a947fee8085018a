"""What the public sees is changed only by those who may publish."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import Agreement
from agreements.publication import workflow
from parties.models import Party, PartyName, Post, Succession
from tests.support.desk.editing import desk_of, publish, rows
from tests.support.factories import OfficialFactory, PartyFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def published(agreement) -> Agreement:
    publish(agreement)
    return agreement


@pytest.fixture
def minister(published, kazakhstan) -> Post:
    return PostFactory(party=kazakhstan)


def change_page(record) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def delete_page(record) -> str:
    return change_page(record).replace("/change/", "/delete/")


def test_public_parties_officials_posts_and_areas_are_read_only_for_editors(published, kazakhstan, minister, dance):
    editor, publisher = desk_of("editors"), desk_of("publishers")
    for record in (kazakhstan, minister, minister.official, dance):
        page = editor.get(change_page(record))
        assert page.status_code == 200
        assert not page.context["has_change_permission"]
        assert b'type="text" name="name' not in page.content
        assert editor.post(change_page(record), {}).status_code == 403
        assert publisher.get(change_page(record)).context["has_change_permission"]


def test_rows_of_a_public_party_are_not_deleted_by_editors_in_other_ways(published, kazakhstan, minister):
    name = PartyName.objects.create(party=kazakhstan, name_kk="Ескі атау")
    editor = desk_of("editors")
    for record in (name, minister):
        assert editor.post(delete_page(record), {"post": "yes"}).status_code == 403
    listing = reverse("admin:parties_post_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [minister.pk], "post": "yes"}
    editor.post(listing, chosen)
    assert Post.objects.filter(pk=minister.pk).exists()
    assert PartyName.objects.filter(pk=name.pk).exists()
    assert desk_of("publishers").post(delete_page(name), {"post": "yes"}).status_code == 302


def test_parties_of_drafts_are_changed_by_editors(agreement, kazakhstan, dance):
    editor = desk_of("editors")
    for record in (kazakhstan, dance):
        assert editor.get(change_page(record)).context["has_change_permission"]


@pytest.mark.parametrize(("group", "saved"), [("editors", False), ("publishers", True)])
def test_a_post_in_a_public_party_is_given_by_those_who_publish(published, kazakhstan, group, saved):
    client, official = desk_of(group), OfficialFactory()
    data = {"official": official.pk, "party": kazakhstan.pk, "title_kk": "кеңесші"}
    response = client.post(reverse("admin:parties_post_add"), data)
    row = rows(posts=1) | {"name_kk": "Дана", "posts-0-party": kazakhstan.pk, "posts-0-title_kk": "кеңесші"}
    row_response = client.post(reverse("admin:parties_official_add"), row)
    assert Post.objects.count() == (2 if saved else 0)
    if not saved:
        assert "party" in response.context["adminform"].form.errors
        assert "party" in row_response.context["inline_admin_formsets"][0].formset.errors[0]


def test_a_succession_of_a_public_party_is_changed_by_those_who_publish(published, kazakhstan):
    older = PartyFactory()
    editor = desk_of("editors")
    new = rows(successions=1) | {"name_kk": "Ескі министрлік", "kind": "ministry", "country": "KZ"}
    response = editor.post(reverse("admin:parties_party_add"), new | {"successions-0-successor": kazakhstan.pk})
    assert response.status_code == 200
    assert not Succession.objects.exists()
    row = Succession.objects.create(predecessor=older, successor=kazakhstan)
    page = editor.get(change_page(older))
    data = rows() | {"name_kk": older.name_kk, "kind": "ministry", "country": "KZ"}
    data |= {"started_from": page.context["adminform"].form["started_from"].value()}
    data |= {"successions-TOTAL_FORMS": "1", "successions-INITIAL_FORMS": "1", "successions-0-id": row.pk}
    data |= {"successions-0-predecessor": older.pk, "successions-0-successor": kazakhstan.pk}
    assert editor.post(change_page(older), data | {"successions-0-DELETE": "on"}).status_code == 200
    assert editor.post(change_page(older), data | {"successions-0-happened": "2016"}).status_code == 200
    assert Succession.objects.get().happened == ""
    assert editor.post(change_page(older), data).status_code == 302


def test_a_withdrawn_agreement_makes_its_parties_no_longer_public(published, kazakhstan):
    workflow.move(published, "withdrawn", by=None, at=published.moves.last().made_at)
    assert desk_of("editors").get(change_page(Party.objects.get(pk=kazakhstan.pk))).context["has_change_permission"]


@pytest.mark.parametrize(("group", "expected"), [("editors", 403), ("publishers", 302), ("administrators", 302)])
def test_a_draft_that_was_never_moved_is_deleted_by_those_who_publish(agreement, group, expected):
    assert desk_of(group).post(delete_page(agreement), {"post": "yes"}).status_code == expected
    assert Agreement.objects.exists() == (expected == 403)
