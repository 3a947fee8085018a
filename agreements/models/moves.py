"""Who moved a record on its way to the public, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, PublicationStatus
from parties.known_codes import known_code


class PublicationMoveQuerySet(models.QuerySet["PublicationMove"]):
    def get_by_natural_key(self, pair: str, pair_number: int, made_at: str) -> PublicationMove:
        return self.get(agreement__pair=pair, agreement__pair_number=pair_number, made_at=made_at)


class PublicationMove(models.Model):
    """One step of publication, written by agreements.publication only.

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
