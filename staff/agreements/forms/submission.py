"""What the forms of one agreement's page share while one request lasts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementParty, CooperationArea, Event, EventKind, Source
from languages.partial_date_field import words
from languages.partial_dates import NotAPartialDate, PartialDate, as_edtf, parse

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.db.models import Model
    from django.forms import BaseFormSet, ModelForm

Choices = list[tuple[Any, str]]


@dataclass(frozen=True)
class SourceText:
    """The text of a source as it stands on the page, saved or not; `form.instance` is the source once saved."""

    form: ModelForm
    number: int | None
    text: str


@dataclass
class Submission:
    """One request for an agreement's page.

    Choices are read from the database once, not once per row; the forms of a row find the other
    formsets here, so that a passage can be quoted from a source typed on the same page.
    """

    agreement: Agreement
    by: User
    at: datetime
    formsets: dict[type[Model], BaseFormSet] = field(default_factory=dict)

    @cached_property
    def party_choices(self) -> Choices:
        """The saved parties of this agreement."""
        if self.agreement.pk is None:
            return []
        rows = AgreementParty.objects.filter(agreement=self.agreement)
        return [(row.pk, f"{row} ({row.get_side_display()})") for row in rows]

    @cached_property
    def events(self) -> list[Event]:
        """The saved events of this agreement."""
        return list(Event.objects.filter(agreement=self.agreement)) if self.agreement.pk else []

    @cached_property
    def event_choices(self) -> Choices:
        return [(event.pk, event_label(event)) for event in self.events]

    @cached_property
    def areas(self) -> dict[str, str]:
        """Every area's label by its key, both as text, as a widget wants them."""
        return {str(area.pk): f"{area} ({area.get_facet_display()})" for area in CooperationArea.objects.all()}

    def source_texts(self) -> list[SourceText]:
        """The sources on the page that are not being deleted."""
        return [
            SourceText(form, form.cleaned_data.get("number"), form.cleaned_data["text"])
            for form in valid_forms(self.formsets.get(Source))
            if form.cleaned_data.get("text")
        ]

    def signed(self) -> PartialDate | None:
        """The date of the signature as typed on this page; None where no signed event is dated."""
        for form in valid_forms(self.formsets.get(Event)):
            given = form.cleaned_data
            if given.get("kind") == EventKind.SIGNED and given.get("date") and not given.get("preferred"):
                return _parsed(given["date"])
        return None


def valid_forms(formset: BaseFormSet | None) -> list[ModelForm]:
    """The forms of a posted formset that hold something and are not being deleted."""
    if formset is None or not formset.is_bound:
        return []
    kept: list[ModelForm] = []
    for form in formset.forms:
        form.is_valid()
        filled = form.has_changed() or form.instance.pk is not None
        if filled and not form.cleaned_data.get("DELETE"):
            kept.append(form)
    return kept


def event_label(event: Event) -> str:
    date = words(event.date) or _("date not stated")
    return " · ".join(str(part) for part in (event.get_kind_display(), date, event.place) if part)


def _parsed(date: str) -> PartialDate | None:
    try:
        return parse(as_edtf(date))
    except NotAPartialDate:
        return None
