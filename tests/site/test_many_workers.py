"""No worker answers from an older state than one that was acknowledged, with every cache on."""

import os
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from tests.servers import address_of, environment_of, gunicorn, run

ROUNDS = 1_000


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
            yield address_of(given, name)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_thousand_edits_are_each_seen_at_once_by_every_worker(tmp_path):
    with database(tmp_path) as address:
        environment = environment_of(address)
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        with gunicorn(environment, "--workers", "3") as port:
            assert run(environment, "-m", "tests.site.many_workers", str(port), str(ROUNDS)) == "0"
