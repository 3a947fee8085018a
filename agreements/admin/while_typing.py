"""Fragments of an agreement's page that are asked for while it is typed: areas, odd dates, probable duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from agreements.admin.guards import typed_dates, typed_instrument
from agreements.area_suggestions import suggested_areas
from agreements.duplicates import probable_duplicates
from agreements.models import CooperationArea

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def area_suggestions(request: HttpRequest) -> HttpResponse:
    """Buttons for the areas that the posted texts (by language: kk, ru, en) speak of; empty if there are none."""
    suggested = suggested_areas(request.POST)
    areas = {area.code: area for area in CooperationArea.objects.filter(code__in=[found.code for found in suggested])}
    offers = [
        {"key": str(area.pk), "area": area, "label": f"{area} ({area.get_facet_display()})", "words": found.words}
        for found in suggested
        if (area := areas.get(found.code))
    ]
    return render(request, "admin/agreements/agreement/area_suggestions.html", {"suggestions": offers})


def duplicates(request: HttpRequest) -> HttpResponse:
    """What is wrong with the posted dates, and links to records that may be of the instrument; empty if nothing is."""
    found = {"dates": typed_dates(request.POST), "duplicates": probable_duplicates(typed_instrument(request.POST))}
    return render(request, "admin/agreements/agreement/duplicates.html", found)
