"""Saved rows of a page that nobody opened: the page has their headings only, and sends no more than their keys.

Such a row is posted as `<prefix>-<number>-unopened=<key>`, perhaps with a tick to delete it. Its form is filled from
the saved row, so that the rules of the whole page see it like any other and nothing of it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BaseModelFormSet

    Base = BaseModelFormSet
else:
    Base = object

UNOPENED = "unopened"


def key_of(posted: QueryDict, row: str) -> str:
    """The key of a posted row, opened or not; "" for a new one."""
    return posted.get(f"{row}-id") or posted.get(f"{row}-{UNOPENED}") or ""


def is_unopened(posted: Mapping[str, Any], row: str) -> bool:
    return f"{row}-{UNOPENED}" in posted


def with_keys(posted: QueryDict) -> QueryDict:
    """What was posted, with the key of each unopened row where formsets look for it."""
    rows = [name.removesuffix(f"-{UNOPENED}") for name in posted if name.endswith(f"-{UNOPENED}")]
    if not rows:
        return posted
    completed = posted.copy()
    for row in rows:
        completed.setlist(f"{row}-id", posted.getlist(f"{row}-{UNOPENED}"))
    return completed


def as_sent(form: Any, name: str) -> list[str]:
    """The value that a field of `form` begins with, as a browser sends it back unchanged."""
    field = form.fields[name]
    return sent(field.prepare_value(form.get_initial_for_field(field, name)))


def sent(value: Any) -> list[str]:
    """A value as a browser sends it."""
    if isinstance(value, list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    return [] if value is None or value is False else ["on" if value is True else str(value)]


class FoldedRows(Base):
    """A formset whose saved rows may stand on the page unopened."""

    #: Where the one row stands that the formset was narrowed to; "" while it has all of them.
    alone = ""

    #: Whether saved rows are shown as headings, whose forms have no more fields than those.
    headings = False

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs(index)
        return {**kwargs, "is_heading": True} if self.headings and index is not None else kwargs

    def narrow(self, key: int, row: str) -> None:
        """Hold one saved row alone, which stands at `row` on the page ("commitments-3"), if there is such a one."""
        self.queryset, self.alone = self.get_queryset().filter(pk=key), row
        del self._queryset  # type: ignore[attr-defined]

    def add_prefix(self, index: Any) -> str:
        return self.alone if self.alone and index == 0 else super().add_prefix(index)

    def add_fields(self, form: Any, index: int | None) -> None:
        """A form knows whether its row was opened; one that was not holds what is saved."""
        super().add_fields(form, index)
        if not self.is_bound:
            form.is_unopened = form.instance.pk is not None
        elif is_unopened(self.data, form.prefix) and form.instance.pk is not None:
            form.is_unopened, form.data = True, _as_saved(form)


def _as_saved(form: Any) -> QueryDict:
    """What an opened row would send of which nothing was changed, with the key and the tick that were sent."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        posted_name = form.add_prefix(name)
        is_sent = name in {"id", DELETION_FIELD_NAME}
        if values := form.data.getlist(posted_name) if is_sent else as_sent(form, name):
            data.setlist(posted_name, values)
    return data
