"""What was typed on a page that cannot be saved is given back: in words to read and copy, and to send once more.

The right to save may go while somebody types: a record is published or deleted, a session ends. Nothing
of it is kept on the server. Who is not signed in, or may not see the record, gets back what the page
sent and no more: nothing of what is stored, neither names of chosen records nor what differs.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin as django_admin
from django.contrib.admin.utils import unquote
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import DELETION_FIELD_NAME
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages import LANGUAGES
from staff.concurrent_edits.merge import KEYS, choose_again, label_of, moment, person, posted_rows, row_label
from staff.concurrent_edits.unopened_rows import is_unopened, key_of
from staff.framework.url_values import is_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

TEMPLATE = "staff/not_saved.html"
#: Lines of a box at most; a longer text is scrolled.
LINES = 12
A_LINE = 90


@dataclass(frozen=True)
class Typed:
    """One field that was typed on."""

    label: str
    text: str
    language: str

    @property
    def lines(self) -> int:
        return min(LINES, sum(1 + len(line) // A_LINE for line in self.text.splitlines()[:LINES]) or 1)


@dataclass(frozen=True)
class UnsavedPart:
    """The record itself, or one row of its page."""

    heading: str
    typed: list[Typed]


@dataclass(frozen=True)
class Why:
    """Why nothing was saved, and what to do about it."""

    text: _StrPromise | str
    status: int = 403
    #: What to open in another tab first: its address by name, and what the link says.
    first: str = ""
    first_label: _StrPromise | str = ""
    #: Whether the same may be sent again.
    again: bool = True


SIGNED_OUT = Why(
    gettext_lazy(
        "You are not signed in any more: the session has ended, or the password was changed. Nothing was saved, and "
        "nothing that you typed is lost. Sign in in another tab, come back to this one and save again."
    ),
    first="admin:login",
    first_label=gettext_lazy("Sign in (opens another tab)"),
)
SECOND_FACTOR = Why(
    gettext_lazy(
        "Your second factor is asked for. Nothing was saved, and nothing that you typed is lost. Show it in another "
        "tab, come back to this one and save again."
    ),
    first="admin:second_factor",
    first_label=gettext_lazy("Second factor (opens another tab)"),
)
SIGNED_IN_ANEW = Why(
    gettext_lazy(
        "You signed in after you had opened this page, so nothing was saved yet, and nothing that you typed is lost. "
        "Look through it and save again."
    )
)
CLOSED = gettext_lazy("You may not save here any more: your rights have changed, or the record has.")
KEPT = gettext_lazy("Nothing was saved. What you typed stands below; copy what you need before you leave this page.")


def given_back(request: Any, why: Why | None = None, *, sees: bool) -> TemplateResponse | None:
    """The page that gives back what was posted; None where nothing was typed, or not on a page of a record.

    Without `why` the reader may not do what was asked. `sees` tells whether the reader has shown who they are.
    """
    if not gives_back(request):
        return None
    match = request.resolver_match
    admin = match.func.model_admin
    record = _record(admin, request, match.kwargs.get("object_id")) if sees else None
    parts = typed_parts(admin, request, record, names=sees and admin.has_view_permission(request))
    if not parts and why is not SIGNED_IN_ANEW:
        return None
    return _page(admin, request, why or _closed(admin, record), parts)


def gives_back(request: Any) -> bool:
    """Whether a request sends the page of a record that gives back what was typed on it."""
    match = request.resolver_match
    admin: Any = getattr(match.func, "model_admin", None) if match and request.method == "POST" else None
    return getattr(admin, "gives_back", False) and (match.url_name or "").rpartition("_")[2] in {"add", "change"}


def deleted(admin: Any, request: HttpRequest, key: str) -> Why:
    """Says who deleted the record, where that is known."""
    versions = admin.model.history.filter(id=key, history_type="-") if is_key(admin.model, key) else None
    last = versions.select_related("history_user").first() if versions is not None else None
    if last is None or not admin.has_view_permission(request):
        return Why(_("This record is not there any more. %(kept)s") % {"kept": KEPT}, 404, again=False)
    words = {"user": person(last), "time": moment(last.history_date), "kept": KEPT}
    return Why(_("%(user)s deleted this record (%(time)s). %(kept)s") % words, 404, again=False)


def _closed(admin: Any, record: Any) -> Why:
    return Why(f"{(admin.why_closed(record) if record is not None else '') or CLOSED} {KEPT}")


def _record(admin: Any, request: HttpRequest, key: str | None) -> Any:
    """The record of the page, where there is one and the reader may see it."""
    reading = copy(request)
    reading.method = "GET"
    record = admin.get_object(reading, unquote(key)) if key else None
    return record if record is not None and admin.has_view_permission(request, record) else None


def _page(admin: Any, request: HttpRequest, why: Why, parts: list[UnsavedPart]) -> TemplateResponse:
    context = {
        **admin.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,  # nothing leads away from what is not saved
        "title": _("Not saved"),
        "opts": admin.opts,
        "why": why,
        "first": reverse(why.first) if why.first else "",
        "parts": parts,
        "sent": list(posted_values(request)) if why.again else [],
    }
    response = TemplateResponse(request, TEMPLATE, context, status=why.status)
    add_never_cache_headers(response)
    return response


def sent_again(request: HttpRequest, why: Why) -> TemplateResponse:
    """For what other pages than those of records posted: a button that sends the same again, but no passwords."""
    is_secret = any("password" in name for name in request.POST)
    context = {
        **django_admin.site.each_context(request),
        "title": _("Not saved"),
        "why": why,
        "sent": [] if is_secret else list(posted_values(request)),
    }
    response = TemplateResponse(request, TEMPLATE, context, status=why.status)
    add_never_cache_headers(response)
    return response


def posted_values(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What a form has to send to post the same again, files excepted."""
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            yield from ((name, str(value)) for value in values)


