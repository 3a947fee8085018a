"""What every editing page of the registry has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from modeltranslation.admin import TabbedTranslationAdmin, TranslationStackedInline
from modeltranslation.manager import get_translatable_fields_for_model

from languages.partial_date_field import words
from parties.admin.collisions import name_files, note_collision, reconcile
from parties.admin.downloads import Downloadable
from parties.admin.errors import told_errors
from parties.admin.forms import FreshForm
from parties.admin.given_back import deleted, given_back
from parties.admin.history import RecordHistoryAdmin
from parties.admin.keys import refuse_wrong_keys
from parties.admin.typing import TYPING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


class RowAdmin(RecordHistoryAdmin):
    """A record edited as a row of another's page: here it is read and searched, and has its history."""

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 its signature
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 its signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return False

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002 its signature
        return list(get_translatable_fields_for_model(self.model) or ())


class RegistryAdmin(Downloadable, RecordHistoryAdmin, TabbedTranslationAdmin):
    """A record with texts in three languages, its history, and a guard against lost edits."""

    form = FreshForm
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
        return answer or super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = self.fixed_fields if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        prepopulated = super().get_prepopulated_fields(request, obj)
        return {name: sources for name, sources in prepopulated.items() if obj is None or name not in self.fixed_fields}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        refuse_wrong_keys(self.model, request.GET.items())
        return super().get_changeform_initial_data(request)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        form = super().get_form(request, obj, **kwargs)
        form.by, form.refusal = request.user, getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page; where saving was refused, nothing is saved and the page comes back with the reason.

        Rules that need the saved rows are asked while saving, too late for the forms. So the page
        is then built once more from what was typed, and its form shows the refusal as its own error.
        """
        self._refuse_wrong_posts(request)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError) as refused:
            if request.method != "POST":
                raise
            request.refusal = in_words_of_the_form(refused)  # type: ignore[attr-defined]
        self.forget(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _changeform_view(self, request: Any, object_id: str | None, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; what is posted over somebody else's changes is laid beside them first."""
        if request.method == "POST" and object_id is not None and not hasattr(request, "collision"):
            record = self.get_object(request, unquote(object_id))
            if record is not None and self.has_change_permission(request, record):
                request.collision = reconcile(self, request, record)
                if request.collision is not None:
                    request.refusal = request.collision.refusal()
        return super()._changeform_view(request, object_id, *args, **kwargs)

    def _refuse_wrong_posts(self, request: HttpRequest) -> None:
        """A 400 for chosen records whose keys are none: no page of ours sends them, and none could be shown again."""
        models = (self.model, *(inline.model for inline in self.inlines))
        posted = [(name, key) for name, keys in request.POST.lists() for key in keys if key]
        for model in models:
            refuse_wrong_keys(model, ((name.rpartition("-")[2], key) for name, key in posted))

    def forget(self, request: HttpRequest) -> None:
        """Drop what was kept on the request while saving was tried."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if context.get("errors"):
            name_files(context["adminform"].form, context["inline_admin_formsets"])
            context["told_errors"] = told_errors(context["adminform"].form, context["inline_admin_formsets"])
        collision = getattr(request, "collision", None)
        if collision is not None:
            context["collision"] = collision
            note_collision(collision, context["adminform"].form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)


def in_words_of_the_form(refused: ValidationError | IntegrityError) -> ValidationError:
    if isinstance(refused, ValidationError):
        return refused
    return ValidationError(
        _("Nothing was saved: two rows of this page contradict each other, or another record. Please compare them.")
    )


class KnowsWhoTypes:
    """Rows whose forms know the person who types, as FreshForm does."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form.by = request.user
        return formset


class RegistryInline(KnowsWhoTypes, TranslationStackedInline):
    """Rows of a record, with texts in three languages, below it on its page."""

    extra = 0
    formfield_overrides = TYPING
    #: Whether saved rows are folded to their headings: for those that are many or long.
    folded: ClassVar[bool] = False


class PlainInline(KnowsWhoTypes, admin.StackedInline):
    """Rows without texts in three languages."""

    extra = 0
    formfield_overrides = TYPING
    folded: ClassVar[bool] = False


def in_words(value: str) -> str:
    """A partial date for a list; empty where the source does not say."""
    return str(words(value) or "")
