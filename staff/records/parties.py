"""Editing what agreements have in common: parties, officials, posts and areas, which the public may see.

The public sees them through published agreements. Changing one then changes public pages, so it
needs the permission to publish, just as changing a published agreement does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import AreaLink, CooperationArea
from agreements.rules.publication_states import PUBLISH_PERMISSION
from agreements.rules.visibility import is_public
from languages.translated import in_languages
from parties.models import Official, Party, PartyIdentifier, PartyName, Post, Succession
from staff.framework.forms import AttributedForm, OptimisticLockForm
from staff.framework.search_sync import SearchSyncMixin
from staff.imports.spreadsheets import AreaImport
from staff.records import party_pages
from staff.records.base import PlainInline, RegistryAdmin, RowAdmin

if TYPE_CHECKING:
    from django.http import HttpRequest

PUBLIC_NOW = _("The public sees this record now, so only who may publish can change it.")
PUBLIC_ALREADY = _("The public already sees this record. Only those who may publish can link to it here.")


class PublishersOnly:
    """What the public sees is changed and deleted only by those who may publish; others read it."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)  # type: ignore[misc]

    def why_closed(self, record: Any) -> str:
        return str(PUBLIC_NOW) if is_public(record) else ""

    def _may_touch(self, request: HttpRequest, record: Any) -> bool:
        return record is None or request.user.has_perm(PUBLISH_PERMISSION) or not is_public(record)


def refuse_public(form: Any, *names: str) -> None:
    """An error at each field that newly links to a public record, unless the person may publish."""
    if form.may(PUBLISH_PERMISSION):
        return
    for name in names:
        linked = form.cleaned_data.get(name)
        if name in form.changed_data and linked is not None and is_public(linked):
            form.add_error(name, PUBLIC_ALREADY)


class PostForm(OptimisticLockForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_public(self, "party", "official")
        return cleaned


class PostRowForm(AttributedForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_public(self, "party")
        return cleaned


class SuccessionForm(AttributedForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_public(self, "successor", "predecessor")
        return cleaned


class SuccessionFormSet(forms.BaseInlineFormSet):
    """Successions show on the pages of both parties, whichever of them is edited."""

    def clean(self) -> None:
        super().clean()
        touched: list[Any] = [form for form in self.initial_forms if form.has_changed()]
        if all(form.may(PUBLISH_PERMISSION) for form in touched):
            return
        if any(is_public(row) for row in Succession.objects.filter(pk__in=[form.instance.pk for form in touched])):
            raise forms.ValidationError(PUBLIC_ALREADY)


class SuccessorInline(party_pages.BaseSuccessorInline):
    form = SuccessionForm
    formset = SuccessionFormSet


class PredecessorInline(party_pages.BasePredecessorInline):
    form = SuccessionForm
    formset = SuccessionFormSet


class PostInline(party_pages.BasePostInline):
    form = PostRowForm


@admin.register(Party)
class PartyAdmin(SearchSyncMixin, PublishersOnly, party_pages.BasePartyAdmin):
    inlines = (party_pages.NameInline, party_pages.IdentifierInline, SuccessorInline, PredecessorInline)


@admin.register(Official)
class OfficialAdmin(PublishersOnly, party_pages.BaseOfficialAdmin):
    inlines = (PostInline,)


@admin.register(Post)
class PostAdmin(PublishersOnly, party_pages.BasePostAdmin):
    form = PostForm


@admin.register(PartyIdentifier, PartyName, Succession, AreaLink)
class PublicRowAdmin(PublishersOnly, RowAdmin):
    """Rows of a party's or an area's page."""


class AreaLinkInline(PlainInline):
    model = AreaLink
    fields = ("scheme", "value")


@admin.register(CooperationArea)
class CooperationAreaAdmin(PublishersOnly, RegistryAdmin):
    fieldsets = (
        (pgettext_lazy("cooperation area", "What it is"), {"fields": ("label", "definition")}),
        (_("Place in the vocabulary"), {"fields": ("facet", "broader", "code")}),
    )
    fixed_fields = ("code",)
    autocomplete_fields = ("broader",)
    inlines = (AreaLinkInline,)
    list_display = ("label", "facet", "code", "broader")
    list_filter = ("facet",)
    list_select_related = ("broader",)
    search_fields = (*in_languages("label"), "code")

    def get_urls(self) -> list[Any]:
        return [*AreaImport(self).urls(), *super().get_urls()]

    def choice_label(self, area: CooperationArea) -> str:
        return f"{area} ({area.get_facet_display()})"
