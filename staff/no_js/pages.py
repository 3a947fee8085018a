"""A page of the desk as it is used without scripts: its buttons are answered before its forms are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from staff.concurrent_edits.conflict_aware_admin import ConflictAwareAdmin
from staff.no_js.requests import WithoutScripts, leave_unchecked, show_without_scripts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PageWithoutScripts(ConflictAwareAdmin):
    """For admins whose rows and choices are added and found by buttons too."""

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        form = super().get_form(request, obj, **kwargs)
        form.is_unfinished = is_unfinished(request)
        return form

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if is_unfinished(request):
            for formset in formsets:
                leave_unchecked(formset, request.without_scripts.new_row)  # type: ignore[attr-defined]
        return formsets, inlines

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.without_scripts = WithoutScripts(self, request)  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **kwargs)

    def before_forms(self, request: Any, moved: dict[str, str] | None) -> None:
        if moved is not None:
            request.without_scripts.follow(moved)
        if is_unfinished(request):
            request.without_scripts.add_row()

    def comes_back(self, request: Any, context: dict[str, Any]) -> bool:
        return is_unfinished(request) or super().comes_back(request, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        forms = forms_of(context)
        show_without_scripts(request.without_scripts, forms)  # type: ignore[attr-defined]
        if is_unfinished(request):
            context["unfinished"] = request.without_scripts  # type: ignore[attr-defined]
            context["open_places"] = list(request.without_scripts.open_places(forms))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)


def is_unfinished(request: Any) -> bool:
    """Whether the page was posted to be shown again, not to be saved."""
    asked = getattr(request, "without_scripts", None)
    return request.method == "POST" and asked is not None and asked.is_unfinished


def forms_of(context: dict[str, Any]) -> list[Any]:
    """The form of a page and those of its rows."""
    rows = [row for inline in context["inline_admin_formsets"] for row in inline.formset.forms]
    return [context["adminform"].form, *rows]
