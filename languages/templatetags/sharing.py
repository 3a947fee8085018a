"""What a page says of itself where a link to it is shown: among results of search engines, in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from languages import LANGUAGES
from languages.collation import current_language
from languages.templatetags.languages import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

register = template.Library()

#: The locales of the Open Graph protocol, which knows languages by country only.
LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}


@register.simple_block_tag(end_name="endkept")
def kept(content: str) -> str:
    """What is between the tags in one line, kept under a name: a block stands once in a template and is said twice."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 the block has escaped what it was given


@register.simple_tag
def page_locale() -> str:
    """The locale of the page."""
    return LOCALES[current_language()]


@register.simple_tag
def other_locales() -> Iterator[str]:
    """The locales of the other languages."""
    return (LOCALES[language] for language in LANGUAGES if language != current_language())


@register.simple_tag(takes_context=True)
def card_address(context: dict[str, Any]) -> str:
    """The picture that is shown beside a link to any page, with its host."""
    return absolute(context.get("request"), static("img/card.png"))
