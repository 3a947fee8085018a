"""Addresses of the desk that nobody types by hand, and those one may not open."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from parties.models import PartyName
from tests.support.desk.editing import desk_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HUGE = "9" * 20


@pytest.fixture
def root() -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.create_superuser("root"))
    return client


def names() -> list[str]:
    return [f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]


@pytest.mark.parametrize("query", [f"id__in={HUGE}", f"id__exact={HUGE}", "id__in=abc", f"id__in=1,{HUGE}"])
def test_numbers_beyond_the_databases_are_no_server_error_on_any_list(root, query):
    for name in names():
        response = root.get(f"{reverse(f'{name}_changelist')}?{query}")
        assert response.status_code in {200, 302, 400, 403}, name


@pytest.mark.parametrize("key", ["abc", HUGE, "-1", "0", "1e3", "²"])
@pytest.mark.parametrize("page", ["history", "change", "delete"])
def test_keys_that_are_none_lead_nowhere(root, key, page):
    for name in names():
        address = reverse(f"{name}_{page}", args=("1",)).replace("/1/", f"/{key}/")
        assert root.get(address).status_code in {302, 400, 403, 404}, address


def test_accounts_of_a_group_beyond_the_database_are_asked_for_in_vain(root):
    response = root.get(f"{reverse('admin:auth_user_changelist')}?groups__exact={HUGE}")
    assert response.status_code in {200, 302, 400}


@pytest.mark.parametrize("key", ["abc", HUGE, "1,abc", "", "-3"])
@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("activities_activity", "commitments"),
        ("activities_activity", "organisers"),
        ("activities_assessment", "commitment"),
        ("parties_party", "parent"),
        ("parties_post", "official"),
        ("auth_group", "permissions"),
    ],
)
def test_records_filled_in_by_a_wrong_address_are_refused(root, model, field, key):
    assert root.get(f"{reverse(f'admin:{model}_add')}?{field}={key}").status_code == 400


def test_keys_beyond_the_database_that_are_posted_are_no_server_error(root):
    activity = {"title_kk": "Гастроль", "kind": "tour", "state": "held", "commitments": [HUGE, "abc"]}
    assert root.post(reverse("admin:activities_activity_add"), activity).status_code in {200, 400}
    assessment = {"commitment": HUGE, "implementation": "limited", "assessed_on": "2020-05-04", "reason_kk": "а"}
    assert root.post(reverse("admin:activities_assessment_add"), assessment).status_code in {200, 400}
    chosen = {"action": "delete_selected", "_selected_action": [HUGE]}
    assert root.post(reverse("admin:parties_post_changelist"), chosen).status_code in {200, 302, 400}


ADD = ("parties_party", "parties_post", "agreements_agreement", "activities_activity", "auth_user", "auth_group")


@pytest.mark.parametrize("model", ADD)
def test_a_record_that_is_saved_as_another_is_refused_where_no_page_offers_it(root, model):
    for address in (reverse(f"admin:{model}_add"), reverse(f"admin:{model}_changelist")):
        assert root.post(address, {"_saveasnew": "1", "kind": ""}).status_code == 400


@pytest.mark.parametrize(
    "question",
    [
        "id__regex=(",
        "pk__iregex=[",
        "id__regex=(a%2B)%2B$",
        "id__range=1,2",
        "date_joined__year=0",
        "id__date__exact=0",
    ],
)
@pytest.mark.parametrize("page", ["", "download.csv"])
def test_comparisons_that_no_list_offers_are_refused(root, page, question):
    for name in names():
        assert root.get(f"{reverse(f'{name}_changelist')}{page}?{question}").status_code in {400, 404}, name


@pytest.mark.parametrize(
    "question", ["status__exact=draft", "kind__in=ministry", "is_staff__exact=1", "groups__isnull=1"]
)
def test_comparisons_that_lists_offer_are_answered(root, question):
    for name in ("agreements_agreement", "parties_party", "auth_user"):
        assert root.get(f"{reverse(f'admin:{name}_changelist')}?{question}").status_code in {200, 302}


@pytest.mark.parametrize(("words", "status"), [(100, 200), (1000, 400), (30_000, 414)])
def test_more_words_than_a_database_takes_conditions_are_refused(root, words, status):
    for name in names():
        sought = {"q": "а " * words}
        assert root.get(reverse(f"{name}_changelist"), sought).status_code == status, name


@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_record_asked_for_by_no_field_is_refused(root, method, page):
    for name in names():
        if name == "admin:agreements_publicationmove" and page == "history":
            continue  # it has none of its own
        address = reverse(f"{name}_{page}", args=("1",))
        assert getattr(root, method)(f"{address}?_to_field=").status_code == 400, address


@pytest.mark.parametrize("count", ["238252028", "2000", HUGE, "9" * 5000, "-1", "abc", "1.5", "²", " "])
@pytest.mark.parametrize("which", ["TOTAL", "INITIAL"])
def test_rows_that_are_counted_and_not_sent_are_refused_before_they_are_built(root, monkeypatch, which, count):
    monkeypatch.setattr("django.forms.formsets.BaseFormSet.forms", None)
    counts = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0", f"successions-{which}_FORMS": count}
    assert root.post(reverse("admin:parties_party_add"), counts).status_code == 400


@pytest.mark.parametrize("key", ["", "abc", "²", "-1", HUGE, "9" * 5000, "1,2", "\0"])
@pytest.mark.parametrize("action", ["delete_selected", "nonsense"])
def test_records_of_a_list_that_are_chosen_by_no_keys_are_refused(root, action, key):
    for name in names():
        chosen = {"action": action, "index": "0", "_selected_action": ["1", key]}
        assert root.post(reverse(f"{name}_changelist"), chosen).status_code == 400, name


def test_rows_that_are_sent_are_counted_right(root):
    counts = {f"{rows}-{which}_FORMS": "0" for rows in ("names", "identifiers", "successions", "predecessions")
              for which in ("TOTAL", "INITIAL")}  # fmt: skip
    names = {f"names-{number}-name_kk": f"Атау {number}" for number in range(60)}
    party = {"name_kk": "Министрлік", "kind": "ministry", "country": "KZ"}
    answer = root.post(reverse("admin:parties_party_add"), {**party, **counts, **names, "names-TOTAL_FORMS": "60"})
    assert answer.status_code == 302
    assert PartyName.objects.count() == 60


def test_counts_that_do_not_come_bring_the_page_back(root):
    party = {"name_kk": "Министрлік", "kind": "ministry", "country": "KZ"}
    answer = root.post(reverse("admin:parties_party_add"), party)
    assert answer.status_code == 200
    assert "Министрлік" in answer.content.decode()


@pytest.mark.parametrize("name", ["9" * 3000, "қ" * 200, "a\0b", "\0", "😀"])
def test_nobody_signs_in_by_a_name_that_no_account_can_have(client, name):
    answer = client.post(reverse("admin:login"), {"username": name, "password": name})
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "django_language"])
@pytest.mark.parametrize("value", [r'"\000abcdefghij"', r'"\377\000abcdefghij"', "a" * 3000, "[[1]]"])
def test_cookies_that_nobody_was_given_are_forgotten(client, cookie, value):
    headers = {"cookie": f"{cookie}={value}"}
    assert client.get(reverse("admin:index"), headers=headers).status_code == 302
    assert client.get("/kk/", headers=headers).status_code == 200


def test_what_one_may_not_do_is_told_on_a_page_of_the_desk():
    response = desk_of("editors").get(reverse("admin:auth_user_changelist"))
    assert response.status_code == 403
    assert f'href="{reverse("admin:index")}"' in response.content.decode()
    assert "desk.css" in response.content.decode()
