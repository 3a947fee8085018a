"""Each change has a token drawn by lot, so that changes after a restoration are not taken for those that were lost."""

from django.db import migrations, models

import agreements.models.change_log


def leave_triggers_alone(apps, schema_editor):
    """SQLite makes the table anew; the triggers of others that write into it may name what is not there meanwhile."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA legacy_alter_table = ON")


def check_triggers_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA legacy_alter_table = OFF")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0010_lost_passages"),
    ]

    operations = [
        migrations.RunPython(leave_triggers_alone, check_triggers_again),
        migrations.AddField(
            model_name="change",
            name="token",
            field=models.BigIntegerField(db_default=agreements.models.change_log.Token(), editable=False),
        ),
        migrations.RunPython(check_triggers_again, leave_triggers_alone),
    ]
