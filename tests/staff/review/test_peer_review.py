"""What changes a public record in its place waits for another publisher's look, by whichever page it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from agreements.publication.peer_review import changes_in_public
from tests.support.desk.editing import desk_of, filled, found, page_of, save
from tests.support.factories import CommitmentFactory, EventFactory, SourceFactory, agreement_between, publish

if TYPE_CHECKING:
    from agreements.models import Agreement, Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def tours(draft, music) -> Commitment:
    """A commitment of a published agreement, and an activity that serves it."""
    tours = CommitmentFactory(agreement=draft, areas=[music])
    SourceFactory(agreement=draft)
    EventFactory(agreement=draft)
    publish(draft)
    Activity.objects.create(title_kk="Астанадағы гастроль", kind="tour", state="held").commitments.add(tours)
    return tours


def saved(client: Client, agreement: Agreement, **fields: str) -> None:
    assert save(client, agreement, filled(client.get(page_of(agreement))) | fields).status_code == 302


def activity_page(name: str, *args: object) -> str:
    return reverse(f"admin:activities_activity_{name}", args=args)


def activity_saved(client: Client, tours: Commitment, **fields: object) -> None:
    activity = Activity.objects.get()
    data = filled(client.get(activity_page("change", activity.pk))) | {"commitments": [tours.pk], **fields}
    assert client.post(activity_page("change", activity.pk), data).status_code == 302


def new_activity(client: Client, tours: Commitment) -> None:
    data = {"title_kk": "Көрме", "kind": "exhibition", "state": "planned", "commitments": [tours.pk]}
    assert client.post(activity_page("add"), data).status_code == 302


def by_the_list(client: Client, _tours: Commitment) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [Activity.objects.get().pk], "post": "yes"}
    assert client.post(activity_page("changelist"), chosen).status_code == 302
    assert not Activity.objects.exists()


WAYS = {
    "a field of the agreement": lambda client, tours: saved(client, tours.agreement, number="7"),
    "a part of it": lambda client, tours: saved(client, tours.agreement, **{"commitments-0-text_kk": "Басқаша"}),
    "a part taken out": lambda client, tours: saved(client, tours.agreement, **{"events-0-DELETE": "on"}),
    "a new activity": new_activity,
    "a changed activity": lambda client, tours: activity_saved(client, tours, place_kk="Астана"),
    "a deleted activity": lambda client, _tours: client.post(
        activity_page("delete", Activity.objects.get().pk), {"post": "yes"}
    ),
    "an activity deleted in the list": by_the_list,
    "an assessment": lambda client, tours: client.post(reverse("admin:activities_assessment_add"), found(tours)),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_change_a_public_record_waits_for_another_publisher(tours, way):
    publisher = desk_of("publishers")
    WAYS[way](publisher, tours)
    [waiting] = changes_in_public()
    assert (waiting.agreement, waiting.written_by.username) == (tours.agreement, "publishers")
    page = publisher.get(page_of(tours.agreement))
    assert [change.may_confirm for change in page.context["publication"].in_public] == [False]


def test_an_activity_led_to_another_agreement_waits_with_both(tours, ministry, music_house, music):
    other = agreement_between(ministry, music_house)
    exhibitions = CommitmentFactory(agreement=other, areas=[music])
    publish(other)
    activity_saved(desk_of("publishers"), exhibitions)
    assert {waiting.agreement for waiting in changes_in_public()} == {tours.agreement, other}


def test_what_was_done_about_drafts_and_what_was_saved_as_it_was_waits_for_nobody(tours, ministry, music_house):
    publisher = desk_of("publishers")
    activity_saved(publisher, tours)
    draft = CommitmentFactory(agreement=agreement_between(ministry, music_house))
    new_activity(publisher, draft)
    publisher.post(reverse("admin:activities_assessment_add"), found(draft))
    assert not changes_in_public().exists()


def test_nobody_looked_at_an_activity_that_was_changed_after_his_page_was_opened(tours):
    publisher, dana = desk_of("publishers"), User.objects.create_user("dana", is_staff=True)
    dana.groups.add(Group.objects.get(name="publishers"))
    second = Client()
    second.force_login(dana)
    new_activity(publisher, tours)
    [listed] = {found.code: found for found in second.get(reverse("admin:index")).context["worklists"]}[
        "changed"
    ].entries
    assert (listed.identifier, listed.note) == (tours.agreement.identifier, "Көрме")
    page = second.get(page_of(tours.agreement))
    assert "Көрме" in page.content.decode()
    new_activity(publisher, tours)
    url = reverse("admin:agreements_agreement_looked_at", args=(tours.agreement_id,))
    second.post(url, {"seen": page.context["publication"].waiting})
    assert changes_in_public().exists()
    second.post(url, {"seen": second.get(page_of(tours.agreement)).context["publication"].waiting})
    assert not changes_in_public().exists()


def test_no_other_page_of_the_desk_changes_parts_of_a_public_record(tours, rf):
    """Where one is added, it has to leave a change that waits, or to be named as an exception in docs/editing.md."""
    looked_over = {"agreement", "activity", "assessment"}
    in_common = {"party", "official", "post", "cooperationarea"}
    accounts = {"user", "group"}
    request = rf.get("/")
    request.user = User.objects.create_superuser("root")
    able = {
        model._meta.model_name
        for model, of_model in site._registry.items()
        if of_model.has_change_permission(request) or of_model.has_add_permission(request)
    }
    assert able == looked_over | in_common | accounts
