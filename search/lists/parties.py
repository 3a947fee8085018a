"""What the list of parties can be asked: kind, country, and words of names of any day and any language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.change_log.cache import cached
from agreements.rules.visibility import published_parties
from languages.collation import alphabetically, current_language
from parties.models import Party, PartyKind
from search.facets.facets import CodeFacet, CountryFacet, ListFacet
from search.lists.agreements import AgreementFilter
from search.lists.in_memory_list import InMemoryList, ListData, positions_of_values
from search.lists.names import names_of_parties, other_name
from search.lists.validators import ListFilterForm, ValuesFilter, validate_country

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from pyroaring import BitMap

    from search.lists.names import NameIndex


class PartyOrder(models.TextChoices):
    """The order of the list of parties."""

    NAME = "name", _("By name")
    AGREEMENTS = "agreements", _("Most agreements first")


@dataclass(frozen=True)
class PartyListData(ListData):
    """Public parties in the reader's alphabet; `totals` are the numbers of their public agreements, by slug."""

    totals: Mapping[str, int]


class PartyFilter(InMemoryList):
    """Parties of published agreements."""

    words_hint = _(
        "In any of the three languages, in present, short, other and earlier names; all words must occur. "
        "A minus leaves a word out."
    )
    long_facets = ("country",)

    kind = django_filters.MultipleChoiceFilter(label=_("Kind of party"), choices=PartyKind.choices)
    country = ValuesFilter(label=_("Country"), each=validate_country)
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=PartyOrder.choices, empty_label=None)

    offered_orders = tuple(PartyOrder)

    class Meta:
        model = Party
        fields: tuple[str, ...] = ()
        form = ListFilterForm

    @classmethod
    def published(cls) -> QuerySet[Party]:
        return published_parties()

    @cached_property
    def facets(self) -> list[ListFacet]:
        return [
            CodeFacet("kind", "kind", _("Kind of party"), codes=PartyKind),
            CountryFacet("country", "country", _("Country")),
        ]

    @cached_property
    def list_data(self) -> PartyListData:
        return cached(("parties of the list", current_language(), self.on), self._read)

    def _read(self) -> PartyListData:
        totals = AgreementFilter.of_all(self.on).found.counts["party"]
        ordered = Party.objects.order_by(alphabetically("name"), "pk").values_list("pk", "slug", "kind", "country")
        rows = [row for row in ordered if row[1] in totals]
        values = {
            "kind": positions_of_values((position, row[2]) for position, row in enumerate(rows)),
            "country": positions_of_values((position, row[3]) for position, row in enumerate(rows)),
        }
        return PartyListData([row[0] for row in rows], [row[1] for row in rows], values, totals)

    def names(self) -> NameIndex:
        return names_of_parties(self.list_data.totals.keys())

    def in_order(self, found: BitMap) -> Sequence[int]:
        if self.order == PartyOrder.NAME:
            return list(found)
        return sorted(found, key=lambda position: (-self.list_data.totals[self.list_data.names[position]], position))

    def rows(self, found: list[int]) -> list[Any]:
        """Each with the number of its agreements and the other name it was found by, if so."""
        parties = Party.objects.prefetch_related("names") if self.sought else Party.objects.all()
        known: dict[int, Any] = parties.in_bulk(found)
        for party in known.values():
            party.total = self.list_data.totals[party.slug]
            party.found_by = other_name(party, self.sought) if self.sought else None
        return [known[key] for key in found if key in known]
