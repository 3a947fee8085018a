"""Very many rows of a few columns, straight from the driver: numbers, texts, and days as the driver has them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from database.key_lists import as_parameter, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from django.db.models.expressions import RawSQL
    from numpy.typing import NDArray

READ_AT_ONCE = 10_000
NO_NUMBERS = np.array([], np.int64)
#: Keys that no record has: where they stand in a statement, the keys that are asked for will stand.
NOBODY = (-1,)


def columns_of(records: QuerySet[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """The columns `names` of `records`, without what the ORM does to each row, which takes longer than reading it."""
    try:
        statement, parameters = _composed(records, names)
    except EmptyResultSet:  # it is known without asking that there is none
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(READ_AT_ONCE):
            yield from rows


def column_arrays(records: QuerySet[Any], *names: str) -> list[NDArray[np.int64]]:
    """The columns `names` of `records`, whole numbers without gaps, as arrays: no object is made for any of them.

    The rows stand in no particular order, the same in each array.
    """
    try:
        statement, parameters = _composed(records, names)
    except EmptyResultSet:
        return [NO_NUMBERS for _name in names]
    lists = ", ".join(listed(connection.ops.quote_name(name)) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lists} FROM ({statement}) AS found", parameters)  # noqa: S608 the statement is Django's
        return [numbers_in(text) for text in cursor.fetchone()]


def listed(column: str) -> str:
    """SQL for all whole numbers of `column` in one text, which is read four times as fast as a row for each."""
    return f"group_concat({column})" if connection.vendor == "sqlite" else f"string_agg({column}::text, ',')"


def numbers_in(text: str | None) -> NDArray[np.int64]:
    """The numbers of such a text; the databases give None for no rows."""
    return np.fromstring(text, np.int64, sep=",") if text else NO_NUMBERS


class ColumnsByKeys:
    """The columns `names` of the records that belong to some keys, by a statement that is composed once.

    `records` makes the queryset for a subquery of keys, and may depend on nothing else.
    """

    def __init__(self, records: Callable[[RawSQL], QuerySet[Any]], *names: str) -> None:
        self.records = records
        self.names = names

    def of(self, wanted: Collection[int]) -> list[tuple[Any, ...]]:
        """The rows of the records that belong to the keys `wanted`."""
        if not wanted:
            return []
        nobody, asked = as_parameter(NOBODY), as_parameter(wanted)
        statement, parameters = self._statement
        with connection.cursor() as cursor:
            cursor.execute(statement, [asked if parameter == nobody else parameter for parameter in parameters])
            return cursor.fetchall()

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        return _composed(self.records(keys(NOBODY)), self.names)


def _composed(records: QuerySet[Any], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    # A plain queryset asks for the columns: that of translated models puts them into another order.
    plain: QuerySet[Any] = QuerySet(records.model, query=records.query.chain()).values_list(*names)
    return plain.query.get_compiler(connection=connection).as_sql()
