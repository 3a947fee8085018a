"""Every token and every piece of the design on one page, for those who work on it; in development only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from agreements.models import Implementation, Modality
from agreements.views.public import safe_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TOKEN = re.compile(r"^\s+--([\w-]+): ([^;]+);", re.MULTILINE)


def tokens() -> dict[str, str]:
    """The tokens of static/css/tokens.css with their values in light colours."""
    css = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text(encoding="utf-8")
    return dict(TOKEN.findall(css.split("@media", 1)[0]))


@safe_only
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page of the design. Raises Http404 outside of development."""
    if not settings.DEBUG:
        raise Http404
    found = tokens()
    sizes = ("gap-", "size-", "measure", "corner", "face")
    context = {
        "colours": {name: value for name, value in found.items() if not name.startswith(sizes)},
        "gaps": {name: value for name, value in found.items() if name.startswith("gap-")},
        "sizes": {name: value for name, value in found.items() if name.startswith("size-")},
        "modalities": Modality.choices,
        "implementations": Implementation.choices,
    }
    return render(request, "styleguide.html", context)
