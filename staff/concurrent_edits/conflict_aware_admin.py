"""A page on which nothing typed is lost: others' changes are laid beside it, and a refusal brings it back as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.concurrent_edits.merge import name_files, note_collision
from staff.concurrent_edits.submitted_forms import submitted
from staff.concurrent_edits.unopened_rows import with_keys
from staff.framework.errors import told_errors
from staff.framework.url_values import refuse_wrong_keys

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

    from staff.concurrent_edits.merge import Collision

    Base = ModelAdmin[Any]
else:
    Base = object


class ConflictAwareAdmin(Base):
    """For admins whose forms are OptimisticLockForms."""

    def reconcile(self, request: Any, record: Any) -> Collision | None:
        """Lay what was posted over what others saved since the page was opened; None where nobody did."""
        raise NotImplementedError

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
        request.POST = with_keys(request.POST)  # type: ignore[assignment]
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
        if request.method == "POST" and object_id is None and self.has_add_permission(request):
            return self._add_once(request, *args, **kwargs)
        if request.method == "POST" and object_id is not None and not hasattr(request, "collision"):
            record = self.get_object(request, unquote(object_id))
            if record is not None and self.has_change_permission(request, record):
                request.collision = self.reconcile(request, record)
                if request.collision is not None:
                    request.refusal = request.collision.refusal()
        return super()._changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]

    def _add_once(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The record that this very form made when it was sent before; else what adding it answers."""
        form = submitted(request, self.model, timezone.now())
        made = self.model._default_manager.filter(pk=form.object_id).first() if form and form.object_id else None
        if made is not None:
            messages.warning(request, _("This form was sent twice. The record was saved once."))
            return self.response_add(request, made)
        request.submitted = form
        response = super()._changeform_view(request, None, *args, **kwargs)  # type: ignore[misc]
        if form is not None and not form.object_id:  # it was refused, and comes back
            form.delete()
        return response

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        form = getattr(request, "submitted", None)
        if form is not None:
            form.object_id = str(obj.pk)
            form.save(update_fields=["object_id"])
        return super().log_addition(request, obj, message)

    def _refuse_wrong_posts(self, request: HttpRequest) -> None:
        """A 400 for chosen records whose keys are none: no page of ours sends them, and none could be shown again."""
        models = (self.model, *(inline.model for inline in self.inlines))
        posted = [(name, key) for name, keys in request.POST.lists() for key in keys if key]
        for model in models:
            refuse_wrong_keys(model, ((name.rpartition("-")[2], key) for name, key in posted))

    def forget(self, request: HttpRequest) -> None:
        """Drop what was kept on the request while saving was tried."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if context.get("errors"):  # the page is shown again with what was typed on it, not saved
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
