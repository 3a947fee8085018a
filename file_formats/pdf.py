"""The pages of a PDF, read in a process of its own with bounds on time and memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from file_formats import pdf_child
from file_formats.sandbox import BROKEN, NotRead, Reader

READER = Reader(Path(pdf_child.__file__), seconds=20, memory=768 * 1024 * 1024)


@dataclass(frozen=True)
class Pages:
    """The text of each page, in order; "" for a page without text, such as a photograph."""

    texts: list[str]

    @property
    def text(self) -> str:
        """All of it, pages divided by an empty line."""
        return "\n\n".join(self.texts).rstrip() if any(self.texts) else ""

    @property
    def starts(self) -> list[int]:
        """How many characters of `text` stand before each page."""
        found, place = [], 0
        for text in self.texts:
            found.append(place)
            place += len(text) + 2
        return found


def pages_of(content: bytes) -> Pages:
    """The pages of a PDF. Raises NotRead with "encrypted", "too long", "too much" or "broken"."""
    if not content.startswith(b"%PDF-"):
        raise NotRead(BROKEN)
    return Pages(READER.answer(content)["pages"])
