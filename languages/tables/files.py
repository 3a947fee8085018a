"""A table as a file to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse

from languages.tables.csv_lines import csv_lines
from languages.tables.workbook import workbook

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from languages.tables.table import Table

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_file(request: HttpRequest, table: Table, form: str, path: str) -> HttpResponseBase:
    """`table` as `form`, csv or xlsx; the page of its list stands at `path`, with the same question."""
    response = _file(request, table, form, path)
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}-{table.on.isoformat()}.{form}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _file(request: HttpRequest, table: Table, form: str, path: str) -> HttpResponseBase:
    content_type = CONTENT_TYPES[form]
    if request.method == "HEAD":  # nobody reads the rows
        return StreamingHttpResponse(iter(()), content_type=content_type)
    if form == "csv":
        return StreamingHttpResponse(csv_lines(table), content_type=content_type)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return FileResponse(workbook(table, request.build_absolute_uri(path + query)), content_type=content_type)
