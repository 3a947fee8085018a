"""Sources on an agreement's page: their words are evidence, and passages count their characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from agreements.admin.files import SourceWithFile
from agreements.admin.numbering import NumberedFormSet
from agreements.admin.quotation import used
from agreements.models import Passage, Source
from agreements.passages import Location, NotLocated, locate
from parties.admin.typing import with_plain_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterable


class SourceForm(SourceWithFile):
    """A source. Correcting its text moves its passages along, or is refused where one would lose its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moved: list[tuple[Passage, Location]] = []
        text = self.fields.get("text")
        if isinstance(text, forms.CharField):
            text.strip = False  # characters are counted from the first one

    def clean_text(self) -> str:
        given: str = self.cleaned_data["text"]
        stored = self.instance.text
        if self.instance.pk is None or given == with_plain_line_ends(stored):
            return stored or given
        self.moved = list(self._moves(given))
        return given

    def _moves(self, text: str) -> Iterable[tuple[Passage, Location]]:
        in_use = set(Passage.objects.filter(used(), source=self.instance).values_list("pk", flat=True))
        for passage in self.instance.passages.all():
            try:
                yield passage, _found_again(text, passage)
            except NotLocated as lost:
                if passage.pk in in_use:
                    raise forms.ValidationError(
                        _("The passage “%(words)s” would lose its place. Take it out of the record first.")
                        % {"words": str(passage)}
                    ) from lost

    def save(self, commit: bool = True) -> Source:
        source: Source = super().save(commit)
        # From the end that moves ahead, so that no passage steps on the place of one still to move.
        later = any(location.start > passage.start for passage, location in self.moved)
        for passage, location in sorted(self.moved, key=lambda move: move[0].start, reverse=later):
            passage.start, passage.end = location.start, location.end
            passage.exact, passage.prefix, passage.suffix = location.exact, location.prefix, location.suffix
            passage.save()
        return source


def _found_again(text: str, passage: Passage) -> Location:
    exact, before, after = map(with_plain_line_ends, (passage.exact, passage.prefix, passage.suffix))
    try:
        return locate(text, exact, before=before, after=after)
    except NotLocated:
        return locate(text, exact)


class SourceFormSet(NumberedFormSet):
    """The sources of an agreement."""

    def clean(self) -> None:
        super().clean()
        leaving = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if leaving and Passage.objects.filter(used(), source__in=leaving).exists():
            raise forms.ValidationError(
                _("A source cannot be deleted while something rests on its words. Take the passages out first.")
            )
