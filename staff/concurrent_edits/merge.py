"""Two editors at once: what the second typed is laid over what the first saved, and both are shown where they differ.

A page is opened, somebody else saves the record, then the page is sent. Nothing is saved then. The
page comes back as the record stands now, with everything that was typed on it in its place: a
field that only the other changed has their value, a field that both changed has the typed one with
the saved one below it. Saving that page again saves on top, knowingly.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from staff.concurrent_edits.row_versions import ABSENT, Versions
from staff.concurrent_edits.unopened_rows import UNOPENED, as_sent, is_unopened
from staff.framework.history_page import shown
from staff.framework.url_values import is_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.forms import BaseForm
    from django.http import HttpRequest

#: Forms carry these beside their fields: never typed.
KEYS = frozenset({"id", "ORDER", "started_from"})


@dataclass(frozen=True)
class Meanwhile:
    """What became of a field or a row while the page was open."""

    #: A field that only the other changed is taken, one that both changed differs. Rows are added, gone, removed
    #: (but typed on, and so kept) or deleting (by the reader).
    kind: str
    by: str
    at: Any
    saved: str = ""
    #: Where it stands on the page; "" for what is gone.
    anchor: str = ""


@dataclass
class Collision:
    """What others did to the record while a page of it was open."""

    people: list[tuple[str, Any]] = field(default_factory=list)
    #: By the name of a field on the page, or of a row.
    notes: dict[str, Meanwhile] = field(default_factory=dict)
    #: Where and what was changed, in words, for the top of the page.
    told: list[tuple[str, Meanwhile]] = field(default_factory=list)
    #: The names of chosen files, which no page can bring back.
    files: list[str] = field(default_factory=list)

    def refusal(self) -> ValidationError:
        name, at = self.people[0]
        files = [ValidationError(choose_again(file)) for file in self.files]
        text = _(
            "%(user)s saved this record after you opened it (%(time)s), so nothing was saved yet, and nothing that "
            "you typed is lost. Look at the places named here and save again."
        ) % {"user": name, "time": moment(at)}
        return ValidationError([ValidationError(text), *files])


def choose_again(file: str) -> str:
    return _("The file “%(name)s” could not be kept. Please choose it again.") % {"name": file}


def name_files(form: Any, inlines: Iterable[Any]) -> None:
    """Let each field whose chosen file is lost with the page that comes back say so, unless it says what is wrong."""
    for one in (form, *(row for inline in inlines for row in inline.formset.forms)):
        for name in one.fields:
            file = one.files.get(one.add_prefix(name))
            if file is not None and name not in one.errors:
                one.add_error(name, choose_again(file.name))


def person(version: Any) -> str:
    """Who made a version, by name."""
    user = version.history_user
    return (user.get_full_name() or str(user)) if user else _("the registry itself")


def moment(at: datetime) -> str:
    """A moment as its reader writes it."""
    return date_format(localtime(at), "DATETIME_FORMAT")


def reconcile(admin: Any, request: Any, record: Any) -> Collision | None:
    """Lay what was posted over what others saved since the page was opened; None where nobody did.

    Afterwards `request.POST` is the page to show again. A page that does not say which version it
    started from is left to FreshForm, which refuses it.
    """
    started = request.POST.get("started_from", "")
    last = record.history.select_related("history_user").first()
    if last is None or started == str(last.pk) or not is_key(type(last), started):
        return None
    since = record.history.filter(pk__gt=started).select_related("history_user").order_by("pk")
    if not since or not record.history.filter(pk=started).exists():
        return None
    collision = Collision([(person(version), version.history_date) for version in reversed(since)])
    merge = Merge(request.POST, since[0].history_date, collision)
    merge.page(*fresh_page(admin, request, record))
    merge.data["started_from"] = str(last.pk)
    collision.files = [file.name for _name, files in request.FILES.lists() for file in files]
    request.POST, request._files = merge.data, merge.files(request.FILES)
    return collision


def fresh_page(admin: Any, request: HttpRequest, record: Any) -> tuple[Any, list[Any]]:
    """The form and the formsets of `record` as they would be opened now."""
    opening = copy(request)
    opening.method = "GET"
    opening.__dict__.pop("submission", None)
    form = admin.get_form(opening, record, change=True)(instance=record)
    formsets, _inlines = admin._create_formsets(opening, record, change=True)
    return form, formsets


class Merge:
    """One posted page, laid over the fresh one."""

    def __init__(self, posted: QueryDict, moment: Any, collision: Collision) -> None:
        self.posted: Any = posted
        self.moment, self.collision = moment, collision
        self.data = QueryDict(mutable=True)
        #: Where each posted row stands on the page now.
        self.moved: dict[str, str] = {}
        for name in ("csrfmiddlewaretoken", "_popup", "_to_field"):
            if name in posted:
                self.data.setlist(name, self.posted.getlist(name))

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of what was posted of each row, without the row."""
        found: dict[str, list[str]] = {}
        for name in self.posted:
            row, hyphen, own = name.rpartition("-")
            if hyphen:
                found.setdefault(row, []).append(own)
        return found

    def page(self, form: BaseForm, formsets: Iterable[Any]) -> None:
        record = form.instance  # type: ignore[attr-defined]
        self.form(form, "", Versions(type(record), {record.pk}, self.moment), "")
        for formset in formsets:
            self.formset(formset)

    def files(self, chosen: MultiValueDict) -> MultiValueDict:
        """The chosen files under the names their rows have now."""
        kept: MultiValueDict = MultiValueDict()
        for name, files in chosen.lists():
            row, _hyphen, own = name.rpartition("-")
            if row in self.moved:
                kept.setlist(f"{self.moved[row]}-{own}", files)
        return kept

    def fill(self, form: Any) -> None:
        """One form as it stands now."""
        for name in form.fields:
            if sent := as_sent(form, name):
                self.data.setlist(form.add_prefix(name), list(sent))

    def form(self, form: Any, posted_prefix: str, versions: Versions, place: str) -> None:
        """One form as it stands now, with what was typed on it."""
        self.fill(form)
        typed = dict(self._typed_fields(form, posted_prefix))
        for name in form.fields:
            if name not in KEYS:
                self._field(form, name, typed.get(name), versions, place)

    def _typed_fields(self, form: Any, posted_prefix: str) -> Iterable[tuple[str, str]]:
        """The fields of a form that were posted, each with its posted name."""
        shown = {DELETION_FIELD_NAME} if is_unopened(self.posted, posted_prefix) else form.fields.keys() - KEYS
        for name, one in form.fields.items():
            posted_name = f"{posted_prefix}-{name}" if posted_prefix else name
            if name in shown and not one.widget.value_omitted_from_data(self.posted, {}, posted_name):
                yield name, posted_name

    def _field(self, form: Any, name: str, posted_name: str | None, versions: Versions, place: str) -> None:
        one, fresh_name, key = form.fields[name], form.add_prefix(name), form.instance.pk
        saved = one.widget.value_from_datadict(self.data, {}, fresh_name)
        base = versions.base(key, name)
        if base is ABSENT:  # a field of the page alone, or a row whose versions were not kept
            base = form[name].initial
        theirs, mine, agreed = one.has_changed(base, saved), False, False
        if posted_name is not None:
            typed = one.widget.value_from_datadict(self.posted, {}, posted_name)
            mine, agreed = one.has_changed(base, typed), not one.has_changed(form[name].initial, typed)
        if theirs and not (mine and agreed):
            kind = "differs" if mine else "taken"
            self._note(fresh_name, _where(place, form, name), kind, versions.latest(key, name), _saved(form, name))
        if mine and posted_name is not None:
            self._take(posted_name, fresh_name)

    def _take(self, posted_name: str, name: str) -> None:
        if posted_name in self.posted:
            self.data.setlist(name, self.posted.getlist(posted_name))
        else:  # nothing ticked, nothing chosen
            self.data.pop(name, None)

    def _note(self, name: str, where: str, kind: str, version: Any, saved: str = "") -> None:
        by, at = (person(version), version.history_date) if version is not None else self.collision.people[0]
        anchor = f"id_{name}" if kind in {"taken", "differs"} else name
        note = Meanwhile(kind, by, at, saved, anchor)
        if name:
            self.collision.notes[name] = note
        self.collision.told.append((where, note))

    # Rows

    def formset(self, formset: Any) -> None:
        """The rows that are there now, then those that were typed anew or were removed meanwhile while typed on."""
        prefix, model = formset.prefix, formset.model
        posted = dict(posted_rows(self.posted, prefix))
        by_key = {self.posted[f"{row}-id"]: row for row in posted.values() if self.posted.get(f"{row}-id")}
        versions = Versions(model, {int(key) for key in by_key if is_key(model, key)}, self.moment)
        for form in formset.initial_forms:
            self._saved_row(form, by_key.pop(str(form.instance.pk), ""), versions)
        count = len(formset.initial_forms)
        gone = [row for key, row in by_key.items() if self._typed_on(formset, row, key, versions)]
        for row in [*gone, *(row for row in posted.values() if not self.posted.get(f"{row}-id"))]:
            self._new_row(formset, row, f"{prefix}-{count}", was_removed=row in gone)
            count += 1
        limits = {"TOTAL_FORMS": count, "INITIAL_FORMS": len(formset.initial_forms), "MIN_NUM_FORMS": 0}
        for name, number in {**limits, "MAX_NUM_FORMS": formset.max_num}.items():
            self.data[f"{prefix}-{name}"] = str(number)

    def _saved_row(self, form: Any, posted_row: str, versions: Versions) -> None:
        place = row_label(form.instance)
        if not posted_row:
            self.fill(form)
            self._note(form.prefix, place, "added", versions.latest(form.instance.pk, ""))
            return
        self.moved[posted_row] = form.prefix
        before = len(self.collision.told)
        self.form(form, posted_row, versions, place)
        if is_unopened(self.posted, posted_row) and len(self.collision.told) == before:
            self.data[f"{form.prefix}-{UNOPENED}"] = str(form.instance.pk)
        if self.posted.get(f"{posted_row}-DELETE") and len(self.collision.told) > before:
            self._note(form.prefix, place, "deleting", versions.latest(form.instance.pk, ""))

    def _typed_on(self, formset: Any, row: str, key: str, versions: Versions) -> bool:
        """Whether anything was typed on a row that another removed; where nothing was, its removal is told."""
        number = int(key) if is_key(formset.model, key) else 0
        if versions.last(number) is None:
            return False
        form = formset.empty_form
        typed = not self.posted.get(f"{row}-DELETE") and any(
            form.fields[name].has_changed(
                None if (base := versions.base(number, name)) is ABSENT else base,
                form.fields[name].widget.value_from_datadict(self.posted, {}, posted_name),
            )
            for name, posted_name in self._typed_fields(form, row)
            if name not in {"DELETE", formset.fk.name if hasattr(formset, "fk") else ""}
        )
        if not typed:
            self._note("", versions.called(number), "gone", versions.last(number))
        return typed

    def _new_row(self, formset: Any, row: str, name: str, *, was_removed: bool) -> None:
        self.moved[row] = name
        for own in self._names.get(row, ()):
            if not (was_removed and own in {"id", "passages"}):
                self.data.setlist(f"{name}-{own}", self.posted.getlist(f"{row}-{own}"))
        if was_removed:
            kind = capfirst(str(formset.model._meta.verbose_name))
            self._note(name, kind, "removed", None)


