"""Citations of records as files that reference managers take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse

from agreements.citations import FORMATS, cited
from agreements.models import Agreement
from agreements.views.published import agreement_of, record_page, the_public

if TYPE_CHECKING:
    from django.http import HttpRequest

    from agreements.citations import Citation
    from agreements.identifiers import CommitmentIdentifier, Identifier


@record_page
def agreement_citation(request: HttpRequest, identifier: Identifier, ending: str) -> HttpResponse:
    """How an agreement is cited, in one of the formats."""
    agreement = the_public(Agreement.objects.identified(identifier).with_sides().prefetch_related("events"))
    return _file(cited(agreement, request.build_absolute_uri(agreement.get_absolute_url())), ending)


@record_page
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
