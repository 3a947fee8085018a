"""The controlled vocabulary of cooperation areas."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from database.known_code import known_code
from database.required_text import kazakh_required
from languages import LANGUAGES


class Facet(models.TextChoices):
    """The two facets that are never mixed: what the cooperation is about, and which form it takes."""

    DOMAIN = "domain", _("Domain")
    FORM = "form", _("Form of cooperation")


class CooperationAreaQuerySet(models.QuerySet["CooperationArea"]):
    def get_by_natural_key(self, code: str) -> CooperationArea:
        return self.get(code=code)


class CooperationArea(models.Model):
    """A term of the vocabulary; its code is stable and part of public addresses."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z]+(-[a-z]+)*\Z", _("Small Latin letters and hyphens, such as museums-heritage."))
        ],
        help_text=_("English, never changed: addresses and data use it."),
    )
    facet = models.CharField(_("facet"), max_length=10, choices=Facet)
    label = models.CharField(_("label"), max_length=120)
    definition = models.TextField(_("definition"))
    broader = models.ForeignKey(
        "self", verbose_name=_("broader term"), on_delete=models.PROTECT, null=True, blank=True, related_name="narrower"
    )

    objects = CooperationAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation area")
        verbose_name_plural = _("cooperation areas")
        ordering = ("facet", "code")
        constraints = (
            kazakh_required("label", "an_area_has_a_kazakh_label"),
            kazakh_required("definition", "an_area_is_defined_in_kazakh"),
            known_code("facet", Facet, "an_area_is_a_domain_or_a_form"),
            models.CheckConstraint(
                condition=~Q(broader=F("id")),
                name="an_area_is_not_broader_than_itself",
                violation_error_message=_("An area cannot be broader than itself."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["facet", f"label_{language}"],
                    name=f"an_area_label_is_unique_in_its_facet_{language}",
                    violation_error_message=_("Another area of this facet has this label."),
                )
                for language in LANGUAGES
            ),
        )

    def __str__(self) -> str:
        return self.label or self.code

    def get_absolute_url(self) -> str:
        return reverse("areas:detail", kwargs={"code": self.code})

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def clean(self) -> None:
        """A broader term belongs to the same facet and does not lead back here."""
        if self.broader is None:
            return
        if self.broader.facet != self.facet:
            raise ValidationError({"broader": _("A broader term belongs to the same facet.")})
        ancestor: CooperationArea | None = self.broader
        seen = {self.code}  # those that are not saved yet have no other key
        while ancestor is not None:
            if ancestor.code in seen:
                raise ValidationError({"broader": _("The broader terms form a circle.")})
            seen.add(ancestor.code)
            ancestor = ancestor.broader


class LinkScheme(models.TextChoices):
    """Outside vocabularies an area is linked to; a link means "see also", not the same concept."""

    UNESCO_THESAURUS = "unesco-thesaurus", _("UNESCO Thesaurus")
    UNESCO_FCS = "unesco-fcs", _("UNESCO Framework for Cultural Statistics 2009")


class AreaLinkQuerySet(models.QuerySet["AreaLink"]):
    def get_by_natural_key(self, code: str, scheme: str, value: str) -> AreaLink:
        return self.get(area__code=code, scheme=scheme, value=value)


class AreaLink(models.Model):
    """A related concept of an outside vocabulary."""

    area = models.ForeignKey(
        CooperationArea, verbose_name=_("cooperation area"), on_delete=models.CASCADE, related_name="links"
    )
    scheme = models.CharField(_("vocabulary"), max_length=20, choices=LinkScheme)
    value = models.CharField(_("concept"), max_length=200)

    objects = AreaLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to another vocabulary")
        verbose_name_plural = _("links to other vocabularies")
        ordering = ("scheme", "value")
        constraints = (
            known_code("scheme", LinkScheme, "an_area_link_is_of_a_known_vocabulary"),
            models.UniqueConstraint(
                fields=["area", "scheme", "value"],
                name="an_area_link_is_recorded_once",
                violation_error_message=_("This link is already recorded."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}: {self.value}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.area.code, self.scheme, self.value)

    natural_key.dependencies = ["agreements.cooperationarea"]  # type: ignore[attr-defined]

    @property
    def is_address(self) -> bool:
        return self.value.startswith("http")
