"""Editing activities and assessing commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from activities.assessment import assess
from activities.models import Activity, Assessment
from activities.proofs import STILL_PROVES, are_foreign, left_unproved
from agreements.models import Agreement, Commitment, Implementation
from agreements.publication.peer_review import record_unreviewed_related_change
from agreements.rules.publication_states import PUBLISH_PERMISSION
from import_export.spreadsheets.activities import mark_of, name_of
from languages import LANGUAGES
from languages.translated import in_languages
from staff.framework.forms import OptimisticLockForm
from staff.framework.search_sync import SearchSyncMixin
from staff.imports.activities import ActivityImport, refusals_of_public, served_by
from staff.records.base import RegistryAdmin, in_words
from staff.records.parties import PUBLIC_NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest

    from agreements.models import Passage


def refuse_foreign(passages: Iterable[Passage], commitments: Iterable[Commitment], field: str) -> None:
    """A proof is taken from the sources of the agreements it is about: another's may not be public."""
    if are_foreign(passages, commitments):
        raise ValidationError({field: _("This passage belongs to another agreement.")})


def refuse_public(form: OptimisticLockForm, commitments: Iterable[Commitment], field: str) -> None:
    """What is done about a published agreement is public at once, so entering it needs the permission to publish."""
    if form.may(PUBLISH_PERMISSION):
        return
    refusals = refusals_of_public(commitments)
    if refusals:
        raise ValidationError({field: refusals[0]})


class ActivityForm(OptimisticLockForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        commitments = self.cleaned_data.get("commitments", ())
        refuse_public(self, commitments, "commitments")
        refuse_foreign(self.cleaned_data.get("proof_passages", ()), commitments, "proof_passages")
        if "commitments" in self.changed_data and commitments:
            for commitment in left_unproved(self.instance, commitments):
                self.add_error("commitments", str(STILL_PROVES) % {"commitment": name_of(commitment)})
        return cleaned


@admin.register(Activity)
class ActivityAdmin(RegistryAdmin):
    form = ActivityForm
    fieldsets = (
        (pgettext_lazy("activity", "What it is"), {"fields": ("title", ("kind", "state", "date"), "place")}),
        (gettext_lazy("What it serves"), {"fields": ("commitments", "organisers")}),
        (gettext_lazy("What came of it"), {"fields": ("outcome", "proof_address", "proof_passages")}),
    )
    autocomplete_fields = ("commitments", "organisers", "proof_passages")
    list_display = ("title", "kind", "state", "date_in_words", "place", "mark")
    also_downloaded = ("date",)
    list_filter = ("kind", "state")
    search_fields = in_languages("title", "place", "outcome")

    @admin.display(description=gettext_lazy("date or period"), ordering="earliest_on")
    def date_in_words(self, activity: Activity) -> str:
        return in_words(activity.date)

    @admin.display(description=gettext_lazy("mark in tables"))
    def mark(self, activity: Activity) -> str:
        return mark_of(activity)

    def get_urls(self) -> list[Any]:
        return [*ActivityImport(self).urls(), *super().get_urls()]

    # Whoever changes what the public sees is looked over by another publisher

    def save_model(self, request: Any, obj: Activity, form: ModelForm, change: bool) -> None:
        request.served = served_by([obj]) if change else []
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_changed():
            activity = form.instance
            self._note(request, {*request.served, *served_by([activity])}, activity)

    def delete_model(self, request: HttpRequest, obj: Activity) -> None:
        self._note(request, served_by([obj]), obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Activity]) -> None:
        for activity in queryset:
            self._note(request, served_by([activity]), activity)
        super().delete_queryset(request, queryset)

    def _note(self, request: HttpRequest, agreements: Iterable[Agreement], activity: Activity) -> None:
        record_unreviewed_related_change(agreements, request.user, timezone.now(), str(activity))  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Activity | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Activity | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def why_closed(self, activity: Activity) -> str:
        return str(PUBLIC_NOW) if activity.commitments.published().exists() else ""  # type: ignore[attr-defined]

    def _may_touch(self, request: HttpRequest, activity: Activity | None) -> bool:
        """What the public sees is touched only by those who may publish."""
        if activity is None or request.user.has_perm(PUBLISH_PERMISSION):
            return True
        return not activity.commitments.published().exists()  # type: ignore[attr-defined]


class AssessmentForm(OptimisticLockForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        passage, commitment = self.cleaned_data.get("proof_passage"), self.cleaned_data.get("commitment")
        if commitment is not None:
            refuse_public(self, [commitment], "commitment")
            refuse_foreign([passage] if passage else [], [commitment], "proof_passage")
        found_on = self.cleaned_data.get("assessed_on")
        if found_on is not None and found_on > timezone.localdate():
            self.add_error("assessed_on", _("This day is still to come."))
        return cleaned


@admin.register(Assessment)
class AssessmentAdmin(SearchSyncMixin, RegistryAdmin):
    """Assessments are added, never changed: a later one takes the place of an earlier one."""

    form = AssessmentForm
    fieldsets = (
        (
            pgettext_lazy("assessment", "What was found"),
            {"fields": ("commitment", ("implementation", "assessed_on"), "reason")},
        ),
        (gettext_lazy("Proof"), {"fields": ("proof_activity", "proof_passage", "proof_address")}),
    )
    autocomplete_fields = ("commitment", "proof_activity", "proof_passage")
    list_display = ("commitment", "implementation", "assessed_on", "assessed_by")
    also_downloaded = ("reason",)
    list_filter = ("implementation",)
    search_fields = in_languages("commitment__text", "commitment__agreement__title", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        return super().get_queryset(request).select_related("commitment", "assessed_by")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"assessed_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Assessment, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        saved = assess(
            obj.commitment,
            Implementation(obj.implementation),
            on=obj.assessed_on,
            by=request.user,  # type: ignore[arg-type]
            reason={language: getattr(obj, f"reason_{language}") or "" for language in LANGUAGES},
            proof_activity=obj.proof_activity,
            proof_passage=obj.proof_passage,
            proof_address=obj.proof_address,
        )
        obj.pk, obj.assessed_by = saved.pk, saved.assessed_by
        record_unreviewed_related_change([obj.commitment.agreement], request.user, timezone.now(), str(obj.commitment))  # type: ignore[arg-type]
        obj._state.adding = False
