"""Who promised, and what: the parties of published agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from agreements.models import Agreement, Commitment
from agreements.rules.visibility import published_parties
from search.facets.ordering import by_identifier
from search.lists.parties import PartyFilter
from search.lists.rows import agreement_rows_with_status, commitment_rows
from website.query_parameters import asking, question_of
from website.views.decorators import cached_public_view_with
from website.views.lists import asked_list, page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: So many agreements of a party stand on its page; the list of agreements has them all.
AGREEMENTS = 25


@cached_public_view_with(question_of(PartyFilter, page=True))
def party_list(request: HttpRequest) -> HttpResponse:
    """Public parties with the number of their public agreements."""
    return asked_list(request, "website/agreements/party_list.html", PartyFilter(request.GET, on=timezone.localdate()))


@cached_public_view_with(asking("page"))
def party_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One party: its names, its agreements, what it promised."""
    public = published_parties()
    party = get_object_or_404(public.select_related("parent").prefetch_related("names", "identifiers"), slug=slug)
    agreements = Agreement.objects.published().filter(agreement_parties__party=party)
    borne = Commitment.objects.published().borne_by(party).order_by(*by_identifier("agreement__"), "number")
    page = page_of(request, borne.values_list("pk", flat=True))
    page.object_list = commitment_rows(list(page.object_list))
    context = {
        "party": party,
        "parent": party.parent if party.parent_id and public.filter(pk=party.parent_id).exists() else None,
        "predecessions": party.predecessions.filter(predecessor__in=public).select_related("predecessor"),
        "successions": party.successions.filter(successor__in=public).select_related("successor"),
        "agreements": agreement_rows_with_status(
            list(agreements.values_list("pk", flat=True)[:AGREEMENTS]), timezone.localdate()
        ),
        "agreements_total": agreements.count(),
        "page": page,
    }
    return render(request, "website/agreements/party_detail.html", context)
