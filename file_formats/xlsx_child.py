"""Reads the lines of an XLSX file's first sheet; run by `child`, alone."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Lines of a table and cells of a line; one more of each is given, so that too many are told of.
LINES, CELLS = 2000, 80
#: What a file may hold when it is unpacked, in bytes, and in how many parts; characters in all its cells together.
UNPACKED, PARTS, CHARACTERS = 6_000_000, 200, 4_000_000
#: Tags in all parts: each costs time and memory, whatever it is; a full table has fewer.
TAGS = 500_000
#: Parts that are XML, in UTF-8 where Excel wrote it.
XML = (".xml", ".rels")
#: What stands in the format of a cell beside the signs of day, month and year.
ASIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
NO_MEMORY = 1  # as expat counts its errors


def read(content: bytes) -> dict[str, Any]:
    """Lines: their number, their cells as text, and those that hold a date, with whether it is shown with its year.

    Beside them the numbers of lines with formulas that nobody has worked out. Or why there are none of all these:
    that is "too large", "too much" or "broken".
    """
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it where it is, and it takes much
    try:
        refused = _refused(content)
        return {"refused": refused} if refused else _lines(content)
    except MemoryError:
        return {"refused": "too much"}
    except ParseError as error:
        return {"refused": "too much" if error.code == NO_MEMORY else "broken"}
    except Exception:
        return {"refused": "broken"}


def _refused(content: bytes) -> str:
    """What would unpack to too much, and XML that defines entities of its own, before anything reads it."""
    with ZipFile(BytesIO(content)) as parts:
        infos = parts.infolist()
        if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED:
            return "too large"
        contents = [(info.filename, parts.read(info)) for info in infos]
    if sum(text.count(b"<") for _name, text in contents) > TAGS:
        return "too large"
    hides = any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for _name, text in contents)
    return "broken" if hides or any(b"\0" in text for name, text in contents if name.endswith(XML)) else ""


def _lines(content: bytes) -> dict[str, Any]:
    lines: list[tuple[int, list[str], list[tuple[int, bool]]]] = []
    characters, blank = 0, None
    for number, cells in enumerate(_rows(content, worked_out=True), start=1):
        if cells is blank:  # openpyxl fills a gap with one and the same line
            continue
        texts = [_as_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            blank = cells
            continue
        characters += sum(map(len, texts))
        if characters > CHARACTERS:
            return {"refused": "too large"}
        lines.append((number, texts, _dates(cells)))
        if number > LINES:
            break
    return {"lines": lines, "formulas": _not_worked_out(content, {line[0]: line[1] for line in lines})}


def _rows(content: bytes, *, worked_out: bool) -> Iterator[Iterable[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 the site itself does not need it

    book = load_workbook(BytesIO(content), read_only=True, data_only=worked_out, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its size is not believed
    yield from sheet.iter_rows(max_col=CELLS + 1)


def _not_worked_out(content: bytes, lines: dict[int, list[str]]) -> list[int]:
    """The lines that have a formula without its result, as programs write it that are no spreadsheets."""
    found = []
    for number, cells in enumerate(islice(_rows(content, worked_out=False), LINES), start=1):
        there = lines.get(number, [])
        for place, cell in enumerate(cells):
            if cell.data_type == "f" and (place >= len(there) or not there[place]):
                found.append(number)
                break
    return found


def _dates(cells: Iterable[Any]) -> list[tuple[int, bool]]:
    """The places of the cells that hold a date, each with whether it is shown with its year."""
    return [(place, "y" in _shown(cell)) for place, cell in enumerate(cells) if isinstance(cell.value, date)]


def _shown(cell: Any) -> str:
    """The signs of day, month and year in the format of a cell."""
    return ASIDE.sub("", str(cell.number_format)).lower()


def _as_text(cell: Any) -> str:
    """A cell as a person would have typed it; a date without its time of day, and no more exact than it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        shown = _shown(cell)
        form = "%Y-%m-%d" if "d" in shown or "y" not in shown else "%Y-%m" if "m" in shown else "%Y"
        return value.strftime(form)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
