"""First versions of rows that were just written, copied inside the database, as django-simple-history keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history.utils import get_history_manager_for_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

#: Of the rows between two primary keys those that have no version yet: in between may be what others wrote meanwhile.
ROWS = """
    INSERT INTO "{history}" ({columns}, history_date, history_type)
    SELECT {columns}, %s, '+' FROM "{table}" AS new
    WHERE id BETWEEN %s AND %s AND NOT EXISTS (SELECT 1 FROM "{history}" AS old WHERE old.id = new.id)
    ORDER BY id
"""
#: What those rows are related to, each beside the version of its owner.
LINKS = """
    INSERT INTO "{history}" (history_id, id, {owner}, {target})
    SELECT version.history_id, link.id, link.{owner}, link.{target}
    FROM "{table}" AS link JOIN "{versions}" AS version ON version.id = link.{owner}
    WHERE link.id BETWEEN %s AND %s AND NOT EXISTS (SELECT 1 FROM "{history}" AS old WHERE old.id = link.id)
    ORDER BY link.id
"""


def history_of(model: type[Model]) -> type[Model] | None:
    """The model of the versions of `model`; None where none are kept."""
    return getattr(model, "history", None) and get_history_manager_for_model(model).model


def version_rows(model: type[Model]) -> str:
    """The statement that copies rows into their first versions, "" where none are kept: moment, first and last key.

    A version keeps all columns but the original ones of translated texts.
    """
    history = history_of(model)
    if history is None:
        return ""
    translated = set(get_translatable_fields_for_model(model) or ())
    kept = [f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in translated]
    return ROWS.format(history=history._meta.db_table, table=model._meta.db_table, columns=", ".join(kept))


def version_links(model: type[Model], relation: Any) -> str:
    """The statement that copies links of a many-to-many relation: first and last key; "" without versions."""
    history = history_of(model)
    if history is None:
        return ""
    through = relation.remote_field.through
    kept = apps.get_model(through._meta.app_label, f"Historical{through._meta.object_name}")
    return LINKS.format(
        history=kept._meta.db_table,
        table=through._meta.db_table,
        versions=history._meta.db_table,
        owner=relation.m2m_column_name(),
        target=relation.m2m_reverse_name(),
    )


def copy(statement: str, parameters: Iterable[Any]) -> None:
    """Run one of those statements."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))


def give_reasons(model: type[Model], reasons: list[tuple[str, int]]) -> None:
    """Write into the versions of rows why they came: reason and primary key of each."""
    history = history_of(model)
    if history is not None and reasons:
        statement = f'UPDATE "{history._meta.db_table}" SET history_change_reason = %s WHERE id = %s'  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(statement, reasons)
