"""Countries, the partners of each, and what stands between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.models import Facet
from parties.countries import country_name, is_country
from search.facets.facets import CountryFacet
from search.facets.ordering import Order
from search.facets.vocabulary import Vocabulary
from search.lists.agreements import AgreementFilter, CommitmentFilter
from website.pages import country_pairs
from website.views.decorators import cached_public_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from agreements.models import CooperationArea
    from agreements.models.identifiers import CountryPair

#: So many agreements of a pair are drawn and told; the list of agreements has them all.
DRAWN = 40


@cached_public_view
def country_list(request: HttpRequest) -> HttpResponse:
    """The countries of public parties, with how much each has agreed and promised."""
    today = timezone.localdate()
    agreements = AgreementFilter.of_all(today).found.counts["country"]
    commitments = CommitmentFilter.of_all(today).found.counts["country"]
    choices = CountryFacet("country", "country", "").choices(agreements, [])
    countries = [(choice, commitments.get(choice.value, 0)) for choice in choices]
    return render(request, "website/agreements/country_list.html", {"countries": countries})


@cached_public_view
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One country: with whom it agreed, what last, and what came of it; a code in capitals leads to its address."""
    if (address := reverse("countries:detail", kwargs={"code": code})) != request.path:
        return HttpResponsePermanentRedirect(address)
    today = timezone.localdate()
    agreements = AgreementFilter.of_all(today, country=code, sort=str(Order.NEWEST.value))
    if not agreements.is_valid() or not agreements.found.total:
        raise Http404
    context = {
        "code": code,
        "name": country_name(code),
        "agreements": agreements,
        "commitments": CommitmentFilter.of_all(today, country=code).found,
        "partners": country_pairs.partners(code, today),
    }
    return render(request, "website/agreements/country_detail.html", context)


@cached_public_view
def pair_detail(request: HttpRequest, pair: CountryPair) -> HttpResponse:
    """Two countries: every instrument between them, what one does to another, what was promised and what was not.

    A pair in the other order, or as it is printed, leads to the address the page has.
    """
    if (address := reverse("countries:pair", kwargs={"pair": pair})) != request.path:
        return HttpResponsePermanentRedirect(address)
    today = timezone.localdate()
    found = country_pairs.between(str(pair), today, DRAWN)
    if not found.tally.agreements:
        raise Http404
    standings, relations = country_pairs.standings(found.latest, today), country_pairs.relations_of(found.latest)
    names, vocabulary = country_pairs.names_of(pair), Vocabulary.read()
    context = {
        "pair": pair,
        "sides": [(code, names[code], is_country(code)) for code in dict.fromkeys(pair)],
        "found": found,
        "standings": standings,
        "undated": [one for one in standings if not one.course.start],
        "relations": relations,
        "timeline": country_pairs.timeline(standings, relations, today),
        "areas": [(facet, _counted(vocabulary.outline(facet), found.counts[facet])) for facet in Facet],
        "gaps": [area for area, _d in vocabulary.outline(Facet.DOMAIN) if area.code not in found.counts[Facet.DOMAIN]],
    }
    return render(request, "website/agreements/pair_detail.html", context)


def _counted(
    outline: Sequence[tuple[CooperationArea, int]], counts: Mapping[str, int]
) -> list[tuple[CooperationArea, int, int]]:
    """The areas of an outline in which something was promised: area, depth, number of commitments."""
    return [(area, depth, counts[area.code]) for area, depth in outline if area.code in counts]
