"""What the database itself refuses, in the words of its constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import UniqueConstraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import DatabaseError
    from django.db.models import BaseConstraint


def refusal(error: DatabaseError) -> str:
    """What the violated constraint says to people; where it is not known, what the database says."""
    diagnosis = getattr(error.__cause__, "diag", None)
    violated = getattr(diagnosis, "constraint_name", "") or str(error).partition(": ")[2]
    for constraint, names in _constraints():
        if violated in names:
            return str(constraint.get_violation_error_message())
    return str(error)


def _constraints() -> Iterator[tuple[BaseConstraint, tuple[str, ...]]]:
    """Each constraint and what databases call it: SQLite names the columns of those that keep rows apart."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            yield constraint, (constraint.name, _columns(constraint, model))


def _columns(constraint: BaseConstraint, model: type) -> str:
    fields = constraint.fields if isinstance(constraint, UniqueConstraint) else ()
    columns = [model._meta.get_field(name).column for name in fields]  # type: ignore[attr-defined]
    return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)  # type: ignore[attr-defined]
