"""Public lists to take away, as CSV or XLSX, narrowed and ordered as on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from file_formats.download import table_file
from file_formats.slots import in_a_slot
from file_formats.xlsx_writer import ROWS_AT_MOST
from search.lists.agreements import AgreementFilter, CommitmentFilter
from search.lists.parties import PartyFilter
from website.exports.columns import agreement_columns, commitment_columns, party_columns
from website.exports.public_table import PublicTable
from website.exports.records import agreements_in_parts, commitments_in_parts, parties_in_parts
from website.query_parameters import question_of
from website.views.decorators import cached_public_view_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from file_formats.table import Column
    from search.lists.base import ListFilterSet
    from website.exports.public_table import Read


@cached_public_view_with(question_of(AgreementFilter, page=False))
def agreements_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Published agreements; `form` is csv or xlsx."""
    asked = AgreementFilter(request.GET, on=timezone.localdate())
    export = Export("agreements", agreement_columns, agreements_in_parts)
    return exported(request, asked, form, export)


@cached_public_view_with(question_of(CommitmentFilter, page=False))
def commitments_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Commitments of published agreements; `form` is csv or xlsx."""
    asked = CommitmentFilter(request.GET, on=timezone.localdate())
    export = Export("commitments", commitment_columns, commitments_in_parts)
    return exported(request, asked, form, export)


@cached_public_view_with(question_of(PartyFilter, page=False))
def parties_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Parties of published agreements; `form` is csv or xlsx."""
    asked = PartyFilter(request.GET, on=timezone.localdate())
    return exported(request, asked, form, Export("parties", party_columns, parties_in_parts))


class Export(NamedTuple):
    """A list to take away: the name of its file and of its addresses, its columns and how its records are read."""

    name: str
    columns: Callable[[str], list[Column]]
    read: Read


def exported(request: HttpRequest, asked: ListFilterSet, form: str, export: Export) -> HttpResponseBase:
    """What `asked` finds as a file; a question that cannot be understood, or finds too much for it, is refused.

    Where as many files are being made as may be at once, and where one takes too long, a page says so with 503.
    """
    path = reverse(f"{export.name}:list")

    def make() -> HttpResponseBase:
        return _file(request, asked, form, export, path)

    def refuse(reason: str) -> HttpResponseBase:
        context = {"reason": reason, "list_address": path}
        return render(request, "website/agreements/export_later.html", context, status=503)

    return in_a_slot("site", make, refuse)


def _file(request: HttpRequest, asked: ListFilterSet, form: str, export: Export, path: str) -> HttpResponseBase:
    refused = {"filter": asked, "list_address": path, "at_most": ROWS_AT_MOST}
    if not asked.is_valid():
        return render(request, "website/agreements/export_refused.html", refused, status=400)
    columns = export.columns(request.build_absolute_uri("/").rstrip("/"))
    table = PublicTable.of(asked, export.name, columns, export.read)
    if form == "xlsx" and len(table.found) > ROWS_AT_MOST:
        return render(
            request, "website/agreements/export_refused.html", refused | {"total": len(table.found)}, status=400
        )
    return table_file(request, table, form, path)
