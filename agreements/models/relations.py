"""How one agreement stands to another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from languages.related import related_words
from parties.known_codes import known_code


class RelationKind(models.TextChoices):
    """What the first agreement does to the second."""

    BASED_ON = "based_on", _("Based on")
    IMPLEMENTS = "implements", _("Implements")
    AMENDS = "amends", _("Amends")
    EXTENDS = "extends", _("Extends")
    REPLACES = "replaces", _("Replaces")
    TERMINATES = "terminates", _("Terminates")
    ACCOMPANIES = "accompanies", _("Accompanies")
    CITES = "cites", _("Cites")


#: The same relations read from the other end.
INVERSE_LABELS = {
    RelationKind.BASED_ON: _("Is the basis of"),
    RelationKind.IMPLEMENTS: _("Implemented by"),
    RelationKind.AMENDS: _("Amended by"),
    RelationKind.EXTENDS: _("Extended by"),
    RelationKind.REPLACES: _("Replaced by"),
    RelationKind.TERMINATES: _("Terminated by"),
    RelationKind.ACCOMPANIES: _("Accompanied by"),
    RelationKind.CITES: _("Cited by"),
}


class Relation(models.Model):
    """`agreement` does `kind` to `other`. Public only where both are."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)
    other = models.ForeignKey(
        Agreement, verbose_name=_("other agreement"), on_delete=models.PROTECT, related_name="inverse_relations"
    )

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ("kind", "pk")
        constraints = (
            known_code("kind", RelationKind, "a_relation_is_of_a_known_kind"),
            models.UniqueConstraint(
                fields=["agreement", "kind", "other"],
                name="a_relation_is_recorded_once",
                violation_error_message=_("This relation is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(agreement=F("other")),
                name="an_agreement_is_not_related_to_itself",
                violation_error_message=_("An agreement cannot be related to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {related_words(self, 'other')}"

    @property
    def inverse_label(self) -> str:
        return str(INVERSE_LABELS[RelationKind(self.kind)])
