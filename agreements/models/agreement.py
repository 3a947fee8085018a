"""One instrument between two sides, its clauses and its place in the registry."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.choices import (
    AgreementType,
    Costs,
    LegalCharacter,
    Level,
    Provision,
    PublicationStatus,
    Renewal,
    Term,
)
from database.known_code import known_code
from database.required_text import kazakh_required
from languages.collation import current_language, sort_key

if TYPE_CHECKING:
    from agreements.models.identifiers import Identifier


#: No clause runs for longer than a century.
MONTHS_AT_MOST = 1200
MONTHS = (MinValueValidator(1), MaxValueValidator(MONTHS_AT_MOST))


def within_a_century(field: str, name: str) -> models.CheckConstraint:
    """A number of months, where stated, is between one and a century's."""
    stated = Q(**{f"{field}__gte": 1, f"{field}__lte": MONTHS_AT_MOST})
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | stated,
        name=name,
        violation_error_message=_("Give between 1 and 1200 months, or nothing if the source does not say."),
    )


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions about agreements. Whoever forgets `published()` sees drafts: public code starts from it."""

    def published(self) -> AgreementQuerySet:
        """Those the public may see: published now; neither drafts nor withdrawn ones."""
        return self.filter(status=PublicationStatus.PUBLISHED)

    def withdrawn(self) -> AgreementQuerySet:
        """Those that were public once and are not any more; their addresses answer 410."""
        return self.filter(status=PublicationStatus.WITHDRAWN)

    def samples(self) -> AgreementQuerySet:
        """Those that `generate_sample` made. An index holds them alone: asking whether there are any is cheap."""
        return self.filter(is_sample=True)

    def identified(self, identifier: Identifier) -> AgreementQuerySet:
        """The one that was given `identifier`, in whatever state it is."""
        return self.filter(pair=identifier.pair, pair_number=identifier.number)

    def with_sides(self) -> AgreementQuerySet:
        """With the parties of both sides, as every list and page names them."""
        return self.prefetch_related("agreement_parties__party", "agreement_parties__signatory__official")

    def with_evidence(self) -> AgreementQuerySet:
        """With everything one agreement's page shows, passages included, in a fixed number of queries."""
        return self.prefetch_related(
            "authentic_languages",
            "evidence__passage",
            "agreement_parties__evidence__passage",
            "events__by",
            "events__passages",
            "events__preferred",
            "commitments__areas",
            "commitments__bearers",
            "commitments__passages__source",
            "statements__speaker__official",
            "statements__speaker__party",
            "statements__passages__source",
            "relations__other",
            "inverse_relations__agreement",
            "sources__passages__source",
            "sources__file",
        )

    def get_by_natural_key(self, pair: str, pair_number: int) -> Agreement:
        return self.get(pair=pair, pair_number=pair_number)


