"""What an agreement promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementParty, Side
from agreements.models.areas import CooperationArea
from agreements.models.choices import PublicationStatus
from agreements.models.sources import Passage
from database.known_code import known_code
from database.required_text import kazakh_required
from languages.partial_date_field import PartialDateField, bound_column, partial_date_constraints

if TYPE_CHECKING:
    from parties.models import Party


#: Four digits, as addresses hold them.
NUMBER_AT_MOST = 9999


class Modality(models.TextChoices):
    """How firmly it was promised, from the verb of the text (shall, agreed, intend, will endeavour, is expected to)."""

    OBLIGED = "obliged", _("Obliged")
    AGREED = "agreed", _("Agreed")
    INTENDED = "intended", _("Intended")
    BEST_EFFORTS = "best_efforts", _("Best efforts")
    EXPECTED = "expected", _("Expected effect")


class Bearer(models.TextChoices):
    """Who bears the commitment."""

    BOTH = "both", _("Both sides")
    SIDE_1 = "side_1", _("The first side")
    SIDE_2 = "side_2", _("The second side")
    NAMED = "named", _("Named parties")


class Recurrence(models.TextChoices):
    """How often, if the source says so."""

    NOT_STATED = "not_stated", _("Not stated in the source")
    ONCE = "once", _("Once")
    CONTINUOUS = "continuous", _("All the time")
    ANNUAL = "annual", _("Every year")
    BIENNIAL = "biennial", _("Every two years")
    OTHER = "other", _("Otherwise, see the text")


class Implementation(models.TextChoices):
    """How far it was carried out: the five points of the Open Government Partnership, and no evidence.

    No evidence is the registry's silence; not started is a finding, with a proof.
    """

    NO_EVIDENCE = "no_evidence", _("No evidence")
    NOT_STARTED = "not_started", _("Not started")
    LIMITED = "limited", _("Limited")
    SUBSTANTIAL = "substantial", _("Substantial")
    COMPLETE = "complete", _("Complete")
    CANCELLED = "cancelled", _("Cancelled")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about commitments."""

    def published(self) -> CommitmentQuerySet:
        """Those of published agreements: a commitment is public with its agreement and never alone."""
        return self.filter(agreement__status=PublicationStatus.PUBLISHED)

    def borne_by(self, party: Party) -> CommitmentQuerySet:
        """Those `party` bears: with both sides, with its own side, or by name."""
        on_first, on_second = (
            Q(agreement__in=party.agreement_parties.filter(side=side).values("agreement")) for side in Side
        )
        # Asked of each commitment: of keys of commitments, SQLite would ask once for each key and each agreement.
        bearers: Any = Commitment.bearers.through
        named = bearers.objects.filter(commitment=OuterRef("pk"), agreementparty__party=party)
        bears = (
            (Q(bearer=Bearer.BOTH) & (on_first | on_second))
            | (Q(bearer=Bearer.SIDE_1) & on_first)
            | (Q(bearer=Bearer.SIDE_2) & on_second)
            | (Q(bearer=Bearer.NAMED) & Exists(named))
        )
        return self.filter(bears)

    def get_by_natural_key(self, pair: str, pair_number: int, number: int) -> Commitment:
        return self.get(agreement__pair=pair, agreement__pair_number=pair_number, number=number)


class Commitment(models.Model):
    """One promise of an agreement. Its implementation is the current one; the story is in activities."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="commitments"
    )
    number = models.PositiveSmallIntegerField(
        _("number"),
        validators=[MinValueValidator(1), MaxValueValidator(NUMBER_AT_MOST)],
        help_text=_("Part of its lasting identifier: it stays once the agreement was published."),
    )
    text = models.TextField(_("text"))
    areas = models.ManyToManyField(CooperationArea, verbose_name=_("cooperation areas"), related_name="commitments")
    bearer = models.CharField(_("borne by"), max_length=10, choices=Bearer, default=Bearer.BOTH)
    bearers = models.ManyToManyField(
        AgreementParty,
        verbose_name=_("named parties"),
        blank=True,
        related_name="commitments",
        help_text=_("Only where the commitment is borne by named parties."),
    )
    modality = models.CharField(_("modality"), max_length=20, choices=Modality)
    due = PartialDateField(_("due"), earliest_field="due_earliest_on", before_field="due_before_on")
    due_earliest_on = bound_column()
    due_before_on = bound_column()
    recurrence = models.CharField(_("recurrence"), max_length=20, choices=Recurrence, default=Recurrence.NOT_STATED)
    implementation = models.CharField(
        _("implementation"),
        max_length=20,
        choices=Implementation,
        default=Implementation.NO_EVIDENCE,
        editable=False,
        help_text=_("Set by an assessment, never by hand."),
    )
    passages = models.ManyToManyField(Passage, verbose_name=_("passages"), blank=True, related_name="commitments")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("agreement__pair", "agreement__pair_number", "number")
        constraints = (
            kazakh_required("text", "a_commitment_has_a_kazakh_text"),
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="a_commitment_has_its_own_number",
                violation_error_message=_("Another commitment of this agreement has this number."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=NUMBER_AT_MOST),
                name="commitments_are_numbered_from_one_to_9999",
                violation_error_message=_("Commitments are numbered from 1 to 9999."),
            ),
            known_code("implementation", Implementation, "implementation_has_six_points"),
            known_code("modality", Modality, "a_commitment_has_a_known_modality"),
            known_code("bearer", Bearer, "a_commitment_has_a_known_bearer"),
            known_code("recurrence", Recurrence, "a_commitment_recurs_in_a_known_way"),
            *partial_date_constraints("commitment_due", "due", "due_earliest_on", "due_before_on"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def get_absolute_url(self) -> str:
        """The public page; only a commitment of what was published has one."""
        return reverse("commitments:detail", kwargs={"identifier": self.identifier})

    def natural_key(self) -> tuple[str, int | None, int]:
        return (*self.agreement.natural_key(), self.number)

    natural_key.dependencies = ["agreements.agreement"]  # type: ignore[attr-defined]

    @property
    def identifier(self) -> str:
        """`KZ-RU-1-3`; "" before its agreement is first published."""
        return f"{self.agreement.identifier}-{self.number}" if self.agreement.identifier else ""
