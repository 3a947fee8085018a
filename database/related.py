"""What a record points to, where that may be gone: a kept version outlives the records it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models import Model


def related(record: Model, name: str) -> Any:
    """The record that the foreign key `name` points to; None where it was deleted since, or never chosen."""
    try:
        return getattr(record, name)
    except ObjectDoesNotExist:
        return None


def related_words(record: Model, name: str) -> str:
    """What that record is called: “(deleted)” where it is gone, empty where none was chosen."""
    found = related(record, name)
    if found is not None:
        return str(found)
    return "" if getattr(record, f"{name}_id") is None else str(_("(deleted)"))
