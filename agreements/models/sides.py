"""The two sides of an agreement and the parties on each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from languages.required import kazakh_required
from parties.known_codes import known_code


class Side(models.IntegerChoices):
    """An agreement has exactly two sides; the first is the one whose registry this is, where it takes part."""

    FIRST = 1, _("First side")
    SECOND = 2, _("Second side")


class PartyRole(models.TextChoices):
    """As what a party stands on its side."""

    PARTY = "party", _("Party")
    ON_BEHALF = "on_behalf", _("Signs on behalf of another")
    IMPLEMENTING = "implementing", _("Body responsible for implementation")


class AgreementPartyQuerySet(models.QuerySet["AgreementParty"]):
    def get_by_natural_key(self, pair: str, pair_number: int, party: str) -> AgreementParty:
        return self.get(agreement__pair=pair, agreement__pair_number=pair_number, party__slug=party)


class AgreementParty(models.Model):
    """A party on one side, under the name this instrument or its source gives it."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="agreement_parties"
    )
    side = models.PositiveSmallIntegerField(_("side"), choices=Side)
    party = models.ForeignKey(
        "parties.Party", verbose_name=_("party"), on_delete=models.PROTECT, related_name="agreement_parties"
    )
    name = models.CharField(
        _("name in this agreement"),
        max_length=300,
        blank=True,
        help_text=_("The name of its day: it stays when the party is renamed. Empty takes the party's present name."),
    )
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, default=PartyRole.PARTY)
    signatory = models.ForeignKey(
        "parties.Post",
        verbose_name=_("signatory"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signed",
        help_text=_("Who signed, in the post held then; leave empty if the source does not say."),
    )

    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party to the agreement")
        verbose_name_plural = _("parties to the agreement")
        ordering = ("side", "pk")
        constraints = (
            kazakh_required("name", "a_party_to_an_agreement_is_named_in_kazakh"),
            models.CheckConstraint(
                condition=Q(side__in=Side.values),
                name="an_agreement_has_two_sides",
                violation_error_message=_("An agreement has a first and a second side, no other."),
            ),
            known_code("role", PartyRole, "a_party_to_an_agreement_has_a_known_role"),
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="no_party_is_on_both_sides",
                violation_error_message=_("This party is already on one of the sides."),
            ),
        )

    def __str__(self) -> str:
        return self.name or ""

    def natural_key(self) -> tuple[str, int | None, str]:
        return (*self.agreement.natural_key(), self.party.slug)

    natural_key.dependencies = ["agreements.agreement", "parties.party"]  # type: ignore[attr-defined]
