"""Which code, templates, translations and styles the server was started from, as one short name."""

from hashlib import blake2b
from pathlib import Path

FOLDERS = (
    *("languages", "parties", "agreements", "activities", "config"),
    *("templates", "static", "locale", "locale/packages"),
)


def release(home: Path) -> str:
    """A name that differs from that of any other state of the files."""
    files = (path for folder in FOLDERS for path in sorted((home / folder).rglob("*.*")) if path.suffix != ".pyc")
    told = "|".join(f"{path.relative_to(home)} {path.stat().st_mtime_ns}" for path in files)
    return blake2b(told.encode(), digest_size=6).hexdigest()
