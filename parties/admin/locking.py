"""A record that is about to be saved is locked first, and read again once nobody else can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest

    Base = ModelAdmin[Any]
else:
    Base = object


class LockedObjectAdmin(Base):
    """For every admin of the desk, whose unsafe requests run in a transaction (config/transactions.py)."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; posted, locked until the transaction ends. None where it is not there (any more)."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        self.model._default_manager.select_for_update().filter(pk=found.pk).first()
        return super().get_object(request, object_id, from_field)  # others may have saved while this one waited
