"""Editing parties, officials and posts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from parties.models import Official, Party, Post, Succession
from tests.support.desk.editing import rows

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def editor() -> Client:
    user = User.objects.create_user("aigerim", is_staff=True)
    user.groups.add(Group.objects.get(name="editors"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ministry() -> Party:
    return Party.objects.create(
        slug="ministry", kind="ministry", country="KZ", name_kk="Мәдениет министрлігі", name_ru="Министерство культуры"
    )


def test_a_party_is_added_with_an_earlier_name_and_its_successor(editor, ministry):
    data = rows(names=1, successions=1) | {
        "name_kk": "Мәдениет және ақпарат министрлігі",
        "slug": "ministry-of-information",
        "kind": "ministry",
        "country": "KZ",
        "names-0-name_kk": "Ақпарат министрлігі",
        "names-0-used": "2003/2006",
        "successions-0-successor": ministry.pk,
        "successions-0-happened": "11.2016",
    }
    response = editor.post(reverse("admin:parties_party_add"), data)
    assert response.status_code == 302, response.context["errors"]
    party = Party.objects.get(slug="ministry-of-information")
    assert party.names.get().used == "2003/2006"
    assert Succession.objects.get(predecessor=party).happened == "2016-11"


def test_the_address_name_is_suggested_from_english_and_stays_once_saved(editor, ministry):
    page = editor.get(reverse("admin:parties_party_add"))
    assert page.context["adminform"].prepopulated_fields[0]["dependencies"][0].name == "name_en"
    url = reverse("admin:parties_party_change", args=(ministry.pk,))
    page = editor.get(url)
    assert b'name="slug"' not in page.content
    data = rows() | {"name_kk": "Жаңа атау", "kind": "ministry", "country": "KZ", "slug": "another"}
    data["started_from"] = page.context["adminform"].form["started_from"].value()
    assert editor.post(url, data).status_code == 302
    ministry.refresh_from_db()
    assert (ministry.slug, ministry.name_kk) == ("ministry", "Жаңа атау")


def test_a_version_somebody_saved_meanwhile_is_not_written_over(editor, ministry):
    url = reverse("admin:parties_party_change", args=(ministry.pk,))
    started_from = editor.get(url).context["adminform"].form["started_from"].value()
    ministry.name_kk = "Біреу сақтаған атау"
    ministry.save()
    data = rows() | {"name_kk": "Менің атауым", "kind": "ministry", "country": "KZ", "started_from": started_from}
    assert editor.post(url, data).status_code == 200
    ministry.refresh_from_db()
    assert ministry.name_kk == "Біреу сақтаған атау"


def test_a_rule_of_the_record_is_told_in_words_on_the_page(editor):
    data = rows() | {"name_kk": "ЮНЕСКО", "slug": "unesco", "kind": "international_organisation", "country": "KZ"}
    response = editor.post(reverse("admin:parties_party_add"), data)
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()


@pytest.mark.parametrize("words", ["мәдениет", "МӘДЕНИЕТ", "министерство КУЛЬТУРЫ"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_parties_are_found_in_any_language_and_case(editor, ministry, words, language):
    editor.cookies["django_language"] = language
    page = editor.get(reverse("admin:parties_party_changelist"), {"q": words})
    assert list(page.context["cl"].result_list) == [ministry]


def test_a_post_is_found_by_the_name_of_its_official(editor, ministry):
    minister = Official.objects.create(slug="minister", name_kk="Арыстанбек Мұхамедиұлы")
    Post.objects.create(official=minister, party=ministry, title_kk="министр", held="2014/2019")
    choice = {"app_label": "agreements", "model_name": "statement", "field_name": "speaker", "term": "мұхамеди"}
    [found] = editor.get(reverse("admin:autocomplete"), choice).json()["results"]
    assert found["text"] == "Арыстанбек Мұхамедиұлы, министр"
    assert "2014" in editor.get(reverse("admin:parties_post_changelist")).content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_history_of_a_party_tells_old_and_new_texts_in_every_language(editor, ministry, language):
    ministry.name_ru, ministry.kind = "Министерство культуры и спорта", "state_body"
    ministry.save()
    editor.cookies["django_language"] = language
    page = editor.get(reverse("admin:parties_party_history", args=(ministry.pk,)))
    last = page.context["page_obj"][0]
    assert {change.new for change in last.history_delta_changes} >= {"Министерство культуры и спорта"}
    assert len(last.history_delta_changes) == 2
    assert "Министерство культуры и спорта" in page.content.decode()


def test_versions_cannot_be_restored_past_the_rules(editor, ministry):
    version = ministry.history.first()
    url = reverse("admin:parties_party_history", args=(ministry.pk,)) + f"{version.pk}/"
    assert editor.post(url, {"name_kk": "Ескі"}).status_code in (302, 404)
    ministry.refresh_from_db()
    assert ministry.name_kk == "Мәдениет министрлігі"


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        ({"name_kk": "Әуезов атындағы театр", "name_en": "Auezov Theatre"}, "auezov-theatre"),
        ({"name_kk": "Әуезов атындағы ғылым үйі"}, "auezov-atyndagy-gylym-uii"),
        ({"name_kk": "???"}, "record"),
    ],
)
def test_an_empty_address_name_is_made_of_the_english_or_the_kazakh_name(editor, names, slug):
    data = rows() | names | {"kind": "cultural_institution", "country": "KZ"}
    for expected in (slug, f"{slug}-2", f"{slug}-3"):
        assert editor.post(reverse("admin:parties_party_add"), data).status_code == 302
        assert Party.objects.latest("pk").slug == expected


def test_a_typed_address_name_that_is_taken_is_refused(editor, ministry):
    data = rows() | {"name_kk": "Министрлік", "kind": "ministry", "country": "KZ", "slug": "ministry"}
    response = editor.post(reverse("admin:parties_party_add"), data)
    assert "slug" in response.context["adminform"].form.errors


def test_the_errors_of_a_page_are_listed_at_its_top_with_links_to_their_fields(editor):
    data = rows(names=1) | {"name_kk": "", "kind": "ministry", "names-0-name_kk": "", "names-0-used": "жаңа"}
    response = editor.post(reverse("admin:parties_party_add"), data)
    anchors = [error.anchor for error in response.context["told_errors"]]
    assert {"id_name_kk", "id_names-0-used"} <= set(anchors)
    page = response.content.decode()
    for anchor in anchors:
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_dates_say_that_they_may_be_typed_day_first(editor):
    assert "07.11.2016" in editor.get(reverse("admin:parties_post_add")).content.decode()
