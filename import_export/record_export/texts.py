"""Texts and values of a record as its file has them: what is not stated is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from languages import LANGUAGES

if TYPE_CHECKING:
    from django.db.models import Model


def texts(record: Model, field: str) -> dict[str, str]:
    """A translated text by language, as far as there is one."""
    found = {language: getattr(record, f"{field}_{language}") for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def drop_empty(**values: Any) -> dict[str, Any]:
    """Those of `values` that say something."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}
