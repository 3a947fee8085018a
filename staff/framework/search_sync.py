"""Records whose words readers look for: saving or deleting one brings the index up to date in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from search.words.sync import catch_up


class SearchSyncMixin:
    """For the admin of an agreement or a party."""

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        catch_up()

    @transaction.atomic
    def delete_model(self, request: Any, obj: Any) -> None:
        super().delete_model(request, obj)  # type: ignore[misc]
        catch_up()

    @transaction.atomic
    def delete_queryset(self, request: Any, queryset: Any) -> None:
        super().delete_queryset(request, queryset)  # type: ignore[misc]
        catch_up()
