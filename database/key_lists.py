"""Very many primary keys in a condition, past the number of parameters that a database takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from collections.abc import Iterable


def keys(found: Iterable[int]) -> RawSQL:
    """A subquery of `found`, for `pk__in`."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [as_parameter(found)])
    return RawSQL("SELECT unnest(%s::bigint[])", [as_parameter(found)])


def as_parameter(found: Iterable[int]) -> str | list[int]:
    """`found` as the one parameter of that subquery."""
    return json.dumps(list(found)) if connection.vendor == "sqlite" else list(found)
