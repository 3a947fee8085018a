"""Tables as people send them, CSV or XLSX, read into lines of texts; a hostile file is refused before it costs much."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from file_formats import xlsx_child
from file_formats.sandbox import BROKEN, TOO_MUCH, NotRead, Reader
from file_formats.table import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A file in bytes; lines and cells of one; characters of a cell, as Excel has them.
FILE_AT_MOST = 1_500_000
LINES_AT_MOST, CELLS_AT_MOST, CHARACTERS_AT_MOST = xlsx_child.LINES, xlsx_child.CELLS, 32_767
WORKBOOKS = Reader(Path(xlsx_child.__file__), seconds=6, memory=160 * 1024 * 1024)
REFUSALS = {
    "too large": gettext_lazy("The file is too large."),
    TOO_MUCH: gettext_lazy("This file takes too much time or memory to read. Please start from the blank table."),
    BROKEN: gettext_lazy("This is no XLSX file that can be read."),
}
NOT_UTF_8 = gettext_lazy("Save the table as “CSV UTF-8” or as XLSX: other CSV loses Kazakh letters.")
#: How XLSX files begin, and how files of older versions of Excel and locked ones do.
ZIPPED, OLD_OR_LOCKED = b"PK\3\4", b"\xd0\xcf\x11\xe0"
#: What spreadsheets write where a formula went wrong, in English and in Russian.
WRONG_RESULTS = frozenset(
    (
        *("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *("#Н/Д", "#ССЫЛКА!", "#ИМЯ?", "#ЗНАЧ!", "#ДЕЛ/0!", "#ЧИСЛО!", "#ПУСТО!", "#ПЕРЕНОС!", "#ВЫЧИСЛ!"),
    )
)
#: What Excel writes between cells: semicolons in Kazakh and Russian, commas in English, tabs in "Unicode text".
DELIMITERS = ";,\t"
BYTE_ORDERS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class NotATable(ValueError):
    """The file is none; the message is fit to show."""


@dataclass(frozen=True)
class TableLine:
    """One line of a table by the number that its reader sees; its cells without spaces around them.

    `dates` are the places of cells that a spreadsheet holds as dates, each with whether its year was typed.
    """

    number: int
    cells: tuple[str, ...]
    dates: dict[int, bool] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def is_workbook(raw: bytes, name: str) -> bool:
    """Whether it is read as XLSX: by what it is, whatever its name; what is neither is taken at its word."""
    return raw.startswith((ZIPPED, OLD_OR_LOCKED)) or name.lower().endswith(".xlsx")


def lines(raw: bytes, name: str) -> list[TableLine]:
    """The lines of a file that are not blank. Raises NotATable."""
    if len(raw) > FILE_AT_MOST:
        raise NotATable(_("The file is too large."))
    read = _xlsx if is_workbook(raw, name) else _csv
    found = []
    for line in read(raw):
        if line.number > LINES_AT_MOST:
            raise NotATable(_("The table has more than %(count)s lines.") % {"count": LINES_AT_MOST})
        _check(line)
        if not line.is_blank:
            found.append(line)
    return found


def _check(line: TableLine) -> None:
    if len(line.cells) > CELLS_AT_MOST:
        raise NotATable(
            _("Line %(line)s has more than %(count)s cells.") % {"line": line.number, "count": CELLS_AT_MOST}
        )
    if any(len(cell) > CHARACTERS_AT_MOST for cell in line.cells):
        raise NotATable(_("Line %(line)s has a cell with too long a text.") % {"line": line.number})
    if any("\0" in cell for cell in line.cells):
        raise NotATable(_("Line %(line)s has a null character.") % {"line": line.number})
    if wrong := next((cell for cell in line.cells if cell in WRONG_RESULTS), ""):
        words = {"line": line.number, "value": wrong}
        raise NotATable(_("Line %(line)s has a formula that went wrong: %(value)s.") % words)


# CSV


def _csv(raw: bytes) -> Iterator[TableLine]:
    """Lines are counted as a spreadsheet shows them: a cell with several lines of text makes one."""
    text = _decoded(raw)
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:  # what Excel reads, and some programs write
        delimiter, text = first[4:5], rest
    else:
        delimiter = _delimiter(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield TableLine(number, tuple(_as_typed(cell) for cell in cells))
    except csv.Error as error:
        message = _("Line %(line)s cannot be read: a quotation mark stands in a wrong place, or a cell is too long.")
        raise NotATable(message % {"line": number + 1}) from error


def _as_typed(cell: str) -> str:
    """A cell without spaces around it, and without the apostrophe that keeps a text from becoming a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text


def _decoded(raw: bytes) -> str:
    encoding = next((known for mark, known in BYTE_ORDERS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATable(str(NOT_UTF_8)) from error
    if "\0" in text:  # two bytes for each letter, and no mark that says so
        raise NotATable(str(NOT_UTF_8))
    return text


def _delimiter(line: str) -> str:
    """What stands most often between the cells of the first line, outside quotation marks."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


# XLSX


def _xlsx(raw: bytes) -> Iterator[TableLine]:
    if raw.startswith(OLD_OR_LOCKED):
        raise NotATable(_("This is an XLS file, or one with a password. Please save it as XLSX without a password."))
    try:
        answer = WORKBOOKS.answer(raw)
    except NotRead as error:
        raise NotATable(str(REFUSALS[error.reason])) from error
    formulas = answer["formulas"]
    if formulas:
        message = _("Line %(line)s has a formula without its result. Open the table in Excel, save it, and try again.")
        raise NotATable(message % {"line": formulas[0]})
    for number, cells, dates in answer["lines"]:
        yield TableLine(number, tuple(cells), dict(dates))