def posted_rows(posted: QueryDict, prefix: str) -> Iterable[tuple[int, str]]:
    """The rows of a formset that were posted: their numbers, and their prefixes."""
    row = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,5}})-")
    numbers = {int(found[1]) for name in posted if (found := row.match(name))}
    return ((number, f"{prefix}-{number}") for number in sorted(numbers))


def _saved(form: Any, name: str) -> str:
    """The saved value of a field, in words."""
    model_field = form.instance._meta.get_field(name)
    try:
        value = getattr(form.instance, name)
        if model_field.many_to_many:
            return "\n".join(sorted(map(form.fields[name].label_from_instance, value.all()))) or _("empty")
        return shown(form.instance, model_field) or _("empty")
    except ObjectDoesNotExist:
        return _("empty")


def label_of(form: Any, name: str) -> str:
    """What a field is called, with the language of a text."""
    label = str(form.fields[name].label or name)
    model_field = next((own for own in form.instance._meta.get_fields() if own.name == name), None)
    if isinstance(model_field, TranslationField):
        label = f"{capfirst(str(model_field.translated_field.verbose_name))} [{model_field.language}]"
    return str(capfirst(label))


def _where(place: str, form: Any, name: str) -> str:
    return " · ".join(part for part in (place, label_of(form, name)) if part)


def row_label(row: Any) -> str:
    return f"{capfirst(str(row._meta.verbose_name))}: {str(row)[:60]}"


def note_collision(collision: Collision, form: Any, inlines: Iterable[Any]) -> None:
    """Let the fields and rows of a page know what became of them meanwhile."""
    rows = [row for inline in inlines for row in inline.formset.forms]
    for one in (form, *rows):
        if one.prefix in collision.notes:
            one.meanwhile, one.has_notes = collision.notes[one.prefix], True
        for name, each in one.fields.items():
            if (note := collision.notes.get(one.add_prefix(name))) is not None:
                each.meanwhile, each.has_notes = note, True
