"""Passages that lost their place are listed by triggers, in the transaction of the change."""

from django.db import migrations, models

from agreements.change_log.lost_passages import listing


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0009_source_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="LostPassage",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "passage that lost its place",
                "verbose_name_plural": "passages that lost their place",
                "default_permissions": (),
            },
        ),
        listing(),
    ]
