"""Files that nobody should choose, and some that one may."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Agreement
from import_export.record_export.document import as_json, document_of

if TYPE_CHECKING:
    from random import Random

NAMES = ("a.json", "a.JSON", "a.csv", "a.xlsx", "a.pdf", "a.exe", "a", f"{'a' * 300}.json", "қ\u202e.json", "../x.json")
CONTENTS = (
    b"", b"\0", b"{}", b"[]", b"null", b"[" * 20_000, b'{"a":' * 20_000, b'{"a": "\\ud800"}', b"NaN", b"1e999",
    b"9" * 10_000, b"\xff\xfe\x00\xd8", b"\xef\xbb\xbfa;b\r\n1;2\r\n", b'a,b\r\n"', b"a,b\n1\n2,3,4\n", b"\0,\0\n",
    b"%PDF-1.4\nnonsense", b"PK\x03\x04nonsense", "код;дата\n1;2016-13\n".encode(),
)  # fmt: skip
#: What something in a record file may be replaced with.
IN_RECORDS: tuple[Any, ...] = (
    "", None, True, -1, 0, 2**70, 1e308, [], {}, [None], {"a": 1}, "\0", "\ud800", "2016-13", "-1", "\\", "9" * 5000,
    "а" * 50_000,
)  # fmt: skip


def a_file(draw: Random) -> SimpleUploadedFile:
    """Any file, or a record file with one thing in it changed."""
    if draw.random() < 0.4:
        return SimpleUploadedFile("a.json", _record(draw))
    return SimpleUploadedFile(draw.choice(NAMES), draw.choice(CONTENTS))


def _record(draw: Random) -> bytes:
    document = json.loads(as_json(document_of(Agreement.objects.published().get())))
    _change(document, draw)
    return json.dumps(document).encode()


def _change(inside: Any, draw: Random) -> None:
    """Replace something in a document, found by going down at random."""
    while True:
        key = draw.choice(sorted(inside) if isinstance(inside, dict) else range(len(inside)))
        below = inside[key]
        if not (isinstance(below, dict | list) and below) or draw.random() < 0.15:
            break
        inside = below
    inside[key] = draw.choice(IN_RECORDS)
