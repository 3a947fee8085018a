"""The vocabulary of cooperation areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Value
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.facets import AreaFacet, Vocabulary
from agreements.models import Commitment, CooperationArea, Facet
from agreements.views.lists import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def vocabulary_with_counts() -> list[tuple[Facet, list[tuple[CooperationArea, int]]]]:
    """Both facets in outline; each area knows how many public commitments name it or a narrower one (`total`)."""
    areas = list(CooperationArea.objects.annotate(total=Value(0)))
    vocabulary = Vocabulary(list(areas))
    published = Commitment.objects.published()
    for facet in Facet:
        counts = AreaFacet(facet.value, "area", facet.label, "agreement__", vocabulary).counts(published)
        for area in areas:
            if area.facet == facet:
                area.total = counts.get(area.code, 0)
    return [(facet, vocabulary.outline(facet)) for facet in Facet]


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Every area of both facets, defined."""
    return render(request, "agreements/area_list.html", {"facets": vocabulary_with_counts()})


@require_safe
def area_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One area and the public commitments in it or in a narrower one."""
    area: CooperationArea = get_object_or_404(
        CooperationArea.objects.select_related("broader").prefetch_related("links", "narrower"), code=code
    )
    codes = Vocabulary().with_narrower([area.code])
    inside = Commitment.objects.filter(areas__code__in=codes).values("pk")
    records = Commitment.objects.published().filter(pk__in=inside).for_list()
    return render(request, "agreements/area_detail.html", {"area": area, "page": page_of(request, records)})
