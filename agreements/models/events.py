"""What happened to an agreement, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementParty
from agreements.models.sources import Passage
from database.known_code import known_code
from database.related import related, related_words
from languages.partial_date_field import PartialDateField, bound_column, partial_date_constraints

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class EventKind(models.TextChoices):
    """Actions in the life of an instrument (UN Treaty Collection glossary), in their usual order."""

    NEGOTIATION_OPENED = "negotiation_opened", _("Negotiations opened")
    INITIALLED = "initialled", _("Initialled")
    SIGNED = "signed", _("Signed")
    APPROVED = "approved", _("Approved")
    RATIFIED = "ratified", _("Ratified")
    ACCEDED = "acceded", _("Acceded to")
    NOTIFIED = "notified", _("Notified")
    PROVISIONALLY_APPLIED = "provisionally_applied", _("Provisionally applied")
    ENTERED_INTO_FORCE = "entered_into_force", _("Entered into force")
    REGISTERED = "registered", _("Registered")
    EXTENDED = "extended", _("Extended")
    AMENDED = "amended", _("Amended")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Resumed")
    DENOUNCED = "denounced", _("Denounced")
    TERMINATED = "terminated", _("Terminated")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")
    NOT_CONCLUDED = "not_concluded", _("Not concluded")


class Event(models.Model):
    """A dated action by one party or by all. Where sources disagree, each account is kept, one preferred.

    An account that is not preferred points to the preferred one and says why it is not.
    """

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=25, choices=EventKind)
    by = models.ForeignKey(
        AgreementParty,
        verbose_name=_("by"),
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="events",
        help_text=_("The party that acted; empty for all of them."),
    )
    date = PartialDateField(_("date"), earliest_field="earliest_on", before_field="before_on")
    earliest_on = bound_column()
    before_on = bound_column()
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    preferred = models.ForeignKey(
        "self",
        verbose_name=_("preferred account"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="other_accounts",
        help_text=_("If another source gives another date and that one is preferred: the preferred event."),
    )
    reason = models.TextField(
        _("why the other is preferred"), blank=True, help_text=_("Required where another account is preferred.")
    )
    passages = models.ManyToManyField(Passage, verbose_name=_("passages"), blank=True, related_name="events")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = (F("earliest_on").asc(nulls_first=True), "pk")
        constraints = (
            known_code("kind", EventKind, "an_event_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(preferred__isnull=True) | (Q(reason_kk__isnull=False) & ~Q(reason_kk="")),
                name="a_preference_among_accounts_has_a_reason",
                violation_error_message=_("Say in Kazakh why the other account is preferred."),
            ),
            models.CheckConstraint(
                condition=~Q(preferred=F("id")),
                name="an_account_is_not_preferred_to_itself",
                violation_error_message=_("An event cannot be another account of itself."),
            ),
            *partial_date_constraints("event", "date", "earliest_on", "before_on"),
        )

    def get_kind_display(self) -> StrOrPromise:  # type: ignore[no-redef] # Django keeps a method that is there
        """What happened; a text that does not bind takes effect and never enters into force."""
        if self.kind == EventKind.ENTERED_INTO_FORCE:
            agreement = related(self, "agreement")
            if agreement is not None and not agreement.is_binding:
                return _("Took effect")
        return dict(EventKind.choices).get(self.kind, self.kind)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}".strip()


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
