"""A translated text together with the language it is really in.

modeltranslation falls back kk → ru → en where a translation is missing; a page must then say
which language it shows (WCAG 2.2, 3.1.2), so that it is read, hyphenated and spoken right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from languages import LANGUAGES
from languages.collation import current_language

if TYPE_CHECKING:
    from django.db.models import Model


def in_languages(*fields: str) -> tuple[str, ...]:
    """The columns of translated fields, one for each language: the name of the field itself stands for one only."""
    return tuple(f"{field}_{language}" for field in fields for language in LANGUAGES)


class Shown(NamedTuple):
    """What is shown for a translated field, in which language it is written, and whether the reader's has none."""

    text: str
    language: str
    is_fallback: bool


def shown(record: Model, field: str, reader: str = "") -> Shown:
    """The text of `field` in the language `reader`, or in the first language that has one.

    Without `reader` it is the language of the page; rows of a list are told it once for all.
    """
    reader = reader or current_language()
    for language in (reader, *LANGUAGES):
        text = getattr(record, f"{field}_{language}")
        if text:
            return Shown(text, language, language != reader)
    return Shown("", reader, is_fallback=False)
