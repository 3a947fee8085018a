"""Tables of parties and of agreements on the desk: blank ones to fill in, filled ones to take in after a preview."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agreements.admin.carried import CannotBeCarried, ConfirmForm, UploadForm, packed
from agreements.admin.record_files import forbidden as forbidden_of_a_record
from agreements.admin.row_differences import Describing, ShownColumn, ShownPart, language_of, shown_value
from agreements.publication import PUBLISH_PERMISSION, published_parties
from agreements.record_files.refusals import refusal
from agreements.spreadsheets.agreements import agreement_table
from agreements.spreadsheets.blank import blank_csv, blank_xlsx
from agreements.spreadsheets.columns import AGREEMENTS, KINDS
from agreements.spreadsheets.parties import party_table
from agreements.spreadsheets.reading import Mistake, TableRefused
from agreements.spreadsheets.tables import FILE_AT_MOST as TABLE_AT_MOST
from agreements.spreadsheets.tables import NotATable

if TYPE_CHECKING:
    from django.http import HttpRequest

    from agreements.spreadsheets.agreements import AgreementTable
    from agreements.spreadsheets.columns import Kind
    from agreements.spreadsheets.parties import PartyTable

    Table = PartyTable | AgreementTable

TEMPLATE = "admin/agreements/agreement/import_table.html"
BLANKS = {
    "csv": (blank_csv, "text/csv; charset=utf-8"),
    "xlsx": (blank_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class TableForm(UploadForm):
    endings = (".csv", ".txt", ".xlsx")
    at_most = TABLE_AT_MOST


@dataclass(frozen=True)
class ShownLine:
    """What becomes of one line, or of the lines of one agreement."""

    line: int
    part: ShownPart
    parts: list[ShownPart]


def urls(model_admin: Any) -> list[Any]:
    """The addresses that belong to `model_admin`, the admin of agreements."""
    view = model_admin.admin_site.admin_view
    taking_in = require_http_methods(["GET", "HEAD", "POST"])(partial(import_view, model_admin))
    giving_out = require_safe(partial(blank_view, model_admin))
    return [
        path("import/<slug:kind>/", view(taking_in), name="agreements_agreement_import_table"),
        path("import/<slug:kind>/blank.<slug:ending>", view(giving_out), name="agreements_agreement_blank_table"),
    ]


def _kind(model_admin: Any, request: HttpRequest, code: str) -> Kind:
    """The kind of table, for whoever may add what it holds."""
    if code not in KINDS:
        raise Http404
    needed = "agreements.add_agreement" if code == AGREEMENTS.code else "parties.add_party"
    if not request.user.has_perm(needed) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    return KINDS[code]


def blank_view(model_admin: Any, request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """A blank table to fill in."""
    chosen = _kind(model_admin, request, kind)
    if ending not in BLANKS:
        raise Http404
    write, content_type = BLANKS[ending]
    answer = HttpResponse(write(chosen), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{chosen.code}.{ending}"'
    return answer


def import_view(model_admin: Any, request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a table; see what it would change; take it in."""
    chosen = _kind(model_admin, request, kind)
    page = partial(_page, model_admin, request, chosen)
    if request.method != "POST":
        return page()
    if "carried" in request.POST:
        return _confirmed(model_admin, request, chosen)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(form=form)
    return _preview(model_admin, request, chosen, form.cleaned_data["file"], form.cleaned_data["name"])


def _table(kind: Kind, raw: bytes, name: str, *, lock: bool = False) -> Table:
    """What the table would change. Raises TableRefused."""
    try:
        return agreement_table(raw, name, lock=lock) if kind is AGREEMENTS else party_table(raw, name, lock=lock)
    except NotATable as error:
        raise TableRefused([Mistake(0, "", str(error))]) from error


