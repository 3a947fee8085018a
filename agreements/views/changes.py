"""How a public record changed: its public versions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from agreements.models import Agreement
from agreements.public_changes import public_changes
from agreements.views.public import public_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from agreements.identifiers import Identifier


@public_page
def agreement_changes(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """When one agreement was published and which kinds of its fields changed while it was public."""
    if request.path != request.path.lower():
        return HttpResponsePermanentRedirect(request.path.lower())
    agreement = Agreement.objects.identified(identifier).first()
    if agreement is None:
        raise Http404
    if not agreement.is_public:
        return render(request, "410.html", {"identifier": agreement.identifier}, status=410)
    context = {"agreement": agreement, "changes": public_changes(agreement)}
    return render(request, "agreements/agreement_changes.html", context)
