"""A file carried from its preview to its confirmation inside the page: nothing is kept on the server in between."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: A file when it is uploaded, in bytes.
FILE_AT_MOST = 5 * 2**20
#: The same file packed, in characters: what is posted in a form may have 2.5 MB in all.
CARRIED_AT_MOST = 2 * 2**20


class TooLargeToSend(ValueError):
    """The file is too large for a hidden field; the message is fit to show."""


class NoUpload(ValueError):
    """What came back from a hidden field is no file; the message is fit to show."""


def encode_upload(raw: bytes) -> str:
    """The file as text for a hidden field. Raises TooLargeToSend."""
    text = b64encode(zlib.compress(raw)).decode()
    if len(text) > CARRIED_AT_MOST:
        raise TooLargeToSend(_("The file is too large."))
    return text


def decode_upload(text: str) -> bytes:
    """The file again; however it was packed, no more than a file may have is unpacked. Raises NoUpload."""
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(b64decode(text, validate=True), FILE_AT_MOST + 1)
    except (ValueError, zlib.error) as error:
        raise NoUpload(_("This form is not complete. Please choose the file again.")) from error
    if len(raw) > FILE_AT_MOST or not unpacking.eof:
        raise NoUpload(_("This form is not complete. Please choose the file again."))
    return raw


class UploadForm(forms.Form):
    """A file, of one of the `endings` and not larger than it may be."""

    endings: tuple[str, ...] = (".json",)
    at_most = FILE_AT_MOST
    file = forms.FileField(label=gettext_lazy("File"), max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].widget.attrs["accept"] = ",".join(self.endings)
        words = {"endings": ", ".join(self.endings), "size": filesizeformat(self.at_most)}
        self.fields["file"].help_text = _("%(endings)s, no more than %(size)s.") % words

    def clean_file(self) -> bytes:
        """The content of the file."""
        file = self.cleaned_data["file"]
        if file.size > self.at_most:
            raise ValidationError(_("The file is too large."))
        if not file.name.lower().endswith(self.endings):
            raise ValidationError(
                _("The name of the file must end in %(endings)s.") % {"endings": ", ".join(self.endings)}
            )
        self.cleaned_data["name"] = file.name
        return bytes(file.read())


class ConfirmForm(forms.Form):
    """What the preview sends back: the file, its name, and in what state the registry was when it was shown."""

    carried = forms.CharField(max_length=CARRIED_AT_MOST)
    name = forms.CharField(max_length=200)
    state = forms.CharField(max_length=64)

    def clean_carried(self) -> bytes:
        try:
            return decode_upload(self.cleaned_data["carried"])
        except NoUpload as error:
            raise ValidationError(str(error)) from error
