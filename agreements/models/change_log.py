"""What changed: a row for each change, written by triggers of the database, whoever changes its tables."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from database.known_code import known_code


class ChangeSubject(models.TextChoices):
    """What `key` of a change is the primary key of, or what its number means."""

    AGREEMENT = "agreement", _("Agreement")
    PARTY = "party", _("Party")
    AREA = "area", _("Cooperation area")
    #: Something that pages show and no list is narrowed by; the key is 0.
    PAGE = "page", _("Page")
    #: The key is the number of earlier changes that were put together into this row.
    EARLIER = "earlier", _("Earlier changes")
    #: The key tells this registry from another one that was loaded from the same copy.
    EPOCH = "epoch", _("Epoch")


#: Tokens are below this; the sum of two thousand million of them is still a number to SQLite.
TOKENS = 1 << 32


class Token(models.Func):
    """A number that the database draws for each row, whoever writes it."""

    output_field = models.BigIntegerField()

    def as_sql(self, *_args: Any, **_kwargs: Any) -> Any:
        return f"floor(random() * {TOKENS})::bigint", []

    def as_sqlite(self, *_args: Any, **_kwargs: Any) -> Any:
        return f"(random() & {TOKENS - 1})", []


class Change(models.Model):
    """One change of a table that public pages are made from; read by agreements.change_log.log only."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(_("subject"), max_length=10, choices=ChangeSubject)
    key = models.BigIntegerField(_("key"))
    #: Tells this change from the one that had its number in a state of the database that was lost.
    token = models.BigIntegerField(db_default=Token(), editable=False)
    is_pending = models.BooleanField(
        _("pending"), default=True, db_default=True, help_text=_("The index of words does not know of it yet.")
    )

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("pk",)
        constraints = (known_code("subject", ChangeSubject, "a_change_is_of_a_known_subject"),)
        indexes = (
            models.Index(fields=["subject", "key"], condition=models.Q(is_pending=True), name="pending_changes"),
        )

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.key}"
