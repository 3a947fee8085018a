"""What the index of words holds; written and read by search.words only."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordDocument(models.Model):
    """One text of a published agreement in the index of words.

    The words themselves are kept by the database's own engine: on SQLite in the FTS5 table
    `agreements_words` under the same number, on PostgreSQL in the column `vector` of this table.
    `id` says which text it is (search/words/documents.py), `digest` tells whether it is as it was.
    """

    id = models.BigIntegerField(primary_key=True)
    digest = models.BigIntegerField(_("digest"))

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("text in the index of words")
        verbose_name_plural = _("texts in the index of words")

    def __str__(self) -> str:
        return str(self.pk)


class WordFrame(models.Model):
    """The numbers of all documents when bitmaps were made of frequent terms; for search.words.common_terms only.

    `documents` holds the steps from each number to the next, 8 bytes each, compressed by zlib. Processes keep
    them by `id`, which therefore is never given twice, not even after a transaction that was undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    documents = models.BinaryField(_("documents"))

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("numbering of the texts in the index of words")
        verbose_name_plural = _("numberings of the texts in the index of words")

    def __str__(self) -> str:
        return str(self.pk)


class FrequentTerm(models.Model):
    """A term that stands in very many documents; `documents` is a roaring bitmap of their places in the frame."""

    id = models.BigAutoField(primary_key=True)
    frame = models.ForeignKey(
        WordFrame, verbose_name=_("numbering"), on_delete=models.CASCADE, related_name="terms", db_index=False
    )
    column = models.CharField(_("column"), max_length=10)
    term = models.CharField(_("term"), max_length=200)
    documents = models.BinaryField(_("documents"))

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("frequent term")
        verbose_name_plural = _("frequent terms")
        indexes = (models.Index(fields=["frame", "term"], name="frequent_terms"),)

    def __str__(self) -> str:
        return self.term


class LateAgreement(models.Model):
    """An agreement, by its key, whose documents were written after the bitmaps of frequent terms."""

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("agreement written after the frequent terms")
        verbose_name_plural = _("agreements written after the frequent terms")

    def __str__(self) -> str:
        return str(self.pk)


class Word(models.Model):
    """A word as it is written in some text, in small letters."""

    text = models.CharField(_("word"), max_length=50, unique=True)

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("known word")
        verbose_name_plural = _("known words")

    def __str__(self) -> str:
        return self.text
