"""Starts a reader in a child of its own, and is what the child runs: bounds first, then the reader."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

#: What a child says of a file that asked for more than it may have, and of one that is none of its kind.
TOO_MUCH, BROKEN = "too much", "broken"


class NotRead(Exception):
    """The file cannot be read; `reason` is a code: one of those above or the reader's own."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reader:
    """A file beside this one with a function `read(content)` whose answer JSON can carry, or {"refused": reason}.

    `seconds` of the processor and bytes of `memory` are what it may take, all its libraries included.
    """

    path: Path
    seconds: int
    memory: int

    def answer(self, content: bytes) -> dict[str, Any]:
        """What the reader says of a file. Raises NotRead."""
        bounds = (str(self.path), str(self.seconds), str(self.memory))
        try:
            said = subprocess.run(  # noqa: S603 our own module, nothing of the file in the command
                [sys.executable, "-I", __file__, *bounds],
                input=content,
                capture_output=True,
                timeout=self.seconds * 2,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotRead(TOO_MUCH) from error
        if said.returncode < 0:  # the system stopped it
            raise NotRead(TOO_MUCH)
        try:
            answer: dict[str, Any] = json.loads(said.stdout)
        except ValueError as error:
            raise NotRead(BROKEN) from error
        if "refused" in answer:
            raise NotRead(answer["refused"])
        return answer


def _serve(path: str, seconds: int, memory: int) -> None:
    """Run in the child: imports come after the bounds."""
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    import runpy  # noqa: PLC0415

    try:
        answer = runpy.run_path(path)["read"](sys.stdin.buffer.read())
        said = json.dumps(answer)
    except MemoryError:
        said = json.dumps({"refused": TOO_MUCH})
    sys.stdout.write(said)


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
