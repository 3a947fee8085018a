"""No worker answers from an older state than one that was acknowledged, with every cache on."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

HOME = Path(__file__).resolve().parents[2]
ROUNDS = 1_000
WORKERS = 3


def run(environment: dict[str, str], *command: str) -> str:
    """What a command of the project prints; its complaint if it fails."""
    done = subprocess.run(
        [sys.executable, *command], cwd=HOME, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def database(folder: Path):
    """The address of an empty database of the kind the tests run on."""
    given = settings.DATABASES["default"]
    if "postgresql" not in given["ENGINE"]:
        yield f"sqlite:///{folder / 'workers.sqlite3'}"
        return
    name = f"workers_{os.getpid()}"
    user, password, host, port = (given[key] for key in ("USER", "PASSWORD", "HOST", "PORT"))
    server = {"host": host, "port": port or 5432, "user": user, "password": password}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            secret = f":{password}" if password else ""
            yield f"postgres://{user}{secret}@{host}:{port or 5432}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def workers(environment: dict[str, str], *kind: str, site: str = "config.wsgi"):
    """The port of a server with several workers, or of the `kind` that is given."""
    port = free_port()
    kind = kind or ("--workers", str(WORKERS))
    command = ["-m", "gunicorn", site, "--bind", f"127.0.0.1:{port}", *kind]
    server = subprocess.Popen([sys.executable, *command, "--log-level", "error"], cwd=HOME, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int) -> None:
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")


def test_a_thousand_edits_are_each_seen_at_once_by_every_worker(tmp_path):
    with database(tmp_path) as address:
        environment = {**os.environ, "DATABASE_URL": address, "HTTPS": "false", "DEBUG": "false", "KEEP_PAGES": "true"}
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        with workers(environment) as port:
            assert run(environment, "-m", "tests.site.many_workers", str(port), str(ROUNDS)) == "0"
