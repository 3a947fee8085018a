"""Record files on the desk: an agreement's own to download, and one to take in after its preview was seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.rules.publication_states import PUBLISH_PERMISSION
from agreements.rules.visibility import is_public, published_parties
from import_export.record_export.document import as_json, document_of, file_name
from import_export.record_format.reader import RecordRefused
from import_export.record_import.diff import State
from import_export.record_import.plan import carry_out, planned
from parties.models import Official
from staff.imports.import_changes import Describing
from staff.imports.upload import CannotBeCarried, ConfirmForm, UploadForm, packed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from agreements.models import Agreement
    from import_export.record_import.plan import Plan

TEMPLATE = "staff/import_record.html"


def urls(model_admin: Any) -> list[Any]:
    """The addresses that belong to `model_admin`, the admin of agreements."""
    view = model_admin.admin_site.admin_view
    page = require_http_methods(["GET", "HEAD", "POST"])(partial(import_view, model_admin))
    giving_out = require_safe(partial(export_view, model_admin))
    transaction.non_atomic_requests(page)  # it locks what it writes once the file is read
    return [
        path("import/record/", view(page), name="agreements_agreement_import_record"),
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


def import_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it would change; take it in."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _page(model_admin, request, form=UploadForm())
    if "carried" in request.POST:
        return _confirmed(model_admin, request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(model_admin, request, form=form)
    return _preview(model_admin, request, form.cleaned_data["file"], form.cleaned_data["name"])


def _preview(model_admin: Any, request: HttpRequest, raw: bytes, name: str) -> HttpResponse:
    try:
        plan, carried = planned(raw, name), packed(raw)
    except RecordRefused as refused:
        return _page(model_admin, request, form=UploadForm(), name=name, wrong=refused.problems)
    except CannotBeCarried as error:
        messages.error(request, str(error))
        return _page(model_admin, request, form=UploadForm())
    return _page(
        model_admin, request, form=UploadForm(), name=name, carried=carried, **_told(model_admin, request, plan)
    )


def _confirmed(model_admin: Any, request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This form is not complete. Please choose the file again."))
        return _page(model_admin, request, form=UploadForm())
    raw, name = form.cleaned_data["carried"], form.cleaned_data["name"]
    try:
        if forbidden(model_admin, request, planned(raw, name)):
            raise PermissionDenied
        _plan, agreement = carry_out(raw, name, form.cleaned_data["state"])
    except RecordRefused as refused:
        return _page(model_admin, request, form=UploadForm(), name=name, wrong=refused.problems)
    if agreement is None:
        messages.warning(request, _("The registry changed since the preview. Nothing was saved; please look again."))
        return _preview(model_admin, request, raw, name)
    messages.success(request, _("The record is now a draft of the registry."))
    return HttpResponseRedirect(reverse("admin:agreements_agreement_change", args=(agreement.pk,)))


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


def _told(model_admin: Any, request: HttpRequest, plan: Plan) -> dict[str, Any]:
    changes = plan.changes
    describing = Describing([*plan.old, *plan.rows])
    return {
        "preview": plan,
        "forbidden": [] if plan.changes_nothing else forbidden(model_admin, request, plan),
        "people": describing.new(plan.people),
        "otherwise": describing.parts(plan.otherwise),
        "parts": describing.parts(changes),
        "unchanged": sum(each.state is State.UNCHANGED for each in changes),
    }


def _page(model_admin: Any, request: HttpRequest, **told: Any) -> HttpResponse:
    site = model_admin.admin_site
    context = {
        **site.each_context(request),
        "title": _("Take in a record file"),
        "opts": model_admin.opts,
        **told,
    }
    return TemplateResponse(request, TEMPLATE, context)
