"""Tables of activities on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from agreements.models import Agreement, Commitment
from agreements.publication.peer_review import record_unreviewed_related_change
from agreements.rules.publication_states import PUBLISH_PERMISSION
from import_export.spreadsheets.activities import ACTIVITIES, activity_table, mark_of, name_of
from staff.imports.table_import import TableImport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from import_export.spreadsheets.records import RecordTable


def refusals_of_public(commitments: Iterable[Commitment]) -> list[str]:
    """Why who may not publish enters nothing about these commitments: what is done about public ones is public."""
    message = _("“%(commitment)s” is public: only those who may publish enter what was done about it.")
    return [message % {"commitment": str(each)[:90]} for each in commitments if each.agreement.is_public]


def served_by(activities: Iterable[Activity]) -> list[Agreement]:
    """The agreements about which `activities` say what was done."""
    keys = Commitment.objects.filter(activities__in=activities).values("agreement")
    return list(Agreement.objects.filter(pk__in=keys))


class ActivityImport(TableImport):
    kind = ACTIVITIES
    permission = "activities.add_activity"
    changelist = "admin:activities_activity_changelist"
    promise = gettext_lazy(
        "All of it is saved, or nothing. What was done about a published agreement is public at once."
    )

    def table(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool) -> RecordTable:
        return activity_table(raw, name, self._visible(request), lock=lock)

    def _visible(self, request: HttpRequest) -> QuerySet[Commitment]:
        """The commitments that this person sees on the desk."""
        commitments = self.model_admin.admin_site.get_model_admin(Commitment)
        found: QuerySet[Commitment] = commitments.get_queryset(request)
        return found if commitments.has_view_permission(request) else found.none()

    def forbidden(self, request: HttpRequest, plan: RecordTable) -> list[str]:
        known = [each.record.pk for each in plan.changed if not each.is_new]
        if known and not request.user.has_perm("activities.change_activity"):
            return [_("You may not change activities.")]
        if request.user.has_perm(PUBLISH_PERMISSION):
            return []
        message = _("The public sees “%(activity)s”: only those who may publish can change it.")
        found = [message % {"activity": each} for each in Activity.objects.published().filter(pk__in=known)]
        named = {commitment: None for each in plan.changed for commitment in each.new("commitments") or ()}
        return [*found, *refusals_of_public(named)]

    def write(self, request: HttpRequest, plan: RecordTable) -> None:
        """As on the page of each activity: whatever public record it served or serves waits for another's look."""
        served = {line.record: served_by([line.record]) for line in plan.changed if not line.is_new}
        super().write(request, plan)
        for line in plan.changed:
            agreements = {*served.get(line.record, ()), *served_by([line.record])}
            record_unreviewed_related_change(agreements, request.user, timezone.now(), str(line.record))  # type: ignore[arg-type]

    def heading(self, record: Activity) -> str:
        """With its mark, so that one sees which activity a line without one was found to be about."""
        return f"{record} ({mark_of(record)})" if record.pk else str(record)

    def words_of(self, linked: Any) -> str:
        return f"{name_of(linked)}: {linked.text}" if isinstance(linked, Commitment) else str(linked)
