"""A table as a spreadsheet (XLSX): texts are texts and never formulas, rows go to disk as they come."""

from __future__ import annotations

from time import monotonic
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from file_formats.slots import TookTooLong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from file_formats.table import Cell, Table

#: Above this a spreadsheet takes the server too long; CSV has no limit.
ROWS_AT_MOST = 20_000
#: Its rows may take so long, in seconds; 20,000 of them take about ten.
SECONDS_AT_MOST = 60
#: What one cell of Excel holds; xlsxwriter would leave a longer text out without a word.
CELL_AT_MOST = 32_767
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(file: IO[bytes], table: Table, address: str) -> None:
    """Write the spreadsheet of `table` to `file`. `address` is where the list is asked for.

    Raises TookTooLong where it cannot be made in SECONDS_AT_MOST.
    """
    with Workbook(file, OPTIONS) as book:
        _write_records(book, table)
        notes = book.add_worksheet(_("Notes"))
        notes.set_column(0, 0, 100)
        for line, text in enumerate([*table.notes(address), _bound()]):
            notes.write_string(line, 0, text)


def _bound() -> str:
    return _("A cell holds at most 32,767 characters: a longer text ends with “…” here and is whole in CSV.")


def _write_records(book: Workbook, table: Table) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet = book.add_worksheet(_("Records"))
    for place, (column, name) in enumerate(zip(table.columns, table.names, strict=True)):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, name, heading)
    sheet.freeze_panes(1, 1)
    number = 0
    for number, row in enumerate(_rows(table), start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell:
                sheet.write_string(number, place, _fitting(cell))
    sheet.autofilter(0, 0, number, len(table.columns) - 1)


def _rows(table: Table) -> Iterator[list[Cell]]:
    ends_at = monotonic() + SECONDS_AT_MOST
    for rows in table.parts():
        if monotonic() > ends_at:
            raise TookTooLong
        yield from rows


def _fitting(text: str) -> str:
    return text if len(text) <= CELL_AT_MOST else f"{text[: CELL_AT_MOST - 1]}…"
