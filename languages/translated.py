"""A translated text together with the language it is really in.

modeltranslation falls back kk → ru → en where a translation is missing; a page must then say
which language it shows (WCAG 2.2, 3.1.2), so that it is read, hyphenated and spoken right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from languages import LANGUAGES
from languages.collation import current_language

if TYPE_CHECKING:
    from django.db.models import Model


def in_languages(*fields: str) -> tuple[str, ...]:
    """The columns of translated fields, one for each language: the name of the field itself stands for one only."""
    return tuple(f"{field}_{language}" for field in fields for language in LANGUAGES)


@dataclass(frozen=True)
class Shown:
    """What is shown for a translated field, and in which language it is written."""

    text: str
    language: str

    @property
    def is_fallback(self) -> bool:
        return bool(self.text) and self.language != current_language()


def shown(record: Model, field: str) -> Shown:
    """The text of `field` in the reader's language, or in the first language that has one."""
    reader = current_language()
    for language in (reader, *LANGUAGES):
        text = getattr(record, f"{field}_{language}")
        if text:
            return Shown(text, language)
    return Shown("", reader)
