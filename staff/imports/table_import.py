"""Tables on the desk: a blank one to fill in, and a filled one taken in after a preview, whatever kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from database.constraint_messages import refusal
from import_export.spreadsheets.cells import FILE_AT_MOST as TABLE_AT_MOST
from import_export.spreadsheets.cells import NotATable
from import_export.spreadsheets.reader import Mistake, TableRefused, clearing_note
from import_export.spreadsheets.templates import blank_csv, blank_xlsx
from languages.display import display_value
from staff.imports.import_changes import ShownColumn, ShownPart, language_of
from staff.imports.upload import CannotBeCarried, ConfirmForm, UploadForm, packed

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from import_export.spreadsheets.columns import Kind

TEMPLATE = "staff/import_table.html"
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


class TableDesk:
    """One kind of table on the desk. How it is read and who may take in what of it is said by each kind.

    `model_admin` is the admin whose pages these are.
    """

    kind: ClassVar[Kind]
    #: Who may add what the table holds.
    permission: ClassVar[str]
    #: Where one sees what was saved.
    changelist: ClassVar[str]
    promise: ClassVar[StrOrPromise] = gettext_lazy("All of it is saved, or nothing.")

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    def read(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool = False) -> Any:
        """What the table would change. Raises NotATable and TableRefused."""
        raise NotImplementedError

    def write(self, request: HttpRequest, table: Any) -> None:  # noqa: ARG002 what those who note it need
        """Save what the table changes, in the transaction of the caller."""
        table.write()

    def forbidden(self, request: HttpRequest, table: Any) -> list[str]:
        """What this person may not do of what the table asks."""
        raise NotImplementedError

    def shown(self, each: Any) -> ShownLine:
        columns = tuple(self._column(*change) for change in each.columns)
        state, label = ("new", _("new")) if each.is_new else ("changed", _("changed"))
        return ShownLine(each.line, ShownPart(self.heading(each.record), state, str(label), columns), [])

    def heading(self, record: Any) -> str:
        """What names a record in the preview."""
        return str(record)

    def words_of(self, linked: Any) -> str:
        """What is shown of one of several records that a cell links to."""
        return str(linked)

    def _column(self, field: Any, old: Any, new: Any) -> ShownColumn:
        name = capfirst(str(field.verbose_name))
        before, after = self._in_words(field, old), self._in_words(field, new)
        return ShownColumn(name, before, after, language_of(field.name), is_cleared=not after)

    def _in_words(self, field: Any, value: Any) -> str:
        if isinstance(value, list):
            return "\n".join(self.words_of(each) for each in value)
        return display_value(field, value)

    def urls(self) -> list[Any]:
        """The addresses of an admin that takes in tables of this kind only."""
        view, opts = self.model_admin.admin_site.admin_view, self.model_admin.opts
        named = f"{opts.app_label}_{opts.model_name}"
        return [
            path("import/", view(self.take_in), name=f"{named}_import_table"),
            path("import/blank.<slug:ending>", view(self.blank), name=f"{named}_blank_table"),
        ]

    @method_decorator(require_safe)
    def blank(self, request: HttpRequest, ending: str) -> HttpResponse:
        """A blank table to fill in."""
        self._refuse_strangers(request)
        if ending not in BLANKS:
            raise Http404
        write, content_type = BLANKS[ending]
        answer = HttpResponse(write(self.kind), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="{self.kind.code}.{ending}"'
        return answer

    @method_decorator(transaction.non_atomic_requests)  # reading a table takes seconds; writing has its own
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def take_in(self, request: HttpRequest) -> HttpResponse:
        """Choose a table; see what it would change; take it in."""
        self._refuse_strangers(request)
        if request.method != "POST":
            return self._page(request)
        if "carried" in request.POST:
            return self._confirmed(request)
        form = TableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form=form)
        return self._preview(request, form.cleaned_data["file"], form.cleaned_data["name"])

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not request.user.has_perm(self.permission) or not self.model_admin.has_view_permission(request):
            raise PermissionDenied

    def _table(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool = False) -> Any:
        try:
            return self.read(request, raw, name, lock=lock)
        except NotATable as error:
            raise TableRefused([Mistake(0, "", str(error))]) from error

    def _preview(self, request: HttpRequest, raw: bytes, name: str) -> HttpResponse:
        try:
            table, carried = self._table(request, raw, name), packed(raw)
        except TableRefused as refused:
            return self._page(request, name=name, wrong=refused.mistakes)
        except CannotBeCarried as error:
            return self._page(request, name=name, wrong=[Mistake(0, "", str(error))])
        told = {
            "preview": table,
            "forbidden": self.forbidden(request, table),
            "lines": [self.shown(each) for each in table.changed],
            "unchanged": len(table.lines) - len(table.changed),
        }
        return self._page(request, name=name, carried=carried, **told)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This form is not complete. Please choose the file again."))
            return self._page(request)
        raw, name = form.cleaned_data["carried"], form.cleaned_data["name"]
        try:
            with transaction.atomic():
                table = self._table(request, raw, name, lock=True)
                if self.forbidden(request, table):
                    raise PermissionDenied
                is_as_shown = table.state == form.cleaned_data["state"]
                if is_as_shown:
                    self.write(request, table)
        except TableRefused as refused:
            return self._page(request, name=name, wrong=refused.mistakes)
        except (IntegrityError, DataError) as error:
            return self._page(request, name=name, wrong=[Mistake(0, "", refusal(error))])
        if not is_as_shown:
            messages.warning(
                request, _("The registry changed since the preview. Nothing was saved; please look again.")
            )
            return self._preview(request, raw, name)
        count = len(table.changed)
        said = ngettext("%(count)s record was saved.", "%(count)s records were saved.", count)
        messages.success(request, said % {"count": count})
        return HttpResponseRedirect(reverse(self.changelist))

    def _page(self, request: HttpRequest, **told: Any) -> HttpResponse:
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Take in a table: %(kind)s") % {"kind": self.kind.label},
            "opts": self.model_admin.opts,
            "promise": self.promise,
            "clearing": clearing_note(),
            "form": TableForm(),
            **told,
        }
        return TemplateResponse(request, TEMPLATE, context)
