"""Two administrators at once: what the second typed on an account or a group is laid over what the first saved.

Accounts have no versions that tell what a page started from. So the page carries the values it was
opened with, signed; they are compared with those of the account as it is when the page is sent.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth.forms import UserChangeForm
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.concurrent_edits.conflict_aware_admin import ConflictAwareAdmin
from staff.concurrent_edits.merge import KEYS, Collision, Merge
from staff.concurrent_edits.row_versions import ABSENT
from staff.concurrent_edits.unopened_rows import sent
from staff.framework.forms import OptimisticLockForm
from staff.framework.locking import LockedObjectAdmin

if TYPE_CHECKING:
    from datetime import datetime


SIGNER = Signer(salt="activities.admin.account_guard")


@dataclass(frozen=True)
class Saved:
    """An account as it is, and who saved it last, as far as the desk knows."""

    pk: str
    history_user: str
    at: datetime


class OpenedForm(OptimisticLockForm):
    """Its mark of the last version is made of the values that the form offers."""

    def _last_version(self) -> Saved | None:
        if self.instance.pk is None:
            return None
        of_this = {"content_type": get_content_type_for_model(self.instance), "object_id": str(self.instance.pk)}
        entry = LogEntry.objects.filter(**of_this).select_related("user").order_by("-action_time", "-pk").first()
        by = (entry.user.get_full_name() or entry.user.get_username()) if entry else _("the registry itself")
        return Saved(SIGNER.sign_object(self._values()), by, entry.action_time if entry else timezone.now())

    def _values(self) -> dict[str, list[str]]:
        """What a browser would send of the fields that can be typed in."""
        typed = {name: field for name, field in self.fields.items() if name not in KEYS and not field.disabled}
        return {name: sorted(sent(self.get_initial_for_field(field, name))) for name, field in typed.items()}


class AccountForm(OpenedForm, UserChangeForm):
    """An account."""


class GroupForm(OpenedForm):
    """A group."""


class Opened:
    """The values a page was opened with, asked as the versions of a record are."""

    def __init__(self, values: dict[str, list[str]], form: Any) -> None:
        self.form, self.values = form, values
        self.data = QueryDict(mutable=True)
        for name, value in values.items():
            self.data.setlist(name, list(value))

    def base(self, _key: int | None, name: str) -> Any:
        if name not in self.values:
            return ABSENT
        return self.form.fields[name].widget.value_from_datadict(self.data, {}, name)

    def latest(self, _key: int | None, _name: str) -> None:
        """Who changed which field is not known."""


class GuardedAccounts(LockedObjectAdmin, ConflictAwareAdmin):
    """Accounts and groups under the guard of all records."""

    def reconcile(self, request: Any, record: Any) -> Collision | None:
        opening = copy(request)
        opening.method = "GET"
        form = self.get_form(opening, record, change=True)(instance=record)
        saved, started = form.last_version, request.POST.get("started_from", "")
        if started == saved.pk:
            return None
        try:
            opened = SIGNER.unsign_object(started)
        except BadSignature:  # the form refuses it
            return None
        for name in [name for name, field in form.fields.items() if field.disabled]:
            del form.fields[name]
        collision = Collision([(saved.history_user, saved.at)])
        merge = Merge(request.POST, saved.at, collision)
        versions: Any = Opened(opened, form)  # it answers the same questions
        merge.form(form, "", versions, "")
        merge.data["started_from"] = saved.pk
        request.POST = merge.data
        return collision
