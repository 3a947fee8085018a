"""The versions of rows before and after a moment, for those who compare what was typed with what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: What a version does not hold.
ABSENT = object()


class Versions:
    """The versions of some rows of `model`, parted at `moment`: in a fixed number of queries."""

    def __init__(self, model: Any, keys: Iterable[int], moment: datetime) -> None:
        self.before: dict[int, Any] = {}
        self.after: dict[int, list[Any]] = {}
        found = model.history.filter(id__in=set(keys)).select_related("history_user")
        versions = list(found.order_by("history_date", "history_id"))
        self._relate(model, versions)
        for version in versions:
            if version.history_date < moment:
                self.before[version.id] = version
            else:
                self.after.setdefault(version.id, []).append(version)

    def _relate(self, model: Any, versions: list[Any]) -> None:
        """Hand each version the keys its many-to-many relations held."""
        for version in versions:
            version.related = {}
        numbers = {version.history_id: version for version in versions}
        for relation in model.history.model._history_m2m_fields:
            for version in versions:
                version.related[relation.name] = []
            kept = getattr(model.history.model, relation.name).model._default_manager.filter(history__in=list(numbers))
            for number, key in kept.values_list("history_id", f"{relation.m2m_reverse_field_name()}_id"):
                numbers[number].related[relation.name].append(key)

    def base(self, key: int | None, name: str) -> Any:
        """The value of a field in the last version before the moment."""
        version = self.before.get(key or 0)
        return ABSENT if version is None else _value(version, name)

    def latest(self, key: int | None, name: str) -> Any:
        """The last version after the moment that changed the field `name`, or any field; None without one."""
        found, previous = None, self.before.get(key or 0)
        for version in self.after.get(key or 0, ()):
            if not name or previous is None or _value(previous, name) != _value(version, name):
                found = version
            previous = version
        return found

    def last(self, key: int) -> Any:
        """The last version of all; None without one."""
        return (self.after.get(key) or [self.before.get(key)])[-1]

    def called(self, key: int) -> str:
        """What the row is called, by its last version."""
        version = self.last(key)
        return f"{capfirst(str(version.instance_type._meta.verbose_name))}: {str(version.instance)[:60]}"


def _value(version: Any, name: str) -> Any:
    if name in version.related:
        return sorted(version.related[name])
    for field in version.tracked_fields:
        if field.name == name:
            return getattr(version, field.attname)
    return ABSENT
