"""What all lists of the public site have in common: how a question is read, shown again and cut into pages.

How the records of a list are narrowed and counted, each kind of list says itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import django_filters
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.facets.years import Period
from search.lists.validators import as_printed, in_one_order, validate_few_words
from search.words.highlight import Sought
from search.words.pending import pending
from search.words.spelling import respellings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.core.paginator import Page
    from django.db.models import QuerySet, TextChoices
    from django_stubs_ext import StrOrPromise

    from search.facets.facets import FacetChoice, ListFacet, Offered
    from search.index.index import IndexAnswer
    from search.words.pending import Pending

PAGE_SIZE = 25
#: Far beyond the last page of any list; numbers past it need not be counted.
PAGES_AT_MOST = 1_000_000
#: Choices of a long facet: at first the most frequent ones, all (but not thousands) when the reader asks for more.
FREQUENT, MANY = 12, 500
ADDRESSED_AS = {"from_year": "from", "to_year": "to"}


@dataclass(frozen=True)
class Listed:
    """What a paginator needs of a list: how many records there are, and those of the page that is shown."""

    asked: ListFilterSet

    def count(self) -> int:
        return self.asked.found.total

    def __getitem__(self, part: slice) -> list[Any]:
        return self.asked.records


class ListFilterSet(django_filters.FilterSet):
    """A list as a reader asks for it: by words, by facets, perhaps by years, in one of several orders."""

    #: What the most relevant records are, in words for the reader.
    relevance: StrOrPromise = ""
    #: How words are understood, and how the years from and to are called; "" where a list has none.
    words_hint: StrOrPromise = _(
        "In any of the three languages and any form; all words must occur. "
        "“Quotation marks” keep words together, a minus leaves a word out."
    )
    period_label: StrOrPromise = ""
    #: The facets with as many choices as the records happen to have: a reader looks for some or asks for all.
    long_facets: ClassVar[tuple[str, ...]] = ()
    form_class: ClassVar[Any]

    words = django_filters.CharFilter(label=_("Words"), max_length=200, strip=True, validators=[validate_few_words])

    def __init__(self, data: QueryDict, *, on: date, **kwargs: Any) -> None:
        """`data` is the query of an address; parameters left empty ask nothing. What changes by the day is of `on`."""
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
    def facets(self) -> list[ListFacet]:
        """In which ways the list can be narrowed."""
        raise NotImplementedError

    @cached_property
    def found(self) -> IndexAnswer:
        """What fits."""
        raise NotImplementedError

    def values(self, facet: ListFacet) -> list[str]:
        """The values asked of `facet`."""
        return facet.own_values(self.form.cleaned_data[facet.parameter])

    @property
    def period(self) -> Period:
        """The years asked for."""
        if not self.period_label:
            return Period()
        first, last = (self.form.cleaned_data[name] for name in ("from", "to"))
        return Period(int(first) if first else None, int(last) if last else None)

    @cached_property
    def sought(self) -> Sought:
        """The words that were typed, for marking them in what is shown."""
        return Sought(self.form.cleaned_data["words"] if self.is_valid() else "")

    @property
    def respellings(self) -> list[str]:
        """Near spellings to offer where nothing is found."""
        return respellings(self.sought.typed, self.waiting) if self.sought and not self.found.total else []

    @cached_property
    def waiting(self) -> Pending:
        """What was changed and is not in the index of words yet."""
        return pending()

    @property
    def is_behind(self) -> bool:
        """Whether words of records that were just changed in bulk may not be found yet."""
        return False

    @property
    def offered_orders(self) -> Iterable[TextChoices]:
        """The orders a reader may choose."""
        raise NotImplementedError

    @property
    def usual_order(self) -> TextChoices:
        """The order where none is asked for."""
        raise NotImplementedError

    @property
    def order(self) -> TextChoices:
        """The order asked for."""
        raise NotImplementedError

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Value and label of each order, and whether it is the one asked for; the usual one needs no value."""
        usual, asked = self.usual_order, self.order
        return [
            ("" if order == usual else str(order), str(order.label), order == asked) for order in self.offered_orders
        ]

    @property
    def has_words(self) -> bool:
        """Whether words are sought."""
        return bool(self.form.cleaned_data["words"])

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
    def counted_facets(self) -> list[tuple[ListFacet, Offered]]:
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

    def sought_in(self, facet: ListFacet) -> str:
        """What a reader looks for among the choices of a long facet."""
        return self.data.get(f"find-{facet.name}", "").strip() if facet.is_long else ""

    def is_searched(self, facet: ListFacet) -> bool:
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
    def chosen(self) -> list[tuple[ListFacet, FacetChoice]]:
        """The choices that are made, to be shown and taken away one by one."""
        return [(facet, choice) for facet, choices in self.counted_facets for choice in choices if choice.is_chosen]

    @property
    def problems(self) -> Iterable[str]:
        """What is wrong with the question, in words for the reader."""
        for name, errors in self.form.errors.items():
            for error in errors:
                yield f"{self.filters[name].label}: {error}"
