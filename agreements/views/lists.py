"""The lists of agreements and commitments, narrowed by facets and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import InvalidPage, Paginator
from django.shortcuts import render
from django.utils import timezone

from agreements.asked_list import PAGE_SIZE
from agreements.filters import AgreementFilter, CommitmentFilter
from agreements.views.public import NoSuchPage, public_page_asking
from agreements.views.question import question_of

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from agreements.asked_list import AskedList


def page_of(request: HttpRequest, records: QuerySet[Any] | list[Any]) -> Page[Any]:
    """The page of `records` the address asks for. Raises NoSuchPage where there is none."""
    paginator = Paginator(records, PAGE_SIZE)
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise NoSuchPage(paginator.num_pages) from error


def asked_list(request: HttpRequest, template: str, asked: AskedList) -> HttpResponse:
    """The list that `asked` describes; a question that cannot be understood is shown again with 400."""
    if not asked.is_valid():
        return render(request, template, {"filter": asked, "page": None}, status=400)
    return render(request, template, {"filter": asked, "page": asked_page(request, asked)})


def asked_page(request: HttpRequest, asked: AskedList) -> Page[Any]:
    """The page of what `asked` finds that the address asks for. Raises NoSuchPage where there is none."""
    try:
        return asked.page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise NoSuchPage(max(1, -(-asked.found.total // PAGE_SIZE))) from error


@public_page_asking(question_of(AgreementFilter, page=True))
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Published agreements."""
    asked = AgreementFilter(request.GET, on=timezone.localdate())
    return asked_list(request, "agreements/agreement_list.html", asked)


@public_page_asking(question_of(CommitmentFilter, page=True))
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Commitments of published agreements."""
    asked = CommitmentFilter(request.GET, on=timezone.localdate())
    return asked_list(request, "agreements/commitment_list.html", asked)
