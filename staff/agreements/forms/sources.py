"""Sources on an agreement's page: their words are evidence, and passages count their characters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from agreements.models import Passage, Source
from agreements.rules.passages import Location, NotLocated, relocate
from agreements.rules.text_limits import too_long_together
from staff.agreements.forms.numbering import NumberedFormSet
from staff.agreements.forms.quotation import used
from staff.agreements.forms.source_files import SourceWithFile
from staff.agreements.forms.submission import valid_forms
from staff.framework.widgets import with_plain_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

#: So many passages are named in one message.
NAMED = 10


class SourceForm(SourceWithFile):
    """A source. Correcting its text moves its passages along; those that would lose their place are told first.

    Once the editor agrees, they keep their words and stay in the record without a place, where they are listed
    and keep it from being published. What nothing rests on is forgotten instead.
    """

    read_while_closed = ("number", "published")
    text_corrected = forms.BooleanField(
        label=gettext_lazy("Correct the text all the same: these passages stay in the record without a place"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moved: list[tuple[Passage, Location]] = []
        self.lost: list[Passage] = []
        self.forgotten: list[Passage] = []
        #: What saving changed, in words.
        self.told: list[str] = []
        text = self.fields.get("text")
        if isinstance(text, forms.CharField):
            text.strip = False  # characters are counted from the first one

    def clean_text(self) -> str:
        given: str = self.cleaned_data["text"]
        return self._as_stored(given) if given else given

    def _as_stored(self, given: str) -> str:
        """The text that is kept already where only its line ends differ; a page has no others."""
        stored = self.instance.text
        return stored if given == with_plain_line_ends(stored) else given

    def _follow(self, stored: str, given: str) -> None:
        """Find the place of each passage in the corrected text."""
        passages = list(self.instance.passages.all())
        found = {passage: _found_again(stored, given, passage) for passage in passages}
        places = Counter(location for location in found.values() if location)
        # Two passages in one place were told apart by words that are gone: neither is known to be the one.
        self.moved = [(passage, location) for passage, location in found.items() if location and places[location] == 1]
        moved = {passage for passage, _location in self.moved}
        in_use = set(Passage.objects.filter(used(), source=self.instance).values_list("pk", flat=True))
        lost = [passage for passage in passages if passage not in moved]
        self.lost = [passage for passage in lost if passage.pk in in_use]
        self.forgotten = [passage for passage in lost if passage.pk not in in_use]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()  # may take the text of a document
        text = self.cleaned_data.get("text")
        if text and self.instance.pk:
            self.cleaned_data["text"] = text = self._as_stored(text)
            if text != self.instance.text:
                self._follow(self.instance.text, text)
        taken = {(passage.start, passage.end) for passage in self.lost}
        if any((location.start, location.end) in taken for _passage, location in self.moved):
            # One of those without a place still holds the place of another: the record would tell two stories.
            self._refuse()
        elif self.lost and not self.cleaned_data.get("text_corrected"):
            self.fields["text_corrected"].widget = forms.CheckboxInput()
            self._refuse()
        return cleaned

    def _refuse(self) -> None:
        for passage in self.lost:
            words = {"words": str(passage)}
            self.add_error("text", _("The passage “%(words)s” would lose its place in the corrected text.") % words)

    def save(self, commit: bool = True) -> Source:
        source: Source = super().save(commit)
        for passage in self.forgotten:
            passage.delete()
        changed = [move for move in self.moved if _changes(*move)]
        self._tell(source, changed)
        # First all of them out of the way, so that none steps on the place of one still to move.
        away = self._beyond_the_text
        own = Passage.objects.filter(pk__in=[passage.pk for passage, _location in changed])
        own.update(start=F("start") + away, end=F("end") + away)
        for passage, location in changed:
            passage.start, passage.end = location.start, location.end
            passage.exact, passage.prefix, passage.suffix = location.exact, location.prefix, location.suffix
            passage.save()
        return source

    @property
    def _beyond_the_text(self) -> int:
        return len(self.instance.text) + max((passage.end for passage, _location in self.moved), default=0)

    def _tell(self, source: Source, changed: list[tuple[Passage, Location]]) -> None:
        moves = [(passage, location) for passage, location in changed if passage.start != location.start]
        places = [f"{_quoted(passage)} {passage.start + 1} → {location.start + 1}" for passage, location in moves]
        if moves:
            told = ngettext(
                "Source %(number)s was corrected; %(count)s passage moved along (counted in characters): %(places)s.",
                "Source %(number)s was corrected; %(count)s passages moved along (counted in characters): %(places)s.",
                len(moves),
            )
            self.told.append(told % {"number": source.number, "count": len(moves), "places": _named(places)})
        for passages, told in (
            (self.lost, _("Without a place in the corrected text of source %(number)s: %(places)s.")),
            (self.forgotten, _("Marked in source %(number)s, used nowhere and forgotten: %(places)s.")),
        ):
            if passages:
                words = _named([_quoted(passage) for passage in passages])
                self.told.append(told % {"number": source.number, "places": words})


def _quoted(passage: Passage) -> str:
    return pgettext("words of a source", "“%(words)s”") % {"words": passage}


def _named(passages: list[str]) -> str:
    return "; ".join([*passages[:NAMED], *(["…"] if len(passages) > NAMED else [])])


def _changes(passage: Passage, location: Location) -> bool:
    kept = Location(passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)
    return kept != location


def _found_again(stored: str, corrected: str, passage: Passage) -> Location | None:
    words, before, after = passage.exact, passage.prefix, passage.suffix
    if stored[passage.start : passage.end] == words:  # it had not lost its place before
        before, after = stored[: passage.start], stored[passage.end :]
    try:
        return relocate(corrected, *map(with_plain_line_ends, (words, before, after)))
    except NotLocated:
        return None


class SourceFormSet(NumberedFormSet):
    """The sources of an agreement."""

    def clean(self) -> None:
        super().clean()
        leaving = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if leaving and Passage.objects.filter(used(), source__in=leaving).exists():
            raise forms.ValidationError(
                _("A source cannot be deleted while something rests on its words. Take the passages out first.")
            )
        kept: list[Any] = valid_forms(self)
        why = too_long_together(form.cleaned_data.get("text") or "" for form in kept)
        if why and any(form.lengthens for form in kept):
            raise forms.ValidationError(why)

    def told(self) -> Iterator[str]:
        """What saving did to the passages, in words."""
        for form in self.forms:
            if isinstance(form, SourceForm):
                yield from form.told
