"""The lists of agreements and commitments to take away, as CSV or XLSX, narrowed and ordered as on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.exports.tables import PublicTable
from agreements.filters import AgreementFilter, CommitmentFilter
from agreements.views.public import public_page
from languages.tables.files import table_file
from languages.tables.workbook import ROWS_AT_MOST

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from agreements.faceted_list import FacetedFilterSet


@public_page
def agreements_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Published agreements; `form` is csv or xlsx."""
    return _export(request, AgreementFilter(request.GET, on=timezone.localdate()), form, reverse("agreements:list"))


@public_page
def commitments_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Commitments of published agreements; `form` is csv or xlsx."""
    return _export(request, CommitmentFilter(request.GET, on=timezone.localdate()), form, reverse("commitments:list"))


def _export(request: HttpRequest, asked: FacetedFilterSet, form: str, path: str) -> HttpResponseBase:
    refused = {"filter": asked, "list_address": path, "at_most": ROWS_AT_MOST}
    if not asked.is_valid():
        return render(request, "agreements/export_refused.html", refused, status=400)
    table = PublicTable.of(asked, request.build_absolute_uri("/").rstrip("/"))
    if form == "xlsx" and len(table.found) > ROWS_AT_MOST:
        return render(request, "agreements/export_refused.html", refused | {"total": len(table.found)}, status=400)
    return table_file(request, table, form, path)
