"""The lists of agreements and commitments, narrowed by facets and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils import timezone

from search.lists.activities import ActivityFilter
from search.lists.agreements import AgreementFilter, CommitmentFilter
from search.lists.base import PAGE_SIZE
from website.exports.activities import activities_in_parts, activity_columns
from website.query_parameters import question_of
from website.views.decorators import NoSuchPage, cached_public_view_with
from website.views.exports import Export, exported

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from search.lists.base import ListFilterSet


def page_of(request: HttpRequest, records: QuerySet[Any] | list[Any]) -> Page[Any]:
    """The page of `records` the address asks for. Raises NoSuchPage where there is none."""
    paginator = Paginator(records, PAGE_SIZE)
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise NoSuchPage(paginator.num_pages) from error


def asked_list(request: HttpRequest, template: str, asked: ListFilterSet) -> HttpResponse:
    """The list that `asked` describes; a question that cannot be understood is shown again with 400."""
    if not asked.is_valid():
        return render(request, template, {"filter": asked, "page": None}, status=400)
    return render(request, template, {"filter": asked, "page": asked_page(request, asked)})


def asked_page(request: HttpRequest, asked: ListFilterSet) -> Page[Any]:
    """The page of what `asked` finds that the address asks for. Raises NoSuchPage where there is none."""
    try:
        return asked.page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise NoSuchPage(max(1, -(-asked.found.total // PAGE_SIZE))) from error


@cached_public_view_with(question_of(AgreementFilter, page=True))
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Published agreements."""
    asked = AgreementFilter(request.GET, on=timezone.localdate())
    return asked_list(request, "website/agreements/agreement_list.html", asked)


@cached_public_view_with(question_of(CommitmentFilter, page=True))
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Commitments of published agreements."""
    asked = CommitmentFilter(request.GET, on=timezone.localdate())
    return asked_list(request, "website/agreements/commitment_list.html", asked)


@cached_public_view_with(question_of(ActivityFilter, page=True))
def activity_list(request: HttpRequest) -> HttpResponse:
    """What was done or is planned for commitments of published agreements."""
    return asked_list(
        request, "website/activities/activity_list.html", ActivityFilter(request.GET, on=timezone.localdate())
    )


@cached_public_view_with(question_of(ActivityFilter, page=False))
def activities_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file; `form` is csv or xlsx."""
    asked = ActivityFilter(request.GET, on=timezone.localdate())
    return exported(request, asked, form, Export("activities", activity_columns, activities_in_parts))
