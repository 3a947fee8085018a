"""Accounts and groups on the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import translation

from activities.admin.accounts import GROUPS, permission_label
from tests.activities.test_admin import desk_of, editor  # noqa: F401 a fixture

pytestmark = pytest.mark.django_db


def test_administrators_manage_accounts_but_make_no_superusers_and_take_none_over():
    root = User.objects.create_superuser("root")
    colleague = User.objects.create_user("dana")
    client = desk_of("administrators")
    page = client.get(reverse("admin:auth_user_change", args=(colleague.pk,)))
    assert b'name="username"' in page.content
    assert b'name="is_superuser"' not in page.content
    assert b'name="user_permissions"' not in page.content
    assert client.post(reverse("admin:auth_user_change", args=(root.pk,)), {"username": "mine"}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=(root.pk,))).status_code == 403


def test_editors_do_not_see_accounts(editor):  # noqa: F811
    assert editor.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_groups_are_named_in_words_wherever_they_are_chosen():
    colleague = User.objects.create_user("dana")
    client = desk_of("administrators")
    for address in (
        reverse("admin:auth_user_change", args=(colleague.pk,)),
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_group_changelist"),
    ):
        page = client.get(address)
        with translation.override(page.headers["Content-Language"]):
            assert str(GROUPS["editors"]) in page.content.decode()


def test_permissions_are_named_after_records_and_never_after_their_versions():
    page = desk_of("administrators").get(
        reverse("admin:auth_group_change", args=(Group.objects.get(name="editors").pk,))
    )
    choices = dict(page.context["adminform"].form.fields["permissions"].choices)
    offered = Permission.objects.filter(pk__in=[key.value for key in choices])
    assert not offered.filter(content_type__model__startswith="historical").exists()
    assert offered.filter(codename="publish_agreement").exists()
    with translation.override("en"):
        assert permission_label(Permission.objects.get(codename="change_commitment")) == "Commitments: change"


def test_no_password_page_holds_djangos_english_warning():
    colleague = User.objects.create_user("dana", password="a long enough one")
    page = desk_of("administrators").get(reverse("admin:auth_user_password_change", args=(colleague.pk,)))
    assert b"usable_password" in page.content
    assert b"If disabled" not in page.content
