"""Words that stand in published texts, for those who mistype one; for agreements.search only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A word as it is written in some text, in small letters."""

    text = models.CharField(_("word"), max_length=50, unique=True)

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("known word")
        verbose_name_plural = _("known words")

    def __str__(self) -> str:
        return self.text


class WordTrigram(models.Model):
    """Three letters that follow each other in a word; the word begins and ends with a space."""

    word = models.ForeignKey(Word, verbose_name=_("word"), on_delete=models.CASCADE, related_name="trigrams")
    trigram = models.CharField(_("trigram"), max_length=3, db_index=True)

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("trigram")
        verbose_name_plural = _("trigrams")

    def __str__(self) -> str:
        return self.trigram
