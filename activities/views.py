"""Pages that also tell what was done: the front page, one agreement, one commitment, activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.models import Activity, Assessment
from agreements.evidence import marked_sources
from agreements.facets import CountryFacet
from agreements.models import Agreement, Commitment, Implementation, PublicationStatus
from agreements.passages import sentence_around
from agreements.publication import published_parties
from agreements.status import status_on
from agreements.views.areas import vocabulary_with_counts
from agreements.views.lists import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from agreements.identifiers import CommitmentIdentifier, Identifier

LATEST = 5
#: Where an activity keeps the commitments a page may name.
SERVED = "public_commitments"
#: The passages of claims with their sources, whose numbers and languages the page writes.
PASSAGES = ("evidence__passage__source", "agreement_parties__evidence__passage__source", "events__passages__source")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the ways in: by area, by country, by words."""
    agreements = Agreement.objects.published()
    commitments = Commitment.objects.published()
    implementation = dict(commitments.order_by().values_list("implementation").annotate(total=Count("pk")))
    context = {
        "totals": {
            "agreements": agreements.count(),
            "commitments": sum(implementation.values()),
            "parties": published_parties().count(),
        },
        "implementation": [(code, label, implementation.get(code, 0)) for code, label in Implementation.choices],
        "facets": vocabulary_with_counts(),
        "countries": CountryFacet("country", "country", "").choices(agreements, []),
        "example": _example(),
        "latest": agreements.with_sides().with_commitment_count().order_by("-pk")[:LATEST],
    }
    return render(request, "activities/home.html", context)


def _example() -> dict[str, Any] | None:
    """A commitment of the latest agreement with its sentence: what the registry is, in one look."""
    told = Commitment.objects.published().select_related("agreement").prefetch_related("passages__source")
    commitment = told.filter(passages__isnull=False).order_by("-agreement", "-number").first()
    if commitment is None:
        return None
    passage = commitment.passages.all()[0]
    sentence = sentence_around(passage.source.text, passage.start, passage.end)
    return {"commitment": commitment, "passage": passage, "sentence": sentence}


@require_safe
def agreement_detail(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """One agreement: what was promised, what came of it, and which sentence says so."""
    found = Agreement.objects.identified(identifier).with_sides().with_evidence()
    agreement = found.prefetch_related(*PASSAGES).first()
    if agreement is None or not agreement.is_public:
        return _absent(request, agreement)
    own = Prefetch("commitments", Commitment.objects.filter(agreement=agreement).select_related("agreement"), SERVED)
    serving = Activity.objects.published().filter(commitments__agreement=agreement)
    context = {
        "agreement": agreement,
        "status": status_on(agreement, timezone.localdate(), agreement.events.all()),
        "relations": [row for row in agreement.relations.all() if row.other.is_public],
        "inverse_relations": [row for row in agreement.inverse_relations.all() if row.agreement.is_public],
        "sources": marked_sources(agreement),
        "activities": serving.prefetch_related("organisers", own),
    }
    return render(request, "activities/agreement_detail.html", context)


@require_safe
def commitment_detail(request: HttpRequest, identifier: CommitmentIdentifier) -> HttpResponse:
    """One commitment with its sentence in the source, its assessments and what was done for it."""
    agreement = Agreement.objects.identified(identifier.agreement).with_sides().first()
    if agreement is None or not agreement.is_public:
        return _absent(request, agreement)
    story = Prefetch("assessments", Assessment.objects.select_related("proof_activity", "proof_passage__source"))
    found = agreement.commitments.prefetch_related("areas", "bearers", "passages__source", story)
    commitment = found.filter(number=identifier.number).first()
    if commitment is None:
        raise Http404
    numbers = list(agreement.commitments.values_list("number", flat=True).order_by("number"))
    place = numbers.index(commitment.number)
    context = {
        "agreement": agreement,
        "commitment": commitment,
        "quotations": [(p, sentence_around(p.source.text, p.start, p.end)) for p in commitment.passages.all()],
        "activities": Activity.objects.published().filter(commitments=commitment).prefetch_related("organisers"),
        "previous": f"{agreement.identifier}-{numbers[place - 1]}" if place else "",
        "next": f"{agreement.identifier}-{numbers[place + 1]}" if place + 1 < len(numbers) else "",
    }
    return render(request, "activities/commitment_detail.html", context)


def _absent(request: HttpRequest, agreement: Agreement | None) -> HttpResponse:
    """410 for a record that was withdrawn, 404 for one that never was or is not yet public."""
    if agreement is None or agreement.status != PublicationStatus.WITHDRAWN:
        raise Http404
    return render(request, "410.html", {"identifier": agreement.identifier}, status=410)


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """What was done or is planned for commitments of published agreements."""
    public = Prefetch("commitments", Commitment.objects.published().select_related("agreement"), SERVED)
    records = Activity.objects.published().prefetch_related("organisers", public)
    return render(request, "activities/activity_list.html", {"page": page_of(request, records)})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is recorded and how, what "no evidence" and "not stated" mean, the licence."""
    return render(request, "activities/about.html")
