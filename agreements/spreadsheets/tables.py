"""Tables as people send them, CSV or XLSX, read into lines of texts; a hostile file is refused before it costs much."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A file in bytes; lines and cells of one; characters of a cell, as Excel has them.
FILE_AT_MOST = 1_500_000
LINES_AT_MOST, CELLS_AT_MOST, CHARACTERS_AT_MOST = 2000, 80, 32_767
#: What an XLSX file may hold when it is unpacked, in bytes, and in how many parts.
UNPACKED_AT_MOST, PARTS_AT_MOST = 6_000_000, 200
#: Tags in all parts of an XLSX file: each costs time and memory, whatever it is; a full table has fewer.
TAGS_AT_MOST = 300_000
#: Parts that are XML, in UTF-8 where Excel wrote it.
XML = (".xml", ".rels")
#: What Excel writes between cells: semicolons in Kazakh and Russian, commas in English, tabs in "Unicode text".
DELIMITERS = ";,\t"
BYTE_ORDERS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class NotATable(ValueError):
    """The file is none; the message is fit to show."""


@dataclass(frozen=True)
class Line:
    """One line of a table by the number that its reader sees; its cells without spaces around them."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def lines(raw: bytes, name: str) -> list[Line]:
    """The lines of a file that are not blank. Raises NotATable."""
    if len(raw) > FILE_AT_MOST:
        raise NotATable(_("The file is too large."))
    read = _xlsx if name.lower().endswith(".xlsx") else _csv
    found = []
    for line in read(raw):
        if line.number > LINES_AT_MOST:
            raise NotATable(_("The table has more than %(count)s lines.") % {"count": LINES_AT_MOST})
        _check(line)
        if not line.is_blank:
            found.append(line)
    return found


def _check(line: Line) -> None:
    if len(line.cells) > CELLS_AT_MOST:
        raise NotATable(
            _("Line %(line)s has more than %(count)s cells.") % {"line": line.number, "count": CELLS_AT_MOST}
        )
    if any(len(cell) > CHARACTERS_AT_MOST for cell in line.cells):
        raise NotATable(_("Line %(line)s has a cell with too long a text.") % {"line": line.number})
    if any("\0" in cell for cell in line.cells):
        raise NotATable(_("Line %(line)s has a null character.") % {"line": line.number})


# CSV


def _csv(raw: bytes) -> Iterator[Line]:
    text = _decoded(raw)
    first = text.partition("\n")[0]
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:  # what Excel reads, and some programs write
        delimiter, text = first[4:5], "\n" + text.partition("\n")[2]
    else:
        delimiter = _delimiter(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield Line(reader.line_num, tuple(cell.strip() for cell in cells))
    except csv.Error as error:
        message = _("Line %(line)s cannot be read: a quotation mark stands in a wrong place, or a cell is too long.")
        raise NotATable(message % {"line": reader.line_num}) from error


def _decoded(raw: bytes) -> str:
    encoding = next((known for mark, known in BYTE_ORDERS.items() if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATable(_("Save the table as “CSV UTF-8” or as XLSX: other CSV loses Kazakh letters.")) from error


def _delimiter(line: str) -> str:
    """What stands most often between the cells of the first line, outside quotation marks."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


# XLSX


def _xlsx(raw: bytes) -> Iterator[Line]:
    _check_parts(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not believed
        rows = sheet.iter_rows(max_row=LINES_AT_MOST + 1, max_col=CELLS_AT_MOST + 1, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield Line(number, tuple(_without_end(map(_as_text, cells))))
        book.close()
    except NotATable:
        raise
    except (InvalidFileException, BadZipFile, Exception) as error:
        raise NotATable(_("This is no XLSX file that can be read.")) from error


def _check_parts(raw: bytes) -> None:
    """Refuse what would unpack to too much, and XML that defines entities of its own, before anything reads it."""
    try:
        with ZipFile(io.BytesIO(raw)) as parts:
            infos = parts.infolist()
            if len(infos) > PARTS_AT_MOST or sum(info.file_size for info in infos) > UNPACKED_AT_MOST:
                raise NotATable(_("The file is too large."))
            contents = [parts.read(info) for info in infos]
        if sum(content.count(b"<") for content in contents) > TAGS_AT_MOST:
            raise NotATable(_("The file is too large."))
        if any(b"<!DOCTYPE" in content or b"<!ENTITY" in content for content in contents) or any(
            b"\0" in content for info, content in zip(infos, contents, strict=True) if info.filename.endswith(XML)
        ):
            raise NotATable(_("This is no XLSX file that can be read."))
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, NotATable):
            raise
        raise NotATable(_("This is no XLSX file that can be read.")) from error


def _as_text(value: Any) -> str:
    """A cell as a person would have typed it; a date without its time of day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _without_end(cells: Iterable[str]) -> list[str]:
    """Cells without the blank ones after the last that says something."""
    found = list(islice(cells, CELLS_AT_MOST + 1))
    while found and not found[-1]:
        found.pop()
    return found
