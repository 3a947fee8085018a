"""The errors of a long page in one list at its top, each leading to its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class ToldError:
    """One error: where it is, in words and as an anchor of the page, and what is wrong."""

    place: str
    anchor: str
    message: str


def told_errors(form: Any, inlines: Iterable[Any]) -> list[ToldError]:
    """Every error of the page, from the top to the bottom."""
    told = list(_of_form(form, "", ""))
    for inline in inlines:
        plural, group = capfirst(str(inline.opts.verbose_name_plural)), f"{inline.formset.prefix}-group"
        told += [ToldError(plural, group, str(message)) for message in inline.formset.non_form_errors()]
        for number, row in enumerate(inline.formset.forms):
            one = f"{capfirst(str(inline.opts.verbose_name))} {number + 1}"
            told += _of_form(row, one, f"{inline.formset.prefix}-{number}")
    return told


def _of_form(form: Any, place: str, anchor: str) -> Iterator[ToldError]:
    for name, messages in form.errors.items():
        field = form[name] if name != NON_FIELD_ERRORS and name in form.fields else None
        where = " · ".join(part for part in (place, str(field.label) if field else "") if part)
        target = field.id_for_label or f"id_{field.html_name}" if field else anchor
        yield from (ToldError(where, target, str(message)) for message in messages)
