from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class RegistryAdminSite(AdminSite):
    """The editors' desk."""

    site_header = _("Registry of cultural agreements: editing")
    site_title = _("Registry of cultural agreements")
    index_title = _("Records")
