"""Django's admin under the registry's own name, and the app of the desk."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

ICONS = {True: "yes", False: "no", None: "unknown"}


def yes_or_no(value: bool | None) -> SafeString:
    """Django's picture of a yes or no, which Django itself reads aloud as True or False in every language."""
    words = {True: gettext("Yes"), False: gettext("No"), None: gettext("Unknown")}
    picture = static(f"admin/img/icon-{ICONS[value]}.svg")
    return format_html('<img src="{}" alt="{}">', picture, words[value])


class RegistryAdminConfig(AdminConfig):
    """Django's admin under the registry's own name and front page."""

    default_site = "staff.site.RegistryAdminSite"

    def ready(self) -> None:
        super().ready()
        # No setting leads to it.
        admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]


class StaffConfig(AppConfig):
    """The desk itself: `staff.admin`, which Django's admin looks for in every app, registers its pages."""

    name = "staff"
