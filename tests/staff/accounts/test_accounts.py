"""Accounts and groups on the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone, translation

from staff.accounts.accounts import GROUPS, permission_label
from tests.support.desk.editing import (
    desk_of,
    filled,
)
from tests.support.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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


def test_editors_do_not_see_accounts(editor):
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


def account_page(account: User) -> str:
    return reverse("admin:auth_user_change", args=(account.pk,))


def test_a_page_opened_before_another_save_does_not_undo_it():
    colleague = User.objects.create_user("dana", last_name="Ахметова")
    client, address = desk_of("administrators"), account_page(colleague)
    first, second = filled(client.get(address)), filled(client.get(address))
    first.pop("is_active")
    assert client.post(address, first).status_code == 302
    response = client.post(address, second | {"last_name": "Сәрсен"})
    assert response.status_code == 200
    assert {name: note.kind for name, note in response.context["collision"].notes.items()} == {"is_active": "taken"}
    assert response.context["collision"].notes["is_active"].by == "administrators"
    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.last_name) == (False, "Ахметова")
    assert client.post(address, filled(response)).status_code == 302
    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.last_name) == (False, "Сәрсен")


def test_what_both_changed_shows_both_values_and_groups_are_compared_too():
    colleague = User.objects.create_user("dana", last_name="Ахметова")
    client, address = desk_of("administrators"), account_page(colleague)
    editors = Group.objects.get(name="editors")
    first, second = filled(client.get(address)), filled(client.get(address))
    assert client.post(address, first | {"last_name": "Ерлан", "groups": [editors.pk]}).status_code == 302
    response = client.post(address, second | {"last_name": "Сәрсен"})
    notes = response.context["collision"].notes
    assert {name: (note.kind, note.saved) for name, note in notes.items()} == {
        "last_name": ("differs", "Ерлан"),
        "groups": ("taken", str(GROUPS["editors"])),
    }
    assert client.post(address, filled(response)).status_code == 302
    colleague.refresh_from_db()
    assert (colleague.last_name, list(colleague.groups.all())) == ("Сәрсен", [editors])


def test_a_permission_given_to_a_group_meanwhile_stays():
    group = Group.objects.create(name="translators")
    client, address = desk_of("administrators"), reverse("admin:auth_group_change", args=(group.pk,))
    given = Permission.objects.get(codename="change_agreement")
    first, second = filled(client.get(address)), filled(client.get(address))
    assert client.post(address, first | {"permissions": [given.pk]}).status_code == 302
    response = client.post(address, second | {"name": "interpreters"})
    assert client.post(address, filled(response)).status_code == 302
    group.refresh_from_db()
    assert (group.name, list(group.permissions.all())) == ("interpreters", [given])


@pytest.mark.parametrize("started", ["", "W10:forged", "5"])
def test_a_page_that_does_not_say_what_it_started_from_changes_no_account(started):
    colleague = User.objects.create_user("dana")
    client, address = desk_of("administrators"), account_page(colleague)
    response = client.post(address, filled(client.get(address)) | {"started_from": started, "last_name": "Сәрсен"})
    assert response.status_code == 200
    assert "Сәрсен" in response.content.decode()
    colleague.refresh_from_db()
    assert colleague.last_name == ""


def test_signing_in_is_no_change_of_an_account_and_no_page_holds_passwords():
    colleague = User.objects.create_user("dana", password="a long enough one")
    client, address = desk_of("administrators"), account_page(colleague)
    opened = client.get(address)
    assert colleague.password not in str(filled(opened)["started_from"])
    User.objects.filter(pk=colleague.pk).update(last_login=timezone.now())
    assert client.post(address, filled(opened) | {"last_name": "Сәрсен"}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.last_login is not None
    assert colleague.check_password("a long enough one")


def test_a_new_account_is_made_as_ever():
    client, address = desk_of("administrators"), reverse("admin:auth_user_add")
    typed = {
        "username": "dana",
        "usable_password": "true",
        "password1": "a-long-enough-1",
        "password2": "a-long-enough-1",
    }
    assert client.post(address, typed).status_code == 302
    assert User.objects.get(username="dana").check_password("a-long-enough-1")


def test_those_who_only_look_read_permissions_in_words_and_versions_in_one_line():
    auditors = Group.objects.get(name="auditors")
    page = desk_of("auditors").get(reverse("admin:auth_group_change", args=(auditors.pk,))).content.decode()
    assert "Міндеттемелер: көру" in page
    assert page.count("бұрынғы нұсқалары") == 1
    assert "Can view" not in page
    colleague = User.objects.create_user("dana")
    colleague.user_permissions.add(Permission.objects.get(codename="view_staticdevice"))
    page = desk_of("administrators").get(reverse("admin:auth_user_change", args=(colleague.pk,))).content.decode()
    assert "Қалпына келтіру кодтарының жинақтары: көру" in page


def test_deleting_a_group_names_no_rows_that_link_it():
    group = Group.objects.create(name="Аудармашылар")
    group.permissions.set(Permission.objects.filter(codename__contains="commitment")[:3])
    UserFactory().groups.add(group)
    page = desk_of("administrators").get(reverse("admin:auth_group_delete", args=(group.pk,))).content.decode()
    assert "Аудармашылар" in page
    assert "object (" not in page
    assert "Group" not in page
