"""How a public record changed: its public versions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from agreements.models import Agreement
from agreements.public_changes import public_changes
from agreements.views.published import record_page, the_public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from agreements.identifiers import Identifier


@record_page
def agreement_changes(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """When one agreement was published and which kinds of its fields changed while it was public."""
    agreement = the_public(Agreement.objects.identified(identifier))
    context = {"agreement": agreement, "changes": public_changes(agreement)}
    return render(request, "agreements/agreement_changes.html", context)
