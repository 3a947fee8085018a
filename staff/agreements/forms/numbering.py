"""Numbers within an agreement: given by the registry where the editor leaves them empty."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staff.agreements.forms.quotation import PartForm
from staff.agreements.forms.submission import valid_forms
from staff.concurrent_edits.unopened_rows import FoldedRows

#: Numbers are part of identifiers and addresses, which have room for four digits.
LAST_NUMBER = 9999


class NumberedForm(PartForm):
    """A row with a number; a saved row keeps its own where the field is emptied."""

    read_while_closed: ClassVar[tuple[str, ...]] = ("number",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = self.fields.get("number")
        if number is not None:
            number.required = False
            number.help_text = gettext_lazy("Leave it empty for the next free number.")
            number.validators += [MinValueValidator(1), MaxValueValidator(LAST_NUMBER)]

    def clean_number(self) -> int | None:
        given: int | None = self.cleaned_data.get("number")
        return self.instance.number if given is None else given

    def validate_constraints(self) -> None:
        """All but those on numbers: whether they are unique is seen in all rows together, which may trade theirs."""
        try:
            self.instance.validate_constraints(exclude={*self._get_validation_exclusions(), "number"})  # type: ignore[attr-defined]
        except forms.ValidationError as refused:
            self._update_errors(refused)  # type: ignore[attr-defined]


class NumberedFormSet(FoldedRows, forms.BaseInlineFormSet):
    """Gives the next free number to new rows without one; saved rows may trade theirs."""

    def save_existing_objects(self, commit: bool = True) -> Any:
        self._step_aside()
        return super().save_existing_objects(commit)

    def _step_aside(self) -> None:
        """Lend other numbers to rows that are renumbered: each is saved by itself, while another still has its own."""
        moving = [form.instance.pk for form in self.initial_forms if "number" in form.changed_data]
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance})  # type: ignore[union-attr]
        used = {*rows.values_list("number", flat=True), *(form.instance.number for form in self.forms)}
        free = (number for number in range(LAST_NUMBER, 0, -1) if number not in used)
        for key in moving:
            rows.filter(pk=key).update(number=next(free))

    def clean(self) -> None:
        seen = set()
        for form in valid_forms(self):
            number = form.cleaned_data.get("number")
            if number in seen:
                form.add_error("number", _("Another row of this page has this number."))
            if number is not None:
                seen.add(number)
        super().clean()

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if form.instance.number is None:
            form.instance.number = self._next_free()
        return super().save_new(form, commit)

    def _next_free(self) -> int:
        """One more than the highest number in use or typed on this page; gaps are not filled again."""
        typed = [form.instance.number or 0 for form in self.forms]
        rows = self.model._default_manager  # type: ignore[union-attr]
        saved = rows.filter(**{self.fk.name: self.instance}).aggregate(last=Max("number"))
        return max(saved["last"] or 0, *typed, 0) + 1


class LastingNumberForm(NumberedForm):
    """A number that is part of an identifier once the agreement has one."""

    @property
    def stays(self) -> bool:
        return bool(self.instance.pk and self.submission.agreement.identifier)

    def clean_number(self) -> int | None:
        number = super().clean_number()
        if self.instance.pk and number != self.instance.number and self.submission.agreement.identifier:
            raise forms.ValidationError(
                _("This number is part of the identifier %(identifier)s and cannot be changed.")
                % {"identifier": f"{self.submission.agreement.identifier}-{self.instance.number}"}
            )
        return number


class LastingNumberFormSet(NumberedFormSet):
    """Rows that stay once the agreement has an identifier."""

    def clean(self) -> None:
        super().clean()
        if self.instance.identifier and any(form.instance.pk for form in self.deleted_forms):
            raise forms.ValidationError(
                _("A commitment of an agreement that has an identifier cannot be deleted: its identifier is lasting.")
            )
