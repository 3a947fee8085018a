"""What the public lists can be asked: one definition of parameters, validation and labels for each list.

The page, and whatever else lists the same records, starts from the same filter object.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.facets import (
    NOT_STATED,
    AreaFacet,
    Choice,
    CodeFacet,
    CountryFacet,
    Facet,
    PartyFacet,
    Vocabulary,
    YearFacet,
)
from agreements.models import Agreement, AgreementType, Commitment, CooperationArea, Implementation, Level, Modality
from agreements.publication import published_parties
from languages import LANGUAGES
from parties.countries import country_choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import QueryDict

#: Words are looked for in every language at once: people remember a phrase, not the language they read it in.
WORDS_AT_MOST = 12


class ValuesField(forms.MultipleChoiceField):
    """Repeated values, each checked by a validator rather than a list: an unseen year or country is no error."""

    def __init__(self, *, each: Any, **kwargs: Any) -> None:
        self.each = each
        super().__init__(**kwargs)

    def valid_value(self, value: str) -> bool:
        try:
            self.each(value)
        except forms.ValidationError:
            return False
        return True


class ValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = ValuesField


def area_choices() -> list[tuple[str, str]]:
    return [(area.code, str(area)) for area in CooperationArea.objects.all()]


def party_choices() -> list[tuple[str, str]]:
    return [(party.slug, str(party)) for party in published_parties()]


#: The years a partial date can name.
a_year = RegexValidator(rf"\A([12]\d{{3}}|{NOT_STATED})\Z")


def few_words(text: str) -> None:
    """All words must occur, so a whole paragraph is refused rather than cut in silence."""
    if len(text.split()) > WORDS_AT_MOST:
        raise forms.ValidationError(_("Give at most %(count)s words.") % {"count": WORDS_AT_MOST})


class FacetedFilterSet(django_filters.FilterSet):
    """A filter set whose lists narrow by facets and by words.

    Subclasses say `path`, which leads to the agreement, their facets beside the shared ones, and
    `word_columns`, in which words are looked for.
    """

    path = ""
    word_columns: tuple[str, ...] = ()

    area = django_filters.MultipleChoiceFilter(label=_("Cooperation area"), choices=area_choices)
    country = django_filters.MultipleChoiceFilter(label=_("Country"), choices=country_choices)
    party = django_filters.MultipleChoiceFilter(label=_("Party"), choices=party_choices)
    type = django_filters.MultipleChoiceFilter(label=_("Type"), choices=AgreementType.choices)
    year = ValuesFilter(label=_("Year of signature"), each=a_year)
    words = django_filters.CharFilter(label=_("Words"), max_length=200, strip=True, validators=[few_words])

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        """`data` is the query of an address; parameters left empty ask nothing."""
        asked = data.copy()
        for name in data:
            asked.setlist(name, [value for value in data.getlist(name) if value])
        super().__init__(asked, **kwargs)

    @cached_property
    def facets(self) -> list[Facet]:
        vocabulary = Vocabulary()
        return [
            AreaFacet("domain", "area", _("Domain"), self.path, vocabulary),
            AreaFacet("form", "area", _("Form of cooperation"), self.path, vocabulary),
            CountryFacet("country", "country", _("Country"), self.path),
            PartyFacet("party", "party", _("Party"), self.path),
            *self.own_facets(),
            CodeFacet("type", "type", _("Type"), self.path, f"{self.path}type", AgreementType),
            YearFacet("year", "year", _("Year of signature"), self.path),
        ]

    def own_facets(self) -> list[Facet]:
        """Facets of this list alone."""
        return []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrowed(queryset)

    def narrowed(self, queryset: QuerySet[Any], leaving_out: Facet | None = None) -> QuerySet[Any]:
        """Records that fit the words and every facet, except one that is being counted."""
        for facet in self.facets:
            if facet is not leaving_out and (values := self.values(facet)):
                queryset = queryset.filter(facet.condition(values))
        for word in self.form.cleaned_data["words"].split():
            queryset = queryset.filter(self._has(word))
        return queryset

    def values(self, facet: Facet) -> list[str]:
        """The values asked of `facet`."""
        return facet.own_values(self.form.cleaned_data[facet.parameter])

    def _has(self, word: str) -> Q:
        condition = Q()
        for column in self.word_columns:
            for language in LANGUAGES:
                condition |= Q(**{f"{column}_{language}__icontains": word})
        return condition

    @cached_property
    def counted_facets(self) -> list[tuple[Facet, list[Choice]]]:
        """Every facet with its choices and their counts."""
        if not self.is_valid():
            return []
        return [(f, f.choices(self.narrowed(self.queryset, leaving_out=f), self.values(f))) for f in self.facets]

    @property
    def chosen(self) -> list[tuple[Facet, Choice]]:
        """The choices that are made, to be shown and taken away one by one."""
        return [(facet, choice) for facet, choices in self.counted_facets for choice in choices if choice.is_chosen]

    @property
    def problems(self) -> Iterable[str]:
        """What is wrong with the question, in words for the reader."""
        for name, errors in self.form.errors.items():
            for error in errors:
                yield f"{self.filters[name].label}: {error}"


class CommitmentFilter(FacetedFilterSet):
    """Commitments of published agreements."""

    path = "agreement__"
    word_columns = ("text", "agreement__title")

    modality = django_filters.MultipleChoiceFilter(label=_("Modality"), choices=Modality.choices)
    implementation = django_filters.MultipleChoiceFilter(label=_("Implementation"), choices=Implementation.choices)

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()

    def own_facets(self) -> list[Facet]:
        return [
            CodeFacet("modality", "modality", _("Modality"), self.path, "modality", Modality),
            CodeFacet(
                "implementation", "implementation", _("Implementation"), self.path, "implementation", Implementation
            ),
        ]


class AgreementFilter(FacetedFilterSet):
    """Published agreements."""

    word_columns = ("title", "summary", "agreement_parties__name")

    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()

    def own_facets(self) -> list[Facet]:
        return [CodeFacet("level", "level", _("Level"), self.path, "level", Level)]

    def _has(self, word: str) -> Q:
        # Through the key, so that an agreement with two fitting parties is listed once.
        return Q(pk__in=Agreement.objects.filter(super()._has(word)).values("pk"))
