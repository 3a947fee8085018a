"""How lists show what was asked of them: choices with records first, a refused question, a few page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from agreements.models import Agreement
from agreements.remembered import remembered
from languages.translated import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.paginator import Page
    from django.db.models import Model

    from agreements.faceted_list import FacetedFilterSet
    from agreements.facets import Choice, Facet
    from agreements.filters import AgreementFilter
    from agreements.search.excerpts import Excerpt
    from agreements.search.highlight import Stretch

register = template.Library()


@register.filter
def with_records(choices: Iterable[Choice]) -> list[Choice]:
    """Choices that lead to records, and those already made."""
    return [choice for choice in choices if choice.count or choice.is_chosen]


@register.filter
def without_records(choices: Iterable[Choice]) -> list[Choice]:
    """Choices that would lead to an empty list; they stay selectable."""
    return [choice for choice in choices if not choice.count and not choice.is_chosen]


@register.filter
def any_chosen(choices: Iterable[Choice]) -> bool:
    """Whether a choice of the facet is made."""
    return any(choice.is_chosen for choice in choices)


@register.filter
def refused_values(asked: FacetedFilterSet) -> list[tuple[str, str, str]]:
    """Parameter, label and value of each choice in a question that was not understood, as it was typed."""
    return [
        (name, str(found.label), value)
        for name, found in asked.filters.items()
        if name != "words"
        for value in asked.data.getlist(name)
    ]


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers of the first, last and neighbouring pages, with an ellipsis between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def with_words(record: Model, field: str, asked: FacetedFilterSet | str, reader: str = "") -> str:
    """The translated field with the sought words marked; one shown by fallback carries its own `lang`.

    `asked` is "" on pages where nothing is sought.
    """
    found = shown(record, field, reader)
    sought = None if isinstance(asked, str) else asked.sought
    text = marked(sought.marked(found.text, found.language)) if sought else found.text
    return format_html('<span lang="{}">{}</span>', found.language, text) if found.is_fallback else text


@register.simple_tag(name="stretches")
def marked(stretches: Iterable[Stretch]) -> str:
    """A text in pieces, the sought words marked."""
    return format_html_join("", "{}{}{}", (_with_mark(stretch) for stretch in stretches))


def _with_mark(stretch: Stretch) -> tuple[str, str, str]:
    if stretch.is_marked:
        return mark_safe('<mark class="sought">'), stretch.text, mark_safe("</mark>")
    return "", stretch.text, ""


def excerpt_of(record: Model, asked: AgreementFilter | str) -> Excerpt | None:
    """The sentence for which an agreement was found, if its title does not say it."""
    return None if isinstance(asked, str) else asked.excerpts.get(record.pk)


def left_out(asked: FacetedFilterSet, facet: Facet) -> int:
    """How many values of a long facet have records and are not among its choices until the reader asks for them."""
    if not facet.is_long or facet.name in asked.data.getlist("more"):
        return 0
    shown_values = {choice.value for found, choices in asked.counted_facets if found is facet for choice in choices}
    counts = asked.found.counts[facet.name]
    return len(counts) - len(shown_values & counts.keys())


@register.simple_tag
def holds_samples() -> bool:
    """Whether published samples are among the records."""
    return remembered("samples", lambda: Agreement.objects.published().filter(is_sample=True).exists())
