"""The years of signature: a facet in which a vague date belongs to every year it can mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agreements.rules.status_queries import counting_signatures
from search.facets.facets import ListFacet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

NOT_STATED = "not-stated"
#: A vague date offers at most so many years as choices.
YEARS_OFFERED = 30


@dataclass(frozen=True)
class YearFacet(ListFacet):
    """The year of signature; a vague date belongs to every year it can mean."""

    is_long = True

    def condition(self, values: Sequence[str]) -> Q:
        condition = Q()
        years = [int(value) for value in values if value != NOT_STATED]
        if years:
            wanted = Q()
            for year in years:
                wanted |= Period(year, year).can_hold
            condition = Q(**{f"{self.path}pk__in": counting_signatures().filter(wanted).values("agreement")})
        if NOT_STATED in values:
            condition |= ~Q(**{f"{self.path}pk__in": counting_signatures().values("agreement")})
        return condition

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        counted = records.order_by().values_list(f"{self.path}pk").annotate(total=Count("pk", distinct=True))
        rows, all_spans = list(counted), _spans()
        spans = {agreement: all_spans[agreement] for agreement, _total in rows if agreement in all_spans}
        offered = {year for own in spans.values() for span in own for year in span.offered}
        found: Counter[str] = Counter()
        for agreement, total in rows:
            if agreement not in spans:
                found[NOT_STATED] += total
            for year in offered:
                found[str(year)] += total * any(span.covers(year) for span in spans.get(agreement, ()))
        return found

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:
        years = {value for value in {*counts, *chosen} if value != NOT_STATED}
        return [
            *((year, year, 0) for year in sorted(years, reverse=True)),
            (NOT_STATED, str(_("Not stated in the source")), 0),
        ]


@dataclass(frozen=True)
class Period:
    """The years a reader asks for, both ends included; None where that end is open."""

    first: int | None = None
    last: int | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def can_hold(self) -> Q:
        """Signatures that can be of these years."""
        found = Q()
        if self.first is not None:
            found &= Q(before_on__gt=date(self.first, 1, 1)) | Q(before_on__isnull=True)
        if self.last is not None:
            found &= Q(earliest_on__lt=date(self.last + 1, 1, 1)) | Q(earliest_on__isnull=True)
        return found

    def condition(self, path: str) -> Q:
        """Records whose agreement, to which `path` leads, can have been signed in these years."""
        return Q(**{f"{path}pk__in": counting_signatures().filter(self.can_hold).values("agreement")})

    def has(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)

    def meets(self, span: Span) -> bool:
        """Whether a signature of the years `span` can be of these."""
        begun = self.last is None or span.first is None or span.first <= self.last
        return begun and (self.first is None or span.last is None or self.first <= span.last)

    def __str__(self) -> str:
        if self.last is None:
            return _("from %(year)s") % {"year": self.first}
        if self.first is None:
            return _("to %(year)s") % {"year": self.last}
        return f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Span:
    """The years a signature can be of, both ends included; None where that end is open."""

    first: int | None
    last: int | None

    @classmethod
    def of(cls, earliest: date | None, before: date | None) -> Span:
        """The years of a partial date with these bounds, the latter exclusive."""
        return cls(earliest.year if earliest else None, (before - timedelta(days=1)).year if before else None)

    @property
    def is_wide(self) -> bool:
        """Whether it is longer than a generation, or open."""
        return self.first is None or self.last is None or self.last - self.first >= YEARS_OFFERED

    @property
    def offered(self) -> Iterable[int]:
        """The years to offer: of a period longer than a generation, or open, only the ends."""
        if self.first is not None and self.last is not None and not self.is_wide:
            return range(self.first, self.last + 1)
        return [year for year in (self.first, self.last) if year is not None]

    def covers(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


def _spans() -> dict[int, list[Span]]:
    """When each agreement can have been signed: a span for each signature."""
    found: dict[int, list[Span]] = defaultdict(list)
    for agreement, earliest, before in counting_signatures().values_list("agreement", "earliest_on", "before_on"):
        found[agreement].append(Span.of(earliest, before))
    return found
