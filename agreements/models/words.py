"""What the index of words holds; written and read by agreements.search only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordDocument(models.Model):
    """One text of a published agreement in the index of words.

    The words themselves are kept by the database's own engine: on SQLite in the FTS5 table
    `agreements_words` under the same number, on PostgreSQL in the column `vector` of this table.
    `id` says which text it is (agreements/search/documents.py), `digest` tells whether it is as it was.
    """

    id = models.BigIntegerField(primary_key=True)
    digest = models.BigIntegerField(_("digest"))

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("text in the index of words")
        verbose_name_plural = _("texts in the index of words")

    def __str__(self) -> str:
        return str(self.pk)
