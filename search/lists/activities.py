"""What the list of activities can be asked: state, kind, areas, years, countries and parties, and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pyroaring import BitMap

from activities.models import Activity, ActivityKind, ActivityState
from activities.visibility import as_seen
from agreements.change_log.cache import cached
from agreements.models import PublicationStatus
from agreements.rules.visibility import published_parties
from database.column_reader import columns_of
from languages.translated import in_languages
from search.facets.facets import AreaFacet, CodeFacet, CountryFacet, ListFacet, PartyFacet
from search.facets.vocabulary import Vocabulary
from search.facets.years import Span
from search.lists.in_memory_list import InMemoryList, ListData, positions_of_values
from search.lists.names import names_of
from search.lists.validators import (
    ListFilterForm,
    ValuesFilter,
    a_stated_year,
    validate_area,
    validate_country,
    validate_public_party,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from search.lists.names import NameIndex


class ActivityOrder(models.TextChoices):
    """The order of activities. Those whose date is not stated come last."""

    NEWEST = "newest", _("Latest first")
    OLDEST = "oldest", _("Earliest first")


@dataclass(frozen=True)
class ActivityListData(ListData):
    """Public activities, the latest first; `spans` are the years in which each took place or is planned, if stated."""

    spans: Sequence[Span | None]
    #: At so many positions, the first ones, stand those of which the first day is known.
    dated: int


class ActivityFilter(InMemoryList):
    """Activities that serve at least one commitment of a published agreement."""

    period_label = _("Years of the activity")
    long_facets = ("domain", "form", "country", "party", "organiser")
    words_hint = _(
        "In titles, places and outcomes, in any of the three languages and any form; all words must occur. "
        "A minus leaves a word out."
    )

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of an activity", "State"), choices=ActivityState.choices
    )
    kind = django_filters.MultipleChoiceFilter(label=_("Kind of activity"), choices=ActivityKind.choices)
    area = ValuesFilter(label=_("Cooperation area"), each=validate_area)
    country = ValuesFilter(label=_("Country"), each=validate_country)
    party = ValuesFilter(label=_("Party"), each=validate_public_party)
    organiser = ValuesFilter(label=_("Organised by"), each=validate_public_party)
    from_year = django_filters.CharFilter(label=_("Years from"), validators=[a_stated_year])
    to_year = django_filters.CharFilter(label=_("Years to"), validators=[a_stated_year])
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=ActivityOrder.choices, empty_label=None)

    offered_orders = tuple(ActivityOrder)

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()
        form = ListFilterForm

    @classmethod
    def published(cls) -> QuerySet[Activity]:
        return Activity.objects.published()

    @cached_property
    def facets(self) -> list[ListFacet]:
        vocabulary = Vocabulary.read()
        return [
            CodeFacet("state", "state", pgettext_lazy("of an activity", "State"), codes=ActivityState),
            CodeFacet("kind", "kind", _("Kind of activity"), codes=ActivityKind),
            AreaFacet("domain", "area", _("Domain"), vocabulary=vocabulary),
            AreaFacet("form", "area", _("Form of cooperation"), vocabulary=vocabulary),
            CountryFacet("country", "country", _("Country")),
            PartyFacet("party", "party", _("Party")),
            PartyFacet("organiser", "organiser", _("Organised by")),
        ]

    @cached_property
    def list_data(self) -> ActivityListData:
        return cached("activities of the list", _read)

    def names(self) -> NameIndex:
        return cached("texts of activities", lambda: names_of("activities", list(_texts(self.list_data.keys))))

    def in_period(self) -> BitMap:
        if not self.period:
            return self.list_data.everything
        return BitMap(
            [position for position, span in enumerate(self.list_data.spans) if span and self.period.meets(span)]
        )

    def in_order(self, found: BitMap) -> Sequence[int]:
        if self.order == ActivityOrder.NEWEST:
            return list(found)
        dated = [position for position in found if position < self.list_data.dated]
        return [*reversed(dated), *(position for position in found if position >= self.list_data.dated)]

    def rows(self, found: list[int]) -> list[Any]:
        known = as_seen(Activity.objects.filter(pk__in=found).order_by()).in_bulk()
        return [known[key] for key in found if key in known]


def _links() -> QuerySet[Any]:
    """The links between activities and public commitments."""
    links: Any = Activity.commitments.through
    return links.objects.order_by().filter(commitment__agreement__status=PublicationStatus.PUBLISHED)


def _read() -> ActivityListData:
    """Five queries, however many activities there are."""
    public = Activity.objects.filter(pk__in=_links().values("activity"))
    rows = list(public.values_list("pk", "kind", "state", "date", "earliest_on", "before_on"))
    positions = {row[0]: position for position, row in enumerate(rows)}
    values = {
        "kind": positions_of_values((position, row[1]) for position, row in enumerate(rows)),
        "state": positions_of_values((position, row[2]) for position, row in enumerate(rows)),
        **_values_of_commitments(positions),
    }
    spans = [Span.of(earliest, before) if date else None for *_codes, date, earliest, before in rows]
    keys = [row[0] for row in rows]
    dated = sum(row[4] is not None for row in rows)
    return ActivityListData(keys, [str(key) for key in keys], values, spans, dated)


def _values_of_commitments(positions: Mapping[int, int]) -> dict[str, dict[str, BitMap]]:
    """What activities have from the public commitments they serve, and their public organisers, by facet."""
    path = "commitment__agreement__agreement_parties__party"
    parties = list(columns_of(_links(), "activity", f"{path}__slug", f"{path}__country"))
    areas = list(columns_of(_links(), "activity", "commitment__areas"))
    organising: Any = Activity.organisers.through
    public = organising.objects.order_by().filter(party__in=published_parties().order_by())
    organisers = columns_of(public, "activity", "party__slug")
    vocabulary = Vocabulary.read()
    broader = vocabulary.with_broader()
    codes = [(positions[key], code) for key, area in areas if key in positions for code in broader.get(area, ())]
    return {
        "party": positions_of_values((positions[key], slug) for key, slug, _country in parties if key in positions),
        "country": positions_of_values(
            (positions[key], country) for key, _slug, country in parties if key in positions
        ),
        "organiser": positions_of_values((positions[key], slug) for key, slug in organisers if key in positions),
        **{facet: _only(codes, vocabulary.codes(facet)) for facet in ("domain", "form")},
    }


def _only(pairs: list[tuple[int, str]], codes: set[str]) -> dict[str, BitMap]:
    return positions_of_values(pair for pair in pairs if pair[1] in codes)


def _texts(public: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """What is told of each public activity in words."""
    known, texts = set(public), Activity.objects.order_by("pk")
    for pk, *row in columns_of(texts, "pk", *in_languages("title", "place", "outcome")):
        if pk in known:
            yield str(pk), *row
