"""Tables on the desk: a blank one to fill in, and a filled one taken in after a preview, whatever kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from import_export.spreadsheets.cells import FILE_AT_MOST as TABLE_AT_MOST
from import_export.spreadsheets.cells import NotATable
from import_export.spreadsheets.reader import Mistake, TableRefused, clearing_note
from import_export.spreadsheets.templates import blank_csv, blank_xlsx
from languages.display import display_value
from staff.imports.import_changes import ShownColumn, ShownPart, language_of
from staff.imports.import_flow import ImportFlow, ImportRefused
from staff.imports.upload import UploadForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from import_export.spreadsheets.columns import Kind

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


class TableImport(ImportFlow):
    """One kind of table on the desk. How it is read and who may take in what of it is said by each kind."""

    template = "staff/import_table.html"
    form = TableForm
    kind: ClassVar[Kind]
    #: Who may add what the table holds.
    permission: ClassVar[str]
    #: Where one sees what was saved.
    changelist: ClassVar[str]
    promise: ClassVar[StrOrPromise] = gettext_lazy("All of it is saved, or nothing.")

    @property
    def title(self) -> str:
        return _("Take in a table: %(kind)s") % {"kind": self.kind.label}

    def table(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool) -> Any:
        """What the table would change. Raises NotATable and TableRefused."""
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
            path("import/", view(self.view), name=f"{named}_import_table"),
            path("import/blank.<slug:ending>", view(self.blank), name=f"{named}_blank_table"),
        ]

    @method_decorator(require_safe)
    def blank(self, request: HttpRequest, ending: str) -> HttpResponse:
        """A blank table to fill in."""
        if not self.may_enter(request):
            raise PermissionDenied
        if ending not in BLANKS:
            raise Http404
        write, content_type = BLANKS[ending]
        answer = HttpResponse(write(self.kind), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="{self.kind.code}.{ending}"'
        return answer

    def may_enter(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission) and bool(self.model_admin.has_view_permission(request))

    def read(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool = False) -> Any:
        try:
            return self.table(request, raw, name, lock=lock)
        except NotATable as error:
            raise ImportRefused([self.problem(str(error))]) from error
        except TableRefused as refused:
            raise ImportRefused(refused.mistakes) from refused

    def problem(self, message: str) -> Mistake:
        return Mistake(0, "", message)

    def preview(self, request: HttpRequest, plan: Any) -> dict[str, Any]:  # noqa: ARG002 as declared
        return {
            "lines": [self.shown(each) for each in plan.changed],
            "unchanged": len(plan.lines) - len(plan.changed),
        }

    def saved(self, request: HttpRequest, plan: Any, written: Any) -> HttpResponse:  # noqa: ARG002 as declared
        count = len(plan.changed)
        said = ngettext("%(count)s record was saved.", "%(count)s records were saved.", count)
        messages.success(request, said % {"count": count})
        return HttpResponseRedirect(reverse(self.changelist))

    def context(self) -> dict[str, Any]:
        return {"promise": self.promise, "clearing": clearing_note()}
