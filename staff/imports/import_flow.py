"""Taking in a file: choose it, see what it would change, have it saved. What files hold is said by each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from database.constraint_messages import refusal
from staff.imports.upload import ConfirmForm, TooLargeToSend, UploadForm, encode_upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


class ImportRefused(Exception):
    """The file cannot be taken in; each of `problems` says what is wrong and is fit to show."""

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__()
        self.problems = problems


class ImportFlow:
    """The pages of one kind of file, below those of `model_admin`.

    A plan is what a file would change. It has a `state`, the same as long as the registry is as the plan found it,
    tells whether it `changes_nothing`, and writes itself.
    """

    template: ClassVar[str]
    form: ClassVar[type[UploadForm]] = UploadForm

    def __init__(self, model_admin: Any) -> None:
        self.model_admin = model_admin

    @property
    def title(self) -> str:
        raise NotImplementedError

    def may_enter(self, request: HttpRequest) -> bool:
        """Whether this person takes in such files at all."""
        raise NotImplementedError

    def read(self, request: HttpRequest, raw: bytes, name: str, *, lock: bool = False) -> Any:
        """The plan of a file; with `lock` nobody changes what it found until the transaction ends.

        Raises ImportRefused.
        """
        raise NotImplementedError

    def forbidden(self, request: HttpRequest, plan: Any) -> list[str]:
        """What this person may not do of what the plan asks."""
        raise NotImplementedError

    def write(self, request: HttpRequest, plan: Any) -> Any:  # noqa: ARG002 what those who note it need
        """Save what the plan changes, in the transaction of the caller. Raises ImportRefused."""
        return plan.write()

    def problem(self, message: str) -> Any:
        """A problem of the file as a whole."""
        raise NotImplementedError

    def preview(self, request: HttpRequest, plan: Any) -> dict[str, Any]:
        """What the page shows of the plan."""
        raise NotImplementedError

    def saved(self, request: HttpRequest, plan: Any, written: Any) -> HttpResponse:
        """The answer once `write` gave `written`."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What every page of this kind shows."""
        return {}

    @method_decorator(transaction.non_atomic_requests)  # reading a file takes seconds; writing has its own
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; see what it would change; have it saved."""
        if not self.may_enter(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        if "carried" in request.POST:
            return self._confirmed(request)
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form=form)
        return self._preview(request, form.cleaned_data["file"], form.cleaned_data["name"])

    def _preview(self, request: HttpRequest, raw: bytes, name: str) -> HttpResponse:
        try:
            plan, carried = self.read(request, raw, name), encode_upload(raw)
        except ImportRefused as refused:
            return self._page(request, name=name, wrong=refused.problems)
        except TooLargeToSend as error:
            return self._page(request, name=name, wrong=[self.problem(str(error))])
        shown = {"preview": plan, "forbidden": self.forbidden(request, plan), **self.preview(request, plan)}
        return self._page(request, name=name, carried=carried, **shown)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This form is not complete. Please choose the file again."))
            return self._page(request)
        raw, name = form.cleaned_data["carried"], form.cleaned_data["name"]
        try:
            with transaction.atomic():
                plan = self.read(request, raw, name, lock=True)
                if self.forbidden(request, plan):
                    raise PermissionDenied
                is_as_shown = plan.state == form.cleaned_data["state"] and not plan.changes_nothing
                written = self.write(request, plan) if is_as_shown else None
        except ImportRefused as refused:
            return self._page(request, name=name, wrong=refused.problems)
        except (IntegrityError, DataError) as error:
            return self._page(request, name=name, wrong=[self.problem(refusal(error))])
        if not is_as_shown:
            messages.warning(
                request, _("The registry changed since the preview. Nothing was saved; please look again.")
            )
            return self._preview(request, raw, name)
        return self.saved(request, plan, written)

    def _page(self, request: HttpRequest, **shown: Any) -> HttpResponse:
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": self.title,
            "opts": self.model_admin.opts,
            "form": self.form(),
            **self.context(),
            **shown,
        }
        return TemplateResponse(request, self.template, context)
