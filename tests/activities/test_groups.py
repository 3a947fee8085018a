"""The groups and exactly what each may do."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROOMS = ("parties", "agreements", "activities")
NEVER_DELETED = {"party", "official", "agreement", "cooperationarea", "activity", "assessment"}
WRITTEN_BY_THE_REGISTRY = {"passage", "publicationmove"}


def held(group: str) -> set[str]:
    rows = Group.objects.get(name=group).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def records() -> dict[str, str]:
    """Every record of the registry that is no version of another and no part of an index, with its room."""
    return {
        model._meta.model_name: room
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model._meta.model_name.startswith("historical") and model._meta.default_permissions
    }


def editors_rights() -> set[str]:
    rights = set()
    for name, room in records().items():
        rights.add(f"{room}.view_{name}")
        if name in WRITTEN_BY_THE_REGISTRY:
            continue
        rights |= {f"{room}.add_{name}", f"{room}.change_{name}"}
        if name not in NEVER_DELETED:
            rights.add(f"{room}.delete_{name}")
    return rights


def test_editors_enter_every_record_and_delete_rows_only():
    assert held("editors") == editors_rights()


PUBLISHING = {"agreements.publish_agreement", "agreements.delete_agreement", "activities.delete_activity"}


def test_publishers_are_editors_who_publish_and_delete_activities_and_fresh_drafts():
    assert held("publishers") == editors_rights() | PUBLISHING


def test_administrators_are_publishers_who_manage_accounts():
    accounts = {f"auth.{do}_{what}" for do in ("view", "add", "change", "delete") for what in ("user", "group")}
    assert held("administrators") == held("publishers") | accounts


def test_auditors_see_every_record_version_and_account_and_change_nothing():
    """Whoever adds a record adds it to what auditors see, in a migration after the pattern of 0004_auditors."""
    seen = {
        f"{room}.view_{model._meta.model_name}"
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if "view" in model._meta.default_permissions and not model._meta.auto_created
    }
    assert held("auditors") == seen | {"auth.view_user", "auth.view_group"}
    assert "agreements.view_historicalagreement" in seen


def test_no_permission_was_made_twice():
    keys = list(Permission.objects.values_list("content_type", "codename"))
    assert len(keys) == len(set(keys))
    assert ContentType.objects.filter(app_label="agreements", model="agreement").count() == 1
    assert Permission.objects.get(codename="add_agreementparty").name == "Can add party to the agreement"


def test_the_migration_makes_permissions_that_do_not_exist_yet_and_can_be_undone():
    migration = import_module("activities.migrations.0002_groups")
    state = MigrationExecutor(connection).loader.project_state(("activities", "0002_groups"))
    with _Alias() as editor:
        migration.remove_groups(state.apps, editor)
        assert not Group.objects.exclude(name="auditors").exists()
        Permission.objects.filter(content_type__app_label="agreements").delete()
        migration.make_groups(state.apps, editor)
        migration.make_groups(state.apps, editor)
    assert held("publishers") == editors_rights() | PUBLISHING


class _Alias:
    """As much of a schema editor as the migration asks for."""

    connection = connection

    def __enter__(self) -> _Alias:
        return self

    def __exit__(self, *_error: object) -> None:
        return None
