"""A list, as a reader has narrowed it, as the rows of a table; whoever writes them decides on the format."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, override

from agreements.exports.columns import agreement_columns, commitment_columns
from agreements.exports.records import agreements_in_parts, commitments_in_parts
from agreements.filters import AgreementFilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agreements.exports.columns import Cell, Column
    from agreements.faceted_list import FacetedFilterSet

#: More than any list will ever have.
ALL = slice(0, 10**9)
#: What a spreadsheet takes for the beginning of a formula, wide forms included.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True)
class Table:
    """The found records of a list, in its order. What is not public any more by the time it is read is left out."""

    name: str
    columns: list[Column]
    found: array[int]
    on: date
    language: str

    @classmethod
    def of(cls, asked: FacetedFilterSet, site: str) -> Table:
        """All that `asked`, which is valid, finds; addresses begin with `site`."""
        asked.part = ALL
        of_agreements = isinstance(asked, AgreementFilter)
        columns = agreement_columns(site) if of_agreements else commitment_columns(site)
        name = "agreements" if of_agreements else "commitments"
        return cls(name, columns, array("q", asked.found.keys), asked.on, get_language() or "kk")

    @property
    def names(self) -> list[str]:
        """The names of the columns in the reader's language."""
        with override(self.language):
            return [str(column.name) for column in self.columns]

    def parts(self) -> Iterator[list[list[Cell]]]:
        """The rows, a thousand at a time, in the reader's language also after the request has ended."""
        read = agreements_in_parts if self.name == "agreements" else commitments_in_parts
        parts = read(self.found, self.on)
        while True:
            with override(self.language):  # not across `yield`: the thread does other work meanwhile
                records = next(parts, None)
                if records is None:
                    return
                rows = [[column.value(record) for column in self.columns] for record in records]
            yield rows


def inert(cell: Cell) -> Cell:
    """`cell` so that no spreadsheet runs it: an apostrophe before what would begin a formula."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell
