"""The parts of an agreement, as rows of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Prefetch
from django.forms.models import modelformset_factory
from django.forms.widgets import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    Event,
    PartyEvidence,
    Passage,
    Relation,
    Source,
    Statement,
)
from parties.models import Post
from staff.agreements.forms import rows as forms
from staff.agreements.forms.numbering import LastingNumberFormSet, NumberedFormSet
from staff.agreements.forms.quotation import QUOTATION, passage_label
from staff.agreements.forms.source_files import document_link
from staff.agreements.forms.sources import SourceForm, SourceFormSet
from staff.records.base import PlainInline, RegistryInline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.checks import CheckMessage
    from django.db.models import QuerySet
    from django.http import HttpRequest

SUPPORT: Any = (_("Which words of a source say so"), {"fields": ("passages", *QUOTATION)})


class KnownAutocomplete(AutocompleteSelectMultiple):
    """An autocomplete that is told the labels of what is chosen, instead of asking the database in every row."""

    known: ClassVar[dict[str, str]] = {}

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:  # noqa: ARG002
        chosen = [key for key in value if key in self.known]
        options = [self.create_option(name, key, self.known[key], True, i) for i, key in enumerate(chosen)]
        return [(None, options, 0)]


class LanguageInline(PlainInline):
    model = AuthenticLanguage
    formset = forms.LanguageFormSet
    fields = (("language", "prevails"),)


class TypingInline(RegistryInline):
    """Rows with fields that are there for typing only, which who may only read is not shown."""

    only_typed: ClassVar[tuple[Any, ...]] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.for_reader(request, obj, super().get_fieldsets(request, obj))

    def for_reader(self, request: HttpRequest, obj: Any, fieldsets: Any) -> Any:
        if obj is None or self.admin_site.get_model_admin(Agreement).has_change_permission(request, obj):
            return fieldsets
        kept = [
            (name, {**options, "fields": [field for field in options["fields"] if field not in self.only_typed]})
            for name, options in fieldsets
        ]
        return [(name, options) for name, options in kept if options["fields"]]


class QuotingInline(TypingInline):
    """Rows with a place to paste the words of a source."""

    only_typed = QUOTATION


class SideInline(QuotingInline):
    model = AgreementParty
    form = forms.SideForm
    formset = forms.SideFormSet
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("side", "party", "name", "role", "signatory")}),
        (_("Which words of a source name it so"), {"fields": QUOTATION}),
    )
    autocomplete_fields = ("party", "signatory")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "signatory":
            kwargs["queryset"] = Post.objects.select_related("official")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SourceInline(TypingInline):
    model = Source
    only_typed = ("document", "without_document", "text_corrected")
    form = SourceForm
    formset = SourceFormSet
    folded = True
    readonly_fields = ("kept_document",)
    fields = (
        ("kind", "number", "language"),
        "title",
        ("publisher", "published"),
        "address",
        "kept_document",
        "document",
        "without_document",
        "text",
        "text_corrected",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).select_related("file")

    @admin.display(description=_("signed document"))
    def kept_document(self, source: Source) -> str:
        return document_link(source)


class PassageRowsInline(QuotingInline):
    """Rows that rest on passages, read together with them."""

    folded = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        passages = Passage.objects.select_related("source", "marked_by")
        return super().get_queryset(request).prefetch_related(Prefetch("passages", passages))


class EventInline(PassageRowsInline):
    model = Event
    form = forms.EventForm
    formset = forms.EventFormSet
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (("kind", "date", "by"), "place", "note")}),
        SUPPORT,
        (_("If sources disagree"), {"fields": ("preferred", "reason"), "classes": ("collapse",)}),
    )


class CommitmentInline(PassageRowsInline):
    model = Commitment
    form = forms.CommitmentForm
    formset = LastingNumberFormSet
    autocomplete_fields = ("areas",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("number", "text", "areas", ("modality", "recurrence", "due"), "bearer", "bearers")}),
        SUPPORT,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        rows = super().get_queryset(request).prefetch_related("areas", "bearers").order_by("number")
        # An assessment made at this moment waits, instead of being overwritten with what was read here before it.
        return rows.select_for_update(of=("self",)) if request.method == "POST" else rows

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "areas":
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
        elif db_field.name == "bearers":
            kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class StatementInline(PassageRowsInline):
    model = Statement
    form = forms.StatementRowForm
    formset = NumberedFormSet
    autocomplete_fields = ("speaker",)
    fieldsets: ClassVar[Any] = ((None, {"fields": (("number", "form"), "speaker", "text")}), SUPPORT)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "speaker":
            kwargs["queryset"] = Post.objects.select_related("official")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RelationInline(PlainInline):
    model = Relation
    fk_name = "agreement"
    fields = ("kind", "other")
    autocomplete_fields = ("other",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Relation]:
        return super().get_queryset(request).select_related("other")


class EvidenceInline(QuotingInline):
    """Evidence: each row shows the words it is about."""

    folded = True
    readonly_fields = ("passage_in_full",)

    @property
    def _about(self) -> tuple[str, ...]:
        return ("field",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        conflict = {"fields": ("conflicting_value", *self.replace_orig_field(("reason",))), "classes": ("collapse",)}
        fieldsets = (
            (None, {"fields": (*self._about, "passage_in_full", *QUOTATION)}),
            (_("If these words contradict the record"), conflict),
        )
        return self.for_reader(request, obj, fieldsets)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("passage__source", "passage__marked_by")

    @admin.display(description=_("passage"))
    def passage_in_full(self, evidence: AgreementEvidence | PartyEvidence) -> str:
        if evidence.passage_id is None:
            return ""
        return passage_label(evidence.passage)


class AgreementEvidenceInline(EvidenceInline):
    model = AgreementEvidence
    form = forms.AgreementEvidenceForm
    formset = forms.AgreementEvidenceFormSet


class WithoutOwnKey(InlineModelAdminChecks):
    """The rows of PartyEvidenceInline hang on the agreement's parties: their formset finds them."""

    def _check_relation(self, obj: Any, parent_model: Any) -> list[CheckMessage]:  # noqa: ARG002 its signature
        return []

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[CheckMessage]:  # noqa: ARG002
        return []


class PartyEvidenceInline(EvidenceInline):
    model = PartyEvidence
    form = forms.PartyEvidenceForm
    checks_class = WithoutOwnKey

    @property
    def _about(self) -> tuple[str, ...]:
        return ("agreement_party", "field")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002
        fields = ["agreement_party", "field", "conflicting_value", *self.replace_orig_field(("reason",))]
        return modelformset_factory(
            PartyEvidence,
            form=self.form,
            formset=forms.PartyEvidenceFormSet,
            fields=fields,
            extra=self.extra,
            can_delete=self.has_delete_permission(request, obj),
            formfield_callback=lambda field, **options: self.formfield_for_dbfield(field, request, **options),
        )


PARTS = (
    LanguageInline,
    SideInline,
    SourceInline,  # before whatever quotes them
    EventInline,
    CommitmentInline,
    StatementInline,
    RelationInline,
    AgreementEvidenceInline,
    PartyEvidenceInline,
)
