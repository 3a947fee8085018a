"""The signed documents behind sources, as files."""

from __future__ import annotations

from bisect import bisect_right
from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from agreements.models.sources import Source


def random_name(file: SourceFile, filename: str) -> str:  # noqa: ARG001 what Django hands in
    """A name that tells nothing and cannot be guessed; the name it came with is kept in a column."""
    name = token_hex(16)
    return f"sources/{name[:2]}/{name}.pdf"


class SourceFile(models.Model):
    """The PDF a source was read from. Written by agreements.admin.files only, after its content was checked."""

    source = models.OneToOneField(Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="file")
    document = models.FileField(_("document"), upload_to=random_name, max_length=100)
    name = models.CharField(_("name it came with"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    pages = models.PositiveIntegerField(_("number of pages"))
    page_starts = models.JSONField(
        _("where pages begin"),
        default=list,
        blank=True,
        help_text=_("Characters of the source’s text before each page; empty where nobody knows."),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("signed document")
        verbose_name_plural = _("signed documents")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(Exact(Length("sha256"), 64)),
                name="a_file_has_its_sha256",
                violation_error_message=_("A file is known by its SHA-256."),
            ),
            models.CheckConstraint(
                condition=Q(pages__gte=1), name="a_file_has_pages", violation_error_message=_("A document has pages.")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def filename(self) -> str:
        """The name it is downloaded under, which tells where it is from: kz-ru-1-source-1.pdf."""
        return f"{(self.source.agreement.identifier or 'draft').lower()}-source-{self.source.number}.pdf"

    def page_of(self, start: int) -> int | None:
        """The page, from 1, on which the character `start` of the source's text stands; None where nobody knows."""
        return bisect_right(self.page_starts, start) or None
