"""Entering a passage by quoting it: the editor pastes the words, the server finds where they stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Passage
from agreements.rules.passages import Location, NotLocated, mark
from staff.agreements.forms.find_quote import Unclear, find
from staff.concurrent_edits.unopened_rows import as_sent
from staff.framework.forms import AttributedForm
from staff.framework.widgets import PlainTextField

if TYPE_CHECKING:
    from staff.agreements.forms.submission import Submission

#: The fields of a quotation, in their order on the page.
QUOTATION = ("quoted", "quoted_place", ("quoted_after", "quoted_from"))


class PartForm(AttributedForm):
    """A row of an agreement's page; knows the whole page as `submission`."""

    #: The fields whose values the scripts of the page read, of rows that nobody opened too.
    read_while_closed: ClassVar[tuple[str, ...]] = ()
    #: Whether the page had, or would have, the heading of the row alone.
    is_unopened = False

    def __init__(self, *args: Any, submission: Submission, is_heading: bool = False, **kwargs: Any) -> None:
        self.submission, self.is_heading = submission, is_heading
        if is_heading:
            self.base_fields = {name: self.base_fields[name] for name in self.read_while_closed}  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    @property
    def heading(self) -> str:
        """What the row is called when it is folded."""
        return str(self.instance)

    @property
    def is_closed(self) -> bool:
        """Whether the heading is enough: nothing is typed, wrong or changed by others below it."""
        is_noted = any(getattr(one, "has_notes", False) for one in self.fields.values())
        return self.is_unopened and not self.errors and not is_noted and not hasattr(self, "meanwhile")

    @property
    def closed_values(self) -> str:
        """The values that scripts read while the row is closed, by field: JSON."""
        values = {name: "".join(as_sent(self, name)) for name in self.read_while_closed}
        return json.dumps(values, ensure_ascii=False)

    @property
    def stays(self) -> bool:
        """Whether the row cannot be deleted."""
        return False


class QuotationForm(PartForm):
    """A row that rests on passages, with a place to paste the words of one."""

    quoted = PlainTextField(
        label=gettext_lazy("Words of the source"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "class": "vLargeTextField desk-quotation"}),
        help_text=gettext_lazy(
            "Paste the exact words, misprints included. When you save, the registry finds them in the sources."
        ),
    )
    #: Which of several places is meant: set by the workbench, asked for where the words alone do not tell.
    quoted_place = forms.CharField(
        label=gettext_lazy("Which place"), required=False, max_length=70, widget=forms.HiddenInput
    )
    quoted_after = forms.CharField(
        label=gettext_lazy("Words just before"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Only if the same words stand in several places."),
    )
    quoted_from = forms.IntegerField(
        label=gettext_lazy("Number of the source"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Only if several sources have these words."),
    )
    #: The source form and the place in its text, once found.
    found: tuple[Any, Location] | None = None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        if given.get("quoted"):
            after, number, place = (given.get(f"quoted_{name}") for name in ("after", "from", "place"))
            try:
                self.found = find(self.submission.source_texts(), given["quoted"], after or "", number, place or "")
            except Unclear as refusal:
                self._offer(refusal)
                self.add_error("quoted", str(refusal))
            except NotLocated as refusal:
                self.add_error("quoted", str(refusal))
        return cleaned

    def _offer(self, refusal: Unclear) -> None:
        """Ask which place is meant, and show how the nearest words differ from those typed."""
        place = self["quoted_place"]
        place.field.widget = forms.RadioSelect(choices=refusal.choices)
        if pieces := refusal.pieces(self.cleaned_data["quoted"]):
            template = "staff/agreements/difference.html"
            place.help_text = render_to_string(template, {"pieces": pieces})

    def mark_found(self) -> Passage | None:
        """The quoted passage, marked; None if none was quoted. The sources are saved by now: they come first."""
        if self.found is None:
            return None
        source_form, location = self.found
        return mark(source_form.instance, location, by=self.submission.by, at=self.submission.at)


def passage_label(passage: Passage) -> str:
    """The words of a passage, where they stand, and who marked them."""
    words = _("Source %(number)s: “%(words)s”") % {"number": passage.source.number, "words": passage.exact}
    return f"{words} ({marked(passage)})"


def marked(passage: Passage) -> str:
    """Who marked a passage, and when."""
    if passage.marked_at is None:
        return _("came with a record file")
    return _("marked by %(user)s, %(time)s") % {
        "user": passage.marked_by or _("the registry itself"),
        "time": date_format(timezone.localtime(passage.marked_at), "DATETIME_FORMAT"),
    }


class KeptPassages(forms.ModelMultipleChoiceField):
    """The passages a row already has, each with a box: what is unticked is taken away."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Passage) -> str:
        return passage_label(obj)


class PassagesForm(QuotationForm):
    """A row with any number of passages."""

    passages = KeptPassages(Passage.objects.none(), label=gettext_lazy("Passages"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.fields.get("passages")
        if not isinstance(kept, KeptPassages):
            return
        own = list(self.instance.passages.all()) if self.instance.pk else []
        kept.queryset = Passage.objects.filter(pk__in=[passage.pk for passage in own])
        kept.choices = [(passage.pk, kept.label_from_instance(passage)) for passage in own]

    def _save_m2m(self) -> None:
        # A source deleted on the same page took its passages along.
        kept = Passage.objects.filter(pk__in=[passage.pk for passage in self.cleaned_data.get("passages", ())])
        marked = self.mark_found()
        self.cleaned_data["passages"] = [*kept, marked] if marked else list(kept)
        super()._save_m2m()  # type: ignore[misc]


class EvidenceForm(QuotationForm):
    """A row that is about exactly one passage; quoting again replaces it."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.passage_id is None and not self.cleaned_data.get("quoted") and "quoted" not in self.errors:
            self.add_error("quoted", _("Evidence needs the words of a source."))
        if self.cleaned_data.get("conflicting_value") and not self.cleaned_data.get("reason_kk"):
            self.add_error("reason_kk", _("Say in Kazakh why the recorded value is preferred to this one."))
        return cleaned

    def place(self) -> tuple[Any, ...]:
        """Which passage the row will be about, comparable before it is saved."""
        if self.found is None:
            passage = self.instance.passage
            return (passage.source_id, passage.start, passage.end)
        source_form, location = self.found
        return (source_form.instance.pk or id(source_form), location.start, location.end)

    def save(self, commit: bool = True) -> Any:
        marked = self.mark_found()
        if marked is not None:
            self.instance.passage = marked
        return super().save(commit)


def used() -> Q:
    """Passages that something rests on, whatever it is."""
    relations = [relation.name for relation in Passage._meta.related_objects if not relation.hidden]
    condition = Q()
    for name in relations:
        condition |= Q(**{f"{name}__isnull": False})
    return condition