class Agreement(models.Model):
    """One instrument between exactly two sides. What no source states is `not_stated`, `undetermined` or empty."""

    title = models.CharField(_("title"), max_length=500)
    type = models.CharField(_("type"), max_length=20, choices=AgreementType)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    legal_character = models.CharField(
        _("legal character"), max_length=20, choices=LegalCharacter, default=LegalCharacter.UNDETERMINED
    )
    number = models.CharField(
        _("number of the instrument"),
        max_length=100,
        blank=True,
        help_text=_("As the instrument or an official register gives it; leave empty if the source does not say."),
    )
    summary = models.TextField(_("summary"), blank=True)

    term = models.CharField(_("term"), max_length=20, choices=Term, default=Term.NOT_STATED)
    term_months = models.PositiveSmallIntegerField(
        _("length of the term, months"), null=True, blank=True, validators=MONTHS
    )
    renewal = models.CharField(_("renewal"), max_length=20, choices=Renewal, default=Renewal.NOT_STATED)
    renewal_months = models.PositiveSmallIntegerField(
        _("length of a renewal, months"), null=True, blank=True, validators=MONTHS
    )
    notice_months = models.PositiveSmallIntegerField(
        _("notice of termination, months"),
        null=True,
        blank=True,
        validators=MONTHS,
        help_text=_("How long before the end a side must give notice; leave empty if the source does not say."),
    )
    joint_commission = models.CharField(
        _("joint commission"), max_length=20, choices=Provision, default=Provision.NOT_STATED
    )
    programme = models.CharField(
        _("implementing programme"), max_length=20, choices=Provision, default=Provision.NOT_STATED
    )
    costs = models.CharField(_("costs"), max_length=25, choices=Costs, default=Costs.NOT_STATED)
    clauses_note = models.TextField(_("note on the clauses"), blank=True)

    status = models.CharField(
        _("publication"),
        max_length=20,
        choices=PublicationStatus,
        default=PublicationStatus.DRAFT,
        editable=False,
        db_index=True,
    )
    pair = models.CharField(_("pair"), max_length=41, blank=True, editable=False)
    pair_number = models.PositiveIntegerField(_("number in the pair"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(
        _("sample record"),
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Made by a command for tests and measurements; not a real agreement."),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("pair", "pair_number", "pk")
        permissions = (("publish_agreement", _("Can publish and withdraw agreements")),)
        indexes = (models.Index(fields=["status"], condition=Q(is_sample=True), name="samples"),)
        constraints = (
            kazakh_required("title", "an_agreement_has_a_kazakh_title"),
            models.UniqueConstraint(
                fields=["pair", "pair_number"],
                condition=~Q(pair=""),
                name="an_identifier_is_given_once",
                violation_error_message=_("Another agreement has this identifier."),
            ),
            models.CheckConstraint(
                condition=Q(pair="", pair_number__isnull=True)
                | (~Q(pair="") & Q(pair_number__isnull=False, pair_number__gte=1)),
                name="a_pair_and_its_number_go_together",
                violation_error_message=_("An identifier consists of a pair and a number."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW]) | ~Q(pair=""),
                name="what_was_published_has_an_identifier",
                violation_error_message=_("A published or withdrawn agreement has an identifier."),
            ),
            known_code("status", PublicationStatus, "publication_has_four_states"),
            models.CheckConstraint(
                condition=Q(term=Term.FIXED) | Q(term_months__isnull=True),
                name="only_a_fixed_term_has_a_length",
                violation_error_message=_("Only a fixed term has a length in months."),
            ),
            models.CheckConstraint(
                condition=Q(renewal__in=[Renewal.AUTOMATIC, Renewal.BY_AGREEMENT]) | Q(renewal_months__isnull=True),
                name="only_a_renewal_has_a_length",
                violation_error_message=_("Only a renewal has a length in months."),
            ),
            within_a_century("term_months", "a_term_lasts_from_a_month_to_a_century"),
            within_a_century("renewal_months", "a_renewal_lasts_from_a_month_to_a_century"),
            within_a_century("notice_months", "a_notice_is_given_up_to_a_century_ahead"),
            known_code("type", AgreementType, "an_agreement_is_of_a_known_type"),
            known_code("level", Level, "an_agreement_is_on_a_known_level"),
            known_code("legal_character", LegalCharacter, "an_agreement_has_a_known_legal_character"),
            known_code("term", Term, "a_term_is_of_a_known_kind"),
            known_code("renewal", Renewal, "a_renewal_is_of_a_known_kind"),
            known_code("joint_commission", Provision, "a_joint_commission_is_provided_for_or_not"),
            known_code("programme", Provision, "a_programme_is_provided_for_or_not"),
            known_code("costs", Costs, "costs_are_borne_in_a_known_way"),
        )

    def __str__(self) -> str:
        return self.title or ""

    def get_absolute_url(self) -> str:
        """The public page; only what was published has one."""
        return reverse("agreements:detail", kwargs={"identifier": self})

    def natural_key(self) -> tuple[str, int | None]:
        return (self.pair, self.pair_number)

    @property
    def identifier(self) -> str:
        """Its lasting identifier, `KZ-RU-1`; "" before the first publication."""
        return f"{self.pair}-{self.pair_number}" if self.pair else ""

    @property
    def sides(self) -> list[list[AgreementParty]]:
        """The parties of the first and of the second side; no query where `with_sides` fetched them."""
        rows = list(self.agreement_parties.all())
        return [[row for row in rows if row.side == side] for side in (1, 2)]

    @property
    def is_public(self) -> bool:
        return self.status == PublicationStatus.PUBLISHED

    @property
    def is_binding(self) -> bool:
        return self.legal_character == LegalCharacter.BINDING


def language_choices() -> list[tuple[str, str]]:
    """Languages by ISO 639-1 code, named by CLDR and sorted in the reader's language."""
    return list(_sorted_languages(current_language()))


@cache
def _sorted_languages(reader: str) -> tuple[tuple[str, str], ...]:
    """Sorted once for each reader's language: a form asks for them in each of its rows."""
    names = Locale(reader).languages.items()
    two_letters = [(code, name) for code, name in names if code.isalpha() and len(code) < len("kaz")]
    return tuple(sorted(two_letters, key=lambda choice: sort_key(reader, choice[1])))


class AuthenticLanguage(models.Model):
    """A language in which the instrument is authentic."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="authentic_languages"
    )
    language = models.CharField(_("language"), max_length=2, choices=language_choices)
    prevails = models.BooleanField(_("prevails"), default=False, help_text=_("Decides where the texts differ."))

    class Meta:
        verbose_name = _("authentic language")
        verbose_name_plural = _("authentic languages")
        ordering = ("-prevails", "language")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "language"],
                name="an_authentic_language_is_named_once",
                violation_error_message=_("This language is already named."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(prevails=True),
                name="one_authentic_language_prevails",
                violation_error_message=_("Only one language can prevail."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_language_display())


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
