"""Editing the vocabulary of cooperation areas."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import AreaLink, CooperationArea
from parties.admin import PlainInline, RegistryAdmin, RowAdmin, in_three_languages


class AreaLinkInline(PlainInline):
    model = AreaLink
    fields = ("scheme", "value")


@admin.register(CooperationArea)
class CooperationAreaAdmin(RegistryAdmin):
    fieldsets = (
        (_("What it is"), {"fields": ("label", "definition")}),
        (_("Place in the vocabulary"), {"fields": ("facet", "broader", "code")}),
    )
    fixed_fields = ("code",)
    autocomplete_fields = ("broader",)
    inlines = (AreaLinkInline,)
    list_display = ("label", "facet", "code", "broader")
    list_filter = ("facet",)
    list_select_related = ("broader",)
    search_fields = (*in_three_languages("label"), "code")

    def choice_label(self, area: CooperationArea) -> str:
        return f"{area} ({area.get_facet_display()})"


admin.site.register(AreaLink, RowAdmin)
