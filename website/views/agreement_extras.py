"""What stands beside the page of a record: two languages, changes, citations, documents, passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement, Passage, PublicationStatus, SourceFile
from agreements.rules.evidence import claims_on
from agreements.rules.passages import as_annotation, sentence_around
from agreements.versions.public_history import public_changes
from file_formats.pdf_response import pdf_response
from languages import LANGUAGES
from languages.collation import current_language
from website.pages.citations import FORMATS, cited
from website.pages.side_by_side import side_by_side
from website.query_parameters import asking
from website.views.agreements import proofs
from website.views.decorators import agreement_of, get_public_agreement_or_404, record_view, record_view_with, safe_only

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from agreements.models.identifiers import CommitmentIdentifier, Identifier, PassagePlace
    from agreements.rules.evidence import Claim
    from website.pages.citations import Citation


TEXTS = ("agreement_parties", "events", "commitments", "statements", "sources")


@record_view_with(asking("left", "right"))
def agreement_side_by_side(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """Any two languages of a record; without a choice the source language and the reader's."""
    agreement = get_public_agreement_or_404(Agreement.objects.identified(identifier).prefetch_related(*TEXTS))
    left, right = request.GET.get("left", LANGUAGES[0]), request.GET.get("right", "")
    if "right" not in request.GET:
        right = next(one for one in (current_language(), *LANGUAGES) if one != left)
    problem = _problem(left, right)
    context = {
        "agreement": agreement,
        "left": left,
        "right": right,
        "languages": LANGUAGES,
        "problem": problem,
        "parts": [] if problem else side_by_side(agreement, left, right),
    }
    return render(request, "website/agreements/side_by_side.html", context, status=400 if problem else 200)


def _problem(left: str, right: str) -> str:
    """What is wrong with the choice, fit to show; "" if nothing is."""
    if not {left, right} <= set(LANGUAGES):
        return _("A record is kept in Kazakh, Russian and English: choose two of these.")
    return _("Choose two different languages.") if left == right else ""


#: RFC 6906: JSON-LD in the shape of the Web Annotation Data Model.
ANNOTATION = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


@record_view
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
    return render(request, "website/agreements/passage_detail.html", context)


@record_view
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
    agreement = get_public_agreement_or_404(Agreement.objects.identified(identifier))
    own = Passage.objects.filter(source__agreement=agreement, source__number=place.source)
    passage = own.filter(start=place.start, end=place.end).select_related("source").first()
    if passage is None:
        raise Http404
    return agreement, passage


def _claims(agreement: Agreement, passage: Passage) -> list[Claim]:
    return [*claims_on(passage, agreement), *(claim for key, claim in proofs(agreement) if key == passage.pk)]


@record_view
def agreement_changes(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """When one agreement was published and which kinds of its fields changed while it was public."""
    agreement = get_public_agreement_or_404(Agreement.objects.identified(identifier))
    context = {"agreement": agreement, "changes": public_changes(agreement)}
    return render(request, "website/agreements/agreement_changes.html", context)


@record_view
def agreement_citation(request: HttpRequest, identifier: Identifier, ending: str) -> HttpResponse:
    """How an agreement is cited, in one of the formats."""
    agreement = get_public_agreement_or_404(
        Agreement.objects.identified(identifier).with_sides().prefetch_related("events")
    )
    return _file(cited(agreement, request.build_absolute_uri(agreement.get_absolute_url())), ending)


@record_view
def commitment_citation(request: HttpRequest, identifier: CommitmentIdentifier, ending: str) -> HttpResponse:
    """How a commitment is cited, in one of the formats."""
    agreement = agreement_of(identifier)
    commitment = agreement.commitments.get(number=identifier.number)
    address = reverse("commitments:detail", kwargs={"identifier": identifier})
    return _file(cited(agreement, request.build_absolute_uri(address), commitment), ending)


def _file(citation: Citation, ending: str) -> HttpResponse:
    if ending not in FORMATS:
        raise Http404
    kind = FORMATS[ending]
    response = HttpResponse(kind.write(citation), content_type=kind.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{citation.identifier}.{ending}"'
    return response


@safe_only
def source_document(request: HttpRequest, identifier: Identifier, number: int) -> HttpResponseBase:
    """The PDF a source was read from."""
    public = SourceFile.objects.filter(source__agreement__status=PublicationStatus.PUBLISHED)
    file = get_object_or_404(
        public.select_related("source__agreement"),
        source__agreement__pair=identifier.pair,
        source__agreement__pair_number=identifier.number,
        source__number=number,
    )
    return pdf_response(request, file.document, filename=file.filename, sha256=file.sha256)
