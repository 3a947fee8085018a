"""Which code, templates, translations and styles the server was started from, as one short name.

Servers of one release give their pages the same ETags and share what they keep, on whatever machines they run.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What shapes a page beside the packages.
BESIDE_CODE = ("templates", "static", "locale", "locale/packages", "requirements")
#: Packages that no page is made of.
NOT_SERVED = {"tests", "benchmarks"}
#: Made from other files, not alike on every machine.
COMPILED = {".pyc", ".mo"}


def release(home: Path, named: str = "", *, is_worked_in: bool = False) -> str:
    """What the release is called by whoever runs it (`named`), else the commit of the checkout, else its content.

    In a checkout that `is_worked_in` files differ from the commit, so its content counts.
    """
    commit = None if named or is_worked_in else commit_of(home)
    return _short((named or commit or content_of(home)).encode())


def commit_of(home: Path) -> str | None:
    """The commit that is checked out in `home`; None where that is no checkout, or cannot be read."""
    git = home / ".git"
    if git.is_file():  # a further worktree, which names its folder
        git = home / _text(git).removeprefix("gitdir:").strip()
    head = _text(git / "HEAD")
    if not head.startswith("ref:"):
        return head or None
    reference = head.removeprefix("ref:").strip()
    shared = git / (_text(git / "commondir") or ".")
    packed = (line.partition(" ") for line in _text(shared / "packed-refs").splitlines())
    return _text(shared / reference) or next((commit for commit, _space, name in packed if name == reference), None)


def content_of(home: Path) -> str:
    """A name that differs from that of any other code, templates, translations and styles."""
    hashed = blake2b()
    for path in _files(home):
        content = path.read_bytes()
        hashed.update(f"{path.relative_to(home).as_posix()} {len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()


def _files(home: Path) -> Iterator[Path]:
    packages = [folder.parent.name for folder in home.glob("*/__init__.py") if folder.parent.name not in NOT_SERVED]
    for folder in sorted([*packages, *BESIDE_CODE]):
        yield from (p for p in sorted((home / folder).rglob("*.*")) if p.suffix not in COMPILED and p.is_file())


def _text(path: Path) -> str:
    """What a file says; "" where there is none to read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):  # no such file, or none with a path or words in it
        return ""


def _short(name: bytes) -> str:
    return blake2b(name, digest_size=6).hexdigest()
