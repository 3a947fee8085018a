"""What every page of one record has in common: its address in lower case, and what it answers once it is withdrawn."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from agreements.models import Agreement, PublicationStatus
from agreements.views.public import public_page_asking
from agreements.views.question import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from agreements.identifiers import CommitmentIdentifier
    from agreements.models import AgreementQuerySet
    from agreements.views.question import Question

    View = Callable[..., HttpResponseBase]


class Withdrawn(Exception):
    """A record that was public once is not any more; `identifier` is what it was known by."""

    def __init__(self, identifier: str) -> None:
        super().__init__(identifier)
        self.identifier = identifier


def record_page(view: View) -> View:
    """`view` as a public page of one record: an identifier as it is printed leads to the address it has.

    A view that raises `Withdrawn` answers 410.
    """
    return record_page_asking(NOTHING)(view)


def record_page_asking(question: Question) -> Callable[[View], View]:
    """The same for a view that reads the parameters of `question`."""
    return partial(_record_page, question)


def _record_page(question: Question, view: View) -> View:
    @public_page_asking(question)
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.path != request.path.lower():
            return HttpResponsePermanentRedirect(request.get_full_path().replace(request.path, request.path.lower(), 1))
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as gone:
            return render(request, "410.html", {"identifier": gone.identifier}, status=410)

    return page


def the_public(found: AgreementQuerySet) -> Agreement:
    """The one agreement of `found`, if the public may see it.

    Raises Http404 for one that never was public, Withdrawn for one that was, whatever becomes of it now.
    """
    agreement = found.first()
    if agreement is None:
        raise Http404
    if not agreement.is_public:
        if not agreement.moves.filter(to_status=PublicationStatus.PUBLISHED).exists():
            raise Http404
        raise Withdrawn(agreement.identifier)
    return agreement


def agreement_of(identifier: CommitmentIdentifier) -> Agreement:
    """The public agreement with a commitment of this number, its sides fetched; raises as `the_public` does."""
    found = Agreement.objects.identified(identifier.agreement).with_sides()
    if not found.filter(commitments__number=identifier.number).exists():
        raise Http404
    return the_public(found.prefetch_related("events"))
