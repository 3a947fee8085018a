"""What the lists of agreements and of commitments have in common: how a question narrows, counts and orders.

The lists themselves are defined in search/lists/agreements.py.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementType, Implementation, Level, Modality
from agreements.rules.status import Status
from search.facets.facets import AreaFacet, CodeFacet, CountryFacet, ListFacet, PairFacet, PartyFacet, StatusFacet
from search.facets.ordering import Order, in_order
from search.facets.vocabulary import Vocabulary
from search.facets.years import YearFacet
from search.index.index import IndexAnswer, IndexQuery
from search.index.process_index import facet_index
from search.lists.base import ListFilterSet
from search.lists.validators import (
    ValuesFilter,
    a_stated_year,
    a_year,
    validate_area,
    validate_country,
    validate_pair,
    validate_public_party,
)
from search.words.query_parser import matches_of

if TYPE_CHECKING:
    from django.db.models import Q, QuerySet

    from search.index.index import FacetIndex
    from search.words.matches import Matches


class CountedInTables(dict[str, dict[str, int]]):
    """The counts of each facet, asked of the tables when they are wanted."""

    def __init__(self, asked: FacetedFilterSet) -> None:
        super().__init__()
        self.asked = asked

    def __missing__(self, name: str) -> dict[str, int]:
        facet = next(facet for facet in self.asked.facets if facet.name == name)
        self[name] = facet.counts(self.asked.narrowed(self.asked.queryset, leaving_out=facet))
        return self[name]


class FacetedFilterSet(ListFilterSet):
    """A filter set whose lists narrow by facets and by words, and are read in one of several orders.

    Subclasses say `path`, which leads to the agreement, and their facets beside the shared ones.
    `qs` is what fits, asked of the tables; `found` answers from the facet index where it can.
    """

    path = ""
    period_label = _("Years of signature")
    long_facets = ("domain", "form", "country", "pair", "party", "year")

    area = ValuesFilter(label=_("Cooperation area"), each=validate_area)
    country = ValuesFilter(label=_("Country"), each=validate_country)
    party = ValuesFilter(label=_("Party"), each=validate_public_party)
    pair = ValuesFilter(label=_("Pair of countries"), each=validate_pair)
    modality = django_filters.MultipleChoiceFilter(label=_("Modality"), choices=Modality.choices)
    implementation = django_filters.MultipleChoiceFilter(label=_("Implementation"), choices=Implementation.choices)
    type = django_filters.MultipleChoiceFilter(label=_("Type"), choices=AgreementType.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=Status.choices)
    year = ValuesFilter(label=_("Year of signature"), each=a_year)
    from_year = django_filters.CharFilter(label=_("Signed from"), validators=[a_stated_year])
    to_year = django_filters.CharFilter(label=_("Signed to"), validators=[a_stated_year])
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=Order.choices, empty_label=None)

    @cached_property
    def facets(self) -> list[ListFacet]:
        vocabulary = Vocabulary.read()
        return [
            AreaFacet("domain", "area", _("Domain"), self.path, vocabulary),
            AreaFacet("form", "area", _("Form of cooperation"), self.path, vocabulary),
            CountryFacet("country", "country", _("Country"), self.path),
            PairFacet("pair", "pair", _("Pair of countries"), self.path),
            PartyFacet("party", "party", _("Party"), self.path),
            *self.own_facets(),
            CodeFacet("type", "type", _("Type"), self.path, f"{self.path}type", AgreementType),
            CodeFacet("level", "level", _("Level"), self.path, f"{self.path}level", Level),
            StatusFacet("status", "status", _("Status"), self.path, on=self.on),
            YearFacet("year", "year", _("Year of signature"), self.path),
        ]

    def own_facets(self) -> list[ListFacet]:
        """Facets of this list alone."""
        return []

    def found_in_index(self, index: FacetIndex, question: IndexQuery) -> IndexAnswer:
        """What `index` says to `question` about this list."""
        raise NotImplementedError

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = [word for word in self.matches if not word.excluded]
        tiers = self.tiers(wanted) if wanted and self.order == Order.RELEVANCE else ()
        return in_order(self.narrowed(queryset), self.order, self.path, tiers)

    def narrowed(self, queryset: QuerySet[Any], leaving_out: ListFacet | None = None) -> QuerySet[Any]:
        """Records that fit the words, the period and every facet, except one that is being counted."""
        if self.period:
            queryset = queryset.filter(self.period.condition(self.path))
        for facet in self.facets:
            if facet is not leaving_out and (values := self.values(facet)):
                queryset = queryset.filter(facet.condition(values))
        for word in self.matches:
            queryset = (
                queryset.exclude(self.with_word(word)) if word.excluded else queryset.filter(self.with_word(word))
            )
        return queryset

    def with_word(self, matches: Matches) -> Q:
        """Records in which a word or phrase stands."""
        raise NotImplementedError

    def tiers(self, wanted: list[Matches]) -> list[Q]:
        """Records from the most to the least relevant, without the last ones (search/facets/ordering.py)."""
        raise NotImplementedError

    @cached_property
    def matches(self) -> list[Matches]:
        """Where each word and phrase that was typed stands."""
        return matches_of(self.form.cleaned_data["words"], self.waiting if self.has_words else None)

    @property
    def is_behind(self) -> bool:
        return self.has_words and self.waiting.is_behind

    @property
    def offered_orders(self) -> list[Order]:
        return [order for order in Order if self.has_words or order != Order.RELEVANCE]

    @property
    def usual_order(self) -> Order:
        return Order.RELEVANCE if self.has_words else Order.NUMBER

    @property
    def order(self) -> Order:
        asked = Order(self.form.cleaned_data["sort"] or self.usual_order)
        return asked if self.has_words or asked != Order.RELEVANCE else Order.NUMBER

    @cached_property
    def found(self) -> IndexAnswer:
        """What fits, from the index where it is as new as the tables, else from the tables: the same either way."""
        question = self.question
        with facet_index(self.on) as index:
            if index is not None:
                return self.found_in_index(index, question)
        return self.found_in_tables()

    @property
    def question(self) -> IndexQuery:
        """What is asked, as the index understands it."""
        self.form.is_valid()
        chosen = {facet.name: values for facet in self.facets if (values := self.values(facet))}
        limit = self.part.stop - self.part.start
        return IndexQuery(chosen, self.matches, self.order, self.part.start, limit, self.period)

    def found_in_tables(self) -> IndexAnswer:
        """What fits, by the definition of each filter: slower, and what the index is held against."""
        shown = list(self.qs.values_list("pk", flat=True)[self.part])
        return IndexAnswer(self.narrowed(self.queryset).count(), shown, CountedInTables(self))
