"""Addresses outside the languages: the bare one leads to the reader's, that of the icon to the icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from agreements.views.public import safe_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@safe_only
def entrance(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 LocaleMiddleware has read the language from it
    """To the front page in the language the browser asks for; Kazakh where it asks for none of the three."""
    response = HttpResponseRedirect(reverse("site:home"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@safe_only
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 every browser asks for the same
    """Browsers ask for an icon here unless a page names one: files, and pages of an error in between."""
    return HttpResponseRedirect(static("img/favicon.svg"))
