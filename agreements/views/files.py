"""The signed documents of published agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from agreements.models import PublicationStatus, SourceFile
from agreements.source_files import pdf_response
from agreements.views.public import safe_only

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from agreements.identifiers import Identifier


@safe_only
def source_document(request: HttpRequest, identifier: Identifier, number: int) -> HttpResponseBase:
    """The PDF a source was read from."""
    public = SourceFile.objects.filter(source__agreement__status=PublicationStatus.PUBLISHED)
    file = get_object_or_404(
        public.select_related("source__agreement"),
        source__agreement__pair=identifier.pair,
        source__agreement__pair_number=identifier.number,
        source__number=number,
    )
    return pdf_response(request, file.document, filename=file.filename, sha256=file.sha256)