def _preview(model_admin: Any, request: HttpRequest, kind: Kind, raw: bytes, name: str) -> HttpResponse:
    try:
        table, carried = _table(kind, raw, name), packed(raw)
    except TableRefused as refused:
        return _page(model_admin, request, kind, name=name, mistakes=refused.mistakes)
    except CannotBeCarried as error:
        return _page(model_admin, request, kind, name=name, mistakes=[Mistake(0, "", str(error))])
    told = {
        "table": table,
        "forbidden": _forbidden(model_admin, request, table),
        "lines": _shown(table),
        "unchanged": len(table.lines) - len(table.changed),
    }
    return _page(model_admin, request, kind, name=name, carried=carried, **told)


def _confirmed(model_admin: Any, request: HttpRequest, kind: Kind) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This form is not complete. Please choose the file again."))
        return _page(model_admin, request, kind)
    raw, name = form.cleaned_data["carried"], form.cleaned_data["name"]
    try:
        with transaction.atomic():
            table = _table(kind, raw, name, lock=True)
            if _forbidden(model_admin, request, table):
                raise PermissionDenied
            is_as_shown = table.state == form.cleaned_data["state"]
            if is_as_shown:
                table.write()
    except TableRefused as refused:
        return _page(model_admin, request, kind, name=name, mistakes=refused.mistakes)
    except (IntegrityError, DataError) as error:
        return _page(model_admin, request, kind, name=name, mistakes=[Mistake(0, "", refusal(error))])
    if not is_as_shown:
        messages.warning(request, _("The registry changed since the preview. Nothing was saved; please look again."))
        return _preview(model_admin, request, kind, raw, name)
    count = len(table.changed)
    said = ngettext("%(count)s record was saved.", "%(count)s records were saved.", count)
    messages.success(request, said % {"count": count})
    where = "admin:agreements_agreement_changelist" if kind is AGREEMENTS else "admin:parties_party_changelist"
    return HttpResponseRedirect(reverse(where))


def _forbidden(model_admin: Any, request: HttpRequest, table: Any) -> list[str]:
    """What this person may not do of what the table asks."""
    found: list[str] = []
    for each in table.changed:
        if hasattr(each, "plan"):
            found += forbidden_of_a_record(model_admin, request, each.plan)
    known = [each.party.pk for each in table.changed if hasattr(each, "party") and not each.is_new]
    if known and not request.user.has_perm("parties.change_party"):
        found.append(_("You may not change parties."))
    elif known and not request.user.has_perm(PUBLISH_PERMISSION):
        public = published_parties().filter(pk__in=known)
        found += [
            _("The public sees %(party)s: only those who may publish can change it.") % {"party": p} for p in public
        ]
    return list(dict.fromkeys(found))


def _shown(table: Any) -> list[ShownLine]:
    found = []
    for each in table.changed:
        if hasattr(each, "party"):
            columns = tuple(_column(*change) for change in each.columns)
            state, label = ("new", _("new")) if each.is_new else ("changed", _("changed"))
            found.append(ShownLine(each.line, ShownPart(str(each.party), state, str(label), columns), []))
        else:
            plan = each.plan
            state, label = ("changed", _("changed")) if plan.existing else ("new", _("new"))
            parts = Describing([*plan.old, *plan.rows]).parts(plan.changes)
            found.append(ShownLine(each.line, ShownPart(each.mark, state, str(label), ()), parts))
    return found


def _column(field: Any, old: Any, new: Any) -> ShownColumn:
    name = capfirst(str(field.verbose_name))
    before, after = (shown_value(field, value) if value not in ("", None) else "" for value in (old, new))
    return ShownColumn(name, before, after, language_of(field.name))


def _page(model_admin: Any, request: HttpRequest, kind: Kind, **told: Any) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Take in a table: %(kind)s") % {"kind": kind.label},
        "opts": model_admin.opts,
        "kind": kind,
        "form": TableForm(),
        **told,
    }
    return TemplateResponse(request, TEMPLATE, context)
