"""One record in two languages beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.side_by_side import side_by_side
from agreements.views.published import record_page_asking, the_public
from agreements.views.question import asking
from languages import LANGUAGES
from languages.collation import current_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from agreements.identifiers import Identifier

TEXTS = ("agreement_parties", "events", "commitments", "statements", "sources")


@record_page_asking(asking("left", "right"))
def agreement_side_by_side(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """Any two languages of a record; without a choice the source language and the reader's."""
    agreement = the_public(Agreement.objects.identified(identifier).prefetch_related(*TEXTS))
    left, right = request.GET.get("left", LANGUAGES[0]), request.GET.get("right", "")
    if "right" not in request.GET:
        right = next(one for one in (current_language(), *LANGUAGES) if one != left)
    problem = _problem(left, right)
    context = {
        "agreement": agreement,
        "left": left,
        "right": right,
        "languages": LANGUAGES,
        "problem": problem,
        "parts": [] if problem else side_by_side(agreement, left, right),
    }
    return render(request, "agreements/side_by_side.html", context, status=400 if problem else 200)


def _problem(left: str, right: str) -> str:
    """What is wrong with the choice, fit to show; "" if nothing is."""
    if not {left, right} <= set(LANGUAGES):
        return _("A record is kept in Kazakh, Russian and English: choose two of these.")
    return _("Choose two different languages.") if left == right else ""
