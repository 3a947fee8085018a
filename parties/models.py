"""Who can promise: parties, the names they have borne, and the officials who speak for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from database.known_code import known_code
from database.related import related_words
from database.required_text import kazakh_required
from languages.partial_date_field import PartialDateField, bound_column, partial_date_constraints
from parties.countries import country_choices, country_name

if TYPE_CHECKING:
    from datetime import date


class PartyKind(models.TextChoices):
    """What a party is. A person is never a party (Vienna Convention 1969 and 1986; practice for memoranda)."""

    STATE = "state", _("State")
    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("Ministry")
    STATE_BODY = "state_body", _("Other state body")
    REGION = "region", _("Region")
    CITY = "city", _("City")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("International organisation")
    CULTURAL_INSTITUTION = "cultural_institution", _("Cultural institution")
    EDUCATIONAL_INSTITUTION = "educational_institution", _("Educational institution")
    CREATIVE_UNION = "creative_union", _("Creative union")
    FOUNDATION = "foundation", _("Foundation or non-governmental organisation")
    COMPANY = "company", _("Company")
    HISTORICAL_ENTITY = "historical_entity", _("Historical entity")


class PartyQuerySet(models.QuerySet["Party"]):
    """Questions about parties. Which of them are public is asked of agreements.publication.workflow."""

    def get_by_natural_key(self, slug: str) -> Party:
        return self.get(slug=slug)


class Party(models.Model):
    """Who can promise. Its present name is here, earlier and other names in PartyName (as in Popolo)."""

    slug = models.SlugField(
        _("address name"), max_length=80, unique=True, help_text=_("Part of the page's address; never change it.")
    )
    name = models.CharField(_("name"), max_length=300, help_text=_("The present official name."))
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PartyKind)
    country = models.CharField(
        _("country"),
        max_length=4,
        blank=True,
        choices=country_choices,
        help_text=_("The country the party belongs to; empty for an international organisation."),
    )
    organisation_code = models.CharField(
        _("organisation code"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z][A-Z0-9]{1,19}\Z", _("Capital Latin letters and digits, such as UNESCO."))],
        help_text=_("For an international organisation only: its part of the identifiers, such as UNESCO."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text=_("The body this one is part of or subordinate to."),
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("slug",)
        constraints = (
            kazakh_required("name", "a_party_has_a_kazakh_name"),
            known_code("kind", PartyKind, "a_party_is_of_a_known_kind_and_never_a_person"),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="a_party_is_not_its_own_parent",
                violation_error_message=_("A party cannot belong to itself."),
            ),
            models.CheckConstraint(
                condition=Q(kind=PartyKind.INTERNATIONAL_ORGANISATION, country="")
                | (~Q(kind=PartyKind.INTERNATIONAL_ORGANISATION) & Q(organisation_code="")),
                name="an_organisation_code_and_a_country_exclude_each_other",
                violation_error_message=_(
                    "An international organisation has a code and no country; any other party has no code."
                ),
            ),
            models.UniqueConstraint(
                fields=["organisation_code"],
                condition=~Q(organisation_code=""),
                name="an_organisation_code_belongs_to_one_party",
                violation_error_message=_("Another organisation has this code."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        """The public page; it answers 404 until a published agreement names the party."""
        return reverse("parties:detail", kwargs={"slug": self.slug})

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def clean(self) -> None:
        """Refuse a circle of parents, which no constraint can see."""
        ancestor, seen = self.parent, {self.pk}
        while ancestor is not None and self.pk is not None:
            if ancestor.pk in seen:
                raise ValidationError({"parent": _("A party cannot belong to a body that belongs to it.")})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent

    @property
    def code(self) -> str:
        """Its part of an identifier: the country's code or the organisation's; "" if neither is known."""
        return self.country or self.organisation_code

    @property
    def country_name(self) -> str:
        return country_name(self.country)


class IdentifierScheme(models.TextChoices):
    """Where else a party is known."""

    WIKIDATA = "wikidata", "Wikidata"
    ISNI = "isni", "ISNI"
    ROR = "ror", "ROR"
    VIAF = "viaf", "VIAF"


IDENTIFIER_FORMS = {
    IdentifierScheme.WIKIDATA: (r"Q[1-9]\d*", "https://www.wikidata.org/wiki/{}"),
    IdentifierScheme.ISNI: (r"\d{15}[\dX]", "https://isni.org/isni/{}"),
    IdentifierScheme.ROR: (r"0[a-z0-9]{8}", "https://ror.org/{}"),
    IdentifierScheme.VIAF: (r"[1-9]\d*", "https://viaf.org/viaf/{}"),
}


class PartyIdentifier(models.Model):
    """A party's identifier elsewhere."""

    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=10, choices=IdentifierScheme)
    value = models.CharField(_("value"), max_length=40)

    class Meta:
        verbose_name = _("identifier elsewhere")
        verbose_name_plural = _("identifiers elsewhere")
        ordering = ("scheme", "value")
        constraints = (
            known_code("scheme", IdentifierScheme, "an_identifier_is_of_a_known_scheme"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="an_identifier_belongs_to_one_party",
                violation_error_message=_("Another party has this identifier."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self) -> None:
        form, _address = IDENTIFIER_FORMS.get(IdentifierScheme(self.scheme), ("", "")) if self.scheme else ("", "")
        if form:
            RegexValidator(rf"\A{form}\Z", _("This is not an identifier of the chosen scheme."))(self.value)

    @property
    def address(self) -> str:
        """The public page of the identifier."""
        return IDENTIFIER_FORMS[IdentifierScheme(self.scheme)][1].format(self.value)


class PartyName(models.Model):
    """A name a party bore, in a period if known. Agreements keep the name of their day by themselves."""

    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=300)
    used = PartialDateField(_("in use"), earliest_field="used_earliest_on", before_field="used_before_on")
    used_earliest_on = bound_column()
    used_before_on = bound_column()

    class Meta:
        verbose_name = _("other or earlier name")
        verbose_name_plural = _("other and earlier names")
        ordering = (F("used_earliest_on").asc(nulls_first=True), "pk")
        constraints = (
            kazakh_required("name", "an_earlier_name_is_given_in_kazakh"),
            *partial_date_constraints("use_of_a_name", "used", "used_earliest_on", "used_before_on"),
        )

    def __str__(self) -> str:
        return self.name or ""

    def in_use_on(self, day: date) -> bool:
        """Whether the name is known to have been in use on `day`; a name without a period never is."""
        if not self.used:
            return False
        begun = self.used_earliest_on is None or self.used_earliest_on <= day
        ended = self.used_before_on is not None and self.used_before_on <= day
        return begun and not ended


class Succession(models.Model):
    """One party took the place of another: a ministry split, merged or renamed into a new body."""

    predecessor = models.ForeignKey(
        Party, verbose_name=_("predecessor"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Party, verbose_name=_("successor"), on_delete=models.PROTECT, related_name="predecessions"
    )
    happened = PartialDateField(_("date"), earliest_field="happened_earliest_on", before_field="happened_before_on")
    happened_earliest_on = bound_column()
    happened_before_on = bound_column()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = (F("happened_earliest_on").asc(nulls_first=True), "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="a_succession_is_recorded_once",
                violation_error_message=_("This succession is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="a_party_does_not_succeed_itself",
                violation_error_message=_("A party cannot succeed itself."),
            ),
            *partial_date_constraints("succession", "happened", "happened_earliest_on", "happened_before_on"),
        )

    def __str__(self) -> str:
        return f"{related_words(self, 'predecessor')} → {related_words(self, 'successor')}"


class OfficialQuerySet(models.QuerySet["Official"]):
    def get_by_natural_key(self, slug: str) -> Official:
        return self.get(slug=slug)


class Official(models.Model):
    """A person who signs, represents a party or is quoted; never a party."""

    slug = models.SlugField(_("short code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    wikidata = models.CharField(
        "Wikidata", max_length=20, blank=True, validators=[RegexValidator(r"\AQ[1-9]\d*\Z", _("Such as Q42."))]
    )

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ("slug",)
        constraints = (kazakh_required("name", "an_official_has_a_kazakh_name"),)

    def __str__(self) -> str:
        return self.name or self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class PostQuerySet(models.QuerySet["Post"]):
    def get_by_natural_key(self, official: str, party: str, title_kk: str) -> Post:
        return self.get(official__slug=official, party__slug=party, title_kk=title_kk)


class Post(models.Model):
    """An official in a post of a party: what agreements and statements point to, so that later posts change nothing."""

    official = models.ForeignKey(Official, verbose_name=_("official"), on_delete=models.CASCADE, related_name="posts")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("post"), max_length=200)
    held = PartialDateField(_("held"), earliest_field="held_earliest_on", before_field="held_before_on")
    held_earliest_on = bound_column()
    held_before_on = bound_column()

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post of an official")
        verbose_name_plural = _("posts of officials")
        ordering = (F("held_earliest_on").asc(nulls_first=True), "pk")
        constraints = (
            kazakh_required("title", "a_post_has_a_kazakh_title"),
            models.UniqueConstraint(
                fields=["official", "party", "title_kk"],
                name="a_post_is_recorded_once",
                violation_error_message=_("This post is already recorded."),
            ),
            *partial_date_constraints("post", "held", "held_earliest_on", "held_before_on"),
        )

    def __str__(self) -> str:
        return f"{related_words(self, 'official')}, {self.title}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.official.slug, self.party.slug, self.title_kk)  # type: ignore[attr-defined]

    natural_key.dependencies = ["parties.official", "parties.party"]  # type: ignore[attr-defined]
