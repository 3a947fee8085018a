"""Changes of what was done are written down as those of agreements are."""

from django.db import migrations

from activities.watched import WATCHED
from agreements.change_triggers import install, remove


def install_triggers(apps, schema_editor):
    install(schema_editor, WATCHED)


def remove_triggers(apps, schema_editor):
    remove(schema_editor, WATCHED)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_groups"),
        ("agreements", "0003_changes"),
    ]

    operations = [migrations.RunPython(install_triggers, remove_triggers)]
