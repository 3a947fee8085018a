"""Tables of parties, of agreements and of areas on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.rules.publication_states import PUBLISH_PERMISSION
from agreements.rules.visibility import published_areas, published_parties
from import_export.spreadsheets.agreements import agreement_table
from import_export.spreadsheets.areas import AREAS, area_table
from import_export.spreadsheets.columns import AGREEMENTS, PARTIES
from import_export.spreadsheets.parties import party_table
from staff.imports.import_changes import Describing, ShownPart
from staff.imports.record_files import forbidden as forbidden_of_a_record
from staff.imports.table_import import ShownLine, TableImport

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from agreements.models import CooperationArea
    from import_export.spreadsheets.agreements import AgreementLines, AgreementTable
    from import_export.spreadsheets.records import RecordTable
    from parties.models import Party


class SharedRecordImport(TableImport):
    """Records that agreements have in common: those the public sees are changed by publishers only."""

    #: Who may change those that are there, and what the others are told.
    changing: ClassVar[str]
    refusal: ClassVar[StrOrPromise]

    def public(self) -> QuerySet[Any]:
        """Those the public sees."""
        raise NotImplementedError

    def seen(self, record: Any) -> str:
        """What is told of one that the public sees."""
        raise NotImplementedError

    def forbidden(self, request: HttpRequest, plan: RecordTable) -> list[str]:
        known = [each.record.pk for each in plan.changed if not each.is_new]
        if known and not request.user.has_perm(self.changing):
            return [str(self.refusal)]
        if not known or request.user.has_perm(PUBLISH_PERMISSION):
            return []
        return [self.seen(record) for record in self.public().filter(pk__in=known)]


class PartyImport(SharedRecordImport):
    kind = PARTIES
    permission = "parties.add_party"
    changing = "parties.change_party"
    refusal = gettext_lazy("You may not change parties.")
    changelist = "admin:parties_party_changelist"

    def table(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool) -> RecordTable:  # noqa: ARG002
        return party_table(raw, name, lock=lock)

    def public(self) -> QuerySet[Party]:
        return published_parties()

    def seen(self, record: Party) -> str:
        return _("The public sees %(party)s: only those who may publish can change it.") % {"party": record}


class AreaImport(SharedRecordImport):
    kind = AREAS
    permission = "agreements.add_cooperationarea"
    changing = "agreements.change_cooperationarea"
    refusal = gettext_lazy("You may not change cooperation areas.")
    changelist = "admin:agreements_cooperationarea_changelist"

    def table(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool) -> RecordTable:  # noqa: ARG002
        return area_table(raw, name, lock=lock)

    def public(self) -> QuerySet[CooperationArea]:
        return published_areas()

    def seen(self, record: CooperationArea) -> str:
        return _("The public sees the area %(area)s: only those who may publish can change it.") % {"area": record.code}

    def heading(self, record: CooperationArea) -> str:
        return f"{record} ({record.code})"


class AgreementImport(TableImport):
    kind = AGREEMENTS
    permission = "agreements.add_agreement"
    changelist = "admin:agreements_agreement_changelist"
    promise = gettext_lazy("All of it is saved, or nothing. New agreements become drafts.")

    def table(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool) -> AgreementTable:  # noqa: ARG002
        return agreement_table(raw, name, lock=lock)

    def forbidden(self, request: HttpRequest, plan: AgreementTable) -> list[str]:
        found = [
            reason for each in plan.changed for reason in forbidden_of_a_record(self.model_admin, request, each.plan)
        ]
        return list(dict.fromkeys(found))

    def shown(self, each: AgreementLines) -> ShownLine:
        plan = each.plan
        state, label = ("changed", _("changed")) if plan.existing else ("new", _("new"))
        parts = Describing([*plan.old, *plan.rows]).parts(plan.changes)
        return ShownLine(each.line, ShownPart(each.mark, state, str(label), ()), parts)


def urls(model_admin: Any) -> list[Any]:
    """The addresses that belong to `model_admin`, the admin of agreements: parties come with them."""
    imports: dict[str, TableImport] = {each.kind.code: each(model_admin) for each in (PartyImport, AgreementImport)}

    def import_of(kind: str) -> TableImport:
        if kind not in imports:
            raise Http404
        return imports[kind]

    def import_page(request: HttpRequest, kind: str) -> HttpResponse:
        return import_of(kind).view(request)

    def blank(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
        return import_of(kind).blank(request, ending)

    view = model_admin.admin_site.admin_view
    return [
        path("import/<slug:kind>/", view(import_page), name="agreements_agreement_import_table"),
        path("import/<slug:kind>/blank.<slug:ending>", view(blank), name="agreements_agreement_blank_table"),
    ]
