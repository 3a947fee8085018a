"""How much a request may send: decided by its address and its person before any of it is read.

Nobody but the desk's people sends more than a small form. Of those who are not let into the desk nothing is read there,
unless their browser was let in before (staff/accounts/devices.py): then they get back what they typed, and
nothing is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as not_understood

from agreements.rules.text_limits import TEXT_AT_MOST, TEXTS_AT_MOST, in_groups
from staff.accounts.devices import device_of
from staff.accounts.sign_in import is_let_in, to_second_factor
from staff.concurrent_edits.unsaved_input import gives_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: A name, a password, a code or a language, and where to go on, in bytes.
SMALL_FORM = 10_000
#: Small forms that everybody may send, and those of whoever has signed in.
OPEN_FORMS = frozenset({"admin:login", "set_language"})
OWN_FORMS = frozenset({"admin:logout", "admin:second_factor", "admin:password_change"})
#: A page of the desk with its files, in bytes; docs/operating.md tells it to proxies.
DESK_AT_MOST = 100_000_000
#: What is given back to a person who lost the right to save it, in bytes.
GIVEN_BACK_AT_MOST = 2_500_000
#: Question marks and what follows them, in bytes. A longer address passes no common server either.
QUESTION_AT_MOST = 8_000
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: A browser shows no answer before it has sent everything: so much is read and forgotten for its sake, in bytes.
READ_AT_MOST = 200_000_000
#: A length of more digits is no length.
DIGITS = 12
PIECE = 1 << 16


class NamesOfFiles(FileUploadHandler):
    """Reads past files: where a page is only given back, their names are enough."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keeps nothing."""

    def file_complete(self, file_size: int) -> SimpleUploadedFile:  # noqa: ARG002 its signature
        return SimpleUploadedFile(self.file_name or "", b"")


class RequestLimits:
    """Middleware that refuses what an address does not take from this person, unread.

    Stands before the one that looks for the token of a form, which reads the whole form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if len(request.META.get("QUERY_STRING", "")) > QUESTION_AT_MOST:
            return _refused(414)
        return None if request.method in SAFE else _refusal(request)


def _refusal(request: Any) -> HttpResponse | None:
    match = request.resolver_match
    if "admin" not in match.namespaces and match.view_name not in OPEN_FORMS:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    limit = _at_most(request)
    if limit is None:
        return _to_sign_in(request)
    length = request.headers.get("content-length") or ""
    if not length and "transfer-encoding" in request.headers:
        return _refused(411)
    if length and not (length.isascii() and length.isdecimal()):
        return _refused(400)
    if len(length) > DIGITS or int(length or 0) > limit:
        return _over(request, limit)
    return None


def _at_most(request: Any) -> int | None:
    """How many bytes this address takes from this person; None where nothing of theirs is read."""
    name = request.resolver_match.view_name
    if name in OPEN_FORMS or (name in OWN_FORMS and request.user.is_authenticated):
        return SMALL_FORM
    if is_let_in(request):
        return _at_most_by_rights(request)
    if device_of(request) is None:
        return None
    request.upload_handlers = [NamesOfFiles(request)]
    return DESK_AT_MOST


def _at_most_by_rights(request: Any) -> int:
    """How many bytes a page of the desk takes: whole pages only from those who may write records of its kind."""
    page = _model_admin(request.resolver_match.url_name or "")
    if page is None:
        return SMALL_FORM
    if page.has_add_permission(request) or page.has_change_permission(request):
        return DESK_AT_MOST
    return GIVEN_BACK_AT_MOST if gives_back(request) else SMALL_FORM


def _model_admin(url_name: str) -> Any:
    """Whose page an address of the desk is, by its name; None for pages of no kind of record."""
    for model, page in admin.site._registry.items():
        if url_name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            return page
    return None


def _to_sign_in(request: Any) -> HttpResponse:
    if admin.site.has_permission(request):
        return to_second_factor(request)
    leaves = request.resolver_match.view_name == "admin:logout"
    wanted = reverse("admin:index") if leaves else request.get_full_path()
    return redirect_to_login(wanted, reverse("admin:login"))


def _over(request: Any, limit: int) -> HttpResponse:
    """The answer to a body of more than `limit` bytes."""
    if limit == DESK_AT_MOST:
        met = _("The page with its files takes more than %(count)s MB.") % {"count": limit // 1_000_000}
        return _too_much(request, met)
    if request.resolver_match.view_name in OPEN_FORMS | OWN_FORMS:
        return _refused(413)
    return not_allowed(request)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """The desk's own page where a person may not do what was asked."""
    context = {**admin.site.each_context(request), "title": _("Not allowed")}
    return TemplateResponse(request, "staff/403.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that cannot be answered; where it is too large, the limit it met."""
    if not isinstance(exception, TOO_MUCH):
        return not_understood(request, exception)
    return _too_much(request, _met(exception)).render() if _is_desk(request) else _refused(413)


def _refused(status: int) -> HttpResponse:
    """A small page that repeats nothing of the request."""
    return HttpResponse(render_to_string("400.html"), status=status)


def _too_much(request: HttpRequest, met: str) -> TemplateResponse:
    if is_let_in(request):
        _read_to_the_end(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Too much was sent at once"),
        "met": met,
        "of_a_source": in_groups(TEXT_AT_MOST),
        "of_all_sources": in_groups(TEXTS_AT_MOST),
    }
    return TemplateResponse(request, "staff/too_much.html", context, status=413)


def _met(exception: Exception) -> str:
    if isinstance(exception, TooManyFieldsSent):
        return _("The page has more than %(count)s fields.") % {
            "count": in_groups(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0)
        }
    if isinstance(exception, TooManyFilesSent):
        return _("The page has more than %(count)s files.") % {"count": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    return _("The texts of the page take more than %(count)s MB.") % {
        "count": (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1_000_000
    }


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index")) and request.path != reverse("admin:login")


def _read_to_the_end(request: HttpRequest) -> None:
    left, stream = READ_AT_MOST, getattr(request, "_stream", None)  # which ends with the length that was told
    while stream is not None and left > 0 and (piece := stream.read(PIECE)):
        left -= len(piece)
