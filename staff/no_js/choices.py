"""Choices among many records: with scripts a search while typing, without them a field and a button that find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.template.loader import render_to_string
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


@dataclass(frozen=True)
class ToFind:
    """What stands beside a choice where there are no scripts."""

    label: str
    #: Keys and labels to choose from, beside what is chosen already.
    offered: dict[str, str] = field(default_factory=dict)
    told: str = ""
    has_focus: bool = False
    may_add: bool = False


class Findable:
    """An autocomplete that also works without scripts, on a page that says what is to be found."""

    to_find: ToFind | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)  # type: ignore[attr-defined]
        select: SafeString = self._render(self.template_name, context, renderer)  # type: ignore[attr-defined]
        if self.to_find is None:
            return select
        return select + render_to_string("staff/find.html", self._without_scripts(name, context["widget"]))

    def _without_scripts(self, name: str, widget: Any) -> dict[str, Any]:
        find: Any = self.to_find
        options = [option for _group, group, _index in widget["optgroups"] for option in group]
        chosen = {str(option["value"]): option["label"] for option in options if option["value"] != ""}
        offered = {key: label for key, label in find.offered.items() if key not in chosen}
        opts = self.field.remote_field.model._meta  # type: ignore[attr-defined]
        return {
            "find": find,
            "name": name,
            "id": widget["attrs"].get("id", name),
            "chosen": chosen,
            "offered": offered,
            "is_multiple": self.allow_multiple_selected,  # type: ignore[attr-defined]
            "is_required": self.is_required,  # type: ignore[attr-defined]
            "add_url": reverse(f"admin:{opts.app_label}_{opts.model_name}_add") if find.may_add else "",
        }


class FindableSelect(Findable, AutocompleteSelect):
    """One record."""


class FindableSelectMultiple(Findable, AutocompleteSelectMultiple):
    """Several records."""


class FindableChoices:
    """A page, or rows of one, whose autocompletes also work without scripts."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", FindableSelect(db_field, self.admin_site, using=kwargs.get("using")))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", FindableSelectMultiple(db_field, self.admin_site, using=kwargs.get("using")))  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
