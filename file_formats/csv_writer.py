"""A table as CSV: RFC 4180, commas, UTF-8 with a byte order mark, the same for readers of every language.

Excel with Russian or Kazakh regional settings parts columns at semicolons and opens this file in one column.
Semicolons for some languages would need one script for `/ru/` and another for `/en/`, and a first line `sep=,` is a
row of data to every other program (and makes Excel forget the byte order mark). So CSV is for programs; for Excel
there is XLSX.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from file_formats.table import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from file_formats.table import Table

#: Tells Excel that the text is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


class _Lines:
    """A file that keeps nothing: what is written to it is what the writer returns."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[bytes]:
    """The file in pieces, each made when it is asked for."""
    lines: Any = _Lines()
    write = csv.writer(lines).writerow
    yield (BYTE_ORDER_MARK + write(table.names)).encode()
    for rows in table.parts():
        yield "".join(write([inert(cell) for cell in row]) for row in rows).encode()
