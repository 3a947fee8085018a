"""Earlier versions of an agreement: read as the record stood then, and brought back as a change of the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement
from agreements.versions.diff import differences
from agreements.versions.queries import WHOLE
from agreements.versions.restoring import planned, restore
from agreements.versions.snapshots import RecordHistory, present_state
from staff.review.changes_page import ReviewPages
from staff.review.comments import may_comment
from staff.review.diff_display import grouped

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from agreements.versions.snapshots import State

MODELS = {str(model._meta.model_name): model for model in WHOLE}


class PastPages(ReviewPages):
    """For the admin of agreements."""

    def get_urls(self) -> list[Any]:
        version = path(
            "<path:object_id>/versions/<slug:part>/<int:number>/",
            self.admin_site.admin_view(self.version_view),  # type: ignore[attr-defined]
            name="agreements_agreement_version",
        )
        return [version, *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def version_view(self, request: HttpRequest, object_id: str, part: str, number: int) -> HttpResponse:
        """How the record stood once a version was saved; posted, what can be brought back is."""
        agreement = self.asked_agreement(request, object_id)
        may_restore = may_comment(self, request, agreement)
        if request.method == "POST":
            if not may_restore:
                raise PermissionDenied
            return self._restored(request, agreement, part, number)
        present = present_state(agreement)
        moment, then = _stood(agreement, present, part, number)
        plan = planned(agreement, present, then)
        context = {
            "title": _("The record as it stood"),
            "moment": moment,
            "may_restore": may_restore,
            "stood": grouped(differences({}, then), then, present),
            "back": grouped(plan.back, present, plan.final),
            "stay": grouped(plan.stay, plan.earlier, plan.final, reasons=plan.reasons),
            "without_a_place": plan.without_a_place,
        }
        return self.page_about(request, agreement, "staff/agreements/version.html", context)

    @transaction.atomic
    def _restored(self, request: HttpRequest, agreement: Agreement, part: str, number: int) -> HttpResponse:
        Agreement.objects.select_for_update().get(pk=agreement.pk)
        present = present_state(agreement)
        moment, then = _stood(agreement, present, part, number)
        time = {"time": date_format(timezone.localtime(moment), "DATETIME_FORMAT")}
        done = restore(agreement, present, then, _("Restored as of %(time)s") % time)
        if not done.is_empty:
            messages.success(request, _("The record was restored as of %(time)s. Please look at it again.") % time)
            if done.stay or done.without_a_place:
                messages.warning(
                    request, _("Some of it could not come back; the page of that version says what and why.")
                )
        else:
            messages.info(request, _("There was nothing to restore."))
        return HttpResponseRedirect(reverse("admin:agreements_agreement_change", args=(agreement.pk,)))


def _stood(agreement: Agreement, present: State, part: str, number: int) -> tuple[datetime, State]:
    """When the save was done to which this version belongs, and how the record stood then. Raises Http404."""
    history = RecordHistory(agreement.pk)
    moment = history.saved_with(number, MODELS[part]) if part in MODELS else None
    if moment is None:
        raise Http404
    return moment, history.state_with_unknown(moment, present)


def stood_at(agreement: Agreement, version: Any) -> str:
    """The address of the page that shows how the record stood at `version`."""
    name = version.instance_type._meta.model_name
    return reverse("admin:agreements_agreement_version", args=(agreement.pk, name, version.history_id))
