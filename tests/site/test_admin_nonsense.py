"""Addresses of the desk that nobody types by hand, and those one may not open."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.activities.test_admin import desk_of

pytestmark = pytest.mark.django_db

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


def test_what_one_may_not_do_is_told_on_a_page_of_the_desk():
    response = desk_of("editors").get(reverse("admin:auth_user_changelist"))
    assert response.status_code == 403
    assert f'href="{reverse("admin:index")}"' in response.content.decode()
    assert "desk.css" in response.content.decode()
