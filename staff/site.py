"""The editors' desk: Django's admin under the registry's own name."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.accounts import sign_in
from staff.accounts.sign_in_form import SignInForm
from staff.concurrent_edits.unsaved_input import SECOND_FACTOR, SIGNED_OUT, given_back
from staff.framework.request_controls import refuse_wrong_controls
from staff.request_limits import not_allowed
from staff.transactions import SAFE, atomic_unless_safe
from staff.worklists.dashboard import worklists

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

    View = Callable[..., Any]


#: Addresses at which everybody of the desk posts: leaving, and the own password.
ONES_OWN = ("logout", "password_change")
ROOMS = ("agreements", "parties", "activities", "auth")


class LabelledChoices(AutocompleteJsonView):
    """Answers an autocomplete; an admin that has `choice_label` says more of a record than its name."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        found = super().serialize_result(obj, to_field_name)
        return {**found, "text": str(getattr(self.model_admin, "choice_label", str)(obj))}


def refusing_nonsense(view: View) -> View:
    """`view` behind a 400 for what no database can hold: NUL bytes in an address, numbers of 20 digits.

    PostgreSQL refuses the first with an error, SQLite the second, hence a 500. Texts that are posted
    need no guard: every form field for text refuses NUL bytes by itself.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = [request.path, *request.GET.keys(), *(value for values in request.GET.lists() for value in values[1])]
        if any("\0" in part for part in asked):
            raise BadRequest("NUL byte in an address")
        refuse_wrong_controls(request)
        try:
            return view(request, *args, **kwargs)
        except (OverflowError, DataError) as error:
            raise BadRequest("a number beyond those of the database") from error

    return guarded


def refuse_posts_of_those_who_only_look(request: HttpRequest) -> None:
    """Whoever has permissions to view and no others posts nothing but what concerns the own account."""
    if request.method in SAFE or (request.resolver_match and request.resolver_match.url_name in ONES_OWN):
        return
    held: set[str] = request.user.get_all_permissions()
    if held and all(name.partition(".")[2].startswith("view_") for name in held):
        raise PermissionDenied


class RegistryAdminSite(AdminSite):
    """The editors' desk."""

    login_form = SignInForm
    site_header = _("Registry of cultural agreements: editing")
    site_title = _("Registry of cultural agreements")
    index_title = _("Records")
    empty_value_display = _("not stated")  # type: ignore[assignment]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The rooms in the order in which one works in them, not in that of the alphabet."""
        rooms = super().get_app_list(request, app_label)
        return sorted(
            rooms, key=lambda room: ROOMS.index(room["app_label"]) if room["app_label"] in ROOMS else len(ROOMS)
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """What waits for the person who opens the desk, above the list of all records."""
        lists = worklists(request.user, timezone.localdate())  # type: ignore[arg-type]
        return super().index(request, {"worklists": lists, **(extra_context or {})})

    def admin_view(self, view: View, cacheable: bool = False) -> Any:
        guarded = self._explaining_refusals(self._after_second_factor(refusing_nonsense(atomic_unless_safe(view))))
        return self._giving_back(super().admin_view(guarded, cacheable))

    def _giving_back(self, view: View) -> View:
        """`view` for those who are signed in; the others get back what they typed before they were not."""

        @wraps(view)
        def giving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = None if self.has_permission(request) else given_back(request, SIGNED_OUT, sees=False)
            return answer or view(request, *args, **kwargs)

        return giving

    def get_urls(self) -> list[Any]:
        own = path("second-factor/", self.admin_view(self.second_factor), name="second_factor")
        return [own, *super().get_urls()]

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Where a code of the phone is asked for."""
        return sign_in.second_factor(request)

    def _after_second_factor(self, view: View) -> View:
        """`view` for those who need no second factor, or have shown it."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if sign_in.lacks_second_factor(request):
                return given_back(request, SECOND_FACTOR, sees=False) or sign_in.to_second_factor(request)
            return view(request, *args, **kwargs)

        return guarded

    def _explaining_refusals(self, view: View) -> View:
        """`view` with the desk's own page where a person may not do what was asked."""

        @wraps(view)
        def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                refuse_posts_of_those_who_only_look(request)
                return view(request, *args, **kwargs)
            except PermissionDenied:
                if answer := given_back(request, sees=not sign_in.lacks_second_factor(request)):
                    return answer
                return not_allowed(request)

        return explained

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelledChoices.as_view(admin_site=self)(request)
