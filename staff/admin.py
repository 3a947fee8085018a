"""The records that the desk shows: each of these modules registers its own with Django's admin."""

from staff.accounts import accounts
from staff.agreements import agreement, parts
from staff.records import activities, parties

__all__ = ["accounts", "activities", "agreement", "parties", "parts"]
