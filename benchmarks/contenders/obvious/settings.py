"""The registry's settings with the obvious list in place of its own, and an empty view."""

from benchmarks.servers.site_settings import *  # noqa: F403 the same middleware, templates and databases
from benchmarks.servers.site_settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.contenders.obvious"]
ROOT_URLCONF = "benchmarks.contenders.obvious.urls"
