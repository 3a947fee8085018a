"""Blank tables to fill in: the columns with their names in the reader's language, their codes, and notes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from agreements.spreadsheets.reading import NOTE
from languages import LANGUAGES

if TYPE_CHECKING:
    from agreements.spreadsheets.columns import Column, Kind

#: Lines of a blank table that offer lists to choose from.
OFFERED = 1000
#: Excel takes lists of a cell up to so many characters; longer ones stand on a sheet of their own.
LIST_SHEET = "codes"
#: What Excel shows of a hint beside a cell.
HINT_AT_MOST = 255


def name_of(column: Column) -> str:
    """The name of a column, with a star where a new line needs it."""
    return f"{capfirst(str(column.label))}{' *' if column.required else ''}"


def note_of(column: Column) -> str:
    """What to write into a column; the codes where they are few."""
    few = 20
    codes = (
        ", ".join(f"{code} – {label}" for code, label in column.choices.items()) if len(column.choices) <= few else ""
    )
    return " ".join(part for part in (str(column.note), codes) if part)


def blank_csv(kind: Kind) -> bytes:
    """As Excel in Kazakh and Russian opens it by itself: UTF-8 with its mark, semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([name_of(column) for column in kind.columns])
    writer.writerow([column.code for column in kind.columns])
    notes = [note_of(column) for column in kind.columns]
    writer.writerow([f"{NOTE} {notes[0]}", *notes[1:]])
    return text.getvalue().encode("utf-8-sig")


def blank_xlsx(kind: Kind) -> bytes:
    """With lists to choose from, and on a second sheet what each column takes, in three languages."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrap = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        table = book.add_worksheet(str(kind.label)[:31])
        codes = book.add_worksheet(LIST_SHEET)
        table.freeze_panes(2, 1)
        for place, column in enumerate(kind.columns):
            table.set_column(place, place, 22, book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}))
            table.write_string(0, place, name_of(column), bold)
            table.write_string(1, place, column.code)
            _offer(table, codes, place, column)
        notes = book.add_worksheet(_("Notes")[:31])
        notes.set_column(0, 0, 24)
        notes.set_column(1, len(LANGUAGES), 60, wrap)
        for number, column in enumerate(kind.columns, start=1):
            notes.write_string(number, 0, column.code, bold)
            for place, language in enumerate(LANGUAGES, start=1):
                with translation.override(language):
                    notes.write_string(number, place, f"{name_of(column)}. {note_of(column)}", wrap)
        codes.hide()
    return file.getvalue()


def _offer(table: Any, codes: Any, place: int, column: Column) -> None:
    """Let the cells of a column choose among its codes, which stand in a hidden sheet."""
    listed = list(column.choices)
    if not listed:
        return
    codes.write_column(0, place, listed)
    where = f"={LIST_SHEET}!{xl_range_abs(0, place, len(listed) - 1, place)}"
    hint = {"input_title": name_of(column)[:32], "input_message": note_of(column)[:HINT_AT_MOST]}
    choice = {"validate": "list", "source": where, "ignore_blank": True, "error_type": "warning", **hint}
    table.data_validation(2, place, OFFERED, place, {key: value for key, value in choice.items() if value != ""})
