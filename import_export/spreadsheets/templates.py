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

from import_export.spreadsheets.reader import CLEAR, NOTE, clearing_note
from languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from import_export.spreadsheets.columns import Kind, SheetColumn

#: Records of which a blank table lists the codes, at most.
LISTED_AT_MOST = 1000
#: Lines of a blank table that offer lists to choose from.
OFFERED = 1000
#: Excel takes lists of a cell up to so many characters; longer ones stand on a sheet of their own.
LIST_SHEET = "codes"
#: What Excel takes as the name of a sheet, and shows of a hint beside a cell.
NAME_AT_MOST, HINT_AT_MOST = 31, 255


def name_of(column: SheetColumn) -> str:
    """The name of a column, with a star where a new line needs it."""
    return f"{capfirst(str(column.label))}{' *' if column.required else ''}"


def note_of(column: SheetColumn) -> str:
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
    writer.writerow([f"{NOTE} {clearing_note()}", *[""] * (len(notes) - 1)])
    return text.getvalue().encode("utf-8-sig")


def blank_xlsx(kind: Kind) -> bytes:
    """With lists to choose from, and on a second sheet what each column takes, in three languages."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrap = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        table = book.add_worksheet(str(kind.label)[:NAME_AT_MOST])
        codes = book.add_worksheet(LIST_SHEET)
        named = dict.fromkeys(column.named for column in kind.columns if column.named)
        listed = {model: _list(book, model) for model in named}
        table.freeze_panes(2, 1)
        for place, column in enumerate(kind.columns):
            table.set_column(place, place, 22, book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}))
            table.write_string(0, place, name_of(column), bold)
            table.write_string(1, place, column.code)
            _offer(table, codes, place, column, [str(CLEAR)] if kind.can_be_cleared(column) else [])
            if column.named:
                _offer_records(table, place, column, listed[column.named])
        notes = book.add_worksheet(_("Notes")[:NAME_AT_MOST])
        notes.set_column(0, 0, 24)
        notes.set_column(1, len(LANGUAGES), 60, wrap)
        for place, language in enumerate(LANGUAGES, start=1):
            with translation.override(language):
                notes.write_string(0, place, clearing_note(), wrap)
                for number, column in enumerate(kind.columns, start=1):
                    notes.write_string(number, place, f"{name_of(column)}. {note_of(column)}", wrap)
        for number, column in enumerate(kind.columns, start=1):
            notes.write_string(number, 0, column.code, bold)
        codes.hide()
    return file.getvalue()


def _offer(table: Any, codes: Any, place: int, column: SheetColumn, others: list[str]) -> None:
    """Let the cells of a column choose among its codes and the `others`, which stand in a hidden sheet."""
    if not column.choices:
        return
    listed = [*column.choices, *others]
    codes.write_column(0, place, listed)
    where = f"={LIST_SHEET}!{xl_range_abs(0, place, len(listed) - 1, place)}"
    _choose(table, place, column, {"source": where, "error_type": "warning"})


def _offer_records(table: Any, place: int, column: SheetColumn, where: str) -> None:
    """Let the cells of a column choose a code from the sheet of its records; several can be typed all the same."""
    if where:
        _choose(table, place, column, {"source": where, "show_error": False})


def _choose(table: Any, place: int, column: SheetColumn, choice: dict[str, Any]) -> None:
    hint = {"input_title": name_of(column)[:32], "input_message": note_of(column)[:HINT_AT_MOST]}
    choice = {"validate": "list", "ignore_blank": True, **choice, **hint}
    table.data_validation(2, place, OFFERED, place, {key: value for key, value in choice.items() if value != ""})


def _list(book: Any, model: Any) -> str:
    """A sheet of the codes of records and their names in each language; where the codes stand, "" where none do."""
    name = str(capfirst(model._meta.verbose_name_plural))[:NAME_AT_MOST]
    sheet = book.add_worksheet(_("Known codes") if book.get_worksheet_by_name(name) else name)
    sheet.set_column(0, len(LANGUAGES), 40)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [_("Code"), *LANGUAGES])
    last = 0
    for last, names in enumerate(_names(model), start=1):
        for place, name in enumerate(names):
            sheet.write_string(last, place, name)
    if model._base_manager.count() > last:
        sheet.write_string(last + 1, 0, _("Only the first %(count)s are listed.") % {"count": last})
    return f"='{sheet.get_name()}'!{xl_range_abs(1, 0, last, 0)}" if last else ""


def _names(model: Any) -> Iterator[tuple[str, ...]]:
    code, name = {"Party": ("slug", "name"), "CooperationArea": ("code", "label")}[model.__name__]
    fields = [f"{name}_{language}" for language in LANGUAGES]
    for record in model._base_manager.order_by(code)[:LISTED_AT_MOST]:
        yield getattr(record, code), *(getattr(record, field) or "" for field in fields)
