"""Who moved a record on its way to the public, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.choices import PublicationStatus
from database.known_code import known_code


class PublicationMoveQuerySet(models.QuerySet["PublicationMove"]):
    def get_by_natural_key(self, pair: str, pair_number: int, made_at: str) -> PublicationMove:
        return self.get(agreement__pair=pair, agreement__pair_number=pair_number, made_at=made_at)


class PublicationMove(models.Model):
    """One step of publication, written by agreements.publication.workflow only.

    It protects its agreement: what was ever moved cannot be deleted, so no identifier is ever free again.
    """

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="moves"
    )
    from_status = models.CharField(_("from"), max_length=20, choices=PublicationStatus)
    to_status = models.CharField(_("to"), max_length=20, choices=PublicationStatus)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty for records that came with the registry itself."),
    )
    made_at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)

    objects = PublicationMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of publication")
        verbose_name_plural = _("steps of publication")
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["-made_at", "-agreement"], name="latest_moves"),)
        constraints = (
            known_code("from_status", PublicationStatus, "a_step_of_publication_leaves_a_known_state"),
            known_code("to_status", PublicationStatus, "a_step_of_publication_reaches_a_known_state"),
        )

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"

    def natural_key(self) -> tuple[str, int | None, str]:
        return (*self.agreement.natural_key(), self.made_at.isoformat())

    natural_key.dependencies = ["agreements.agreement"]  # type: ignore[attr-defined]


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
