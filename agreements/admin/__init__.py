"""Editing agreements: one page for the whole aggregate, and the vocabulary of areas."""

from agreements.admin import agreement, areas, parts

__all__ = ["agreement", "areas", "parts"]
