"""How lists show what was asked of them: choices with records first, a refused question, a few page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.paginator import Page

    from agreements.facets import Choice
    from agreements.filters import FacetedFilterSet

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