def typed_parts(admin: Any, request: Any, record: Any, *, names: bool) -> list[UnsavedPart]:
    """What was typed, part by part: only what differs from `record`, if that is known.

    With `names` chosen records are named too. Of each kind of rows no more are read than a page may have.
    """
    opening = copy(request)
    opening.method = "GET"
    opening.__dict__.pop("submission", None)
    known = record if record is not None else admin.model()
    form = admin.get_form(opening, None, change=False)(instance=known)
    found = [UnsavedPart(capfirst(str(admin.opts.verbose_name)), list(_typed(form, "", request, names=names)))]
    for inline, formset in _formsets(admin, opening, known):
        forms_by_key = {str(row.instance.pk): row for row in formset.initial_forms}
        blank = formset.empty_form  # one for all new rows: making a form costs more than reading a row with it
        for number, prefix in islice(posted_rows(request.POST, formset.prefix), formset.absolute_max):
            row = forms_by_key.get(key_of(request.POST, prefix)) or blank
            one = f"{capfirst(str(inline.verbose_name))} {number + 1}"
            heading = row_label(row.instance) if row.instance.pk else one
            found.append(UnsavedPart(heading, list(_typed(row, prefix, request, names=names))))
    return [part for part in found if part.typed]


def _formsets(admin: Any, opening: HttpRequest, known: Any) -> Iterator[tuple[Any, Any]]:
    """The rows of the page, whatever the reader may do with them now."""
    prefixes: Counter[str] = Counter()
    for each in admin.inlines:
        inline = each(admin.model, admin.admin_site)
        formset = inline.get_formset(opening, known if known.pk else None)
        prefix = formset.get_default_prefix()
        prefixes[prefix] += 1
        if prefixes[prefix] > 1:
            prefix = f"{prefix}-{prefixes[prefix]}"
        yield inline, formset(**admin.get_formset_kwargs(opening, known, inline, prefix))


def _typed(form: Any, prefix: str, request: Any, *, names: bool) -> Iterator[Typed]:
    shown = {DELETION_FIELD_NAME} if is_unopened(request.POST, prefix) else form.fields.keys() - KEYS
    for name, field in form.fields.items():
        posted_name = f"{prefix}-{name}" if prefix else name
        sent = (request.POST, request.FILES, posted_name)
        if name not in shown or field.widget.is_hidden or field.widget.value_omitted_from_data(*sent):
            continue
        value = field.widget.value_from_datadict(*sent)
        if not field.has_changed(form.get_initial_for_field(field, name), value):
            continue
        if hasattr(field, "queryset") and not names:
            continue
        language = name.rpartition("_")[2]
        yield Typed(
            label_of(form, name), in_words(field, value) or _("empty"), language if language in LANGUAGES else ""
        )


def in_words(field: Any, value: Any) -> str:
    """A posted value as the page showed it."""
    if isinstance(value, UploadedFile):
        return choose_again(value.name or "")
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    several = [str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one not in (None, "")]
    if hasattr(field, "queryset"):
        keys = [key for key in several if is_key(field.queryset.model, key)]
        return "\n".join(str(record) for record in field.queryset.filter(pk__in=keys))
    choices = dict(_flat(getattr(field, "choices", ())))
    return "\n".join(choices.get(one, one) for one in several)


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), str(label)
