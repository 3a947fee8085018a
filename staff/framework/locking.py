"""A record that is about to be saved is locked first, and read again once nobody else can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


class LockedObjectAdmin:
    """For every admin of the desk, whose unsafe requests run in a transaction (staff/transactions.py)."""

    model: Any

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; posted, locked until the transaction ends. None where it is not there (any more)."""
        found = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if found is None or request.method != "POST":
            return found
        self.model._default_manager.select_for_update().filter(pk=found.pk).first()
        return super().get_object(request, object_id, from_field)  # type: ignore[misc] # others may have saved meanwhile
