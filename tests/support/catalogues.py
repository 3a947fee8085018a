"""The gate of the message catalogues: `python -m tests.support.catalogues`, a part of `make check`.

Collects every string of code and templates anew beside the committed catalogues (GNU gettext) and
fails where a language misses one, leaves one empty or fuzzy, or keeps one nobody uses.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

HOME = Path(__file__).resolve().parents[2]
LANGUAGES = ("kk", "ru", "en")
COLLECTED = (
    "languages", "database", "file_formats", "parties", "agreements", "activities", "search", "import_export",
    "website", "staff", "demo_data", "config", "templates", "locale",
)  # fmt: skip

Key = tuple[str, str]


def keys(catalogue: polib.POFile) -> set[Key]:
    """The strings in use, each by its context and English text."""
    return {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}


def unfinished(catalogue: polib.POFile) -> set[Key]:
    """Strings that are fuzzy, empty or without any of the plural forms of the language."""
    count = re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])
    assert count, "The head of a catalogue says how many plural forms its language has."
    forms = range(int(count[1]))
    return {
        (entry.msgctxt or "", entry.msgid)
        for entry in catalogue
        if not entry.obsolete
        and (
            entry.fuzzy
            or not (all(entry.msgstr_plural.get(form) for form in forms) if entry.msgid_plural else entry.msgstr)
        )
    }


def collected(where: Path) -> dict[str, polib.POFile]:
    """The catalogues as they would be if every string were collected now."""
    for name in (*COLLECTED, "manage.py", ".env"):
        source, target = HOME / name, where / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, target)
    wanted = [part for language in LANGUAGES for part in ("-l", language)]
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        *wanted,
        "--no-location",
        "--no-wrap",
        "-e",
        "html,txt,py,jinja",
    ]
    subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL)
    return {language: polib.pofile(str(where / path_of(language))) for language in LANGUAGES}


def path_of(language: str) -> str:
    return f"locale/{language}/LC_MESSAGES/django.po"


def problems() -> list[str]:
    """What is wrong with the catalogues, a line each; empty if nothing is."""
    found = []
    with tempfile.TemporaryDirectory() as directory:
        now = collected(Path(directory))
    for language in LANGUAGES:
        committed = polib.pofile(str(HOME / path_of(language)))
        found += [f"{language}: missing {key}" for key in sorted(keys(now[language]) - keys(committed))]
        found += [f"{language}: no longer used {key}" for key in sorted(keys(committed) - keys(now[language]))]
        found += [f"{language}: empty or fuzzy {key}" for key in sorted(unfinished(committed))]
    return found


if __name__ == "__main__":
    wrong = problems()
    print("\n".join(wrong) or "Catalogues are complete.")  # noqa: T201 a command speaks
    sys.exit(bool(wrong))
