"""Record documents as files hold them: one in a YAML or JSON file, one a line in JSON Lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from import_export.record_format.reader import Problem, RecordRefused, read_json, read_yaml
from import_export.record_format.text_files import content_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON_LINES = frozenset({".jsonl", ".ndjson"})
KINDS = frozenset({".yaml", ".yml", ".json"}) | JSON_LINES


@dataclass(frozen=True)
class RecordDocument:
    """One record as it stands in a file. `name` is what messages call it, `line` 0 where the file is the record."""

    path: Path
    raw: bytes
    line: int = 0

    @property
    def folder(self) -> Path:
        """Where the texts of its sources lie."""
        return self.path.parent

    @property
    def name(self) -> str:
        if not self.line:
            return self.path.name
        return _("%(file)s, line %(line)s") % {"file": self.path.name, "line": self.line}

    @cached_property
    def content(self) -> Any:
        """What the document says, every number as text. Raises RecordRefused."""
        if self.path.suffix in {".yaml", ".yml"}:
            return read_yaml(self.path)
        return read_json(self.raw, self.name)

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same record with the same texts of its sources. Raises RecordRefused."""
        found = sha256(self.raw)
        if b"text_file" in self.raw:
            for name in _text_files(self.content):
                found.update(content_beside(self.folder, name))
        return found.hexdigest()


def documents(path: Path) -> Iterator[RecordDocument]:
    """The documents of a file in their order, read as they are asked for. Raises RecordRefused."""
    if path.suffix not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise RecordRefused(path.name, [Problem("", _("Record files end in %(kinds)s.") % {"kinds": kinds})])
    try:
        if path.suffix in JSON_LINES:
            yield from _lines(path)
        else:
            yield RecordDocument(path, path.read_bytes())
    except OSError as error:
        raise RecordRefused(path.name, [Problem("", str(error))]) from error


def _lines(path: Path) -> Iterator[RecordDocument]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield RecordDocument(path, line.rstrip(b"\r\n"), number)


def _text_files(content: Any) -> list[str]:
    sources = content.get("sources") if isinstance(content, dict) else None
    entries = sources if isinstance(sources, list) else []
    return [str(entry.get("text_file", "")) for entry in entries if isinstance(entry, dict)]
