"""Editing agreements: one page for the whole aggregate; and the records that agreements have in common."""

from staff.records import parties

__all__ = ["agreement", "parts", "public_records"]
