"""The parts of an agreement by themselves: read, searched and chosen, with their histories; edited on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    Event,
    PartyEvidence,
    Passage,
    PublicationMove,
    Relation,
    Source,
    SourceFile,
    Statement,
)
from file_formats.pdf_response import pdf_response
from languages.translated import in_languages
from staff.agreements.list_filters import PlaceFilter
from staff.framework.downloads import Downloadable
from staff.records.base import RowAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def never(self: Any, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG001 the signature of permissions
    return False


class PartAdmin(RowAdmin):
    """A part of an agreement."""

    list_select_related: Any = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only together with an agreement that was never moved, where this is asked for each of its parts."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        agreement = self.agreement_of(obj)
        return not agreement.identifier and not agreement.moves.exists()

    def agreement_of(self, part: Any) -> Agreement:
        return part.agreement


@admin.register(Commitment)
class CommitmentAdmin(Downloadable, PartAdmin):
    list_display = ("text", "agreement", "number", "implementation")
    also_downloaded = ("agreement_identifier",)
    search_fields = (*in_languages("text", "agreement__title"), "agreement__pair")
    ordering = ("agreement__pair", "agreement__pair_number", "agreement", "number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        return super().get_queryset(request).select_related("agreement")

    @admin.display(description=gettext_lazy("identifier of the agreement"))
    def agreement_identifier(self, commitment: Commitment) -> str:
        return commitment.agreement.identifier

    def choice_label(self, commitment: Commitment) -> str:
        agreement = commitment.agreement
        return f"{agreement.identifier or agreement} · {commitment}"


@admin.register(Passage)
class PassageAdmin(Downloadable, PartAdmin):
    list_filter = (PlaceFilter,)
    list_display = ("exact", "source", "start", "end", "marked_by", "marked_at")
    readonly_fields = ("marked_by", "marked_at")
    search_fields = ("exact", *in_languages("source__title", "source__agreement__title"))
    ordering = ("source__agreement", "source__number", "start", "end")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        return super().get_queryset(request).select_related("source__agreement", "marked_by")

    def agreement_of(self, part: Passage) -> Agreement:
        return part.source.agreement

    def choice_label(self, passage: Passage) -> str:
        agreement = passage.source.agreement
        return _("%(agreement)s, source %(number)s: “%(words)s”") % {
            "agreement": agreement.identifier or agreement,
            "number": passage.source.number,
            "words": passage,
        }


@admin.register(PartyEvidence)
class PartyEvidenceAdmin(PartAdmin):
    def agreement_of(self, part: PartyEvidence) -> Agreement:
        return part.agreement_party.agreement


@admin.register(PublicationMove)
class PublicationMoveAdmin(admin.ModelAdmin):
    """Written by agreements.publication.workflow; here only so that nobody else writes or deletes it."""

    has_module_permission = has_add_permission = has_change_permission = has_delete_permission = never


@admin.register(Source)
class SourceAdmin(PartAdmin):
    def get_urls(self) -> list[Any]:
        document = path(
            "<int:key>/document/", self.admin_site.admin_view(self.document_view), name="agreements_source_document"
        )
        return [document, *super().get_urls()]

    def document_view(self, request: HttpRequest, key: int) -> HttpResponseBase:
        """The signed document, whatever the state of its agreement."""
        source = self.get_object(request, str(key))
        if source is None:
            raise Http404
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        file = get_object_or_404(SourceFile, source=source)
        return pdf_response(request, file.document, filename=file.filename, sha256=file.sha256)


PARTS = (AgreementParty, Event, Statement, AgreementEvidence, AuthenticLanguage, Relation)
admin.site.register(PARTS, PartAdmin)
