"""The fields of one row of an agreement's page, fetched when it is opened or added: the page has headings."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.admin.helpers import InlineAdminFormSet
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from modeltranslation.manager import get_translatable_fields_for_model

from staff.concurrent_edits.unopened_rows import FoldedRows
from staff.framework.url_values import is_key
from staff.transactions import SAFE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import ModelAdmin
    from django.forms import Media
    from django.http import HttpRequest, HttpResponse

    from agreements.models import Agreement

    Base = ModelAdmin[Agreement]
else:
    Base = object

ROW = re.compile(r"([a-z_]+)-([0-9]{1,5}|__prefix__)", re.ASCII)
NAME = "agreements_agreement_row_fields"


class InlineHeadings(InlineAdminFormSet):
    """The rows of a part as its page shows them: without an empty one, which is fetched when a row is added."""

    def __iter__(self) -> Iterator[Any]:
        return islice(super().__iter__(), len(self.formset.forms))

    @property
    def in_three_languages(self) -> bool:
        """Whether its rows have language tabs."""
        return bool(get_translatable_fields_for_model(self.formset.model))

    @property
    def media(self) -> Media:
        return self.opts.media + self.formset.empty_form.media


class RowFields(Base):
    """For the admin of agreements."""

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        request.headings = request.method in SAFE
        return super().changeform_view(request, *args, **kwargs)

    def get_inline_formsets(self, request: Any, formsets: Any, inline_instances: Any, obj: Any = None) -> Any:
        made = super().get_inline_formsets(request, formsets, inline_instances, obj)
        if not hasattr(request, "headings"):
            return made
        for formset in formsets:
            formset.headings = request.headings
            len(formset.get_queryset())  # read here, inside the transaction: commitments of a posted page are locked
        permissions = [f"has_{name}_permission" for name in ("add", "change", "delete", "view")]
        return [
            InlineHeadings(
                one.opts,
                one.formset,
                one.fieldsets,
                one.prepopulated_fields,
                one.readonly_fields,
                self,
                **{name: getattr(one, name) for name in permissions},
            )
            for one in made
        ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.row_fields_view)
        return [
            path("row-fields/", view, name=f"{NAME}_of_new"),
            path("<path:object_id>/row-fields/", view, name=NAME),
            *super().get_urls(),
        ]

    def row_fields_url(self, agreement: Agreement | None) -> str:
        """Where the rows of a page fetch their fields: of a saved agreement, or of a new one."""
        if agreement is None or agreement.pk is None:
            return reverse(f"admin:{NAME}_of_new")
        return reverse(f"admin:{NAME}", args=(agreement.pk,))

    @method_decorator(require_safe)
    def row_fields_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """The fields of the saved row `key` that stands at `row` on the page, such as "commitments-3".

        Without a key, the whole of an empty row: "commitments-__prefix__".
        """
        agreement = self.get_object(request, unquote(object_id)) if object_id is not None else None
        if object_id is not None and agreement is None:
            raise Http404
        may_see = (
            self.has_view_or_change_permission(request, agreement) if agreement else self.has_add_permission(request)
        )
        if not may_see:
            raise PermissionDenied
        part, number = _asked(request.GET.get("row", ""))
        inline = next((one for one in self._parts(request, agreement) if one.formset.prefix == part), None)
        if inline is None:
            raise Http404
        is_new = number == "__prefix__"
        row = _empty_row(inline) if is_new else _saved_row(inline, request.GET.get("key", ""), f"{part}-{number}")
        context = {"inline_admin_formset": inline, "inline_admin_form": row, "number": number, "is_new": is_new}
        return render(request, "staff/agreements/row_fields.html", context)

    def _parts(self: Any, request: HttpRequest, agreement: Agreement | None) -> list[Any]:
        known = agreement or self.model()
        formsets, inlines = self._create_formsets(request, known, change=agreement is not None)
        return self.get_inline_formsets(request, formsets, inlines, agreement)


def _asked(row: str) -> tuple[str, str]:
    found = ROW.fullmatch(row)
    if found is None:
        raise Http404
    return found[1], found[2]


def _empty_row(inline: Any) -> Any:
    if not inline.has_add_permission:
        raise PermissionDenied
    return list(inline)[-1]


def _saved_row(inline: Any, key: str, place: str) -> Any:
    formset: Any = inline.formset
    if not (isinstance(inline.formset, FoldedRows) and is_key(formset.model, key)):
        raise Http404
    formset.narrow(int(key), place)
    if not formset.initial_forms:
        raise Http404
    return next(iter(inline))
