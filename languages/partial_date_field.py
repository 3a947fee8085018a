"""A partial date in a table: its EDTF text and two bound columns that sort and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from languages.partial_dates import NotAPartialDate, PartialDate, as_edtf, parse

if TYPE_CHECKING:
    from datetime import date

EXAMPLES = _("2016, 2016-11, 2016-11-07, 1993?, 199X or 2016/2018; leave empty if the source does not say.")


def validate_partial_date(value: str) -> None:
    """Refuse text that is no partial date, in the words of `parse`."""
    try:
        parse(value)
    except NotAPartialDate as error:
        raise ValidationError(str(error), code="partial_date") from error


class PartialDateFormField(forms.CharField):
    """Takes EDTF, and days and months as Kazakh and Russian editors type them.

    What is no date is refused here, before the record of the form could take it.
    """

    default_validators = [validate_partial_date]

    def to_python(self, value: Any) -> str:
        """What was typed, as EDTF; what is no date stays as it was typed, so that the refusal quotes it."""
        typed = super().to_python(value) or ""
        edtf = as_edtf(typed)
        try:
            parse(edtf)
        except NotAPartialDate:
            return typed
        return edtf


class PartialDateField(models.CharField):
    """EDTF text, empty where the source does not say.

    `earliest_field` and `before_field` name the model's two date columns that hold its bounds
    (inclusive, exclusive); they are filled whenever a row is saved. Fixtures and `update()` go
    round that and must write all three, which `partial_date_constraints` enforces.
    """

    def __init__(self, *args: Any, earliest_field: str = "", before_field: str = "", **kwargs: Any) -> None:
        self.earliest_field, self.before_field = earliest_field, before_field
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", EXAMPLES)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_partial_date]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["earliest_field"], kwargs["before_field"] = self.earliest_field, self.before_field
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        earliest, before = bounds(value)
        setattr(model_instance, self.earliest_field, earliest)
        setattr(model_instance, self.before_field, before)
        return super().pre_save(model_instance, add)


def bounds(value: str) -> tuple[date | None, date | None]:
    """The two bound columns of `value`; none where the source does not say."""
    if not value:
        return None, None
    partial = parse(value)
    return partial.earliest, partial.before


def bound_column() -> models.DateField:
    """A column for one bound of a partial date."""
    return models.DateField(null=True, blank=True, editable=False)


def partial_date_constraints(prefix: str, field: str, earliest: str, before: str) -> list[models.CheckConstraint]:
    """What the database itself holds: text and bounds together or not at all, and no end before the beginning."""
    empty = Q(**{field: "", f"{earliest}__isnull": True, f"{before}__isnull": True})
    filled = ~Q(**{field: ""}) & (Q(**{f"{earliest}__isnull": False}) | Q(**{f"{before}__isnull": False}))
    return [
        models.CheckConstraint(
            condition=empty | filled,
            name=f"{prefix}_has_bounds_exactly_when_stated",
            violation_error_message=_("A date and its bounds are kept together."),
        ),
        models.CheckConstraint(
            condition=Q(**{f"{earliest}__lt": F(before)}),
            name=f"{prefix}_does_not_end_before_it_begins",
            violation_error_message=_("The end lies before the beginning."),
        ),
    ]


def words(value: str) -> PartialDate | None:
    """The date for showing, or None where the source does not say; a value written past the checks as it stands."""
    if not value:
        return None
    try:
        return parse(value)
    except NotAPartialDate:
        return PartialDate(value, None, None)
