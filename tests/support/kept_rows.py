"""Rows that many tests start from: loaded once in a session, then written again for each test as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("parties", "agreements", "activities")
#: Filled by triggers of the database whenever the other tables are written.
WRITTEN_BY_TRIGGERS = {"agreements_change", "agreements_lostpassage"}


class Rows:
    """What `loaddata` of the fixtures writes, history included, as statements to be executed again.

    Loading takes half a second, because each record is written by itself; these statements take a
    few milliseconds. tests/integration/test_kept_rows.py compares what the two leave in the database.
    """

    def __init__(self, *fixtures: str) -> None:
        with transaction.atomic(), translation.override("kk"):
            filled = [model.__name__ for model in kept_models() if model._base_manager.exists()]
            assert not filled, f"The registry is not empty: {filled}"
            call_command("loaddata", *fixtures, verbosity=0)
            self.models = [model for model in kept_models() if model._base_manager.exists()]
            self.statements = [statement for model in self.models for statement in _inserts(model)]
            transaction.set_rollback(True)
        self.sequences = connection.ops.sequence_reset_sql(no_style(), self.models)

    def write(self) -> None:
        """Put the rows into the database."""
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, parameters in self.statements:
                cursor.execute(sql, parameters)
            for sql in self.sequences:
                cursor.execute(sql)


def kept_models() -> list[type[models.Model]]:
    """Every table of ours that loading can write, through tables and history among them."""
    return [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in WRITTEN_BY_TRIGGERS
    ]


def _inserts(model: type[models.Model]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The statements that write the rows of `model` as they are now, in batches."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    records = list(model._base_manager.all())
    at_once = max(connection.ops.bulk_batch_size(fields, records), 1)
    for first in range(0, len(records), at_once):
        query = InsertQuery(model)
        query.insert_values(fields, records[first : first + at_once], raw=True)
        yield from query.get_compiler(connection=connection).as_sql()
