"""Reads the text of a PDF page by page, in a process of its own with bounds on time and memory.

A PDF is a program for a reader: one of a few kilobytes can ask for gigabytes. So it is opened by a child that the
system stops, and the site only reads what the child says. The child knows nothing of the registry or its database.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass

#: Seconds of the processor, bytes of memory, pages and characters a document may take.
SECONDS, MEMORY, PAGES, CHARACTERS = 20, 768 * 1024 * 1024, 500, 2_000_000


class NotReadable(Exception):
    """The file is no PDF that can be read; `reason` is a code: see READABLE."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
    """The pages of a PDF. Raises NotReadable with "encrypted", "too long", "too much" or "broken"."""
    if not content.startswith(b"%PDF-"):
        raise NotReadable("broken")
    try:
        said = subprocess.run(  # noqa: S603 our own module, nothing of the file in the command
            [sys.executable, "-I", __file__], input=content, capture_output=True, timeout=SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotReadable("too much") from error
    if said.returncode < 0:  # the system stopped it
        raise NotReadable("too much")
    try:
        answer = json.loads(said.stdout)
    except ValueError as error:
        raise NotReadable("broken") from error
    if "refused" in answer:
        raise NotReadable(answer["refused"])
    return Pages(answer["pages"])


def _read() -> dict[str, object]:
    """What the child answers; imports come after the bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from io import BytesIO  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted:
            return {"refused": "encrypted"}
        if len(reader.pages) > PAGES:
            return {"refused": "too long"}
        texts: list[str] = []
        for page in reader.pages:
            texts.append(_plain(page.extract_text()))
            if sum(map(len, texts)) > CHARACTERS:
                return {"refused": "too long"}
    except MemoryError:
        return {"refused": "too much"}
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, AssertionError):
        return {"refused": "broken"}
    return {"pages": texts} if texts else {"refused": "broken"}


def _plain(text: str) -> str:
    """Text as a database keeps it: without NUL bytes and halves of characters, one kind of line ends."""
    whole = text.encode("utf-8", "ignore").decode().replace("\0", "")
    return "\n".join(line.rstrip() for line in whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_read()))
