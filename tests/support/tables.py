"""Tables as people fill them in."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from openpyxl import Workbook

from import_export.spreadsheets.reader import TableRefused

FORMULA = '=HYPERLINK("https://example.org";"А")'


AGREEMENT_HEAD = [
    *("agreement", "title_kk", "type", "level", "side_1", "side_2"),
    *("commitment", "text_kk", "areas", "modality", "due"),
]


AGREEMENT_LINES = [
    AGREEMENT_HEAD,
    [
        *("A", "Меморандум", "memorandum", "mixed", "ministry", "music-house"),
        *("", "Гастроль", "music, Гастроли", "agreed", "07.11.2016"),
    ],
    ["A", "", "", "", "", "", "", "Семинар", "music", "intended", ""],
]


def as_csv(table: list[list[str]], delimiter: str = ";") -> str:
    quoted = [['"' + cell.replace('"', '""') + '"' if delimiter in cell else cell for cell in line] for line in table]
    return "".join(delimiter.join(line) + "\r\n" for line in quoted)


def as_xlsx(table: list[list[object]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for line in table:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def mistakes(read, table, name: str = "table.csv") -> list[tuple[int, str, str]]:
    raw = table if isinstance(table, bytes) else as_csv(table).encode("utf-8-sig")
    with pytest.raises(TableRefused) as refused, translation.override("en"):
        read(raw, name)
    return [(each.line, each.column.rpartition("(")[2].rstrip(")"), each.message) for each in refused.value.mistakes]
