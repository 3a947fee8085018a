"""Enumerations are stored as codes; the database itself refuses a code that is not in the vocabulary."""

from django.db.models import CheckConstraint, Choices, Q
from django.utils.translation import gettext_lazy as _


def known_code(field: str, vocabulary: type[Choices], name: str) -> CheckConstraint:
    """A constraint that takes only codes of `vocabulary` in `field`."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": vocabulary.values}),
        name=name,
        violation_error_message=_("This code is not in the vocabulary."),
    )
