"""A table as a file to download."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse

from file_formats.csv_writer import csv_lines
from file_formats.xlsx_writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from file_formats.table import Table

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
        return _csv(request, table, content_type)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    address = request.build_absolute_uri(path + query)
    return FileResponse(_written(lambda file: write_workbook(file, table, address)), content_type=content_type)


def _csv(request: HttpRequest, table: Table, content_type: str) -> HttpResponseBase:
    """Row by row, so that the first ones come at once; a reader knows the end by the protocol (chunks of HTTP/1.1).

    In HTTP/1.0 the end is that the connection closes, whether all was sent or not: there the file is made first and its
    length told.
    """
    if request.META.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return FileResponse(_written(lambda file: file.writelines(csv_lines(table))), content_type=content_type)
    return StreamingHttpResponse(csv_lines(table), content_type=content_type)


def _written(write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    """What `write` writes, at its beginning; the file goes away when it is closed, and where it cannot be made."""
    with ExitStack() as unless_made:
        file = unless_made.enter_context(TemporaryFile())
        write(file)
        file.seek(0)
        unless_made.pop_all()
    return file
