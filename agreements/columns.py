"""Very many rows of a few columns, straight from the database's driver: numbers and texts only, no dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_AT_ONCE = 10_000


def columns_of(records: QuerySet[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """The columns `names` of `records`, without what the ORM does to each row, which takes longer than reading it.

    A plain queryset asks for them: that of translated models puts them into another order.
    """
    plain: QuerySet[Any] = QuerySet(records.model, query=records.query.chain()).values_list(*names)
    try:
        statement, parameters = plain.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # it is known without asking that there is none
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(READ_AT_ONCE):
            yield from rows
