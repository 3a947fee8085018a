"""Files made to eat memory: what the bounds let through is little, and the person is told why the rest is refused."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from file_formats.pdf import READER as DOCUMENTS
from file_formats.sandbox import NotRead, Reader
from import_export.record_format.reader import RecordRefused
from import_export.record_import.plan import planned
from import_export.spreadsheets.cells import FILE_AT_MOST, LINES_AT_MOST, WORKBOOKS, NotATable, lines
from import_export.spreadsheets.parties import party_table
from import_export.spreadsheets.reader import TableRefused
from tests.support.hostile_workbooks import HOSTILE, MERGED, SHEET, full_table, inline, sheet, with_parts, workbook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

MEGABYTE = 2**20
#: A record file as large as the desk takes.
WHOLE_FILE = 5 * MEGABYTE
READERS = {
    "takes a gigabyte": ("return {'taken': len(bytearray(2**30))}", "too much"),
    "never ends": ("while True: pass", "too much"),
    "fails": ("raise KeyError('a')", "broken"),
    "refuses": ("return {'refused': 'encrypted'}", "encrypted"),
}


def reader(folder: Path, body: str) -> Path:
    path = folder / "reader.py"
    path.write_text(f"import resource\ndef read(content):\n    {body}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("body", "reason"), READERS.values(), ids=READERS)
def test_a_reader_that_asks_for_more_than_it_may_have_is_stopped(tmp_path, body, reason):
    with pytest.raises(NotRead) as refused:
        Reader(reader(tmp_path, body), seconds=1, memory=100 * MEGABYTE).answer(b"")
    assert refused.value.reason == reason


@pytest.mark.parametrize(("there", "most"), [(WORKBOOKS, 160), (DOCUMENTS, 768)], ids=["workbooks", "documents"])
def test_the_bounds_are_in_force_before_a_reader_reads(tmp_path, there, most):
    told = "return {name: resource.getrlimit(getattr(resource, name))[1] for name in ('RLIMIT_AS', 'RLIMIT_CPU')}"
    answer = Reader(reader(tmp_path, told), there.seconds, there.memory).answer(b"")
    assert answer == {"RLIMIT_AS": most * MEGABYTE, "RLIMIT_CPU": there.seconds}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_workbooks_are_refused_and_cost_the_site_little(make):
    raw = make()
    tracemalloc.start()
    with pytest.raises((NotATable, TableRefused)):
        party_table(raw, "parties.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 32 * MEGABYTE
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"a" * (FILE_AT_MOST + 1), "The file is too large."),
        (b"slug\n" * (LINES_AT_MOST + 1), "The table has more than 2000 lines."),
        (workbook([["slug"]] * (LINES_AT_MOST + 1)), "The table has more than 2000 lines."),
        (b'"a\nb\nc\nd"\n' * (LINES_AT_MOST + 1), "The table has more than 2000 lines."),
        (HOSTILE["a cell at the end of the largest sheet"](), "The table has more than 2000 lines."),
        (b";" * 1_400_000, "Line 1 has more than 80 cells."),
        (b'"";' * 400_000, "Line 1 has more than 80 cells."),
        (b"slug\n" + b"a" * 40_000, "Line 2 has a cell with too long a text."),
        (b"slug\n" + b"a" * 1_400_000, "Line 2 cannot be read: a quotation mark stands in a wrong place"),
        (HOSTILE["half a million attributes"](), "This file takes too much time or memory to read."),
        (HOSTILE["unpacks to 50 MB"](), "The file is too large."),
        (HOSTILE["cut in two"](), "This is no XLSX file that can be read."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whoever_sends_too_much_is_told_what_is_too_much(raw, told):
    tracemalloc.start()
    with translation.override("en"), pytest.raises(NotATable) as refused:
        lines(raw, "table.csv")
    assert str(refused.value).startswith(told)
    assert tracemalloc.get_traced_memory()[1] < 64 * MEGABYTE
    tracemalloc.stop()


def test_a_table_as_large_as_any_is_read():
    assert len(lines(full_table(), "table.xlsx")) == 1000
    assert len(lines(b'"a\nb"\n' * LINES_AT_MOST, "table.csv")) == LINES_AT_MOST


def test_what_is_odd_and_does_no_harm_is_read():
    merged = with_parts({SHEET: sheet(b"<row>" + inline(b"slug") + b"</row>", after=MERGED)})
    linked = with_parts({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    for raw in (merged, linked):
        assert [line.cells for line in lines(raw, "table.xlsx")] == [("slug",)]


@pytest.mark.parametrize("piece", [b"[],", b"{},", b'{"a":1},', b"[1],", b"11,", b'"",', b'{"a":'])
def test_a_record_file_of_many_small_values_is_refused_before_it_is_read(piece):
    raw = (b"[" + piece * (WHOLE_FILE // len(piece)))[:WHOLE_FILE]
    tracemalloc.start()
    with translation.override("en"), pytest.raises(RecordRefused, match="This is too much for one agreement"):
        planned(raw, "record.json")
    assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE
    tracemalloc.stop()
