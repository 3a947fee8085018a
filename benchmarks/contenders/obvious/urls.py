"""The registry's addresses, with the obvious list at the place of its own."""

from __future__ import annotations

from django.urls import path

from benchmarks.contenders.obvious.views import commitment_list
from config.urls import commitments, urlpatterns

# In this process nobody asks for the registry's own list.
commitments[0] = path("", commitment_list, name="list")

__all__ = ["urlpatterns"]
