"""What was typed is given back where it cannot be saved: the right went, the record went, the session ended."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from activities.models import Activity
from agreements.models import Agreement
from agreements.publication import workflow
from parties.models import Party
from staff.concurrent_edits.unsaved_input import SIGNED_IN_ANEW
from tests.support.desk.editing import desk_of, filled, new_row, page_of, publish, save
from tests.support.factories import ActivityFactory, CommitmentFactory, OfficialFactory, PostFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TYPED = "Ұзақ ойланып терілген түйін"
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def draft(draft, music) -> Agreement:
    SourceFactory(agreement=draft)
    CommitmentFactory(agreement=draft, areas=[music])
    return draft


def strict(client: Client) -> Client:
    """The same browser, whose tokens are looked at."""
    client.handler.enforce_csrf_checks = True
    return client


def end_sessions() -> None:
    """What time does: the browser keeps its cookies, the server knows none of them as a session any more."""
    Session.objects.all().delete()


def told(response) -> dict[str, dict[str, str]]:
    return {part.heading: {one.label: one.text for one in part.typed} for part in response.context["parts"]}


def hidden(response) -> dict[str, list[str]]:
    """What the button "Save again" sends."""
    sent: dict[str, list[str]] = {}
    for name, value in response.context["sent"]:
        sent.setdefault(name, []).append(value)
    return sent | {"csrfmiddlewaretoken": [str(response.context["csrf_token"])]}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_who_may_not_save_any_more_gets_back_what_he_typed_and_only_that(draft, settings, language):
    editor = desk_of("editors")
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    data = filled(editor.get(page_of(draft)))
    publish(draft)
    data |= {"summary_kk": TYPED, "commitments-0-text_ru": "Гастроли\r\nи концерты"}
    new_row(data, "events", kind="signed", date="07.11.2016", place_kk="Астана")
    response = save(editor, draft, data)
    page = response.content.decode()
    assert response.status_code == 403
    with translation.override(language):
        assert gettext("Not saved") in page
    assert [[one.text for one in part.typed] for part in response.context["parts"]] == [
        [TYPED],
        [str(response.context["parts"][1].typed[0].text), "07.11.2016", "Астана"],
        ["Гастроли\r\nи концерты"],
    ]
    assert page.count(TYPED) == 2  # to read, and to send again
    draft.refresh_from_db()
    assert draft.summary_kk is None


def test_the_reason_names_who_moved_the_record(draft):
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft)))
    by = User.objects.create_user("dana", first_name="Дана")
    for state in ("in_review", "published"):
        workflow.move(draft, state, by=by, at=timezone.now())
    assert "Дана" in str(save(editor, draft, data | {"summary_kk": TYPED}).context["why"].text)


def test_the_same_is_saved_once_the_right_is_back(draft):
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft))) | {"summary_kk": TYPED}
    group = Group.objects.get(name="editors")
    User.objects.get(username="editors").groups.remove(group)
    response = save(editor, draft, data)
    assert response.status_code == 403
    User.objects.get(username="editors").groups.add(group)
    assert save(editor, draft, hidden(response)).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_kk == TYPED


@pytest.mark.parametrize("kind", ["agreements_agreement", "parties_party", "parties_official", "activities_activity"])
def test_a_record_deleted_meanwhile_gives_back_all_its_page_held(draft, kind):
    made = {
        "agreements_agreement": lambda: draft,
        "parties_party": lambda: Party.objects.create(slug="gone", kind="ministry", country="KZ", name_kk="Атау"),
        "parties_official": OfficialFactory,
        "activities_activity": ActivityFactory,
    }
    record = made[kind]()
    publisher = desk_of("publishers")
    address = reverse(f"admin:{kind}_change", args=(record.pk,))
    name = "title_ru" if hasattr(record, "title_ru") else "name_ru"
    data = filled(publisher.get(address)) | {name: TYPED}
    record.delete()
    response = publisher.post(address, data)
    assert response.status_code == 404
    assert TYPED in response.content.decode()
    assert "sent" in response.context
    assert not response.context["sent"]


def test_what_the_public_came_to_see_is_given_back_with_the_reason(draft, ministry, music):
    editor = desk_of("editors")
    tour = ActivityFactory()
    tour.commitments.set(draft.commitments.all())
    pages = {
        reverse("admin:parties_party_change", args=(ministry.pk,)): "name_ru",
        reverse("admin:agreements_cooperationarea_change", args=(music.pk,)): "definition_ru",
        reverse("admin:activities_activity_change", args=(tour.pk,)): "outcome_ru",
    }
    opened = {address: filled(editor.get(address)) for address in pages}
    publish(draft)
    for address, name in pages.items():
        response = editor.post(address, opened[address] | {name: TYPED})
        assert response.status_code == 403
        assert [one.text for part in response.context["parts"] for one in part.typed] == [TYPED]


@pytest.mark.parametrize(
    "kind", ["activities_assessment", "activities_activity", "parties_post", "agreements_agreement"]
)
def test_the_page_of_a_new_record_gives_back_too(draft, kind):
    publisher, post = desk_of("publishers"), PostFactory()
    address = reverse(f"admin:{kind}_add")
    name = {"activities_assessment": "reason_kk"}.get(kind, "title_kk")
    data = filled(publisher.get(address)) | {name: TYPED, "official": post.official.pk}
    end_sessions()
    response = publisher.post(address, data)
    assert response.status_code == 403
    assert TYPED in response.content.decode()
    assert "Арыстанбек" not in response.content.decode()


def test_an_ended_session_tells_nothing_of_what_is_stored(draft, ministry):
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft))) | {"summary_kk": TYPED}
    Agreement.objects.update(title_kk="Құпия атау")
    end_sessions()
    page = save(editor, draft, data).content.decode()
    assert TYPED in page
    assert "Құпия" not in page
    assert f">{ministry}<" not in page


def test_after_signing_in_anew_the_same_is_saved_from_the_page_that_came_back(draft):
    browser = strict(desk_of("editors"))
    opened = browser.get(page_of(draft))
    data = filled(opened) | {"summary_kk": TYPED, "csrfmiddlewaretoken": str(opened.context["csrf_token"])}
    end_sessions()
    signed_out = browser.post(page_of(draft), data, **ORIGIN)
    assert (signed_out.status_code, str(signed_out.context["why"].first)) == (403, "admin:login")
    page = browser.get(reverse("admin:login"))
    right = {"username": "editors", "password": "a long enough one"}
    right["csrfmiddlewaretoken"] = str(page.context["csrf_token"])
    assert browser.post(reverse("admin:login"), right, **ORIGIN).status_code == 302
    old = hidden(signed_out)
    assert browser.post(page_of(draft), filled(opened), **ORIGIN).context["why"] is SIGNED_IN_ANEW, "unchanged as it is"
    anew = browser.post(page_of(draft), old, **ORIGIN)
    assert anew.status_code == 403
    assert [one.text for part in anew.context["parts"] for one in part.typed] == [TYPED]
    assert browser.post(page_of(draft), hidden(anew), **ORIGIN).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_kk == TYPED


@pytest.mark.parametrize("origin", [{"HTTP_ORIGIN": "https://example.org"}, {"HTTP_ORIGIN": "null"}, {}])
def test_a_form_of_another_site_never_comes_back_with_a_good_token(draft, origin):
    browser = strict(desk_of("editors"))
    response = browser.post(page_of(draft), {"summary_kk": TYPED}, **origin)
    assert response.status_code == 403
    assert TYPED not in response.content.decode()


def test_who_comes_to_need_a_second_factor_loses_nothing(draft, settings):
    settings.SECOND_FACTOR = True
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft))) | {"summary_kk": TYPED}
    User.objects.get(username="editors").groups.add(Group.objects.get(name="publishers"))
    response = save(editor, draft, data)
    assert (response.status_code, response.context["why"].first) == (403, "admin:second_factor")
    assert TYPED in response.content.decode()


def test_who_never_may_see_a_record_is_not_told_what_differs_from_it(draft):
    activity = Activity.objects.create(title_kk="Құпия", kind="tour", state="held")
    stranger = User.objects.create_user("stranger", is_staff=True)
    client = Client()
    client.force_login(stranger)
    address = reverse("admin:activities_activity_change", args=(activity.pk,))
    answers = [
        told(client.post(address, {"title_kk": title, "kind": "tour", "state": "held"})) for title in ("Құпия", "Басқа")
    ]
    assert [len(next(iter(answer.values()))) for answer in answers] == [3, 3]


def test_an_empty_post_is_answered_as_ever(draft):
    assert Client().post(page_of(draft), {}).status_code == 302
    publisher = desk_of("publishers")
    assert publisher.post(reverse("admin:parties_party_change", args=(999_999,)), {}).status_code == 302
