"""Columns that a registry without an index would keep: what no column of ours holds because it is derived.

Triggers or nightly jobs would have to keep them right; the benchmark writes them once and charges nobody for it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class StoredStatus(models.Model):
    """The status of an agreement on the day of the measurement."""

    agreement = models.OneToOneField(
        "agreements.Agreement", on_delete=models.DO_NOTHING, primary_key=True, related_name="stored"
    )
    status = models.CharField(max_length=20, db_index=True)

    objects: ClassVar[models.Manager[StoredStatus]] = models.Manager()

    class Meta:
        app_label = "obvious"

    def __str__(self) -> str:
        return self.status


class StoredYear(models.Model):
    """A year in which an agreement can have been signed, or `not-stated`.

    Of a vague date wider than a generation every year is stored and only the ends are `offered` as choices.
    """

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.DO_NOTHING, related_name="years")
    year = models.CharField(max_length=10, db_index=True)
    offered = models.BooleanField()

    objects: ClassVar[models.Manager[StoredYear]] = models.Manager()

    class Meta:
        app_label = "obvious"

    def __str__(self) -> str:
        return self.year
