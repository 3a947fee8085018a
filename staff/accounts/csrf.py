"""Forms whose token is not the present one: signing in gives a new one, and pages opened before hold the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import admin
from django.views.csrf import csrf_failure as refused

from staff.accounts.sign_in import lacks_second_factor
from staff.concurrent_edits.unsaved_input import SECOND_FACTOR, SIGNED_IN_ANEW, SIGNED_OUT, given_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Gives back what was typed on a page of our own, with a fresh token; what another site sent is refused.

    A form of another site must not come back under our name with a token that is good.
    """
    answer = None
    if _is_from_here(request):
        if not admin.site.has_permission(request):
            answer = given_back(request, SIGNED_OUT, sees=False)
        elif lacks_second_factor(request):
            answer = given_back(request, SECOND_FACTOR, sees=False)
        else:
            answer = given_back(request, SIGNED_IN_ANEW, sees=True)
    return answer.render() if answer is not None else refused(request, reason)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site; every browser says so of a POST."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", "") in {own, *settings.CSRF_TRUSTED_ORIGINS}
