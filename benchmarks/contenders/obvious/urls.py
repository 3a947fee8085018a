"""The registry's addresses, with the obvious list at the place of its own, and an empty page."""

from __future__ import annotations

from django.urls import path

from benchmarks.contenders.obvious.views import commitment_list, empty
from config.urls import commitments
from config.urls import urlpatterns as of_the_registry

# In this process nobody asks for the registry's own list.
commitments[0] = path("", commitment_list, name="list")

urlpatterns = [path("empty/", empty, name="empty"), *of_the_registry]
