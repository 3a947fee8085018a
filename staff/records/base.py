"""What every editing page of the registry has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from modeltranslation.admin import TabbedTranslationAdmin, TranslationStackedInline
from modeltranslation.manager import get_translatable_fields_for_model

from languages.partial_date_field import words
from staff.concurrent_edits.conflict_aware_admin import ConflictAwareAdmin
from staff.concurrent_edits.merge import reconcile
from staff.concurrent_edits.unsaved_input import deleted, given_back
from staff.framework.deletion import PlainDeletion
from staff.framework.downloads import Downloadable
from staff.framework.forms import AttributedForm, OptimisticLockForm
from staff.framework.history_page import RecordHistoryAdmin
from staff.framework.url_values import refuse_wrong_keys
from staff.framework.widgets import TYPING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from staff.concurrent_edits.merge import Collision


class RowAdmin(PlainDeletion, RecordHistoryAdmin):
    """A record edited as a row of another's page: here it is read and searched, and has its history."""

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 its signature
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 its signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return False

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002 its signature
        return list(get_translatable_fields_for_model(self.model) or ())


class RegistryAdmin(ConflictAwareAdmin, PlainDeletion, Downloadable, RecordHistoryAdmin, TabbedTranslationAdmin):
    """A record with texts in three languages, its history, and a guard against lost edits."""

    form = OptimisticLockForm
    #: Fields that are part of addresses and data: typed once, then shown only.
    fixed_fields: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    #: What was typed here is given back where it cannot be saved.
    gives_back = True

    def why_closed(self, record: Any) -> str:  # noqa: ARG002 for those who know more
        """Why who could change `record` when the page was opened cannot any more; empty where that is not known."""
        return ""

    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: str) -> HttpResponse:
        key = unquote(object_id)
        answer = given_back(request, deleted(self, request, key), sees=True) if request.method == "POST" else None
        return answer or super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = self.fixed_fields if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        prepopulated = super().get_prepopulated_fields(request, obj)
        return {name: sources for name, sources in prepopulated.items() if obj is None or name not in self.fixed_fields}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        refuse_wrong_keys(self.model, request.GET.items())
        return super().get_changeform_initial_data(request)

    def reconcile(self, request: Any, record: Any) -> Collision | None:
        return reconcile(self, request, record)


class KnowsWhoTypes:
    """Rows whose forms know the person who types, as OptimisticLockForm does."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form.by = request.user
        return formset


class RegistryInline(KnowsWhoTypes, TranslationStackedInline):
    """Rows of a record, with texts in three languages, below it on its page."""

    form: Any = AttributedForm
    extra = 0
    formfield_overrides = TYPING
    #: Whether saved rows are folded to their headings: for those that are many or long.
    folded: ClassVar[bool] = False


class PlainInline(KnowsWhoTypes, admin.StackedInline):
    """Rows without texts in three languages."""

    form: Any = AttributedForm
    extra = 0
    formfield_overrides = TYPING
    folded: ClassVar[bool] = False


def in_words(value: str) -> str:
    """A partial date for a list; empty where the source does not say."""
    return str(words(value) or "")
