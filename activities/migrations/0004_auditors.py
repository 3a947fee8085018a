"""Auditors: a group that sees every record, every version of it and the accounts, and changes nothing."""

from importlib import import_module

from django.db import migrations

AUDITORS = "auditors"
ROOMS = ("parties", "agreements", "activities")
ACCOUNTS = (("auth", "user"), ("auth", "group"))

name_of = import_module("activities.migrations.0002_groups").name_of


def seen(apps):
    """Every record of the registry and its versions, but what belongs to an index, and the accounts."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if "view" in model._meta.default_permissions and not model._meta.auto_created:
                yield room, model._meta.model_name
    yield from ACCOUNTS


def make_auditors(apps, schema_editor):
    database = schema_editor.connection.alias
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    permission_rows = apps.get_model("auth", "Permission").objects.using(database)
    rows = []
    for app, model in sorted(set(seen(apps))):
        content_type, _created = content_types.get_or_create(app_label=app, model=model)
        codename = f"view_{model}"
        row, _created = permission_rows.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": name_of(apps.get_model(app, model), codename)},
        )
        rows.append(row)
    group, _created = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=AUDITORS)
    group.permissions.set(rows)


def remove_auditors(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name=AUDITORS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_changes"),
        ("agreements", "0009_source_files"),
    ]

    operations = [migrations.RunPython(make_auditors, remove_auditors)]
