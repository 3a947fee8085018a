"""Record files on the desk: an agreement's own to download, and one to take in after its preview was seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.rules.publication_states import PUBLISH_PERMISSION
from agreements.rules.visibility import is_public, published_parties
from import_export.record_export.document import as_json, document_of, file_name
from import_export.record_format.reader import Problem, RecordRefused
from import_export.record_import.diff import State
from import_export.record_import.plan import planned
from parties.models import Official
from staff.imports.import_changes import Describing
from staff.imports.import_flow import ImportFlow, ImportRefused

if TYPE_CHECKING:
    from django.http import HttpRequest

    from agreements.models import Agreement
    from import_export.record_import.plan import Plan


def urls(model_admin: Any) -> list[Any]:
    """The addresses that belong to `model_admin`, the admin of agreements."""
    view = model_admin.admin_site.admin_view
    giving_out = require_safe(partial(export_view, model_admin))
    return [
        path("import/record/", view(RecordImport(model_admin).view), name="agreements_agreement_import_record"),
        path("<path:object_id>/record/", view(giving_out), name="agreements_agreement_record"),
    ]


def export_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The record file of one agreement, for whoever may see it."""
    agreement: Agreement | None = model_admin.get_object(request, unquote(object_id))
    if agreement is None:
        raise Http404
    if not model_admin.has_view_permission(request, agreement):
        raise PermissionDenied
    answer = HttpResponse(as_json(document_of(agreement)), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(agreement)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class RecordImport(ImportFlow):
    """One agreement with everything that belongs to it."""

    template = "staff/import_record.html"

    @property
    def title(self) -> str:
        return _("Take in a record file")

    def may_enter(self, request: HttpRequest) -> bool:
        return bool(self.model_admin.has_add_permission(request))

    def read(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool = False) -> Plan:  # noqa: ARG002
        try:
            return planned(raw, name, lock=lock)
        except RecordRefused as refused:
            raise ImportRefused(refused.problems) from refused

    def forbidden(self, request: HttpRequest, plan: Plan) -> list[str]:
        return [] if plan.changes_nothing else forbidden(self.model_admin, request, plan)

    def write(self, request: HttpRequest, plan: Plan) -> Agreement:  # noqa: ARG002 as declared
        try:
            return plan.write()
        except RecordRefused as refused:
            raise ImportRefused(refused.problems) from refused

    def problem(self, message: str) -> Problem:
        return Problem("", message)

    def preview(self, request: HttpRequest, plan: Plan) -> dict[str, Any]:  # noqa: ARG002 as declared
        changes = plan.changes
        describing = Describing([*plan.old, *plan.rows])
        return {
            "people": describing.new(plan.people),
            "otherwise": describing.parts(plan.otherwise),
            "parts": describing.parts(changes),
            "unchanged": sum(each.state is State.UNCHANGED for each in changes),
        }

    def saved(self, request: HttpRequest, plan: Plan, written: Agreement) -> HttpResponse:  # noqa: ARG002 as declared
        messages.success(request, _("The record is now a draft of the registry."))
        return HttpResponseRedirect(reverse("admin:agreements_agreement_change", args=(written.pk,)))


def forbidden(model_admin: Any, request: HttpRequest, plan: Plan) -> list[str]:
    """What this person may not do of what the file asks."""
    found = []
    if plan.existing and not model_admin.has_change_permission(request, plan.existing):
        found.append(_("You may not change this agreement."))
    needed = {f"parties.add_{row['model'].partition('.')[2]}" for row in plan.people}
    if not request.user.has_perms(needed):
        found.append(_("The file names parties or officials that are not in the registry, and you may not add any."))
    employers = {row["fields"]["party"][0] for row in plan.people if row["model"] == "parties.post"}
    if employers and not request.user.has_perm(PUBLISH_PERMISSION):
        public = published_parties().filter(slug__in=employers)
        found += [
            _("The public sees %(party)s: only those who may publish can give it new officials.") % {"party": p}
            for p in public
        ]
        promoted = {row["fields"]["official"][0] for row in plan.people if row["model"] == "parties.post"}
        found += [
            _("The public sees %(official)s: only those who may publish can give this person another post.")
            % {"official": official}
            for official in Official.objects.filter(slug__in=promoted)
            if is_public(official)
        ]
    return found
