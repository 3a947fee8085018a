"""What the value of a field is in words, for pages that tell what was and what is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from languages.partial_date_field import PartialDateField, words


def display_value(field: Any, value: Any) -> str:
    """The value of a plain column in the reader's language; "" where it says nothing.

    A code that the field does not know, as an older version may have one, stands as it was kept.
    """
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, PartialDateField):
        return str(words(value))
    return str(dict(field.flatchoices or ()).get(value, value))
