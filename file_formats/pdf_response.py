"""Handing out the signed documents of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

#: What a document may do in a browser: nothing but be shown.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class SourceNumberConverter:
    """The number of a source in an address."""

    regex = r"[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def pdf_response(request: HttpRequest, document: FieldFile, *, filename: str, sha256: str) -> HttpResponseBase:
    """The PDF `document`, named `filename`; 304 to who has the one of that digest. Raises Http404 where it is lost."""
    etag = f'"{sha256}"'
    known = get_conditional_response(request, etag)
    if known is not None:
        return known
    try:
        content = document.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, filename=filename, content_type="application/pdf")
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = POLICY
    return response
