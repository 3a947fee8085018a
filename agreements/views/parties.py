"""Who promised, and what: the parties of published agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from agreements.models import Agreement, Commitment, PublicationStatus
from agreements.publication import published_parties
from agreements.views.lists import page_of
from agreements.views.public import public_page
from languages.collation import alphabetically

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PUBLISHED = Q(agreement_parties__agreement__status=PublicationStatus.PUBLISHED)


@public_page
def party_list(request: HttpRequest) -> HttpResponse:
    """Every public party with the number of its public agreements, in the reader's alphabet."""
    counted = Count("agreement_parties__agreement", filter=PUBLISHED, distinct=True)
    records = published_parties().annotate(total=counted).order_by(alphabetically("name"), "pk")
    return render(request, "agreements/party_list.html", {"page": page_of(request, records)})


@public_page
def party_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One party: its names, its agreements, what it promised."""
    public = published_parties()
    party = get_object_or_404(public.select_related("parent").prefetch_related("names", "identifiers"), slug=slug)
    agreements = Agreement.objects.published().filter(agreement_parties__party=party)
    context = {
        "party": party,
        "parent": party.parent if party.parent_id and public.filter(pk=party.parent_id).exists() else None,
        "predecessions": party.predecessions.filter(predecessor__in=public).select_related("predecessor"),
        "successions": party.successions.filter(successor__in=public).select_related("successor"),
        "agreements": agreements.with_sides().with_commitment_count(),
        "page": page_of(request, Commitment.objects.published().borne_by(party).for_list()),
    }
    return render(request, "agreements/party_detail.html", context)
