"""Rows of a Django fixture, with every column that plain `loaddata` needs.

`loaddata` writes rows as they stand: it knows nothing of translated columns, of the bounds of a
partial date or of defaults that a form would fill in.
"""

from __future__ import annotations

import json
from functools import cache
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
    fields: dict[str, Any] = {}
    for part in columns:
        fields.update(part)
    return {"model": model._meta.label_lower, "fields": fields}


def text_columns(name: str, texts: Mapping[str, str]) -> dict[str, str | None]:
    """The columns of a translated text. The original one may not be null and holds the Kazakh text."""
    columns: dict[str, str | None] = {name: texts.get("kk", "")}
    for language in LANGUAGES:
        columns[f"{name}_{language}"] = texts.get(language) or None
    return columns


def partial_date_columns(model: type[Model], name: str, value: str) -> dict[str, str | None]:
    """A partial date as EDTF and its two bounds; "" and no bounds where the source does not say."""
    earliest_field, before_field = _bound_fields(model, name)
    earliest, before = bounds(value)
    return {
        name: value,
        earliest_field: earliest.isoformat() if earliest else None,
        before_field: before.isoformat() if before else None,
    }


@cache
def _bound_fields(model: type[Model], name: str) -> tuple[str, str]:
    column = cast("PartialDateField", model._meta.get_field(name))
    return column.earliest_field, column.before_field


def as_json(rows: Iterable[Row]) -> str:
    """The text of a fixture: the same rows always give the same text."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"
