"""Editing parties, officials and their posts.

Parties, officials and posts are registered by staff.agreements, which knows which of them the
public sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from languages.translated import in_languages
from parties.models import Party, PartyIdentifier, PartyName, Post, Succession
from staff.framework.forms import AddressNameForm
from staff.records.base import PlainInline, RegistryAdmin, RegistryInline, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest


class NameInline(RegistryInline):
    model = PartyName
    fields = ("name", "used")


class IdentifierInline(PlainInline):
    model = PartyIdentifier
    fields = ("scheme", "value")


class BaseSuccessorInline(PlainInline):
    model = Succession
    fk_name = "predecessor"
    fields = ("successor", "happened")
    autocomplete_fields = ("successor",)
    verbose_name = _("successor")
    verbose_name_plural = _("what took its place")


class BasePredecessorInline(PlainInline):
    model = Succession
    fk_name = "successor"
    fields = ("predecessor", "happened")
    autocomplete_fields = ("predecessor",)
    verbose_name = _("predecessor")
    verbose_name_plural = _("whose place it took")


#: What a person is called; parties and records have another word for it in Kazakh and Russian.
NAME_OF_A_PERSON = pgettext_lazy("person", "Name")


class BasePartyAdmin(RegistryAdmin):
    form = AddressNameForm
    fieldsets = (
        (_("Who it is"), {"fields": ("name", "short_name", "kind", "slug")}),
        (_("Where it belongs"), {"fields": ("country", "organisation_code", "parent")}),
    )
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name_en",)}
    fixed_fields = ("slug",)
    autocomplete_fields = ("parent",)
    inlines: ClassVar[Any] = (NameInline, IdentifierInline, BaseSuccessorInline, BasePredecessorInline)
    list_display = ("name", "kind", "country_in_words", "parent")
    also_downloaded = ("country",)
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = (*in_languages("name", "short_name", "names__name"), "slug", "organisation_code")

    @admin.display(description=_("country"), ordering="country")
    def country_in_words(self, party: Party) -> str:
        return party.country_name


class BasePostInline(RegistryInline):
    model = Post
    fields = ("title", "party", "held")
    autocomplete_fields = ("party",)


class BaseOfficialAdmin(RegistryAdmin):
    form = AddressNameForm
    fieldsets = ((None, {"fields": ("name", "slug", "wikidata")}),)
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name_en",)}
    fixed_fields = ("slug",)
    inlines: ClassVar[Any] = (BasePostInline,)
    list_display = ("name", "slug", "wikidata")
    search_fields = (*in_languages("name"), "slug")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name.startswith("name_"):
            language = db_field.name.removeprefix("name_")
            field.label = f"{NAME_OF_A_PERSON} [{language}]"
        return field


class BasePostAdmin(RegistryAdmin):
    fieldsets = ((None, {"fields": ("official", "title", "party", "held")}),)
    autocomplete_fields = ("official", "party")
    list_display = ("official", "title", "party", "held_in_words")
    also_downloaded = ("held",)
    list_select_related = ("official", "party")
    search_fields = in_languages("official__name", "title", "party__name")

    @admin.display(description=_("held"), ordering="held_earliest_on")
    def held_in_words(self, post: Post) -> str:
        return in_words(post.held)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).select_related("official")
