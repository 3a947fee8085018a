"""What was done about agreements: activities, and assessments of commitments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Implementation, PublicationStatus
from database.known_code import known_code
from database.required_text import kazakh_required
from languages.partial_date_field import PartialDateField, bound_column, partial_date_constraints


class ActivityKind(models.TextChoices):
    """What took place or is planned."""

    TOUR = "tour", _("Tour")
    CONCERT = "concert", _("Concert or performance")
    FESTIVAL = "festival", _("Festival or competition")
    EXHIBITION = "exhibition", _("Exhibition")
    SEMINAR = "seminar", _("Seminar or conference")
    TRAINING = "training", _("Training")
    EXCHANGE = "exchange", _("Exchange of people")
    CULTURE_DAYS = "culture_days", _("Days of culture")
    PUBLICATION = "publication", _("Publication or film")
    MEETING = "meeting", _("Meeting of a joint body")
    OTHER = "other", _("Other activity")


class ActivityState(models.TextChoices):
    """Whether it took place."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Took place")
    CANCELLED = "cancelled", pgettext_lazy("activity", "Cancelled")


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about activities."""

    def published(self) -> ActivityQuerySet:
        """Those that serve at least one commitment of a published agreement."""
        return self.filter(commitments__agreement__status=PublicationStatus.PUBLISHED).distinct()


class Activity(models.Model):
    """Something that took place or is planned in fulfilment of commitments."""

    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind)
    state = models.CharField(_("state"), max_length=10, choices=ActivityState)
    title = models.CharField(_("title"), max_length=300)
    date = PartialDateField(_("date or period"), earliest_field="earliest_on", before_field="before_on")
    earliest_on = bound_column()
    before_on = bound_column()
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisers = models.ManyToManyField(
        "parties.Party", verbose_name=_("organisers"), blank=True, related_name="activities"
    )
    commitments = models.ManyToManyField(
        "agreements.Commitment", verbose_name=_("commitments it serves"), related_name="activities"
    )
    outcome = models.TextField(_("outcome"), blank=True)
    proof_address = models.URLField(_("address of the proof"), max_length=500, blank=True)
    proof_passages = models.ManyToManyField(
        "agreements.Passage", verbose_name=_("passages that prove it"), blank=True, related_name="activities"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = (F("earliest_on").desc(nulls_last=True), "-pk")
        constraints = (
            kazakh_required("title", "an_activity_has_a_kazakh_title"),
            known_code("kind", ActivityKind, "an_activity_is_of_a_known_kind"),
            known_code("state", ActivityState, "an_activity_is_in_a_known_state"),
            *partial_date_constraints("activity", "date", "earliest_on", "before_on"),
        )

    def __str__(self) -> str:
        return self.title or ""

    @property
    def is_past_plan(self) -> bool:
        """Whether it was planned for a time that is over, and nobody has recorded what became of it."""
        planned = self.state == ActivityState.PLANNED and self.before_on is not None
        return planned and self.before_on <= timezone.localdate()


class Assessment(models.Model):
    """How far one commitment was carried out, as found on a day. Written by activities.assessment only."""

    commitment = models.ForeignKey(
        "agreements.Commitment", verbose_name=_("commitment"), on_delete=models.CASCADE, related_name="assessments"
    )
    assessed_on = models.DateField(_("assessed on"))
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assessed by"), on_delete=models.PROTECT, related_name="+"
    )
    implementation = models.CharField(_("implementation"), max_length=20, choices=Implementation)
    reason = models.TextField(_("reason"))
    proof_activity = models.ForeignKey(
        Activity,
        verbose_name=_("activity that proves it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
    )
    proof_passage = models.ForeignKey(
        "agreements.Passage",
        verbose_name=_("passage that proves it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
    )
    proof_address = models.URLField(_("address of the proof"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("assessed_on", "pk")
        constraints = (
            kazakh_required("reason", "an_assessment_has_a_kazakh_reason"),
            known_code("implementation", Implementation, "an_assessment_has_six_points"),
            models.CheckConstraint(
                condition=Q(implementation=Implementation.NO_EVIDENCE)
                | Q(proof_activity__isnull=False)
                | Q(proof_passage__isnull=False)
                | ~Q(proof_address=""),
                name="an_assessment_other_than_no_evidence_has_a_proof",
                violation_error_message=_("Give a proof: an activity, a passage or an address."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessed_on}: {self.get_implementation_display()}"
