"""The vocabulary of cooperation areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Value
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from agreements.models import CooperationArea, Facet
from search.facets.vocabulary import Vocabulary
from search.lists.agreements import CommitmentFilter
from website.pages.area_map import area_map, counts_on
from website.query_parameters import asking
from website.views.decorators import cached_public_view, cached_public_view_with
from website.views.lists import asked_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


def vocabulary_with_counts(
    counts: Mapping[str, dict[str, int]],
) -> list[tuple[Facet, list[tuple[CooperationArea, int]]]]:
    """Both facets in outline; each area knows how many public commitments name it or a narrower one (`total`).

    `counts` are those of every commitment, by facet and area.
    """
    areas = list(CooperationArea.objects.annotate(total=Value(0)))
    vocabulary = Vocabulary(list(areas))
    for area in areas:
        area.total = counts[area.facet].get(area.code, 0)
    return [(facet, vocabulary.outline(facet)) for facet in Facet]


@cached_public_view
def area_list(request: HttpRequest) -> HttpResponse:
    """Every area of both facets, defined."""
    today = timezone.localdate()
    counts = CommitmentFilter.of_all(today).found.counts
    facets = vocabulary_with_counts(counts)
    context = {"facets": facets, "map": area_map(facets, counts, counts_on(today))}
    return render(request, "website/agreements/area_list.html", context)


@cached_public_view_with(asking("page"))
def area_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One area and the public commitments in it or in a narrower one."""
    area: CooperationArea = get_object_or_404(
        CooperationArea.objects.select_related("broader").prefetch_related("links", "narrower"), code=code
    )
    asked = CommitmentFilter.of_all(timezone.localdate(), area=area.code)
    page = asked_page(request, asked)
    context = {"area": area, "page": page, "implementation": asked.found.counts["implementation"]}
    return render(request, "website/agreements/area_detail.html", context)
