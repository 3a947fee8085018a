"""Filters of the admin's lists that show the whole of what the front page shows a few of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.publication.peer_review import changes_in_public
from staff.worklists.deadlines import agreements_due
from staff.worklists.in_progress import drafts_of
from staff.worklists.incomplete import incomplete_agreements, lost_passages

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class DeskFilter(SimpleListFilter):
    """Agreements by what they wait for."""

    title = _("to do")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002 its signature
        return (
            ("mine", _("my drafts")),
            ("changed", _("changed in public, not yet looked at by another")),
            ("incomplete", _("published but incomplete")),
            ("due", _("a term ends or a notice falls due within a year")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "mine":
                return queryset.filter(pk__in=drafts_of(request.user).values("pk"))  # type: ignore[arg-type]
            case "changed":
                changed = changes_in_public().exclude(written_by=request.user)  # type: ignore[misc]
                return queryset.filter(pk__in=changed.order_by().values("agreement"))
            case "incomplete":
                return queryset.filter(pk__in=incomplete_agreements().order_by().values("pk"))
            case "due":
                return queryset.filter(pk__in=agreements_due(timezone.localdate()).order_by().values("pk"))
        return queryset


class PlaceFilter(SimpleListFilter):
    """Passages by whether they stand where they were marked."""

    title = _("place in the source")
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002 its signature
        return (("lost", _("lost")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002 its signature
        if self.value() != "lost":
            return queryset
        return queryset.filter(pk__in=lost_passages().values("pk"))
