"""Attaching the signed PDF to a source: checked by its content, its text read into the source."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Source, SourceFile
from agreements.rules.passages import pages_found_again
from agreements.rules.text_limits import too_long
from file_formats.pdf import Pages, pages_of
from file_formats.sandbox import NotRead
from staff.agreements.forms.numbering import NumberedForm
from staff.framework.widgets import with_plain_line_ends

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.functional import _StrPromise

MEGABYTES = 20
REFUSALS: dict[str, _StrPromise] = {
    "broken": _("This file is no PDF that can be read. Please choose another."),
    "encrypted": _("This PDF is locked with a password. Please choose one without."),
    "too long": _("This PDF is too long: at most 500 pages and two million characters. Please choose a shorter one."),
    "too much": _("This PDF takes too much time or memory to read. Please save it anew and choose that."),
}


class PdfInput(forms.ClearableFileInput):
    """A file of one's computer, offered by its kind."""

    def __init__(self) -> None:
        super().__init__({"accept": "application/pdf"})


class SourceWithFile(NumberedForm):
    """A source that may bring its signed document; where no text is typed, the document's is taken."""

    document = forms.FileField(
        label=_("Signed document (PDF)"),
        required=False,
        max_length=200,
        widget=PdfInput,
        help_text=_("PDF, at most 20 MB. Leave the text empty and it is read from the document, page by page."),
    )
    without_document = forms.BooleanField(label=_("Take the document away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages: Pages | None = None
        self.kept: SourceFile | None = None
        self.stored_length = len(self.instance.text)
        if self.instance.pk:
            self.kept = getattr(self.instance, "file", None)
        if self.kept is None and "without_document" in self.fields:
            self.fields["without_document"].widget = forms.HiddenInput()
        if "text" in self.fields:
            self.fields["text"].required = False  # it may come from the document

    def clean_document(self) -> UploadedFile | None:
        given: UploadedFile | None = self.cleaned_data["document"]
        if given is None:
            return None
        if (given.size or 0) > MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("This file is larger than 20 MB. Please choose a smaller one."))
        try:
            self.pages = pages_of(given.read())
        except NotRead as refused:
            raise forms.ValidationError(REFUSALS[refused.reason]) from refused
        return given

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "text" in self.fields and "text" not in self.errors and not self.cleaned_data.get("text"):
            read = self.pages.text if self.pages else ""
            if read:
                self.cleaned_data["text"] = read
            elif self.pages:
                self.add_error("text", _("The document holds no text; it may be scanned. Type its text here."))
            elif "document" not in self.errors:
                self.add_error("text", forms.Field.default_error_messages["required"])
        if self.lengthens and (why := too_long(self.cleaned_data["text"])):
            self.add_error("text", why)
        return cleaned

    @property
    def lengthens(self) -> bool:
        """Whether the text grows; what is there already may stay, however long it is."""
        return len(self.cleaned_data.get("text") or "") > self.stored_length

    def save(self, commit: bool = True) -> Source:
        source: Source = super().save(commit)
        given: UploadedFile | None = self.cleaned_data.get("document")
        if given is not None and self.pages is not None:
            self._attach(source, given, self.pages)
        elif self.kept is not None and self.cleaned_data.get("without_document"):
            self.kept.delete()  # the file stays in the store, which nobody reaches without a row
        elif self.kept is not None and "text" in self.changed_data:
            before = with_plain_line_ends(self.initial.get("text", ""))
            self.kept.page_starts = pages_found_again(self.kept.page_starts, before, source.text)
            self.kept.save(update_fields=["page_starts"])
        return source

    def _attach(self, source: Source, given: UploadedFile, pages: Pages) -> None:
        given.seek(0)
        content = given.read()
        same = with_plain_line_ends(source.text) == pages.text
        SourceFile.objects.filter(source=source).delete()
        SourceFile.objects.create(
            source=source,
            document=ContentFile(content, name="document.pdf"),
            name=(given.name or "")[:200],
            size=len(content),
            sha256=sha256(content).hexdigest(),
            pages=len(pages.texts),
            page_starts=pages.starts if same else [],
            added_by=self.submission.by,
            added_at=self.submission.at,
        )


def document_link(source: Source) -> str:
    """The signed document of a source as its row shows it."""
    file = getattr(source, "file", None) if source.pk else None
    if file is None:
        return ""
    return render_to_string(
        "staff/document_link.html",
        {"file": file, "address": reverse("admin:agreements_source_document", args=(source.pk,))},
    )
