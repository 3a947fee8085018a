"""Editing parties, and what every editing page of the registry has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin, TranslationStackedInline
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import get_m2m_reverse_field_name

from languages.partial_date_field import PartialDateField, words
from parties.models import Official, Party, PartyIdentifier, PartyName, Post, Succession

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest


class PlainTextField(forms.CharField):
    """Text of several lines. Browsers send line ends as CR LF; kept so, an untouched text would count as changed."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial.replace("\r\n", "\n") if isinstance(initial, str) else initial, data)


#: How fields are typed: long texts into a small box that grows; an address without a scheme means https.
TYPING: dict[Any, Any] = {
    models.TextField: {"form_class": PlainTextField, "widget": forms.Textarea(attrs={"rows": 4, "cols": 80})},
    models.URLField: {"assume_scheme": "https"},
}


class FreshForm(forms.ModelForm):
    """Refuses to save over somebody else's changes: the version one started from must still be the last.

    The versions are those of the record's history, to which every save adds one.
    """

    started_from = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_version = self._last_version()
        if "started_from" in self.fields:
            self.fields["started_from"].initial = str(getattr(self.last_version, "pk", ""))

    def _last_version(self) -> Any:
        if self.instance.pk is None:
            return None
        return self.instance.history.select_related("history_user").first()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        last = self.last_version
        if last is not None and self.cleaned_data.get("started_from") != str(last.pk):
            raise ValidationError(
                _(
                    "%(user)s saved this record after you opened it, so your changes were not saved. "
                    "Open the record in another tab and carry your changes over."
                ),
                params={"user": last.history_user or _("Somebody")},
            )
        return cleaned


class Change:
    """One difference between two versions of a record, in words."""

    def __init__(self, field: str, old: str, new: str) -> None:
        self.field, self.old, self.new = field, old, new


def changes(older: Any, newer: Any) -> Iterator[Change]:
    """What differs between two versions.

    Unlike simple-history's own comparison it looks at every column kept, among them those nobody
    types: the language columns' copies, publication, implementation.
    """
    for field in newer.tracked_fields:
        if getattr(older, field.attname) != getattr(newer, field.attname) and not _is_bound(field):
            yield Change(capfirst(str(field.verbose_name)), _shown(older, field), _shown(newer, field))
    for field in newer._history_m2m_fields:
        old, new = _related(older, field), _related(newer, field)
        if old != new:
            yield Change(capfirst(str(field.verbose_name)), "\n".join(old), "\n".join(new))


def _is_bound(field: Any) -> bool:
    """Whether the column only repeats a partial date."""
    return isinstance(field, models.DateField) and not field.editable


def _shown(version: Any, field: Any) -> str:
    value = getattr(version, field.attname)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return _linked(version, field.name)
    if isinstance(field, PartialDateField):
        return str(words(value))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def _linked(version: Any, name: str) -> str:
    """The record a version points to; it may have been deleted since."""
    try:
        return str(getattr(version, name))
    except ObjectDoesNotExist:
        return str(_("(deleted)"))


def _related(version: Any, field: Any) -> list[str]:
    name = get_m2m_reverse_field_name(field)
    return sorted(_linked(row, name) for row in getattr(version, field.name).select_related(name))


class RecordHistoryAdmin(SimpleHistoryAdmin):
    """A record whose page of history tells every change in full.

    Versions are read, not restored: restoring one would also bring back its publication and its
    identifier, which only agreements.publication may set.
    """

    formfield_overrides: Any = TYPING
    object_history_template: Any = "admin/desk/history.html"
    object_history_list_template = "admin/desk/history_list.html"

    def get_urls(self) -> list[Any]:
        return super(SimpleHistoryAdmin, self).get_urls()

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return True

    def set_history_delta_changes(
        self,
        request: HttpRequest,  # noqa: ARG002 its signature
        historical_records: Sequence[Any],
        foreign_keys_are_objs: bool = True,  # noqa: ARG002 its signature
    ) -> None:
        for version in historical_records:
            older = version.prev_record
            version.history_delta_changes = list(changes(older, version)) if older else []

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; when it is about to be saved, locked until it is, so that FreshForm sees the last version."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            self.model._default_manager.select_for_update().filter(pk=found.pk).first()
        return found


