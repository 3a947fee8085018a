"""Servers on free ports of this machine, one worker each, and how much memory that worker takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from benchmarks.servers.client import Client

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

HOME = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 120
STOPPED_WITHIN = 20


class DidNotStart(Exception):
    """A server did not answer; the message names its log."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A server process. `ready` is a page that shows it is up without doing what is measured."""

    name: str
    command: list[str]
    port: int
    log: Path
    ready: str
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start and wait until the worker answers. Raises DidNotStart."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 our own command lines
                self.command, cwd=HOME, env={**os.environ, **self.environment}, stdout=log, stderr=subprocess.STDOUT
            )
        until = monotonic() + STARTED_WITHIN
        while not self._answers():
            if self.process.poll() is not None or monotonic() > until:
                self.stop()
                raise DidNotStart(f"{self.name} did not start: see {self.log}")
            sleep(0.05)

    def _answers(self) -> bool:
        client = Client(self.port)
        try:
            return client.get(self.ready).status == 200  # noqa: PLR2004 that it is there
        except OSError:
            return False
        finally:
            client.close()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def memory(self) -> float:
        """What the worker has in memory (resident set), in MiB. The server's only process is its worker too."""
        assert self.process is not None  # noqa: S101 asked while it runs
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return resident(int(children[0]) if children else pid)


def resident(pid: int) -> float:
    """The resident set of a process, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (kib,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kib) / 1024


def gunicorn(name: str, folder: Path, environment: Mapping[str, str], ready: str) -> Server:
    """`config.wsgi` as `make run` serves it, but one worker with one thread, and connections that stay open."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--worker-class", "gthread", "--threads", "1"),
        *("--keep-alive", "3600", "--timeout", "900", "--log-level", "warning"),
    ]
    return Server(name, command, port, folder / f"{name}.log", ready, environment)


def datasette(folder: Path, database: Path, metadata: Path, milliseconds: int) -> Server:
    """Datasette on `database`, which it may take for immutable; its limits are raised so that it answers."""
    port = free_port()
    settings = {
        "sql_time_limit_ms": milliseconds,
        "facet_time_limit_ms": milliseconds,
        "default_page_size": 25,
        "suggest_facets": 0,
        "default_cache_ttl": 0,
    }
    command = [
        *(sys.executable, "-m", "datasette", "serve", "--immutable", str(database), "--metadata", str(metadata)),
        *("--host", "127.0.0.1", "--port", str(port)),
    ]
    for setting, value in settings.items():
        command += ["--setting", setting, str(value)]
    return Server("datasette", command, port, folder / "datasette.log", "/-/versions.json")
