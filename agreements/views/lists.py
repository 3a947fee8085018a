"""The lists of agreements and commitments, narrowed by facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.filters import AgreementFilter, CommitmentFilter
from agreements.models import Agreement, Commitment

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from agreements.filters import FacetedFilterSet

PAGE_SIZE = 25


def page_of(request: HttpRequest, records: QuerySet[Any]) -> Page[Any]:
    """The page of `records` the address asks for. Raises Http404 where there is none."""
    try:
        return Paginator(records, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error


def _faceted(request: HttpRequest, template: str, asked: FacetedFilterSet) -> HttpResponse:
    """The list that `asked` describes; a question that cannot be understood is shown again with 400."""
    if not asked.is_valid():
        return render(request, template, {"filter": asked, "page": None}, status=400)
    return render(request, template, {"filter": asked, "page": page_of(request, asked.qs)})


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Published agreements."""
    records = Agreement.objects.published().with_sides().with_commitment_count()
    return _faceted(request, "agreements/agreement_list.html", AgreementFilter(request.GET, queryset=records))


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Commitments of published agreements."""
    records = Commitment.objects.published().for_list()
    return _faceted(request, "agreements/commitment_list.html", CommitmentFilter(request.GET, queryset=records))
