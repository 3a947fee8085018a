"""The desk's lists to take away, as CSV or XLSX: what a list shows now, on all of its pages.

The records come from the list's own ChangeList, so search, filters, order and permissions cannot differ from its page.
Whoever may see the list may download it, drafts included.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from modeltranslation.manager import get_translatable_fields_for_model

from file_formats.download import CONTENT_TYPES, table_file
from file_formats.slots import in_a_slot
from file_formats.table import Column, Table, code_column, in_parts
from file_formats.xlsx_writer import ROWS_AT_MOST
from languages import LANGUAGES
from languages.partial_date_field import PartialDateField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from file_formats.table import Cell

#: Parameters of the page that ask nothing of the list.
OF_THE_PAGE = (PAGE_VAR, ERROR_FLAG, "_facets")
WIDE = 40


@dataclass(frozen=True)
class DeskTable(Table):
    """The records of a list of the desk. What does not belong to it any more when it is read is left out."""

    shown: QuerySet[Any]

    def records(self) -> Iterator[list[Any]]:
        for part in in_parts(self.found):
            read = {record.pk: record for record in self.shown.filter(pk__in=part).order_by()}
            yield [read[pk] for pk in part if pk in read]

    def notes(self, address: str) -> list[str]:
        return [
            _("Registry of cultural agreements"),
            _("What was asked: %(address)s") % {"address": address},
            _("State of %(day)s.") % {"day": self.on.isoformat()},
            _("For staff only: the list may hold records that are not public."),
            _("An empty cell: not stated in the source, or not translated into this language."),
            _("Dates follow EDTF (ISO 8601-2): 2016, 2016-11, 2016-11-07, 1993?"),
        ]


class Downloadable:
    """For an admin whose list may be taken away as it is searched, filtered and ordered."""

    #: What the file tells besides the columns of the list: fields as they are kept, and methods of the admin.
    also_downloaded: ClassVar[tuple[str, ...]] = ()

    def get_urls(self: Any) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.download_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_download"
        return [path("download.<slug:ending>", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        question = _question(request).urlencode()
        context = {"downloads": True, "download_query": f"?{question}" if question else "", **(extra_context or {})}
        return super().changelist_view(request, context)  # type: ignore[misc]

    def download_view(self: Any, request: HttpRequest, ending: str) -> HttpResponseBase:
        """The list as a file; `ending` is csv or xlsx."""
        if ending not in CONTENT_TYPES:
            raise Http404
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        request.GET = _question(request)
        return in_a_slot(
            "desk",
            lambda: self._file(request, ending),
            lambda reason: self._refusal(request, _("The file cannot be made just now"), {"reason": reason}, 503),
        )

    def _file(self: Any, request: HttpRequest, ending: str) -> HttpResponseBase:
        address = self._list_address
        try:
            table = self._table(request)
        except IncorrectLookupParameters:
            messages.error(request, _("The question in this address could not be understood; nothing was downloaded."))
            return HttpResponseRedirect(f"{address}?{ERROR_FLAG}=1")
        if ending == "xlsx" and len(table.found) > ROWS_AT_MOST:
            found = {"total": len(table.found), "at_most": ROWS_AT_MOST}
            return self._refusal(request, _("Too many rows for a spreadsheet"), found, 400)
        return table_file(request, table, ending, address)

    @property
    def _list_address(self: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _table(self: Any, request: HttpRequest) -> DeskTable:
        """What the list shows. Raises IncorrectLookupParameters where the list would show something else."""
        listed = self.get_changelist_instance(request)
        if not listed.search_form_class(request.GET).is_valid():
            raise IncorrectLookupParameters
        found = array("q", listed.queryset.values_list("pk", flat=True))
        names = [name for name in listed.list_display if name != ACTION_CHECKBOX_NAME]
        columns = [column for name in names for column in _listed_columns(self, name)]
        columns += [column for name in self.also_downloaded for column in _further_columns(self, name)]
        language = get_language() or LANGUAGES[0]
        return DeskTable(self.opts.model_name, columns, found, timezone.localdate(), language, listed.queryset)

    def _refusal(self: Any, request: HttpRequest, title: str, more: dict[str, Any], status: int) -> HttpResponse:
        """A page that says why there is no file, with `more` to tell."""
        context = {
            **self.admin_site.each_context(request),
            **more,
            "title": title,
            "opts": self.opts,
            "query": f"?{request.GET.urlencode()}" if request.GET else "",
            "list_address": self._list_address,
        }
        return TemplateResponse(request, "staff/download_refused.html", context, status=status)


def _question(request: HttpRequest) -> Any:
    """What is asked of the list, without what is asked of its page."""
    question = request.GET.copy()
    for name in OF_THE_PAGE:
        question.pop(name, None)
    return question


def _listed_columns(model_admin: Any, name: str) -> list[Column]:
    """A column of the list; beside it its text in each language, or its code."""
    label = capfirst(str(label_for_field(name, model_admin.model, model_admin)))
    field = _field(model_admin.model, name)
    if field is not None and field.flatchoices:
        labels = {code: str(words) for code, words in field.flatchoices}
        kept = _kept(name)
        return [Column(label, lambda record: labels.get(kept(record), kept(record)), 20), code_column(label, kept)]
    shown = Column(label, _shown(model_admin, name), WIDE if field is None or field.is_relation else 20)
    if name in _translated(model_admin.model):
        return [Column(label, shown.value, WIDE), *_in_each_language(label, name)]
    return [shown]


def _further_columns(model_admin: Any, name: str) -> list[Column]:
    """A column that the list does not have: a field as it is kept, or what the admin's method `name` tells."""
    label = capfirst(str(label_for_field(name, model_admin.model, model_admin)))
    if name in _translated(model_admin.model):
        return _in_each_language(label, name)
    field = _field(model_admin.model, name)
    if field is None:
        return [Column(label, _shown(model_admin, name))]
    if isinstance(field, PartialDateField):
        return [Column(format_lazy("{} (EDTF)", label), _kept(name))]
    return [code_column(label, _kept(name))]


def _translated(model: Any) -> tuple[str, ...]:
    return tuple(get_translatable_fields_for_model(model) or ())


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _in_each_language(label: str, name: str) -> list[Column]:
    return [
        Column(format_lazy("{} ({})", label, language), _kept(f"{name}_{language}"), WIDE) for language in LANGUAGES
    ]


def _kept(name: str) -> Callable[[Any], Cell]:
    return lambda record: _cell(getattr(record, name))


def _shown(model_admin: Any, name: str) -> Callable[[Any], Cell]:
    return lambda record: _cell(lookup_field(name, record, model_admin)[2])


def _cell(value: Any) -> Cell:
    """`value` as it stands in a file: numbers as numbers, days and moments in figures, everything else in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
