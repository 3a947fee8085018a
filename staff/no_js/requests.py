"""Editing pages without scripts: rows are added and records are found by buttons, which the server answers.

Such a button posts the page without saving it: the page comes back unchecked, with all that was
typed on it, one more row, or the records that were found. What was typed to find a record and was
not asked for by its button is looked for when the page is saved: exactly one record of that name is
taken, otherwise the page comes back to choose from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.forms.utils import ErrorDict

from staff.framework.widgets import unwrapped
from staff.no_js.choices import Findable, ToFind
from staff.no_js.lookup import OFFERED as OFFERED_AT_ONCE
from staff.no_js.lookup import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, QueryDict

    from staff.no_js.lookup import Found

#: What the controls of a choice are called, after the name of its field.
OFFERED, CHOSEN, FIND = ".offered", ".chosen", ".find"
NAME = re.compile(r"(?:(?P<prefix>.+)-[0-9]{1,5}-)?(?P<field>\w+)")


class WithoutScripts:
    """What a posted page asks of the server beside saving; it is written into `request.POST` as scripts would have."""

    def __init__(self, admin: Any, request: HttpRequest) -> None:
        self.admin, self.request = admin, request
        self.rows_of, self.asked = request.POST.get("_add_row", ""), request.POST.get("_find", "")
        self.by_enter = "_enter" in request.POST
        #: The new row, once it is there.
        self.new_row = ""
        #: By the names of fields: what was found now, and what was offered before and is not chosen yet.
        self.found: dict[str, Found] = {}
        self.offered: dict[str, dict[str, str]] = {}
        self._choices: dict[str, Choice] = {}
        names = [name.removesuffix(OFFERED) for name in request.POST if name.endswith(OFFERED)]
        if names or self.rows_of:
            data = request.POST.copy()
            before = {name: self._take(data, name, choice) for name in names if (choice := self._choice(name))}
            self.offered = self._labelled(before)
            request.POST = data  # type: ignore[assignment]

    @property
    def is_open(self) -> bool:
        """Whether something was looked for that only a person can choose."""
        return any(found.kind != "taken" for found in self.found.values())

    @property
    def is_unfinished(self) -> bool:
        """Whether the page is shown again instead of being saved; Enter in a field finds before it saves."""
        return bool(self.rows_of or self.asked or self.is_open or (self.found and self.by_enter))

    # What was chosen and what is to be found

    def _take(self, data: QueryDict, name: str, choice: Choice) -> list[str]:
        """Write what was chosen or found into the field `name`; the keys that are still offered are returned."""
        offered, keys, typed = (data.pop(f"{name}{control}", []) for control in (OFFERED, CHOSEN, FIND))
        words = "".join(typed[:1]).strip()
        if words or name == self.asked:
            found = self.found[name] = choice.find(words)
            if found.is_chosen:
                keys = [*(keys if choice.is_multiple else ()), found.records[0][0]]
        data.setlist(name, list(dict.fromkeys(keys)))
        is_settled = name in self.found or (any(keys) and not choice.is_multiple)
        return [] if is_settled else "".join(offered[:1]).split(",")[:OFFERED_AT_ONCE]

    def _labelled(self, before: dict[str, list[str]]) -> dict[str, dict[str, str]]:
        """The keys offered in each field with their labels, read once for all rows."""
        by_choice: dict[Choice, set[str]] = {}
        for name, keys in before.items():
            by_choice.setdefault(self._choices[name], set()).update(keys)
        labels = {choice: choice.labels(keys) for choice, keys in by_choice.items()}
        return {
            name: {key: labels[self._choices[name]][key] for key in keys if key in labels[self._choices[name]]}
            for name, keys in before.items()
        }

    def _choice(self, name: str) -> Choice | None:
        """The choice that stands in the field `name`, the same for all rows; None where it is none of this page."""
        parsed = NAME.fullmatch(name)
        page = self._pages.get(parsed["prefix"] or "") if parsed else None
        if parsed is None or page is None or parsed["field"] not in page.get_autocomplete_fields(self.request):
            return None
        field = page.model._meta.get_field(parsed["field"])
        choice = self._choices.setdefault(str(field), Choice(field, self.admin.admin_site, self.request))
        self._choices[name] = choice
        return choice

    @cached_property
    def _pages(self) -> dict[str, Any]:
        """The page and the rows on it that have choices, by the prefixes of their names."""
        inlines = [inline(self.admin.model, self.admin.admin_site) for inline in self.admin.inlines]
        finding = [inline for inline in inlines if inline.get_autocomplete_fields(self.request)]
        return {
            "": self.admin,
            **{inline.get_formset(self.request).get_default_prefix(): inline for inline in finding},
        }

    def follow(self, moved: dict[str, str]) -> None:
        """Rows have other numbers now: what was found and offered goes along."""
        self.found, self.offered = _followed(self.found, moved), _followed(self.offered, moved)

    # What is shown

    def add_row(self) -> None:
        """One more row of the part that was asked for."""
        data: Any = self.request.POST
        count = data.get(f"{self.rows_of}-TOTAL_FORMS", "")
        if self.rows_of and re.fullmatch(r"[0-9]{1,4}", count):
            data[f"{self.rows_of}-TOTAL_FORMS"] = str(int(count) + 1)
            self.new_row = f"{self.rows_of}-{count}"

    def to_find(self, name: str, label: str, *, may_add: bool) -> ToFind:
        found = self.found.get(name)
        if found is None:
            return ToFind(label, self.offered.get(name, {}), may_add=may_add)
        return ToFind(label, dict(found.records), found.told(), name == self.asked, may_add)

    def open_places(self, forms: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
        """Where something is still to be chosen: the field's label, its anchor, and what was found."""
        for form, name in choices_of(forms):
            found = self.found.get(form.add_prefix(name))
            if found is not None and found.kind != "taken":
                yield str(form[name].label), f"{form[name].auto_id}_find", found.told()


