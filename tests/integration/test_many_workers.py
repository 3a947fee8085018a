"""No worker answers from an older state than one that was acknowledged, with every cache on."""

import os

import pytest

from tests.support.processes.servers import empty_database, environment_of, gunicorn, run

pytestmark = pytest.mark.database

#: Rounds of an edit and a page; more by ROUNDS=1000.
ROUNDS = os.environ.get("ROUNDS", "200")


def test_edits_are_each_seen_at_once_by_every_worker(tmp_path):
    with empty_database(tmp_path) as address:
        environment = environment_of(DATABASE_URL=address)
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        with gunicorn(environment, "--workers", "3") as port:
            assert run(environment, "-m", "tests.support.processes.many_workers", str(port), ROUNDS) == "0"
