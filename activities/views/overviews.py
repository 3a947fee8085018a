"""Pages over many records: the front page, what the registry is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from agreements.facets import CountryFacet
from agreements.filters import AgreementFilter, CommitmentFilter
from agreements.list_rows import living_agreement_rows
from agreements.models import Commitment, PublicationMove
from agreements.passages import sentence_around
from agreements.publication import PUBLISHED
from agreements.views.areas import vocabulary_with_counts
from agreements.views.public import public_page

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from agreements.list_rows import AgreementRow

LATEST = 5
#: Countries offered on the front page: the most frequent ones.
COUNTRIES = 30


@public_page
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
    return render(request, "activities/home.html", context)


def _latest(on: date) -> list[AgreementRow]:
    """The agreements that became public last, the newest first."""
    public = PublicationMove.objects.filter(to_status=PUBLISHED, agreement__status=PUBLISHED)
    moved = public.order_by("-made_at", "-agreement").values_list("agreement", flat=True)
    keys = list(dict.fromkeys(moved[: LATEST * 10]))[:LATEST]  # one may have been published several times
    return living_agreement_rows(keys, on)


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


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What is recorded and how, what "no evidence" and "not stated" mean, the licence."""
    return render(request, "activities/about.html")


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was made and tested for readers with disabilities, what is missing, and where to report it."""
    return render(request, "activities/accessibility.html", {"contact": settings.CONTACT_EMAIL})