def _followed(by_name: dict[str, Any], moved: dict[str, str]) -> dict[str, Any]:
    kept = {}
    for name, value in by_name.items():
        row, hyphen, own = name.rpartition("-")
        if not hyphen or row in moved:
            kept[f"{moved[row]}-{own}" if hyphen else own] = value
    return kept


def choices_of(forms: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """The forms with the names of their fields that are chosen among many records."""
    for form in forms:
        for name, field in form.fields.items():
            if isinstance(unwrapped(field.widget), Findable):
                yield form, name


def show_without_scripts(page: WithoutScripts, forms: list[Any]) -> None:
    """Let every choice say what can be found, and put the keyboard where the reader goes on."""
    for form, name in choices_of(forms):
        widget = form.fields[name].widget
        may_add = getattr(widget, "can_add_related", False)
        unwrapped(widget).to_find = page.to_find(form.add_prefix(name), str(form[name].label), may_add=may_add)
    new = next((form for form in forms if page.new_row and form.prefix == page.new_row), None)
    if new is not None:
        _focus(new)


def _focus(form: Any) -> None:
    first = form.visible_fields()[0].field.widget
    choice = unwrapped(first)
    if isinstance(choice, Findable) and choice.to_find is not None:
        choice.to_find = replace(choice.to_find, has_focus=True)
    else:
        first.attrs["autofocus"] = True


def leave_unchecked(formset: Any, new_row: str) -> None:
    """Let the rows of a posted page be shown as they were typed, right or wrong, and the new one as it starts."""
    if not formset.is_bound:
        return
    for form in formset.forms:
        form._errors, form.cleaned_data = ErrorDict(), {}
        if form.prefix == new_row:
            form.is_bound = False
    formset._errors = [form._errors for form in formset.forms]
    formset._non_form_errors = formset.error_class()
