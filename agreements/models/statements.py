"""What officials said about an agreement; never counted as a commitment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.sources import Passage
from database.known_code import known_code
from database.required_text import kazakh_required


class StatementForm(models.TextChoices):
    """How the source gives the words."""

    QUOTED = "quoted", _("Quoted word for word")
    REPORTED = "reported", _("Reported speech")


class StatementQuerySet(models.QuerySet["Statement"]):
    def get_by_natural_key(self, pair: str, pair_number: int, number: int) -> Statement:
        return self.get(agreement__pair=pair, agreement__pair_number=pair_number, number=number)


class Statement(models.Model):
    """Words of an official about the agreement, in the post held then."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="statements"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    speaker = models.ForeignKey(
        "parties.Post", verbose_name=_("speaker"), on_delete=models.PROTECT, related_name="statements"
    )
    form = models.CharField(_("form"), max_length=10, choices=StatementForm)
    text = models.TextField(_("text"))
    passages = models.ManyToManyField(Passage, verbose_name=_("passages"), blank=True, related_name="statements")

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("number",)
        constraints = (
            kazakh_required("text", "a_statement_has_a_kazakh_text"),
            known_code("form", StatementForm, "a_statement_is_quoted_or_reported"),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="statements_are_numbered_from_one",
                violation_error_message=_("Statements are numbered from one."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="a_statement_has_its_own_number",
                violation_error_message=_("Another statement of this agreement has this number."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def natural_key(self) -> tuple[str, int | None, int]:
        return (*self.agreement.natural_key(), self.number)

    natural_key.dependencies = ["agreements.agreement"]  # type: ignore[attr-defined]
