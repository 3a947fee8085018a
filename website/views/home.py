"""Pages over many records: the front page, what the registry is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from agreements.models import Commitment, Implementation, Modality, PublicationMove
from agreements.rules.passages import sentence_around
from agreements.rules.publication_states import PUBLISHED
from search.facets.facets import CountryFacet
from search.lists.agreements import AgreementFilter, CommitmentFilter
from search.lists.rows import agreement_rows_with_status
from website.views.areas import vocabulary_with_counts
from website.views.decorators import cached_public_view, safe_only

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from search.lists.rows import AgreementRow


LATEST = 5
#: Countries offered on the front page: the most frequent ones.
COUNTRIES = 30


@cached_public_view
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the ways in: by area, by country, by words."""
    today = timezone.localdate()
    agreements, commitments = AgreementFilter.of_all(today).found, CommitmentFilter.of_all(today).found
    latest = _latest(today)
    context = {
        "totals": {
            "agreements": agreements.total,
            "commitments": commitments.total,
            "parties": len(agreements.counts["party"]),
        },
        "implementation": commitments.counts["implementation"],
        "facets": vocabulary_with_counts(commitments.counts),
        "countries": CountryFacet("country", "country", "").choices(agreements.counts["country"], [], COUNTRIES),
        "example": _example(latest),
        "latest": latest,
    }
    return render(request, "website/home.html", context)


def _latest(on: date) -> list[AgreementRow]:
    """The agreements that became public last, the newest first."""
    public = PublicationMove.objects.filter(to_status=PUBLISHED, agreement__status=PUBLISHED)
    moved = public.order_by("-made_at", "-agreement").values_list("agreement", flat=True)
    keys = list(dict.fromkeys(moved[: LATEST * 10]))[:LATEST]  # one may have been published several times
    return agreement_rows_with_status(keys, on)


def _example(latest: list[AgreementRow]) -> dict[str, Any] | None:
    """A commitment of the latest agreement with its sentence: what the registry is, in one look."""
    told = Commitment.objects.filter(agreement__in=[agreement.pk for agreement in latest[:1]]).select_related(
        "agreement"
    )
    commitment = told.filter(passages__isnull=False).prefetch_related("passages__source").order_by("-number").first()
    if commitment is None:
        return None
    passage = commitment.passages.all()[0]
    sentence = sentence_around(passage.source.text, passage.start, passage.end)
    return {"commitment": commitment, "passage": passage, "sentence": sentence}


@cached_public_view
def about(request: HttpRequest) -> HttpResponse:
    """What is recorded and how, what "no evidence" and "not stated" mean, the licence."""
    return render(request, "website/about.html")


@cached_public_view
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was made and tested for readers with disabilities, what is missing, and where to report it."""
    return render(request, "website/accessibility.html", {"contact": settings.CONTACT_EMAIL})


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


TOKEN = re.compile(r"^\s+--([\w-]+): ([^;]+);", re.MULTILINE)


def tokens() -> dict[str, str]:
    """The tokens of static/website/tokens.css with their values in light colours."""
    css = Path(settings.BASE_DIR, "static", "website", "tokens.css").read_text(encoding="utf-8")
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
    return render(request, "website/styleguide.html", context)
