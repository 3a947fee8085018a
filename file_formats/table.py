"""A table: named columns, and records read in parts; whoever writes them decides on the format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

Cell = str | int
#: How many records are read at a time, in a fixed number of queries.
AT_ONCE = 1000
#: What a spreadsheet takes for the beginning of a formula, wide forms included.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True)
class Column:
    """A column: its name, what stands in it for a record, and how wide a spreadsheet shows it, in characters."""

    name: Any
    value: Callable[[Any], Cell]
    width: int = 14


def code_column(name: Any, value: Callable[[Any], Cell]) -> Column:
    """The code beside the label that has this name."""
    return Column(format_lazy(_("{name} (code)"), name=name), value, 12)


@dataclass(frozen=True)
class Table:
    """The records `found`, in this order, as they were asked for on the day `on` in `language`."""

    name: str
    columns: list[Column]
    found: array[int]
    on: date
    language: str

    @property
    def names(self) -> list[str]:
        """The names of the columns in the reader's language."""
        with override(self.language):
            return [str(column.name) for column in self.columns]

    def parts(self) -> Iterator[list[list[Cell]]]:
        """The rows, a thousand at a time, in the reader's language also after the request has ended."""
        parts = self.records()
        while True:
            with override(self.language):  # not across `yield`: the thread does other work meanwhile
                records = next(parts, None)
                if records is None:
                    return
                rows = [[column.value(record) for column in self.columns] for record in records]
            yield rows

    def records(self) -> Iterator[Sequence[Any]]:
        """The records in parts. What may not be shown any more by the time it is read is left out."""
        raise NotImplementedError

    def notes(self, address: str) -> list[str]:
        """What a reader of the file should know; the list was asked for at `address`."""
        raise NotImplementedError


def in_parts(found: Sequence[int]) -> Iterator[Sequence[int]]:
    """The keys `found`, a thousand at a time."""
    return (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))


def inert(cell: Cell) -> Cell:
    """`cell` so that no spreadsheet runs it: an apostrophe before what would begin a formula."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell
