"""What every public page has in common: it is the same for everybody, and told by the version of the data.

A page is asked by the parameters its view knows and by nothing else (website/query_parameters.py).
A browser or a shared cache that has the page of this version is told so (304) before any list is asked,
and the server keeps rendered pages for the version they were made of. Neither is ever older than an edit
that was acknowledged: the version is read anew for each request.
"""

from __future__ import annotations

from functools import partial, wraps
from hashlib import blake2b
from time import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from agreements.change_log.cache import cache_for_version
from agreements.change_log.log import current_version, is_settled
from agreements.models import Agreement, PublicationStatus
from website import rendered_pages
from website.query_parameters import NOTHING, put

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from agreements.change_log.log import DataVersion
    from agreements.models import AgreementQuerySet
    from agreements.models.identifiers import CommitmentIdentifier
    from website.query_parameters import PageParameters

    View = Callable[..., HttpResponseBase]


#: When this process first saw the present version, in seconds since 1970.
_seen: tuple[DataVersion | None, float] = (None, 0.0)


class NoSuchPage(Http404):
    """A list has no page of the number that was asked for; `last` is the number of its last one."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.last = last


def safe_only(view: View) -> View:
    """`view` for reading: other methods are told which ones there are (405), whoever sends them from wherever."""
    safe: View = csrf_exempt(require_safe(view))
    return safe


def cached_public_view(view: View) -> View:
    """`view` for everybody: safe methods only, with validators, remembered by the version of the data."""
    return cached_public_view_with(NOTHING)(view)


def cached_public_view_with(question: PageParameters) -> Callable[[View], View]:
    """The same for a view that reads the parameters of `question`."""
    return partial(_public_page, question)


def _public_page(question: PageParameters, view: View) -> View:
    def made(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response
        except NoSuchPage as error:
            return render(request, "website/agreements/no_such_page.html", {"last": error.last}, status=404)

    @safe_only
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        put(request, question.of(request.GET))
        if not is_settled():  # what is read now may be undone
            return made(request, *args, **kwargs)
        version = current_version()
        etag, modified = _etag(request, version), _last_modified(version)
        known = get_conditional_response(request, etag, modified)
        if known is not None:
            return _for_everybody(known)
        keeps = settings.KEEP_PAGES and not question.is_typed(request.GET)
        with cache_for_version(version):
            return _remembered(request, etag, modified, lambda: made(request, *args, **kwargs), keeps=keeps)

    return page


def _etag(request: HttpRequest, version: DataVersion) -> str:
    """The name of this page in this version: address, language, day (on which statuses depend) and release count.

    Of the address its path and the question the view has understood; other parameters were taken out of it.
    """
    parts = (
        settings.RELEASE,
        str(version),
        timezone.localdate().isoformat(),
        str(get_language()),
        request.scheme or "",
        request.get_host(),
        request.get_full_path(),
    )
    return f'"{blake2b("|".join(parts).encode(), digest_size=12).hexdigest()}"'


def _last_modified(version: DataVersion) -> int | None:
    """When this process first saw the version; None while that is less than two seconds ago.

    The header counts whole seconds: another change within the same one would go unnoticed.
    """
    global _seen  # noqa: PLW0603 one moment for the process
    now = time()
    if _seen[0] != version:
        _seen = (version, now)
    first = int(_seen[1])
    return first if now - first > 2 else None  # noqa: PLR2004 the two seconds of the docstring


def _remembered(
    request: HttpRequest, etag: str, modified: int | None, make: Callable[[], HttpResponseBase], *, keeps: bool
) -> HttpResponseBase:
    response: HttpResponseBase | None = rendered_pages.stored_page(etag) if keeps else None
    if response is None:
        response = make()
        if response.status_code != HttpResponse.status_code or _looked_at_somebody(request, response):
            return response
        if keeps and isinstance(response, HttpResponse):  # a streamed file is made anew each time
            rendered_pages.store_page(etag, response)
    response.headers["ETag"] = etag
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    return _for_everybody(response)


def _looked_at_somebody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the page may be one person's: then nobody keeps it."""
    session = getattr(request, "session", None)
    return bool(response.cookies) or hasattr(request, "_cached_user") or bool(session and session.accessed)


def _for_everybody(response: HttpResponseBase) -> HttpResponseBase:
    """Caches may keep it and ask before they show it; a shared one as long as the setting says."""
    shared = f"s-maxage={settings.SHARED_CACHE_SECONDS}" if settings.SHARED_CACHE_SECONDS else "must-revalidate"
    response.headers["Cache-Control"] = f"public, max-age=0, {shared}"
    return response


class Withdrawn(Exception):
    """A record that was public once is not any more; `identifier` is what it was known by."""

    def __init__(self, identifier: str) -> None:
        super().__init__(identifier)
        self.identifier = identifier


def record_view(view: View) -> View:
    """`view` as a public page of one record: an identifier as it is printed leads to the address it has.

    A view that raises `Withdrawn` answers 410.
    """
    return record_view_with(NOTHING)(view)


def record_view_with(question: PageParameters) -> Callable[[View], View]:
    """The same for a view that reads the parameters of `question`."""
    return partial(_record_page, question)


def _record_page(question: PageParameters, view: View) -> View:
    @cached_public_view_with(question)
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.path != request.path.lower():
            return HttpResponsePermanentRedirect(request.get_full_path().replace(request.path, request.path.lower(), 1))
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as gone:
            return render(request, "410.html", {"identifier": gone.identifier}, status=410)

    return page


def get_public_agreement_or_404(found: AgreementQuerySet) -> Agreement:
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
    return get_public_agreement_or_404(found.prefetch_related("events"))
