"""The signed documents of sources; public pages show them, so their changes are written down."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import agreements.models.sources
from agreements.change_log.triggers import WatchedTable, watching


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_review_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSourceFile",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("document", models.TextField(max_length=100, verbose_name="document")),
                ("name", models.CharField(max_length=200, verbose_name="name it came with")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveIntegerField(verbose_name="number of pages")),
                (
                    "page_starts",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Characters of the source’s text before each page; empty where nobody knows.",
                        verbose_name="where pages begin",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical signed document",
                "verbose_name_plural": "historical signed documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.FileField(upload_to=agreements.models.sources.random_name, verbose_name="document"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name it came with")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveIntegerField(verbose_name="number of pages")),
                (
                    "page_starts",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Characters of the source’s text before each page; empty where nobody knows.",
                        verbose_name="where pages begin",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="agreements.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed document",
                "verbose_name_plural": "signed documents",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(django.db.models.functions.text.Length("sha256"), 64)
                        ),
                        name="a_file_has_its_sha256",
                        violation_error_message="A file is known by its SHA-256.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gte", 1)),
                        name="a_file_has_pages",
                        violation_error_message="A document has pages.",
                    ),
                ],
            },
        ),
        watching([WatchedTable("agreements_sourcefile")]),
    ]
