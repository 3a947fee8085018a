"""Evidence for a plain field: the passage that says so, or says otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementParty
from agreements.models.sources import Passage
from database.known_code import known_code
from database.related import related_words


class EvidencedAgreementField(models.TextChoices):
    """Fields of an agreement that a passage can stand behind."""

    TITLE = "title", _("Title")
    TYPE = "type", _("Type")
    LEVEL = "level", _("Level")
    LEGAL_CHARACTER = "legal_character", _("Legal character")
    NUMBER = "number", _("Number of the instrument")
    SUMMARY = "summary", _("Summary")
    TERM = "term", _("Term")
    RENEWAL = "renewal", _("Renewal")
    NOTICE_MONTHS = "notice_months", _("Notice of termination")
    JOINT_COMMISSION = "joint_commission", _("Joint commission")
    PROGRAMME = "programme", _("Implementing programme")
    COSTS = "costs", _("Costs")
    AUTHENTIC_LANGUAGES = "authentic_languages", _("Authentic languages")
    PUBLISHER = "publisher", _("Publisher of the source")


class EvidencedPartyField(models.TextChoices):
    """Fields of a party, as it stands in an agreement, that a passage can stand behind."""

    NAME = "name", _("Name")
    SIDE = "side", _("Side")
    ROLE = "role", _("Role")
    SIGNATORY = "signatory", _("Signatory")
    OFFICIAL = "official", _("Official of the party")


def conflict_has_a_reason(name: str) -> models.CheckConstraint:
    """A value that contradicts the record is kept with the reason the record prefers another."""
    return models.CheckConstraint(
        condition=Q(conflicting_value="") | (Q(reason_kk__isnull=False) & ~Q(reason_kk="")),
        name=name,
        violation_error_message=_("Say in Kazakh why the recorded value is preferred to this one."),
    )


class AgreementEvidenceQuerySet(models.QuerySet["AgreementEvidence"]):
    def get_by_natural_key(self, field: str, *passage: str | int) -> AgreementEvidence:
        return self.get(field=field, passage=Passage.objects.get_by_natural_key(*passage))  # type: ignore[arg-type]


class AgreementEvidence(models.Model):
    """A passage behind one field of an agreement; with a conflicting value, a passage that says otherwise."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="evidence"
    )
    field = models.CharField(_("field"), max_length=30, choices=EvidencedAgreementField)
    passage = models.ForeignKey(
        Passage, verbose_name=_("passage"), on_delete=models.CASCADE, related_name="agreement_evidence"
    )
    conflicting_value = models.CharField(
        _("conflicting value"),
        max_length=300,
        blank=True,
        help_text=_("What this passage says instead, if it contradicts the record; empty where it supports it."),
    )
    reason = models.TextField(_("why the recorded value is preferred"), blank=True)

    objects = AgreementEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence for a field")
        verbose_name_plural = _("evidence for fields")
        ordering = ("field", "passage__source__number", "passage__start")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "field", "passage"],
                name="evidence_for_an_agreement_is_recorded_once",
                violation_error_message=_("This passage is already evidence for this field."),
            ),
            conflict_has_a_reason("a_conflict_about_an_agreement_has_a_reason"),
            known_code("field", EvidencedAgreementField, "evidence_for_an_agreement_names_a_known_field"),
        )

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {related_words(self, 'passage')}"

    def natural_key(self) -> tuple[str | int | None, ...]:
        return (self.field, *self.passage.natural_key())

    natural_key.dependencies = ["agreements.passage"]  # type: ignore[attr-defined]


class PartyEvidenceQuerySet(models.QuerySet["PartyEvidence"]):
    def get_by_natural_key(self, party: str, field: str, *passage: str | int) -> PartyEvidence:
        passage_row = Passage.objects.get_by_natural_key(*passage)  # type: ignore[arg-type]
        return self.get(agreement_party__party__slug=party, field=field, passage=passage_row)


class PartyEvidence(models.Model):
    """A passage behind one field of a party as it stands in an agreement."""

    agreement_party = models.ForeignKey(
        AgreementParty, verbose_name=_("party to the agreement"), on_delete=models.CASCADE, related_name="evidence"
    )
    field = models.CharField(_("field"), max_length=30, choices=EvidencedPartyField)
    passage = models.ForeignKey(
        Passage, verbose_name=_("passage"), on_delete=models.CASCADE, related_name="party_evidence"
    )
    conflicting_value = models.CharField(_("conflicting value"), max_length=300, blank=True)
    reason = models.TextField(_("why the recorded value is preferred"), blank=True)

    objects = PartyEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence for a party")
        verbose_name_plural = _("evidence for parties")
        ordering = ("field", "passage__source__number", "passage__start")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement_party", "field", "passage"],
                name="evidence_for_a_party_is_recorded_once",
                violation_error_message=_("This passage is already evidence for this field."),
            ),
            conflict_has_a_reason("a_conflict_about_a_party_has_a_reason"),
            known_code("field", EvidencedPartyField, "evidence_for_a_party_names_a_known_field"),
        )

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {related_words(self, 'passage')}"

    def natural_key(self) -> tuple[str | int | None, ...]:
        return (self.agreement_party.party.slug, self.field, *self.passage.natural_key())

    natural_key.dependencies = ["agreements.agreementparty", "agreements.passage"]  # type: ignore[attr-defined]
