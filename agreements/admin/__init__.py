"""Editing agreements: one page for the whole aggregate; and the records that agreements have in common."""

from agreements.admin import agreement, parts, public_records

__all__ = ["agreement", "parts", "public_records"]
