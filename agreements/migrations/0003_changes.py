"""What changed is written down by triggers, in the transaction of the change."""

import secrets

from django.db import migrations, models

from agreements.change_log.triggers import WATCHED, watching


def name_this_registry(apps, schema_editor):
    apps.get_model("agreements", "Change").objects.create(subject="epoch", key=secrets.randbits(48), is_pending=False)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_is_sample"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("agreement", "Agreement"),
                            ("party", "Party"),
                            ("area", "Cooperation area"),
                            ("page", "Page"),
                            ("earlier", "Earlier changes"),
                            ("epoch", "Epoch"),
                        ],
                        max_length=10,
                        verbose_name="subject",
                    ),
                ),
                ("key", models.BigIntegerField(verbose_name="key")),
                (
                    "is_pending",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="The index of words does not know of it yet.",
                        verbose_name="pending",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ["agreement", "party", "area", "page", "earlier", "epoch"])),
                        name="a_change_is_of_a_known_subject",
                        violation_error_message="This code is not in the vocabulary.",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_pending", True)), fields=["subject", "key"], name="pending_changes"
                    )
                ],
            },
        ),
        migrations.RunPython(name_this_registry, migrations.RunPython.noop),
        watching(WATCHED),
    ]
