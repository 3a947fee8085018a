"""The documents a record was built from, and the passages that say so."""

from __future__ import annotations

from bisect import bisect_right
from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, language_choices
from database.known_code import known_code
from database.required_text import kazakh_required
from languages.partial_date_field import PartialDateField, bound_column, partial_date_constraints


class SourceKind(models.TextChoices):
    """What kind of document a source is."""

    AUTHENTIC_TEXT = "authentic_text", _("Authentic text")
    TRANSLATION = "translation", _("Translation")
    PRESS_REPORT = "press_report", _("Press report")
    OFFICIAL_NOTICE = "official_notice", _("Official notice")


class SourceQuerySet(models.QuerySet["Source"]):
    def get_by_natural_key(self, pair: str, pair_number: int, number: int) -> Source:
        return self.get(agreement__pair=pair, agreement__pair_number=pair_number, number=number)


class Source(models.Model):
    """A document, its text kept verbatim, misprints included."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="sources"
    )
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Its place among the sources of the agreement."))
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("Leave empty if the source does not say.")
    )
    address = models.URLField(_("address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=language_choices)
    published = PartialDateField(
        _("published"), earliest_field="published_earliest_on", before_field="published_before_on"
    )
    published_earliest_on = bound_column()
    published_before_on = bound_column()
    text = models.TextField(_("text"), help_text=_("Word for word, misprints included: it is evidence."))

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("number",)
        constraints = (
            kazakh_required("title", "a_source_has_a_kazakh_title"),
            known_code("kind", SourceKind, "a_source_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="sources_are_numbered_from_one",
                violation_error_message=_("Sources are numbered from one."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="a_source_has_its_text",
                violation_error_message=_("A source has its text, word for word."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="a_source_has_its_own_number",
                violation_error_message=_("Another source of this agreement has this number."),
            ),
            *partial_date_constraints("source", "published", "published_earliest_on", "published_before_on"),
        )

    def __str__(self) -> str:
        return self.title or ""

    def natural_key(self) -> tuple[str, int | None, int]:
        return (*self.agreement.natural_key(), self.number)

    natural_key.dependencies = ["agreements.agreement"]  # type: ignore[attr-defined]


class PassageQuerySet(models.QuerySet["Passage"]):
    def get_by_natural_key(self, pair: str, pair_number: int, number: int, start: int, end: int) -> Passage:
        source = {"source__agreement__pair": pair, "source__agreement__pair_number": pair_number}
        return self.get(**source, source__number=number, start=start, end=end)


class Passage(models.Model):
    """A range of a source's text: W3C Web Annotation TextPositionSelector and TextQuoteSelector.

    `start` and `end` count Unicode code points from 0, end exclusive. Made by agreements.rules.passages only.
    """

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    exact = models.TextField(_("exact words"))
    prefix = models.CharField(_("words before"), max_length=100, blank=True)
    suffix = models.CharField(_("words after"), max_length=100, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("marked by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Empty for passages that came with a record file."),
    )
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True, editable=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("source__number", "start", "end")
        constraints = (
            models.CheckConstraint(
                condition=Q(start__lt=F("end")),
                name="a_passage_is_not_empty",
                violation_error_message=_("A passage ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(end=F("start") + Length("exact")),
                name="a_passage_is_as_long_as_its_exact_words",
                violation_error_message=_("A passage is as long as its exact words."),
            ),
            models.UniqueConstraint(
                fields=["source", "start", "end"],
                name="a_passage_is_marked_once",
                violation_error_message=_("This passage is already marked."),
            ),
        )

    def __str__(self) -> str:
        shown = 90
        return self.exact if len(self.exact) <= shown else f"{self.exact[:shown]}…"

    def natural_key(self) -> tuple[str, int | None, int, int, int]:
        return (*self.source.natural_key(), self.start, self.end)

    natural_key.dependencies = ["agreements.source"]  # type: ignore[attr-defined]

    @property
    def place(self) -> str:
        """`1-0-56`: its source's number, start and end, as anchors and addresses name it."""
        return f"{self.source.number}-{self.start}-{self.end}"


class LostPassage(models.Model):
    """A passage, by its key, whose words do not stand at its place (agreements/change_log/lost_passages.py)."""

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("passage that lost its place")
        verbose_name_plural = _("passages that lost their place")

    def __str__(self) -> str:
        return str(self.pk)


def random_name(file: SourceFile, filename: str) -> str:  # noqa: ARG001 what Django hands in
    """A name that tells nothing and cannot be guessed; the name it came with is kept in a column."""
    name = token_hex(16)
    return f"sources/{name[:2]}/{name}.pdf"


class SourceFile(models.Model):
    """The PDF a source was read from; staff/agreements/forms/source_files.py writes it after checking its content."""

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
