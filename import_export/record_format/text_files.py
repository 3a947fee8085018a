"""Files that a record names: only plain ones beside it are opened, whatever a name says.

A record comes from elsewhere and its sources become public, so a name in it must not reach the settings,
the database or a device of this machine.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.rules.text_limits import BYTES_OF_A_CHARACTER, TEXT_AT_MOST, in_groups

#: More bytes than the longest text of a source can have.
BYTES_AT_MOST = TEXT_AT_MOST * BYTES_OF_A_CHARACTER


class NotBeside(Exception):
    """A name leads to no plain file beside the record; its text, fit to show, says why."""


def read_beside(folder: Path, name: str) -> bytes:
    """The content of the file `name` in `folder` or below it. Raises NotBeside."""
    path = _path_beside(folder, name)
    try:
        with open(path, "rb", opener=_opened) as file:
            found = os.fstat(file.fileno())
            content = file.read(BYTES_AT_MOST + 1) if stat.S_ISREG(found.st_mode) else None
    except OSError as error:
        raise NotBeside(_no_plain_file(name)) from error
    if content is None:
        raise NotBeside(_no_plain_file(name))
    if len(content) > BYTES_AT_MOST:
        words = {"name": name, "most": in_groups(BYTES_AT_MOST)}
        raise NotBeside(_("“%(name)s” has more than %(most)s bytes.") % words)
    return content


def _opened(path: str, flags: int) -> int:
    """A named pipe would wait for its writer, and the last part of a resolved path is no link any more."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW)


def content_beside(folder: Path, name: str) -> bytes:
    """The same, empty where there is no such file."""
    with suppress(NotBeside):
        return read_beside(folder, name)
    return b""


def _path_beside(folder: Path, name: str) -> Path:
    """Where `name` leads, through whatever links. Hidden files, such as `.env`, are nobody's source."""
    parts = Path(name).parts
    if not parts or "\0" in name or Path(name).is_absolute() or any(part.startswith(".") for part in parts):
        raise NotBeside(_outside(name))
    try:
        home = folder.resolve()
        path = (home / name).resolve()
    except (OSError, RuntimeError) as error:  # links that lead to each other, names too long
        raise NotBeside(_no_plain_file(name)) from error
    if not path.is_relative_to(home) or any(part.startswith(".") for part in path.relative_to(home).parts):
        raise NotBeside(_outside(name))
    return path


def _outside(name: str) -> str:
    return _("“%(name)s” is no file beside the record: no other is read.") % {"name": name.replace("\0", "␀")}


def _no_plain_file(name: str) -> str:
    return _("“%(name)s” is not there, or is no plain file.") % {"name": name}
