"""Editing what was done about agreements, and the accounts of those who edit."""

from staff.accounts import accounts
from staff.records import activities

__all__ = ["accounts", "activities"]
