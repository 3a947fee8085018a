"""The rows of an agreement's page and what must agree within them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Bearer, EvidencedPartyField, PartyEvidence
from languages import LANGUAGES
from staff.agreements.forms.numbering import LastingNumberForm, NumberedForm
from staff.agreements.forms.quotation import EvidenceForm, PassagesForm, QuotationForm
from staff.agreements.forms.submission import event_label, valid_forms
from staff.concurrent_edits.unopened_rows import FoldedRows
from staff.framework.widgets import unwrapped, without_links

if TYPE_CHECKING:
    from languages.partial_dates import PartialDate
    from parties.models import Party, PartyName
    from staff.agreements.forms.submission import Choices

NOTHING_CHOSEN = ("", "---------")
PARTIES_LATER = gettext_lazy("Save first: the parties of this agreement are offered after that.")
#: What to say where there is nothing to choose from yet.
SAVE_FIRST = {
    "by": PARTIES_LATER,
    "bearers": PARTIES_LATER,
    "agreement_party": PARTIES_LATER,
    "preferred": gettext_lazy("Save first: the other events of this agreement are offered after that."),
}


def offer(form: forms.ModelForm, name: str, choices: Choices, *, several: bool = False) -> None:
    """Let the field `name` choose among records of this agreement, read once for all rows."""
    field = form.fields.get(name)
    if not isinstance(field, forms.ModelChoiceField):
        return
    field.queryset = field.queryset.filter(pk__in=[key for key, _label in choices])  # type: ignore[union-attr]
    without_links(field.widget)
    field.choices = choices if several else [NOTHING_CHOSEN, *choices]
    if not choices:
        field.help_text = SAVE_FIRST[name]


class SideForm(QuotationForm):
    """A party on its side; without a name it takes the one the party bore then.

    Words that are quoted here become evidence for its name.
    """

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        party = given.get("party")
        columns = [f"name_{language}" for language in LANGUAGES]
        if party is not None and not any(given.get(column) for column in columns):
            source = name_of_the_day(party, self.submission.signed())
            given.update({column: getattr(source, column) or "" for column in columns})
        return cleaned

    def save_evidence(self) -> None:
        """Keep what was quoted as evidence for the name; party and sources are saved by now."""
        passage = self.mark_found() if self.instance.pk else None  # a deleted party has no key any more
        if passage is not None:
            PartyEvidence.objects.get_or_create(
                agreement_party=self.instance, field=EvidencedPartyField.NAME, passage=passage
            )


class SideFormSet(forms.BaseInlineFormSet):
    """The parties, each of them once."""

    def get_unique_error_message(self, unique_check: Any) -> str:  # noqa: ARG002 its signature
        return _("A party is named twice. Each party stands once in an agreement, on one of the two sides.")

    def get_form_error(self) -> str:
        return _("This party is named in another row too. Take one of the two rows out.")


def name_of_the_day(party: Party, signed: PartialDate | None) -> Party | PartyName:
    """The name in use on the whole of the day or period of the signature; otherwise the present one."""
    if signed is not None and signed.earliest is not None and signed.before is not None:
        last_day = signed.before - timedelta(days=1)
        for name in party.names.all():
            if name.in_use_on(signed.earliest) and name.in_use_on(last_day):
                return name
    return party


class EventForm(PassagesForm):
    """An event, by a party of this agreement, perhaps another account of one of its events."""

    read_while_closed = ("kind", "date", "by", "preferred")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "by", self.submission.party_choices)
        others = [choice for choice in self.submission.event_choices if choice[0] != self.instance.pk]
        offer(self, "preferred", others)

    @property
    def heading(self) -> str:
        return event_label(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("preferred") and not self.cleaned_data.get("reason_kk"):
            self.add_error("reason_kk", _("Say in Kazakh why the other account is preferred."))
        return cleaned


class EventFormSet(FoldedRows, forms.BaseInlineFormSet):
    """Accounts of one event: each points to the preferred one, and that to none."""

    def clean(self) -> None:
        super().clean()
        rows = {form.instance.pk: form for form in valid_forms(self)}
        for form in [form for form in valid_forms(self) if form.cleaned_data.get("preferred")]:
            preferred = rows.get(form.cleaned_data["preferred"].pk)
            if preferred is None:
                form.add_error("preferred", _("The preferred event is being deleted on this page."))
            elif preferred.cleaned_data.get("preferred"):
                form.add_error("preferred", _("The event chosen here must not itself point to another account."))
            elif preferred.cleaned_data.get("kind") != form.cleaned_data.get("kind"):
                form.add_error("preferred", _("The preferred account must be of an event of the same kind."))


class CommitmentForm(PassagesForm, LastingNumberForm):
    """A commitment; parties are named exactly where it is borne by named parties."""

    read_while_closed = ("number", "due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "bearers", self.submission.party_choices, several=True)
        if "areas" in self.fields:
            without_links(self.fields["areas"].widget)
            unwrapped(self.fields["areas"].widget).known = self.submission.areas

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        named = self.cleaned_data.get("bearer") == Bearer.NAMED
        if named and not self.cleaned_data.get("bearers"):
            self.add_error("bearers", _("Name the parties that bear it, or choose a side."))
        elif not named and self.cleaned_data.get("bearers"):
            self.add_error("bearers", _("Parties are named only where it is borne by named parties."))
        return cleaned


class StatementRowForm(PassagesForm, NumberedForm):
    """A statement."""


class LanguageFormSet(forms.BaseInlineFormSet):
    """The authentic languages, of which one at most prevails."""

    def clean(self) -> None:
        super().clean()
        if sum(bool(form.cleaned_data.get("prevails")) for form in valid_forms(self)) > 1:
            raise forms.ValidationError(_("Only one language can prevail."))


class AgreementEvidenceForm(EvidenceForm):
    """Evidence for a field of the agreement."""


class PartyEvidenceForm(EvidenceForm):
    """Evidence for one of its parties."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agreement_party", self.submission.party_choices)


class SingleEvidence:
    """A formset in which no passage is evidence for the same field twice."""

    #: The columns that, with the passage, make a row of evidence unique.
    about: tuple[str, ...] = ("field",)

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        seen = set()
        for form in self.forms:  # type: ignore[attr-defined]
            if not self._counts(form):
                continue
            key = (*(form.cleaned_data.get(column) for column in self.about), *form.place())
            if key in seen:
                form.add_error("quoted", _("This passage is already evidence for this field."))
            seen.add(key)

    def _counts(self, form: Any) -> bool:
        filled = form.has_changed() or form.instance.pk is not None
        return filled and not form.errors and not form.cleaned_data.get("DELETE")


class AgreementEvidenceFormSet(SingleEvidence, FoldedRows, forms.BaseInlineFormSet):
    """Evidence for fields of the agreement."""


class PartyEvidenceFormSet(SingleEvidence, FoldedRows, forms.BaseModelFormSet):
    """Evidence for the parties of one agreement: rows that hang on its parties, not on itself."""

    about = ("agreement_party", "field")

    def __init__(self, *args: Any, instance: Any = None, save_as_new: bool = False, **kwargs: Any) -> None:  # noqa: ARG002
        self.instance = instance
        rows = PartyEvidence.objects.filter(agreement_party__agreement=instance.pk)
        kwargs["queryset"] = rows.select_related("passage__source", "passage__marked_by").order_by(
            "agreement_party", "field", "pk"
        )
        super().__init__(*args, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return "party_evidence"
