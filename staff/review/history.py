"""The history of an agreement together with that of its parts: what happened to the whole page, in one list."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.utils.text import capfirst

from agreements.models import Agreement
from agreements.versions.queries import WHOLE, versions_of


def versions_of_all(key: Any) -> list[Any]:
    """Every version of the agreement with this key and of its parts, the latest first; those of deleted parts too."""
    found = chain(*(versions_of(model, key).select_related("history_user") for model in WHOLE))
    return sorted(found, key=lambda version: version.history_date, reverse=True)


def part_label(version: Any) -> str:
    """Which part of the agreement a version is of; "" for the agreement's own."""
    if version.instance_type is Agreement:
        return ""
    return f"{capfirst(str(version.instance_type._meta.verbose_name))}: {str(version.instance)[:90]}"
