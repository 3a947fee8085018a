"""Words of the glossary where a page uses them: explained at their first use, plain after it."""

from __future__ import annotations

from typing import Any

from django import template

from website.pages.glossary import terms

register = template.Library()

#: Where a request keeps the codes its page has explained already; pages of lists and pieces share it.
EXPLAINED = "explained_terms"


@register.inclusion_tag("website/partials/term.html", takes_context=True)
def term(context: dict[str, Any], code: str, words: str = "") -> dict[str, Any]:
    """The term `code` of the glossary, in the `words` of the page or its own, with its meaning on demand.

    Raises KeyError for a code the glossary does not have.
    """
    found = terms()[code]
    request = context.get("request")
    explained = request.__dict__.setdefault(EXPLAINED, set()) if request else set()
    is_first = code not in explained
    explained.add(code)
    return {"term": found, "words": words or found.title, "is_first": is_first}


@register.simple_tag
def meaning_of(code: str) -> str:
    """What the term `code` means, in the reader's language: for a page about it."""
    return terms()[code].meaning
