"""Comments on a review."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}
AGREEMENT = {
    "on_delete": django.db.models.deletion.CASCADE,
    "related_name": "review_comments",
    "to": "agreements.agreement",
}


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0007_frequent_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="what it is about")),
                ("text", models.TextField(verbose_name="comment")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                ("agreement", models.ForeignKey(verbose_name="agreement", **AGREEMENT)),
                ("resolved_by", models.ForeignKey(blank=True, null=True, verbose_name="resolved by", **PERSON)),
                ("written_by", models.ForeignKey(verbose_name="written by", **PERSON)),
            ],
            options={
                "verbose_name": "comment on a review",
                "verbose_name_plural": "comments on a review",
                "ordering": ("written_at", "pk"),
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(text=""),
                        name="a_comment_says_something",
                        violation_error_message="A comment says something.",
                    ),
                    models.CheckConstraint(
                        condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                        | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                        name="a_comment_is_resolved_by_somebody_at_a_moment",
                        violation_error_message="Who resolved a comment, and when, go together.",
                    ),
                ],
            },
        ),
    ]
