"""The registry as it is run: gunicorn in processes of its own, on a database of the kind that the tests run on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(__file__).resolve().parents[3]
#: Settings of a server for tests: those of production, but without TLS and on this machine alone.
SETTINGS = {"HTTPS": "false", "DEBUG": "false", "SECOND_FACTOR": "false", "FOUR_EYES": "true", "KEEP_PAGES": "true"}
#: How long a server may take to start or to stop, in seconds.
PATIENCE = 60


def address_of(database: dict[str, Any], name: str = "") -> str:
    """DATABASE_URL of the database with these settings, or of another one (`name`) on the same server."""
    name = name or str(database["NAME"])
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{name}"
    secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{secret}@{database['HOST']}:{database['PORT'] or 5432}/{name}"


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """DATABASE_URL of an empty database of the kind the tests run on; a file of SQLite lies in `folder`."""
    given = settings.DATABASES["default"]
    if "postgresql" not in given["ENGINE"]:
        yield f"sqlite:///{folder / 'registry.sqlite3'}"
        return
    name = f"registry_of_tests_{os.getpid()}"
    with psycopg.connect(address_of(given, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield address_of(given, name)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment_of(**variables: str) -> dict[str, str]:
    """The environment of a server or a command, with these settings of the registry."""
    return {**os.environ, **SETTINGS, **variables}


def run(environment: dict[str, str], *command: str) -> str:
    """What a command of the project prints; its complaint if it fails."""
    done = subprocess.run(
        [sys.executable, *command], cwd=HOME, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def gunicorn(
    environment: dict[str, str], *options: str, site: str = "config.wsgi", log: Path | None = None
) -> Iterator[int]:
    """The port of a running server of `site`; `options` are gunicorn's, `log` is where it writes what goes wrong.

    The files of the site have been collected by `make test` or `make browser`: two tests at once must not do it.
    """
    port = _free_port()
    command = ["-m", "gunicorn", site, "--bind", f"127.0.0.1:{port}", "--log-level", "error", *options]
    with (log or Path(os.devnull)).open("w") as complaints:
        server = subprocess.Popen([sys.executable, *command], cwd=HOME, env=environment, stderr=complaints)
        try:
            _wait_for(server, port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")
