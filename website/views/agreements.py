"""The pages of records: one agreement, one commitment, with what was done about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity, Assessment
from activities.visibility import SERVED, organisers
from agreements.models import Agreement, Commitment, Passage
from agreements.rules.conflicts import conflicts_of
from agreements.rules.evidence import Claim, marked_sources
from agreements.rules.not_stated import not_stated
from agreements.rules.passages import sentence_around
from agreements.rules.visibility import published_parties
from website.pages.citations import cited
from website.pages.grouping import ORDERS, TEXT, grouped
from website.pages.summary import agreement_summary
from website.query_parameters import asking
from website.views.decorators import agreement_of, get_public_agreement_or_404, record_view, record_view_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from agreements.models.identifiers import CommitmentIdentifier, Identifier

#: The passages of claims with their sources, whose numbers and languages the page writes.
PASSAGES = ("evidence__passage__source", "agreement_parties__evidence__passage__source", "events__passages__source")


@record_view_with(asking("by"))
def agreement_detail(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """One agreement: what was promised, what came of it, and which sentence says so."""
    by = request.GET.get("by", TEXT)
    if by not in ORDERS:
        return render(request, "400.html", status=400)
    found = Agreement.objects.identified(identifier).with_sides().with_evidence()
    agreement = get_public_agreement_or_404(found.prefetch_related(*PASSAGES))
    own = Prefetch("commitments", Commitment.objects.filter(agreement=agreement).select_related("agreement"), SERVED)
    serving = Activity.objects.published().filter(commitments__agreement=agreement)
    today = timezone.localdate()
    speakers = [statement.speaker.party_id for statement in agreement.statements.all()]
    context = {
        "agreement": agreement,
        "today": today,
        "summary": agreement_summary(agreement, today),
        "gaps": not_stated(agreement),
        "conflicts": conflicts_of(agreement),
        "groups": grouped(agreement.commitments.all(), by),
        "by": by,
        "orders": ORDERS,
        "relations": [row for row in agreement.relations.all() if row.other.is_public],
        "inverse_relations": [row for row in agreement.inverse_relations.all() if row.agreement.is_public],
        "speakers_parties": set(published_parties().filter(pk__in=speakers).values_list("pk", flat=True)),
        "sources": marked_sources(agreement, proofs(agreement)),
        "activities": serving.prefetch_related(organisers(), own, "proof_passages__source"),
        "citation": cited(agreement, request.build_absolute_uri(request.path)),
    }
    return render(request, "website/agreements/agreement_detail.html", context)


@record_view
def commitment_detail(request: HttpRequest, identifier: CommitmentIdentifier) -> HttpResponse:
    """One commitment with its sentence in the source, its assessments and what was done for it."""
    agreement = agreement_of(identifier)
    story = Prefetch("assessments", Assessment.objects.select_related("proof_activity", "proof_passage__source"))
    found = agreement.commitments.prefetch_related("areas", "bearers", "passages__source", story)
    commitment = found.get(number=identifier.number)
    numbers = list(agreement.commitments.values_list("number", flat=True).order_by("number"))
    place = numbers.index(commitment.number)
    context = {
        "agreement": agreement,
        "commitment": commitment,
        "quotations": [(p, sentence_around(p.source.text, p.start, p.end)) for p in commitment.passages.all()],
        "activities": Activity.objects.filter(commitments=commitment).prefetch_related(
            organisers(), "proof_passages__source"
        ),
        "previous": f"{agreement.identifier}-{numbers[place - 1]}" if place else "",
        "next": f"{agreement.identifier}-{numbers[place + 1]}" if place + 1 < len(numbers) else "",
        "citation": cited(agreement, request.build_absolute_uri(request.path), commitment),
    }
    return render(request, "website/agreements/commitment_detail.html", context)


def proofs(agreement: Agreement) -> Iterator[tuple[int, Claim]]:
    """The passages of this agreement that prove what was done, with what they prove."""
    assessed = Assessment.objects.filter(commitment__agreement=agreement, proof_passage__source__agreement=agreement)
    for row in assessed.select_related("commitment"):
        number = row.commitment.number
        claim = Claim(_("Assessment of commitment %(number)s") % {"number": number}, f"commitment-{number}")
        yield row.proof_passage_id or 0, claim
    own = Prefetch("proof_passages", Passage.objects.filter(source__agreement=agreement))
    for activity in Activity.objects.filter(commitments__agreement=agreement).distinct().prefetch_related(own):
        for passage in activity.proof_passages.all():
            yield passage.pk, Claim(str(activity), f"activity-{activity.pk}")
