"""What lists with facets have in common: how a question narrows, counts, orders and cuts into pages.

The lists themselves are defined in agreements/filters.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import django_filters
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements.facet_index.held import facet_index
from agreements.facet_index.index import Answer, Question
from agreements.facets import (
    AreaFacet,
    CodeFacet,
    CountryFacet,
    Facet,
    Offered,
    PairFacet,
    PartyFacet,
    StatusFacet,
    Vocabulary,
)
from agreements.models import AgreementType, Implementation, Level, Modality
from agreements.orders import Order, in_order
from agreements.parameters import (
    ValuesFilter,
    a_country,
    a_pair,
    a_public_party,
    a_stated_year,
    a_year,
    an_area,
    as_printed,
    few_words,
    in_one_order,
)
from agreements.search.highlight import Sought
from agreements.search.question import matches_of
from agreements.search.spelling import respellings
from agreements.status import Status
from agreements.years import Period, YearFacet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.core.paginator import Page
    from django.db.models import Q, QuerySet
    from django_stubs_ext import StrOrPromise

    from agreements.facet_index.index import FacetIndex
    from agreements.facets import Choice
    from agreements.search.matches import Matches

PAGE_SIZE = 25
#: Far beyond the last page of any list; numbers past it need not be counted.
PAGES_AT_MOST = 1_000_000
#: Choices of a long facet: at first the most frequent ones, all (but not thousands) when the reader asks for more.
FREQUENT, MANY = 12, 500
ADDRESSED_AS = {"from_year": "from", "to_year": "to"}


class CountedInTables(dict[str, dict[str, int]]):
    """The counts of each facet, asked of the tables when they are wanted."""

    def __init__(self, asked: FacetedFilterSet) -> None:
        super().__init__()
        self.asked = asked

    def __missing__(self, name: str) -> dict[str, int]:
        facet = next(facet for facet in self.asked.facets if facet.name == name)
        self[name] = facet.counts(self.asked.narrowed(self.asked.queryset, leaving_out=facet))
        return self[name]


@dataclass(frozen=True)
class Listed:
    """What a paginator needs of a list: how many records there are, and those of the page that is shown."""

    asked: FacetedFilterSet

    def count(self) -> int:
        return self.asked.found.total

    def __getitem__(self, part: slice) -> list[Any]:
        return self.asked.records


class FacetedFilterSet(django_filters.FilterSet):
    """A filter set whose lists narrow by facets and by words, and are read in one of several orders.

    Subclasses say `path`, which leads to the agreement, and their facets beside the shared ones.
    `qs` is what fits, asked of the tables; `found` answers from the facet index where it can.
    """

    path = ""
    #: What the most relevant records are, in words for the reader.
    relevance: StrOrPromise = ""
    form_class: ClassVar[Any]

    area = ValuesFilter(label=_("Cooperation area"), each=an_area)
    country = ValuesFilter(label=_("Country"), each=a_country)
    party = ValuesFilter(label=_("Party"), each=a_public_party)
    pair = ValuesFilter(label=_("Pair of countries"), each=a_pair)
    modality = django_filters.MultipleChoiceFilter(label=_("Modality"), choices=Modality.choices)
    implementation = django_filters.MultipleChoiceFilter(label=_("Implementation"), choices=Implementation.choices)
    type = django_filters.MultipleChoiceFilter(label=_("Type"), choices=AgreementType.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=Status.choices)
    year = ValuesFilter(label=_("Year of signature"), each=a_year)
    from_year = django_filters.CharFilter(label=_("Signed from"), validators=[a_stated_year])
    to_year = django_filters.CharFilter(label=_("Signed to"), validators=[a_stated_year])
    words = django_filters.CharFilter(label=_("Words"), max_length=200, strip=True, validators=[few_words])
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=Order.choices, empty_label=None)

    def __init__(self, data: QueryDict, *, on: date, **kwargs: Any) -> None:
        """`data` is the query of an address; parameters left empty ask nothing. Statuses are those of the day `on`."""
        asked = data.copy()
        for name in data:
            asked.setlist(name, [value for value in data.getlist(name) if value])
        asked.setlist("country", [as_printed(code) for code in asked.getlist("country")])
        asked.setlist("pair", [in_one_order(pair) for pair in asked.getlist("pair")])
        self.on = on
        self.part = slice(0, PAGE_SIZE)
        super().__init__(asked, self.published(), **kwargs)

    @classmethod
    def of_all(cls, on: date, **chosen: str) -> Self:
        """What one finds with no more than `chosen` values."""
        data = QueryDict(mutable=True)
        data.update(chosen)
        return cls(data, on=on)

    @classmethod
    def published(cls) -> QuerySet[Any]:
        """The records of the list."""
        raise NotImplementedError

    def rows(self, found: list[int]) -> list[Any]:
        """Those with the keys `found`, in that order, as a list shows them."""
        raise NotImplementedError

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """The parameters; no attribute can be called `from`."""
        return {ADDRESSED_AS.get(name, name): found for name, found in super().get_filters().items()}

    def get_form_class(self) -> Any:
        """The form of this list, made once: composing it anew takes longer than the index takes to answer."""
        if "form_class" not in type(self).__dict__:
            type(self).form_class = super().get_form_class()
        return type(self).form_class

    @cached_property
    def facets(self) -> list[Facet]:
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

    def own_facets(self) -> list[Facet]:
        """Facets of this list alone."""
        return []

    def found_in_index(self, index: FacetIndex, question: Question) -> Answer:
        """What `index` says to `question` about this list."""
        raise NotImplementedError

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = [word for word in self.matches if not word.excluded]
        tiers = self.tiers(wanted) if wanted and self.order == Order.RELEVANCE else ()
        return in_order(self.narrowed(queryset), self.order, self.path, tiers)

    def narrowed(self, queryset: QuerySet[Any], leaving_out: Facet | None = None) -> QuerySet[Any]:
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

    def values(self, facet: Facet) -> list[str]:
        """The values asked of `facet`."""
        return facet.own_values(self.form.cleaned_data[facet.parameter])

    def with_word(self, matches: Matches) -> Q:
        """Records in which a word or phrase stands."""
        raise NotImplementedError

    def tiers(self, wanted: list[Matches]) -> list[Q]:
        """Records from the most to the least relevant, without the last ones (agreements/orders.py)."""
        raise NotImplementedError

    @property
    def period(self) -> Period:
        """The years of signature asked for."""
        first, last = (self.form.cleaned_data[name] for name in ("from", "to"))
        return Period(int(first) if first else None, int(last) if last else None)

    @cached_property
    def matches(self) -> list[Matches]:
        """Where each word and phrase that was typed stands."""
        return matches_of(self.form.cleaned_data["words"])

    @cached_property
    def sought(self) -> Sought:
        """The words that were typed, for marking them in what is shown."""
        return Sought(self.form.cleaned_data["words"] if self.is_valid() else "")

    @property
    def respellings(self) -> list[str]:
        """Near spellings to offer where nothing is found."""
        return respellings(self.sought.typed) if self.sought and not self.found.total else []

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Value and label of each order, and whether it is the one asked for; the usual one needs no value."""
        found = [order for order in Order if self.has_words or order != Order.RELEVANCE]
        usual, asked = self.usual_order, self.order
        return [("" if order == usual else str(order), str(order.label), order == asked) for order in found]

    @property
    def has_words(self) -> bool:
        """Whether words are sought."""
        return bool(self.form.cleaned_data["words"])

    @property
    def usual_order(self) -> Order:
        """The order where none is asked for."""
        return Order.RELEVANCE if self.has_words else Order.NUMBER

    @property
    def order(self) -> Order:
        asked = Order(self.form.cleaned_data["sort"] or self.usual_order)
        return asked if self.has_words or asked != Order.RELEVANCE else Order.NUMBER

    @cached_property
    def found(self) -> Answer:
        """What fits, from the index where it is as new as the tables, else from the tables: the same either way."""
        question = self.question
        with facet_index(self.on) as index:
            if index is not None:
                return self.found_in_index(index, question)
        return self.found_in_tables()

    @property
    def question(self) -> Question:
        """What is asked, as the index understands it."""
        self.form.is_valid()
        chosen = {facet.name: values for facet in self.facets if (values := self.values(facet))}
        limit = self.part.stop - self.part.start
        return Question(chosen, self.matches, self.order, self.part.start, limit, self.period)

    def found_in_tables(self) -> Answer:
        """What fits, by the definition of each filter: slower, and what the index is held against."""
        shown = list(self.qs.values_list("pk", flat=True)[self.part])
        return Answer(self.narrowed(self.queryset).count(), shown, CountedInTables(self))

    def page(self, number: str) -> Page[Any]:
        """The page of the list with this number. Raises InvalidPage where there is none."""
        wanted = Paginator(range(PAGES_AT_MOST * PAGE_SIZE), PAGE_SIZE).validate_number(number)
        self.part = slice((wanted - 1) * PAGE_SIZE, wanted * PAGE_SIZE)
        listed: Any = Listed(self)
        return Paginator(listed, PAGE_SIZE).page(wanted)

    @cached_property
    def records(self) -> list[Any]:
        """The records of the part that is shown, in their order."""
        return self.rows(self.found.keys)

    @cached_property
    def counted_facets(self) -> list[tuple[Facet, Offered]]:
        """Every facet with its choices and their counts.

        Of a long one these are the most frequent, unless all are asked for, and those with what a reader looks for.
        """
        if not self.is_valid():
            return []
        return [
            (
                facet,
                facet.choices(
                    self.found.counts[facet.name],
                    self.values(facet),
                    MANY if facet.name in self.more else FREQUENT if facet.is_long else None,
                    self.sought_in(facet),
                ),
            )
            for facet in self.facets
        ]

    @cached_property
    def more(self) -> list[str]:
        """The facets of which all choices are asked for."""
        return [facet.name for facet in self.facets if facet.name in self.data.getlist("more")]

    def sought_in(self, facet: Facet) -> str:
        """What a reader looks for among the choices of a long facet."""
        return self.data.get(f"find-{facet.name}", "").strip() if facet.is_long else ""

    def is_searched(self, facet: Facet) -> bool:
        """Whether `facet` has more choices than are shown at once."""
        return facet.is_long and (len(self.found.counts[facet.name]) > FREQUENT or bool(self.sought_in(facet)))

    @cached_property
    def understood(self) -> Self:
        """The question itself, or what remains of it without the values that were refused."""
        if self.is_valid():
            return self
        data = self.data.copy()
        for name, values in self.form.understood().items():
            data.setlist(name, values)
        remaining = type(self)(data, on=self.on)
        remaining.is_valid()
        return remaining

    @property
    def refused(self) -> list[tuple[str, StrOrPromise, str]]:
        """Parameter, label and value of what was refused, as it was typed."""
        kept = self.understood.data
        return [
            (name, found.label, value)
            for name, found in self.filters.items()
            for value in self.data.getlist(name)
            if value not in kept.getlist(name)
        ]

    @cached_property
    def chosen(self) -> list[tuple[Facet, Choice]]:
        """The choices that are made, to be shown and taken away one by one."""
        return [(facet, choice) for facet, choices in self.counted_facets for choice in choices if choice.is_chosen]

    @property
    def problems(self) -> Iterable[str]:
        """What is wrong with the question, in words for the reader."""
        for name, errors in self.form.errors.items():
            for error in errors:
                yield f"{self.filters[name].label}: {error}"
