"""Rows of a Django fixture, with every column that plain `loaddata` needs.

`loaddata` writes rows as they stand: it knows nothing of translated columns, of the bounds of a
partial date or of defaults that a form would fill in.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from languages import LANGUAGES
from languages.partial_date_field import PartialDateField, bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

Row = dict[str, Any]
#: What points to another row: its natural key.
Key = list[str | int]


def row(model: type[Model], *columns: Mapping[str, Any]) -> Row:
    """A row of `model` without a primary key: natural keys find it again when it is loaded a second time."""
    return {
        "model": model._meta.label_lower,
        "fields": {name: value for part in columns for name, value in part.items()},
    }


def text_columns(name: str, texts: Mapping[str, str]) -> dict[str, str | None]:
    """The columns of a translated text. The original one may not be null and holds the Kazakh text."""
    return {name: texts.get("kk", "")} | {f"{name}_{language}": texts.get(language) or None for language in LANGUAGES}


def partial_date_columns(model: type[Model], name: str, value: str) -> dict[str, str | None]:
    """A partial date as EDTF and its two bounds; "" and no bounds where the source does not say."""
    column = cast("PartialDateField", model._meta.get_field(name))
    earliest, before = bounds(value)
    return {
        name: value,
        column.earliest_field: earliest.isoformat() if earliest else None,
        column.before_field: before.isoformat() if before else None,
    }


def as_json(rows: Iterable[Row]) -> str:
    """The text of a fixture: the same rows always give the same text."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"
