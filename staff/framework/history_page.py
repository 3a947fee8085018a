"""The page of a record's history: every version, with what changed in it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import Http404
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import get_m2m_reverse_field_name

from database.related import related_words
from languages.display import display_value
from staff.framework.locking import LockedObjectAdmin
from staff.framework.url_values import is_key
from staff.framework.widgets import TYPING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest, HttpResponse


class HistoryChange:
    """One difference between two versions of a record, in words."""

    def __init__(self, field: str, old: str, new: str) -> None:
        self.field, self.old, self.new = field, old, new


def changes(older: Any, newer: Any) -> Iterator[HistoryChange]:
    """What differs between two versions.

    Unlike simple-history's own comparison it looks at every column kept, among them those nobody
    types: the language columns' copies, publication, implementation.
    """
    for field in newer.tracked_fields:
        if getattr(older, field.attname) != getattr(newer, field.attname) and not _is_bound(field):
            yield HistoryChange(capfirst(str(field.verbose_name)), _shown(older, field), _shown(newer, field))
    for field in newer._history_m2m_fields:
        old, new = _related(older, field), _related(newer, field)
        if old != new:
            yield HistoryChange(capfirst(str(field.verbose_name)), "\n".join(old), "\n".join(new))


def _is_bound(field: Any) -> bool:
    """Whether the column only repeats a partial date."""
    return isinstance(field, models.DateField) and not field.editable


def _shown(version: Any, field: Any) -> str:
    return (
        related_words(version, field.name)
        if field.is_relation
        else display_value(field, getattr(version, field.attname))
    )


def shown(record: Any, field: Any) -> str:
    """The value of `field` of a saved record, in words."""
    if field.many_to_many:
        return "\n".join(sorted(str(linked) for linked in getattr(record, field.name).all()))
    return _shown(record, field)


def _related(version: Any, field: Any) -> list[str]:
    name = get_m2m_reverse_field_name(field)
    return sorted(related_words(row, name) for row in getattr(version, field.name).select_related(name))


class RecordHistoryAdmin(LockedObjectAdmin, SimpleHistoryAdmin):
    """A record whose page of history tells every change in full.

    Versions are not restored by simple-history's own button, which would also bring back publication
    and identifier; agreements.versions.restoring brings back what may be.
    """

    formfield_overrides: Any = TYPING
    object_history_template: Any = "staff/history.html"
    object_history_list_template = "staff/history_list.html"

    def get_urls(self) -> list[Any]:
        return super(SimpleHistoryAdmin, self).get_urls()

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return True

    def set_history_delta_changes(
        self,
        request: HttpRequest,  # noqa: ARG002 its signature
        historical_records: Sequence[Any],
        foreign_keys_are_objs: bool = True,  # noqa: ARG002 its signature
    ) -> None:
        for version in historical_records:
            older = version.prev_record
            version.history_delta_changes = list(changes(older, version)) if older else []

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not is_key(self.model, object_id):
            raise Http404
        return super().history_view(request, object_id, extra_context)
