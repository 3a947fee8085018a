"""A form for a new record that is sent twice makes one record."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from staff.framework.forms import NEW
from staff.models import SubmittedForm

if TYPE_CHECKING:
    from datetime import datetime

#: For how long a form that made a record is known again.
REMEMBERED = timedelta(days=1)
BUTTONS = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother"}


def submitted(request: Any, model: type, at: datetime) -> SubmittedForm | None:
    """This form as it was sent at first; None for a form that is none for a new record.

    Of two that come at once the second waits for the unique token until the transaction of the first ends. The same
    page sent with other words, or by another person, is another form.
    """
    if not request.POST.get("started_from", "").startswith(NEW):
        return None
    SubmittedForm.objects.filter(submitted_at__lt=at - REMEMBERED).delete()
    token = _token(request, model)
    SubmittedForm.objects.bulk_create([SubmittedForm(token=token, submitted_at=at)], ignore_conflicts=True)
    return SubmittedForm.objects.select_for_update().get(token=token)


def _token(request: Any, model: type) -> str:
    """The same for what says the same, whichever button sent it."""
    said = [(name, values) for name, values in request.POST.lists() if name not in BUTTONS]
    files = [(name, file.name, file.size) for name, files in request.FILES.lists() for file in files]
    return sha256(repr((request.user.pk, model.__name__, sorted(said), sorted(files))).encode()).hexdigest()
