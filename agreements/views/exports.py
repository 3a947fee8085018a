"""The lists of agreements and commitments to take away, as CSV or XLSX, narrowed and ordered as on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.exports.csv_lines import csv_lines
from agreements.exports.tables import Table
from agreements.exports.workbook import ROWS_AT_MOST, workbook
from agreements.filters import AgreementFilter, CommitmentFilter
from agreements.views.public import public_page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from agreements.faceted_list import FacetedFilterSet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    table = Table.of(asked, request.build_absolute_uri("/").rstrip("/"))
    if form == "xlsx" and len(table.found) > ROWS_AT_MOST:
        return render(request, "agreements/export_refused.html", refused | {"total": len(table.found)}, status=400)
    name = f"{table.name}-{table.on.isoformat()}.{form}"
    response = _file(request, table, form, path)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _file(request: HttpRequest, table: Table, form: str, path: str) -> HttpResponseBase:
    content_type = CSV if form == "csv" else XLSX
    if request.method == "HEAD":  # nobody reads the rows
        return StreamingHttpResponse(iter(()), content_type=content_type)
    if form == "csv":
        return StreamingHttpResponse(csv_lines(table), content_type=content_type)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return FileResponse(workbook(table, request.build_absolute_uri(path + query)), content_type=content_type)
