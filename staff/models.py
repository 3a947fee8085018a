"""What the desk itself keeps; the records are kept by parties, agreements and activities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmittedForm(models.Model):
    """A form for a new record that somebody sent, known by a token of what it said; sent again it makes no second one.

    `object_id` is the key of the record that it made, as text; "" until there is one.
    """

    token = models.CharField(_("token"), max_length=64)
    object_id = models.CharField(_("record"), max_length=40, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), db_index=True)

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = _("submitted form")
        verbose_name_plural = _("submitted forms")
        constraints = (models.UniqueConstraint(fields=["token"], name="a_form_is_submitted_once"),)

    def __str__(self) -> str:
        return self.token
