"""What the words of the registry mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from website.pages.glossary import glossary as groups
from website.views.decorators import cached_public_view

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@cached_public_view
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term, explained in the reader's language and named in the other two."""
    return render(request, "website/agreements/glossary.html", {"groups": groups()})
