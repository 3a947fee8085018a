"""The view of the obvious list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.change_log.cache import cache_for_version
from agreements.change_log.log import DataVersion
from benchmarks.contenders.obvious.filters import ObviousFilter

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What the registry remembers for a version of its data (the vocabulary), the obvious list may remember for good.
FOR_GOOD = DataVersion(0, 0, 0, 0)


def commitment_list(request: HttpRequest) -> HttpResponse:
    """Commitments of published agreements."""
    with cache_for_version(FOR_GOOD):
        asked = ObviousFilter(request.GET, on=timezone.localdate())
        if not asked.is_valid():
            return HttpResponse(status=400)
        page = asked.page(request.GET.get("page", "1"))
        return render(request, "obvious/commitment_list.html", {"filter": asked, "page": page})
