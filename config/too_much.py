"""Requests that are too large: what is taken where, and a page that says which limit was met and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as not_understood

from agreements.lengths import TEXT_AT_MOST, TEXTS_AT_MOST, in_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: What a form outside the desk may send, in bytes.
ELSEWHERE_AT_MOST = 2_500_000
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: A browser shows no answer before it has sent everything: so much is read and forgotten for its sake, in bytes.
READ_AT_MOST = 400_000_000
PIECE = 1 << 16


def small_elsewhere(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that lets only the desk send what a page of the desk may hold; signing in is outside of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _length(request) > ELSEWHERE_AT_MOST and not _is_desk(request):
            return bad_request(request, RequestDataTooBig())
        return get_response(request)

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that cannot be answered; where it is too large, the limit it met."""
    if not isinstance(exception, TOO_MUCH):
        return not_understood(request, exception)
    _read_to_the_end(request)
    if not _is_desk(request):
        response = not_understood(request, exception)
        response.status_code = 413
        return response
    context = {
        **admin.site.each_context(request),
        "title": _("Too much was sent at once"),
        "met": _met(exception),
        "of_a_source": in_groups(TEXT_AT_MOST),
        "of_all_sources": in_groups(TEXTS_AT_MOST),
    }
    return TemplateResponse(request, "admin/desk/too_much.html", context, status=413).render()


def _met(exception: Exception) -> str:
    if isinstance(exception, TooManyFieldsSent):
        return _("The page has more than %(count)s fields.") % {
            "count": in_groups(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0)
        }
    if isinstance(exception, TooManyFilesSent):
        return _("The page has more than %(count)s files.") % {"count": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    return _("The texts of the page take more than %(count)s MB.") % {
        "count": (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1_000_000
    }


def _length(request: HttpRequest) -> int:
    given = request.headers.get("content-length") or ""
    return int(given) if given.isascii() and given.isdecimal() else 0


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index")) and request.path != reverse("admin:login")


def _read_to_the_end(request: HttpRequest) -> None:
    left = min(_length(request), READ_AT_MOST)
    stream = getattr(request, "_stream", None)
    while stream is not None and left > 0 and (piece := stream.read(PIECE)):
        left -= len(piece)
