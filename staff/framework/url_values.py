"""Keys of records in addresses, which anybody may type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

#: The largest key that the databases can hold.
LARGEST_KEY = 2**63 - 1


def is_key(model: type[Model], typed: str) -> bool:
    """Whether `typed` could be the key of a record of `model`."""
    try:
        key = model._meta.pk.to_python(typed)
    except ValidationError:
        return False
    return not isinstance(key, int) or 0 < key <= LARGEST_KEY


def refuse_wrong_keys(model: type[Model], asked: Iterable[tuple[str, Any]]) -> None:
    """A 400 for an address that fills in related records by what cannot be their keys."""
    for name, value in asked:
        try:
            related = model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            continue
        if isinstance(related, type) and not all(is_key(related, key) for key in str(value).split(",")):
            raise BadRequest("no key of a record")
