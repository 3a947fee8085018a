from django.contrib.admin.apps import AdminConfig


class RegistryAdminConfig(AdminConfig):
    """Django's admin under the registry's own name and front page."""

    default_site = "config.admin_site.RegistryAdminSite"
