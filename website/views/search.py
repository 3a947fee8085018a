"""One search over everything, and what it suggests while a reader types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from search.lists.global_search import GlobalSearch
from website.query_parameters import asking
from website.views.decorators import cached_public_view_with

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: So many of each kind stand on the page of results, and so many are suggested.
SHOWN, SUGGESTED = 6, 3
WORDS = asking(typed=("words",))


@cached_public_view_with(WORDS)
def search(request: HttpRequest) -> HttpResponse:
    """Agreements, commitments, parties and areas that have the words; a question not understood is shown with 400."""
    found = GlobalSearch(request.GET.get("words", ""), timezone.localdate(), each=SHOWN)
    return render(
        request, "website/agreements/search.html", {"found": found}, status=200 if found.is_understood else 400
    )


@cached_public_view_with(WORDS)
def suggestions(request: HttpRequest) -> HttpResponse:
    """A piece of a page: links to what the words typed so far may mean, nothing where they mean nothing."""
    found = GlobalSearch(request.GET.get("words", ""), timezone.localdate(), each=SUGGESTED, unfinished=True)
    suggesting = found.is_understood and found.is_long_enough and found.is_anything
    return render(request, "website/agreements/suggestions.html", {"found": found if suggesting else None})
