"""Workbooks that ask their reader for more than a table may take, and others that are odd."""

from __future__ import annotations

import io
import random
import zipfile

from openpyxl import Workbook

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
SHARED = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(lines: list[list[object]] | None = None) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for line in lines or [["slug"]]:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def with_parts(parts: dict[str, bytes], raw: bytes = b"") -> bytes:
    """An XLSX file with some of its parts replaced, or more of them."""
    there, file = zipfile.ZipFile(io.BytesIO(raw or workbook())), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in dict.fromkeys([*there.namelist(), *parts]):
            made.writestr(name, parts[name] if name in parts else there.read(name))
    return file.getvalue()


def sheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return b"<worksheet %s>%s<sheetData>%s</sheetData>%s</worksheet>" % (SPACE, before, rows, after)


def inline(text: bytes, place: bytes = b"A1") -> bytes:
    return b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place, text)


def _strings(texts: bytes) -> bytes:
    return b"<sst %s>%s</sst>" % (SPACE, texts)


def _with_strings(texts: bytes, rows: bytes = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>') -> bytes:
    types = zipfile.ZipFile(io.BytesIO(workbook())).read("[Content_Types].xml")
    named = b'<Override PartName="/%s" ContentType="%s"/></Types>' % (STRINGS.encode(), SHARED)
    types = types.replace(b"</Types>", named)
    return with_parts({STRINGS: _strings(texts), SHEET: sheet(rows), "[Content_Types].xml": types})


def _styles() -> bytes:
    """As many different formats of cells as the bound on tags lets through."""
    formats = b"".join(b'<xf numFmtId="%d" fontId="0"><alignment/></xf>' % (n % 40) for n in range(240_000))
    return b'<styleSheet %s><cellXfs count="1">%s</cellXfs></styleSheet>' % (SPACE, formats)


def _attributes() -> bytes:
    return b"<worksheet %s %s><sheetData/></worksheet>" % (SPACE, b" ".join(b'a%d=""' % n for n in range(500_000)))


def full_table() -> bytes:
    """A table of sixty thousand cells, each with another text."""
    letters = random.Random(1)
    return workbook([[f"{letters.random()}" for _cell in range(60)] for _line in range(1000)])


def _cells_of_one_long_text() -> bytes:
    """One shared text that ends in a space, named by every cell of the table: copies of it would fill gigabytes."""
    row = b"".join(b'<c t="s"><v>0</v></c>' for _cell in range(60))
    return _with_strings(b'<si><t xml:space="preserve">%s </t></si>' % (b"a" * 32_000), b"<row>%s</row>" % row * 1000)


DEEP = b"<a>" * 240_000 + b"</a>" * 240_000
MERGED = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
LAST = sheet(b'<row r="1048576">' + inline(b"a", b"A1048576") + b"</row>", b'<dimension ref="A1:XFD1048576"/>')
#: Files by what is wrong with them.
HOSTILE = {
    "unpacks to 50 MB": lambda: with_parts({STYLES: b" " * 50_000_000}),
    "twenty thousand parts": lambda: with_parts({f"{n}": b"" for n in range(20_000)}),
    "a cell at the end of the largest sheet": lambda: with_parts({SHEET: LAST}),
    "a million shared texts": lambda: _with_strings(b"<si/>" * 1_000_000),
    "one long text in every cell": _cells_of_one_long_text,
    "a row of a million cells": lambda: with_parts({SHEET: sheet(b"<row>" + b"<c/>" * 1_000_000 + b"</row>")}),
    "tags within tags": lambda: with_parts({SHEET: DEEP}),
    "tags within tags among the texts": lambda: _with_strings(DEEP),
    "entities": lambda: with_parts({SHEET: b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'}),
    "entities of entities": lambda: with_parts(
        {SHEET: b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;&c;&c;</a>'}
    ),
    "a cell of 10 MB": lambda: with_parts({SHEET: sheet(b"<row>" + inline(b"a" * 10_000_000) + b"</row>")}),
    "cut in two": lambda: workbook([["slug"]] * 100)[:3000],
    "XML cut in two": lambda: with_parts({SHEET: b"<worksheet"}),
    "a hundred thousand formats": lambda: with_parts({STYLES: _styles()}),
    "half a million attributes": lambda: with_parts({SHEET: _attributes()}),
    "no workbook": lambda: with_parts({"xl/workbook.xml": b"<a/>"}),
    "nothing": lambda: b"PK\3\4nothing",
}
