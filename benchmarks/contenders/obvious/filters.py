"""What the obvious list can be asked: a condition for each parameter, a GROUP BY for each facet.

It is the plain way done well, so that nobody beats a straw man: subqueries rather than joins with DISTINCT,
stored columns for what is derived, words in the database's own index. Parameters and labels are those of the
registry's list, and the page shows the same, from records and Django's templates.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, IntegerField, Max, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from agreements.models import AgreementParty, Commitment, CooperationArea
from benchmarks.contenders.obvious.models import StoredYear
from benchmarks.contenders.words_in_sql import subqueries
from search.facets.facets import AreaFacet
from search.index.index import IndexAnswer
from search.lists.agreements import CommitmentFilter
from search.lists.base import PAGE_SIZE
from search.lists.indexed_list import CountedInTables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from search.facets.facets import ListFacet

#: The column behind each facet, as a commitment reaches it; those of one value each, and those of several.
SINGLE = {
    "type": "agreement__type",
    "level": "agreement__level",
    "status": "agreement__stored__status",
    "modality": "modality",
    "implementation": "implementation",
}
SEVERAL = {
    "country": "agreement__agreement_parties__party__country",
    "party": "agreement__agreement_parties__party__slug",
}
#: The facets that all contenders have; the registry may have more.
COMPARED = {"domain", "form", "pair", "year", *SINGLE, *SEVERAL}


class CountedByGroups(CountedInTables):
    """The counts of each facet, each one query or two, asked when they are wanted."""

    asked: ObviousFilter

    def __missing__(self, name: str) -> dict[str, int]:
        facet = next(facet for facet in self.asked.facets if facet.name == name)
        self[name] = self.asked.counted(facet)
        return self[name]


class ObviousFilter(CommitmentFilter):
    """Commitments of published agreements, narrowed and counted by the database."""

    @classmethod
    def published(cls) -> QuerySet[Commitment]:
        """With all that a row shows."""
        found = Commitment.objects.published().select_related("agreement")
        return found.prefetch_related("areas", "agreement__agreement_parties__party")

    @cached_property
    def facets(self) -> list[ListFacet]:
        return [facet for facet in super().facets if facet.name in COMPARED]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What fits, in the order of identifiers, which the benchmark's databases compare letter by letter."""
        return self.narrowed(queryset).order_by("agreement__pair", "agreement__pair_number", "number")

    def narrowed(self, queryset: QuerySet[Any], leaving_out: ListFacet | None = None) -> QuerySet[Any]:
        for facet in self.facets:
            if facet is not leaving_out and (values := self.values(facet)):
                queryset = queryset.filter(_condition(facet, values))
        if self.period:
            queryset = queryset.filter(self.period.condition(self.path))
        for sql, terms in subqueries(connection.vendor, self.form.cleaned_data["words"]):
            queryset = queryset.filter(pk__in=RawSQL(sql, [terms]))  # noqa: S611 terms are a parameter
        return queryset

    def page(self, number: str) -> Page[Any]:
        return Paginator(self.qs, PAGE_SIZE).page(number)

    @cached_property
    def found(self) -> IndexAnswer:
        """Only the counts of facets are asked of it: rows and their number are the paginator's."""
        return IndexAnswer(0, [], CountedByGroups(self))

    def counted(self, facet: ListFacet) -> dict[str, int]:
        """How many of what fits the other facets have each value of `facet`."""
        records = self.narrowed(self.queryset, leaving_out=facet).order_by()
        if isinstance(facet, AreaFacet):
            return _areas(facet, records)
        if facet.name == "year":
            years = records.values_list("agreement__years__year").annotate(
                total=Count("pk"), is_offered=Max(Cast("agreement__years__offered", IntegerField()))
            )
            return {year: total for year, total, is_offered in years if is_offered}
        if facet.name == "pair":
            pairs = records.values_list("agreement__pair").annotate(total=Count("pk"))
            return {pair.lower(): total for pair, total in pairs}
        if facet.name in SINGLE:
            return dict(records.values_list(SINGLE[facet.name]).annotate(total=Count("pk")))
        groups = records.values_list(SEVERAL[facet.name]).annotate(total=Count("pk", distinct=True))
        return {value: total for value, total in groups if value}


def _condition(facet: ListFacet, values: Sequence[str]) -> Q:
    """Commitments that have one of `values`."""
    if isinstance(facet, AreaFacet):
        codes = facet.vocabulary.with_narrower(values)
        areas = [area.pk for area in facet.vocabulary.areas if area.code in codes]
        links = CooperationArea.commitments.through.objects.filter(cooperationarea__in=areas)
        return Q(pk__in=links.values("commitment"))
    if facet.name == "year":
        return Q(agreement__in=StoredYear.objects.filter(year__in=list(values)).values("agreement"))
    if facet.name == "pair":
        return Q(agreement__pair__in=[value.upper() for value in values])
    if facet.name in SINGLE:
        return Q(**{f"{SINGLE[facet.name]}__in": list(values)})
    column = SEVERAL[facet.name].removeprefix("agreement__agreement_parties__")
    rows = AgreementParty.objects.filter(**{f"{column}__in": list(values)})
    return Q(agreement__in=rows.values("agreement"))


def _areas(facet: AreaFacet, records: QuerySet[Any]) -> dict[str, int]:
    """Each area with its narrower ones: those without any from the groups, the others by counting once more."""
    own = facet.vocabulary.codes(facet.name)
    codes = {area.pk: area.code for area in facet.vocabulary.areas if area.code in own}
    groups = records.values_list("areas").annotate(total=Count("pk"))
    counts = {codes[area]: total for area, total in groups if area in codes}
    for code in own:
        narrower = facet.vocabulary.with_narrower([code])
        if len(narrower) > 1:
            counts[code] = records.filter(_condition(facet, [code])).count()
    return counts
