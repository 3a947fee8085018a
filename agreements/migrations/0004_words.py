"""The index of words, in the database's own search engine."""

from django.db import migrations, models

from agreements.change_log.search_tables import make, unmake


def make_tables(apps, schema_editor):
    make(schema_editor)


def unmake_tables(apps, schema_editor):
    unmake(schema_editor)


def find_published(apps, schema_editor):
    """What is there already waits to be entered like any change."""
    agreements, change = (apps.get_model("agreements", name) for name in ("Agreement", "Change"))
    published = agreements.objects.filter(status="published").values_list("pk", flat=True)
    change.objects.bulk_create(
        (change(subject="agreement", key=key, is_pending=True) for key in published), batch_size=5000
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_changes")]

    operations = [
        migrations.CreateModel(
            name="WordDocument",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.BigIntegerField(verbose_name="digest")),
            ],
            options={
                "default_permissions": (),
                "verbose_name": "text in the index of words",
                "verbose_name_plural": "texts in the index of words",
            },
        ),
        migrations.RunPython(make_tables, unmake_tables),
        migrations.RunPython(find_published, migrations.RunPython.noop),
    ]
