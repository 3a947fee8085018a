"""How lists show what was asked of them: choices with records first, a refused question, a few page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from agreements.change_log.cache import cached
from agreements.models import Agreement
from languages.templatetags.languages import worth_keeping
from languages.translated import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.paginator import Page
    from django.db.models import Model
    from django.http import QueryDict

    from search.facets.facets import FacetChoice, ListFacet
    from search.lists.agreements import AgreementFilter
    from search.lists.base import ListFilterSet
    from search.words.excerpts import Excerpt
    from search.words.highlight import HighlightSpan

register = template.Library()

#: So many of the things asked for stand in the title of a page.
NAMED_IN_TITLE = 4


@register.filter
def with_records(choices: Iterable[FacetChoice]) -> list[FacetChoice]:
    """Choices that lead to records, and those already made."""
    return [choice for choice in choices if choice.count or choice.is_chosen]


@register.filter
def without_records(choices: Iterable[FacetChoice]) -> list[FacetChoice]:
    """Choices that would lead to an empty list; they stay selectable."""
    return [choice for choice in choices if not choice.count and not choice.is_chosen]


@register.filter
def any_chosen(choices: Iterable[FacetChoice]) -> bool:
    """Whether a choice of the facet is made."""
    return any(choice.is_chosen for choice in choices)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers of the first, last and neighbouring pages, with an ellipsis between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def with_words(record: Model, field: str, asked: ListFilterSet | str, reader: str = "") -> str:
    """The translated field with the sought words marked; one shown by fallback carries its own `lang`.

    `asked` is "" on pages where nothing is sought.
    """
    found = shown(record, field, reader)
    sought = None if isinstance(asked, str) else asked.sought
    text = marked(sought.marked(found.text, found.language)) if sought else found.text
    return format_html('<span lang="{}">{}</span>', found.language, text) if found.is_fallback else text


@register.simple_tag(name="stretches")
def marked(stretches: Iterable[HighlightSpan]) -> str:
    """A text in pieces, the sought words marked."""
    return format_html_join("", "{}{}{}", (_with_mark(stretch) for stretch in stretches))


def _with_mark(stretch: HighlightSpan) -> tuple[str, str, str]:
    if stretch.is_marked:
        return mark_safe('<mark class="sought">'), stretch.text, mark_safe("</mark>")
    return "", stretch.text, ""


def excerpt_of(record: Model, asked: AgreementFilter | str) -> Excerpt | None:
    """The sentence for which an agreement was found, if its title does not say it."""
    return None if isinstance(asked, str) else asked.excerpts.get(record.pk)


def address_with_more(asked: ListFilterSet, facet: ListFacet) -> str:
    """The address of the list with further choices of `facet`."""
    query = asked.data.copy()
    query.appendlist("more", facet.name)
    return _address(query)


@register.simple_tag(takes_context=True)
def list_with(context: dict[str, Any], **changes: Any) -> str:
    """The address of this list with some parameters set anew: for links to its further pages."""
    asked = context.get("filter")
    query = worth_keeping(asked.data if asked else context["request"].GET)
    for name, value in changes.items():
        query[name] = str(value)
    return _address(query)


@register.simple_tag
def list_without(asked: ListFilterSet, *names: str, value: str | None = None) -> str:
    """The address of the list without the parameters `names`, or without one `value` of theirs; its first page."""
    query = worth_keeping(asked.data)
    for name in names:
        query.setlist(name, [kept for kept in query.getlist(name) if value is not None and kept != value])
    query.pop("page", None)
    return _address(query)


def _address(query: QueryDict) -> str:
    return f"?{written}" if (written := query.urlencode()) else "./"


@register.simple_tag
def question_in_words(asked: ListFilterSet) -> str:
    """What was asked, for the title of the page: words, period, and the first few choices."""
    if not asked.is_valid():
        return ""
    found = [asked.form.cleaned_data["words"], str(asked.period) if asked.period else ""]
    found = [*filter(None, found), *(choice.label for _facet, choice in asked.chosen)]
    return ", ".join([*found[:NAMED_IN_TITLE], *(["…"] if len(found) > NAMED_IN_TITLE else [])])


@register.simple_tag
def holds_samples() -> bool:
    """Whether published samples are among the records."""
    return cached("samples", lambda: Agreement.objects.published().filter(is_sample=True).exists())
