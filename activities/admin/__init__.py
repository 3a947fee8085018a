"""Editing what was done about agreements, and the accounts of those who edit."""

from activities.admin import accounts, activities

__all__ = ["accounts", "activities"]
