"""What stands outside a record and has to do with its parts: what rests on them, and what they point to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, SourceFile
from agreements.versions.queries import KEPT, kept_fields, keys_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from agreements.versions.queries import Values
    from agreements.versions.snapshots import Part, State


def pointing_fields(model: Any) -> list[Any]:
    """The fields of a part that point to another record, its own agreement aside."""
    return [field for field in kept_fields(model) if field.is_relation and field.name != "agreement"]


def is_within(field: Any) -> bool:
    """Whether `field` points to a part of the same record."""
    return field.related_model in KEPT and field.related_model is not Agreement


def rested_on(parts: Iterable[Part]) -> dict[Part, str]:
    """Those of `parts` on which something outside the record rests, and what it is called.

    One query for each relation that comes from outside.
    """
    found: dict[Part, str] = {}
    for model, keys in _by_model(parts).items():
        for relation in model._meta.related_objects:
            other: Any = relation.related_model
            if other not in KEPT:
                name = relation.field.name
                held = other._base_manager.filter(**{f"{name}__in": keys}).order_by().values_list(name, flat=True)
                found |= {(model, key): str(other._meta.verbose_name) for key in held.distinct()}
    return found


def still_there(state: State) -> dict[type[Model], set[int]]:
    """The records outside to which the parts in `state` point and which are still there: one query for each kind."""
    asked = _by_model(
        (field.related_model, key)
        for (model, _key), values in state.items()
        for field in pointing_fields(model)
        if not is_within(field)
        for key in keys_in(values, field)
    )
    return _those_there(asked)


def given_away(state: State, present: State) -> set[Part]:
    """The parts in `state` that are gone and whose key another record has now: one query for each kind.

    SQLite gives the highest key again when a migration made its table anew after the part was removed.
    """
    taken = _those_there(_by_model(part for part in state if part not in present))
    return {(model, key) for model, keys in taken.items() for key in keys}


def _by_model(parts: Iterable[tuple[Any, int]]) -> dict[Any, set[int]]:
    found: dict[Any, set[int]] = {}
    for model, key in parts:
        found.setdefault(model, set()).add(key)
    return found


def _those_there(asked: dict[Any, set[int]]) -> dict[type[Model], set[int]]:
    """The keys of each kind that a record has now."""
    return {
        model: set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for model, keys in asked.items()
    }


def is_in_the_store(values: Values) -> bool:
    """Whether the signed document of a version can still be read."""
    field: Any = SourceFile._meta.get_field("document")
    return bool(field.storage.exists(str(values["document"])))
