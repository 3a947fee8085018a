"""A filled table read into entries: what each line says by the codes of its columns, and everything that is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from import_export.spreadsheets.cells import is_workbook, lines
from import_export.spreadsheets.columns import code_of
from languages import LANGUAGES
from languages.partial_dates import as_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from import_export.spreadsheets.cells import TableLine
    from import_export.spreadsheets.columns import Kind, SheetColumn

#: In so many first lines the codes of the columns are looked for; above them stand names for people.
HEAD = 5
#: Lines that begin so are notes.
NOTE = "#"
#: Reading stops after so many mistakes: whoever mends these will try again.
MISTAKES_AT_MOST = 100
LISTED_CODES = 20
#: What a cell says to clear what is recorded: a word in brackets, for a dash is what people write who know nothing.
CLEAR = gettext_lazy("[clear]")
CLEARING = gettext_lazy("A blank cell leaves what is recorded as it is; %(mark)s clears it.")
#: A number such as 5/12 becomes the fifth of December, and a day without a year gets the year of today.
MADE_A_DATE = gettext_lazy(
    "The spreadsheet made a date of what was typed here. Give the cell the format “Text” and type it anew."
)
DASHES = frozenset("-–—−")


@dataclass(frozen=True)
class Mistake:
    """What is wrong, in which line and in which column; 0 and "" where it is about the whole."""

    line: int
    column: str
    message: str


class TableRefused(Exception):
    """A table with mistakes; nothing of it is taken in."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(f"{each.line} {each.column} {each.message}" for each in mistakes))
        self.mistakes = mistakes


@dataclass
class TableEntry:
    """One line: what it says by the codes of its columns; blank cells are left out, cleared and wrong ones are ""."""

    line: int
    values: dict[str, str] = field(default_factory=dict)


class TableReader:
    """One table being read."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.mistakes = kind, list[Mistake]()
        #: Whether every line has as many cells as the first: CSV does, XLSX leaves out blank ones at the end.
        self.is_rectangular = False

    def report(self, line: int, column: str, message: str) -> None:
        """Note a mistake; the column by its code. Raises TableRefused where there are too many."""
        known = self.kind.by_code.get(column)
        mistake = Mistake(line, f"{known.label} ({column})" if known else column, message)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)
        if len(self.mistakes) >= MISTAKES_AT_MOST:
            self.refuse_if_wrong()

    def refuse_if_wrong(self) -> None:
        if self.mistakes:
            raise TableRefused(sorted(self.mistakes, key=lambda mistake: mistake.line))

    def entries(self, raw: bytes, name: str) -> list[TableEntry]:
        """The lines below the codes. Raises NotATable and TableRefused."""
        found = lines(raw, name)
        place = next((place for place, line in enumerate(found[:HEAD]) if self.kind.key in line.cells), None)
        if place is None:
            self.report(
                0, self.kind.key, _("No line holds the codes of the columns. Please start from the blank table.")
            )
            self.refuse_if_wrong()
        head = found[place or 0]
        self._check_head(head)
        self.is_rectangular = not is_workbook(raw, name)
        rest = [line for line in found[(place or 0) + 1 :] if not line.cells[0].startswith(NOTE)]
        if not rest:
            self.report(0, "", _("The table has no lines below the codes of its columns."))
            self.refuse_if_wrong()
        return [TableEntry(line.number, dict(self._values(head, line))) for line in rest]

    def _check_head(self, head: TableLine) -> None:
        for code, count in Counter(head.cells).items():
            if code and code not in self.kind.by_code:
                self.report(head.number, code, _("There is no such column."))
            if code and count > 1:
                self.report(head.number, code, _("This column is there twice."))
        self.refuse_if_wrong()

    def _values(self, head: TableLine, line: TableLine) -> Iterator[tuple[str, str]]:
        width = len(head.cells)
        if len(line.cells) > width or (self.is_rectangular and len(line.cells) < width):
            words = {"cells": len(line.cells), "columns": width}
            self.report(line.number, "", _("This line has %(cells)s cells, the table has %(columns)s columns.") % words)
        for place, (code, cell) in enumerate(zip(head.cells, line.cells, strict=False)):
            if cell and not code:
                self.report(line.number, "", _("This line has a cell in a column without a code."))
            elif cell:
                if place in line.dates and not (self.kind.by_code[code].is_date and line.dates[place]):
                    self.report(line.number, code, str(MADE_A_DATE))
                yield code, self._checked(self.kind.by_code[code], line.number, cell)

    def _checked(self, column: SheetColumn, line: int, cell: str) -> str:
        """What a cell says, fit for its column of the registry; "" and a mistake noted for what is not, "" to clear."""
        if cell.casefold() in _clearing_words():
            if not self.kind.can_be_cleared(column):
                self.report(line, column.code, _("This cannot be cleared: every record has it."))
            return ""
        if cell in DASHES:
            message = _("A dash says nothing: leave the cell blank, or write %(mark)s to clear what is recorded.")
            self.report(line, column.code, message % {"mark": CLEAR})
            return ""
        if column.field is None:
            return cell
        if column.choices:
            code = code_of(column, cell)
            if code is None:
                self.report(line, column.code, _not_known(column, cell))
            return code or ""
        value = as_edtf(cell) if column.is_date else cell
        try:
            column.field.clean(column.field.to_python(value), None)
        except ValidationError as error:
            self.report(line, column.code, " ".join(error.messages))
            return ""
        return value


def clearing_note() -> str:
    """What a blank cell does and how one clears, in the reader's language."""
    return str(CLEARING) % {"mark": CLEAR}


@cache
def _clearing_words() -> frozenset[str]:
    """The mark in every language: tables travel between people."""
    found = set()
    for language in (*LANGUAGES, None):
        with translation.override(language):
            found.add(str(CLEAR).casefold())
    return frozenset(found)


def _not_known(column: SheetColumn, cell: str) -> str:
    codes = list(column.choices)
    known = ", ".join(codes) if len(codes) <= LISTED_CODES else ", ".join([*codes[:3], "…"])
    return _("“%(value)s” is no code of this column; known are: %(codes)s.") % {"value": cell[:80], "codes": known}


def codes_in(cell: str) -> list[str]:
    """Codes with commas or semicolons between them."""
    return [code for part in cell.replace(";", ",").split(",") if (code := part.strip())]
