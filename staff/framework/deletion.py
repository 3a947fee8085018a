"""The page that asks before something is deleted: it names records, not the rows that link them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest


class PlainDeletion:
    """Leaves out what the framework keeps between two records, which nobody ever sees by itself."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        told, counted, refused, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        links = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
        beginnings = tuple(f"{capfirst(str(link.verbose_name))}: " for link in links)
        kinds = {str(link.verbose_name_plural) for link in links}
        counted = {kind: count for kind, count in counted.items() if str(kind) not in kinds}
        return _without(told, beginnings), counted, refused, protected


def _without(told: Sequence[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """The nested list `told`, a record before the list of what goes with it, without the links."""
    kept = [_without(entry, beginnings) if isinstance(entry, list) else entry for entry in told]
    return [entry for entry in kept if entry != [] and not (isinstance(entry, str) and entry.startswith(beginnings))]