@admin.register(PartyIdentifier, PartyName, Succession)
class RowAdmin(RecordHistoryAdmin):
    """A record edited as a row of another's page: here it is read and searched, and has its history."""

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 its signature
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 its signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 its signature
        return False

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:  # noqa: ARG002 its signature
        return list(get_translatable_fields_for_model(self.model) or ())


class RegistryAdmin(RecordHistoryAdmin, TabbedTranslationAdmin):
    """A record with texts in three languages, its history, and a guard against lost edits."""

    form = FreshForm
    #: Fields that are part of addresses and data: typed once, then shown only.
    fixed_fields: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = self.fixed_fields if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        prepopulated = super().get_prepopulated_fields(request, obj)
        return {name: sources for name, sources in prepopulated.items() if obj is None or name not in self.fixed_fields}


class RegistryInline(TranslationStackedInline):
    """Rows of a record, with texts in three languages, below it on its page."""

    extra = 0
    formfield_overrides = TYPING
    #: Whether saved rows are folded to their headings: for those that are many or long.
    folded: ClassVar[bool] = False


class PlainInline(admin.StackedInline):
    """Rows without texts in three languages."""

    extra = 0
    folded: ClassVar[bool] = False


def in_three_languages(*fields: str) -> tuple[str, ...]:
    """The columns to search: a search by the name of a translated field sees one language only."""
    return tuple(f"{field}_{language}" for field in fields for language in ("kk", "ru", "en"))


class NameInline(RegistryInline):
    model = PartyName
    fields = ("name", "used")


class IdentifierInline(PlainInline):
    model = PartyIdentifier
    fields = ("scheme", "value")


class SuccessorInline(PlainInline):
    model = Succession
    fk_name = "predecessor"
    fields = ("successor", "happened")
    autocomplete_fields = ("successor",)
    verbose_name = _("successor")
    verbose_name_plural = _("what took its place")


class PredecessorInline(PlainInline):
    model = Succession
    fk_name = "successor"
    fields = ("predecessor", "happened")
    autocomplete_fields = ("predecessor",)
    verbose_name = _("predecessor")
    verbose_name_plural = _("whose place it took")


@admin.register(Party)
class PartyAdmin(RegistryAdmin):
    fieldsets = (
        (_("Who it is"), {"fields": ("name", "short_name", "kind", "slug")}),
        (_("Where it belongs"), {"fields": ("country", "organisation_code", "parent")}),
    )
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name_en",)}
    fixed_fields = ("slug",)
    autocomplete_fields = ("parent",)
    inlines = (NameInline, IdentifierInline, SuccessorInline, PredecessorInline)
    list_display = ("name", "kind", "country_in_words", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = (*in_three_languages("name", "short_name", "names__name"), "slug", "organisation_code")

    @admin.display(description=_("country"), ordering="country")
    def country_in_words(self, party: Party) -> str:
        return party.country_name


class PostInline(RegistryInline):
    model = Post
    fields = ("title", "party", "held")
    autocomplete_fields = ("party",)


@admin.register(Official)
class OfficialAdmin(RegistryAdmin):
    fieldsets = ((None, {"fields": ("name", "slug", "wikidata")}),)
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name_en",)}
    fixed_fields = ("slug",)
    inlines = (PostInline,)
    list_display = ("name", "slug", "wikidata")
    search_fields = (*in_three_languages("name"), "slug")


@admin.register(Post)
class PostAdmin(RegistryAdmin):
    fieldsets = ((None, {"fields": ("official", "title", "party", "held")}),)
    autocomplete_fields = ("official", "party")
    list_display = ("official", "title", "party", "held_in_words")
    list_select_related = ("official", "party")
    search_fields = in_three_languages("official__name", "title", "party__name")

    @admin.display(description=_("held"), ordering="held_earliest_on")
    def held_in_words(self, post: Post) -> str:
        return in_words(post.held)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).select_related("official")


def in_words(value: str) -> str:
    """A partial date for a list; empty where the source does not say."""
    return str(words(value) or "")


def unwrapped(widget: Any) -> Any:
    """The widget inside the admin's frame of add and change links."""
    return getattr(widget, "widget", widget)


def without_links(widget: Any, names: Iterable[str] = ("add", "change", "delete", "view")) -> None:
    """Take away the links beside a choice that lead off to editing the chosen record."""
    for name in names:
        if hasattr(widget, f"can_{name}_related"):
            setattr(widget, f"can_{name}_related", False)
