"""Reads the text of a PDF page by page; run by `child`, alone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

#: Pages and characters a document may have.
PAGES, CHARACTERS = 500, 2_000_000


def read(content: bytes) -> dict[str, Any]:
    """The texts of the pages, or why there are none: "encrypted", "too long" or "broken"."""
    from pypdf import PdfReader  # noqa: PLC0415 the site itself does not need it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return {"refused": "encrypted"}
        if len(reader.pages) > PAGES:
            return {"refused": "too long"}
        texts: list[str] = []
        for page in reader.pages:
            texts.append(_plain(page.extract_text()))
            if sum(len(text) + 2 for text in texts) > CHARACTERS:  # pages are divided by an empty line
                return {"refused": "too long"}
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, AssertionError):
        return {"refused": "broken"}
    return {"pages": texts} if texts else {"refused": "broken"}


def _plain(text: str) -> str:
    """Text as a database keeps it: without NUL bytes and halves of characters, one kind of line ends."""
    whole = text.encode("utf-8", "ignore").decode().replace("\0", "")
    return "\n".join(line.rstrip() for line in whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
