"""What stands behind each field of an agreement's page, as a short mark beside its label."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import pgettext_lazy

from agreements.models import (
    AgreementEvidence,
    AgreementParty,
    EvidencedAgreementField,
    EvidencedPartyField,
    PartyEvidence,
)
from agreements.rules.not_stated import is_evidenced, is_stated
from languages.translated import in_languages
from staff.agreements.forms.quotation import PassagesForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BaseFormSet, ModelForm


class EvidenceBadge(models.TextChoices):
    """How a field stands to the sources."""

    EVIDENCED = "evidenced", pgettext_lazy("field", "evidenced")
    CONFLICTING = "conflicting", pgettext_lazy("field", "sources disagree")
    NOT_STATED = "not_stated", pgettext_lazy("field", "not stated")
    BARE = "bare", pgettext_lazy("field", "no evidence")


def mark_page(form: ModelForm, formsets: Mapping[type[models.Model], BaseFormSet]) -> None:
    """Give each field of a saved record that can have evidence its mark; asks the database nothing of its own."""
    _mark(form, EvidencedAgreementField.values, _rows(formsets.get(AgreementEvidence)))
    by_party = defaultdict(list)
    for row in _rows(formsets.get(PartyEvidence)):
        by_party[row.agreement_party_id].append(row)
    for party_form in _saved(formsets.get(AgreementParty)):
        _mark(party_form, EvidencedPartyField.values, by_party[party_form.instance.pk])
    for formset in formsets.values():
        for row_form in _saved(formset):
            if isinstance(row_form, PassagesForm):
                _mark_row(row_form)


def _rows(formset: Any) -> list[Any]:
    return list(formset.get_queryset()) if formset is not None else []


def _saved(formset: Any) -> Iterable[Any]:
    return [form for form in formset.initial_forms if form.instance.pk] if formset is not None else []


def _mark(form: Any, codes: Iterable[str], evidence: Iterable[AgreementEvidence | PartyEvidence]) -> None:
    rows = defaultdict(list)
    for row in evidence:
        rows[row.field].append(row)
    for code in codes:
        names = [name for name in (code, *in_languages(code)) if name in form.fields]
        silent = not any(is_stated(form.initial.get(name)) for name in names)
        for name in names:
            form.fields[name].evidence_mark = _of_field(rows[code], silent=silent)


def _of_field(rows: list[Any], *, silent: bool) -> EvidenceBadge:
    if any(row.conflicting_value for row in rows):
        return EvidenceBadge.CONFLICTING
    if rows:
        return EvidenceBadge.EVIDENCED
    return EvidenceBadge.NOT_STATED if silent else EvidenceBadge.BARE


def _mark_row(form: Any) -> None:
    """A commitment, an event or a statement rests on passages as a whole."""
    form.evidence_mark = EvidenceBadge.EVIDENCED if is_evidenced(form.instance) else EvidenceBadge.BARE
