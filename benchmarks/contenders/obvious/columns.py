"""Fills the stored columns from the registry's own rules; run as a module with the obvious list's settings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import django
from django.db import connection, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date

    from search.facets.years import Span

AT_ONCE = 5000


def write_columns(on: date) -> None:
    """Make the tables of the stored columns anew, with the statuses of the day `on`."""
    from agreements.models import Agreement  # noqa: PLC0415 models are there once Django is set up
    from agreements.rules.status_queries import statuses_on  # noqa: PLC0415
    from benchmarks.contenders.obvious.models import StoredStatus, StoredYear  # noqa: PLC0415

    tables = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in (StoredStatus, StoredYear):
            if model._meta.db_table in tables:
                editor.delete_model(model)
            editor.create_model(model)
    with transaction.atomic():
        statuses = (StoredStatus(agreement_id=pk, status=status) for pk, status in statuses_on(on).items())
        StoredStatus.objects.bulk_create(statuses, AT_ONCE)
        public = list(Agreement.objects.published().order_by().values_list("pk", flat=True))
        years = (
            StoredYear(agreement_id=pk, year=year, offered=offered)
            for pk, found in _years(public).items()
            for year, offered in found.items()
        )
        StoredYear.objects.bulk_create(years, AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _years(agreements: list[int]) -> dict[int, dict[str, bool]]:
    """Every year each agreement can be of, and whether it is offered as a choice."""
    from agreements.rules.status_queries import steps_by_agreement  # noqa: PLC0415 as above
    from search.facets.years import NOT_STATED, Span  # noqa: PLC0415

    spans: dict[int, list[Span]] = {}
    for pk, steps in steps_by_agreement().items():
        own = [Span.of(step.earliest_on, step.before_on) for step in steps if step.is_counting_signature]
        if own:
            spans[pk] = own
    offered = {year for own in spans.values() for span in own for year in span.offered}
    return {pk: _of_spans(spans[pk], offered) if pk in spans else {NOT_STATED: True} for pk in agreements}


def _of_spans(spans: list[Span], offered: set[int]) -> dict[str, bool]:
    found: dict[str, bool] = defaultdict(bool)
    for span in spans:
        for year in offered:
            if span.covers(year):
                found[str(year)] |= year in span.offered
    return found


if __name__ == "__main__":
    django.setup()
    write_columns(timezone.localdate())
