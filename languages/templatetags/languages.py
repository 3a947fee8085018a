"""How templates write translated texts, partial dates and links to the same page in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from languages.collation import current_language
from languages.partial_date_field import words
from languages.translated import shown

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest, QueryDict

register = template.Library()

#: Parameters that begin so hold what a reader types to find a choice of a list: they narrow the choices only.
PASSING = "find-"


@register.simple_tag
def translated(record: Model, field: str, reader: str = "") -> str:
    """The translated field in the language `reader`, or the page's; one shown by fallback carries its own `lang`."""
    found = shown(record, field, reader)
    if found.is_fallback:
        return format_html('<span lang="{}">{}</span>', found.language, found.text)
    return found.text


@register.simple_tag
def language_of(record: Model, field: str) -> str:
    """The language the translated field is really shown in."""
    return shown(record, field).language


@register.filter
def partial_date(value: str) -> str:
    """A partial date in words; empty where the source does not say, which the template then says."""
    return str(words(value) or "")


@register.simple_tag(takes_context=True)
def page_in_languages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """This very page in each language: code, name in that language, address with its query.

    A page made without a request (an error page) leads to the front pages.
    """
    request = context.get("request")
    current = current_language()
    links = []
    for code, name in settings.LANGUAGES:
        with override(code):
            own_name = str(name)
        path = _path_in(request, code)
        address = absolute(request, path)
        is_current = code == current
        links.append({"code": code, "name": own_name, "path": path, "address": address, "is_current": is_current})
    return links


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any]) -> str:
    """The address search engines should keep: without choices, with the page's number in a plain list."""
    request = context["request"]
    page = request.GET.get("page", "")
    query = f"?page={page}" if set(request.GET) == {"page"} and page.isdecimal() else ""
    return absolute(request, f"{request.path}{query}")


def absolute(request: HttpRequest | None, path: str) -> str:
    """`path` with the host it was asked by; alone where that host is refused, which a page then says."""
    if request is None:
        return path
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def _path_in(request: Any, language: str) -> str:
    if request is None:
        return f"/{language}/"
    first, *rest = request.path.lstrip("/").split("/", 1)
    codes = [code for code, _name in settings.LANGUAGES]
    path = f"/{language}/{rest[0] if rest else ''}" if first in codes else f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    if is_passing(request.GET):
        query = worth_keeping(request.GET).urlencode()
    return f"{path}?{query}" if query and first in codes else path


def _is_passing(name: str, values: list[str]) -> bool:
    return name.startswith(PASSING) or not any(values)


def is_passing(query: QueryDict) -> bool:
    """Whether a part of `query` is nothing to keep in an address."""
    return any(_is_passing(name, values) for name, values in query.lists())


def worth_keeping(query: QueryDict) -> QueryDict:
    """A copy of `query` for addresses that are kept or passed on: without what asks nothing of the records."""
    kept = query.copy()
    for name, values in query.lists():
        if _is_passing(name, values):
            del kept[name]
    return kept


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """The query of this page with some parameters set anew, others kept: for links to further pages."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: dict[str, Any], name: str, value: str) -> str:
    """The query of this page with one choice taken away; the page number goes too."""
    query = worth_keeping(context["request"].GET)
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.simple_tag
def language_name(code: str) -> str:
    """A language's name in the reader's language."""
    return {known: _(str(name)) for known, name in settings.LANGUAGES}.get(code, code)


@register.simple_tag
def no_text_in(code: str) -> str:
    """That a text is missing in one of the registry's languages; a sentence of its own, for the sake of grammar."""
    return {"kk": _("No Kazakh text"), "ru": _("No Russian text"), "en": _("No English text")}[code]
