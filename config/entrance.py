"""The address without a language leads to the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 LocaleMiddleware has read the language from it
    """To the front page in the language the browser asks for; Kazakh where it asks for none of the three."""
    response = HttpResponseRedirect(reverse("site:home"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
