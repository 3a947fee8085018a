"""Kazakh, the source language, is required of every translated text, in the database itself."""

from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


def kazakh_required(field: str, name: str) -> CheckConstraint:
    """A constraint that refuses a record whose `field` has no Kazakh text."""
    column = f"{field}_kk"
    return CheckConstraint(
        condition=Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}),
        name=name,
        violation_error_message=_("The Kazakh text is required; the other languages may follow."),
    )
