"""Passages at addresses of their own: the words, their sentence, and what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from activities.views.records import proofs
from agreements.evidence import claims_on
from agreements.models import Agreement, Passage
from agreements.passages import as_annotation, sentence_around
from agreements.views.published import record_page, the_public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from agreements.evidence import Claim
    from agreements.identifiers import Identifier, PassagePlace

#: RFC 6906: JSON-LD in the shape of the Web Annotation Data Model.
ANNOTATION = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


@record_page
def passage_detail(request: HttpRequest, identifier: Identifier, place: PassagePlace) -> HttpResponse:
    """The exact words of a source in their sentence, and the claims that rest on them."""
    agreement, passage = _found(identifier, place)
    context = {
        "agreement": agreement,
        "passage": passage,
        "place": place,
        "sentence": sentence_around(passage.source.text, passage.start, passage.end),
        "claims": _claims(agreement, passage),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "activities/passage_detail.html", context)


@record_page
def passage_annotation(request: HttpRequest, identifier: Identifier, place: PassagePlace) -> HttpResponse:
    """The same as JSON-LD after the W3C Web Annotation Data Model."""
    agreement, passage = _found(identifier, place)
    address = request.build_absolute_uri(
        reverse("agreements:passage", kwargs={"identifier": agreement, "place": place})
    )
    record = request.build_absolute_uri(agreement.get_absolute_url())
    claims = [(claim.label, f"{record}#{claim.anchor}") for claim in _claims(agreement, passage)]
    annotation = as_annotation(passage, address, f"{record}#source-{passage.source.number}", claims)
    return JsonResponse(annotation, json_dumps_params={"ensure_ascii": False, "indent": 2}, content_type=ANNOTATION)


def _found(identifier: Identifier, place: PassagePlace) -> tuple[Agreement, Passage]:
    agreement = the_public(Agreement.objects.identified(identifier))
    own = Passage.objects.filter(source__agreement=agreement, source__number=place.source)
    passage = own.filter(start=place.start, end=place.end).select_related("source").first()
    if passage is None:
        raise Http404
    return agreement, passage


def _claims(agreement: Agreement, passage: Passage) -> list[Claim]:
    return [*claims_on(passage, agreement), *(claim for key, claim in proofs(agreement) if key == passage.pk)]
