"""How fields are typed on every editing page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.partial_date_field import PartialDateField

if TYPE_CHECKING:
    from collections.abc import Iterable


def with_plain_line_ends(text: str) -> str:
    """`text` with every line end as LF. Browsers send CR LF, whatever they were given."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PlainTextField(forms.CharField):
    """Text of several lines; line ends alone make no change of it."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return with_plain_line_ends(text) if isinstance(text, str) else text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(with_plain_line_ends(initial) if isinstance(initial, str) else initial, data)


PARTIAL_DATE_HELP = _(
    "2016, 2016-11 or 05.2019, 2016-11-07 or 07.11.2016, 1993?, 199X, 2016/2018. "
    "Leave it empty if the source does not say."
)

#: Long texts into a small box that grows; an address without a scheme means https.
TYPING: dict[Any, Any] = {
    PartialDateField: {"widget": AdminTextInputWidget, "help_text": PARTIAL_DATE_HELP},
    models.TextField: {"form_class": PlainTextField, "widget": forms.Textarea(attrs={"rows": 4, "cols": 80})},
    models.URLField: {"assume_scheme": "https"},
}


def unwrapped(widget: Any) -> Any:
    """The widget inside the admin's frame of add and change links."""
    return getattr(widget, "widget", widget)


def without_links(widget: Any, names: Iterable[str] = ("add", "change", "delete", "view")) -> None:
    """Take away the links beside a choice that lead off to editing the chosen record."""
    for name in names:
        if hasattr(widget, f"can_{name}_related"):
            setattr(widget, f"can_{name}_related", False)
