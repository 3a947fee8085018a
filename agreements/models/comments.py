"""What those who review a record say about it to each other; never public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement


class ReviewComment(models.Model):
    """A remark on a record that is on its way to the public, or on one place in it. It is resolved, not deleted."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="review_comments"
    )
    #: The name of a field of the agreement, or the model and the key of a part (`commitment-12`); "" for all of it.
    place = models.CharField(_("what it is about"), max_length=60, blank=True)
    text = models.TextField(_("comment"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written"))
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    class Meta:
        default_permissions = ()  # who may change the record may comment on it
        verbose_name = _("comment on a review")
        verbose_name_plural = _("comments on a review")
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="a_comment_says_something",
                violation_error_message=_("A comment says something."),
            ),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="a_comment_is_resolved_by_somebody_at_a_moment",
                violation_error_message=_("Who resolved a comment, and when, go together."),
            ),
        )

    def __str__(self) -> str:
        return self.text
