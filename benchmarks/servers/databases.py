"""The databases of a run: one on SQLite, one on PostgreSQL, with the same records; and a file for Datasette."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from benchmarks.servers.servers import HOME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SITE, OBVIOUS = "benchmarks.servers.site_settings", "benchmarks.contenders.obvious.settings"
#: How many agreements the file holds whose loading is timed.
LOADED = 10_000
_keeping = Lock()


@dataclass
class Databases:
    """Where the records of a run lie. What a folder holds already is used again.

    In a hurry both are made at the same time, and how long that took means nothing.
    """

    folder: Path
    agreements: int
    seed: int
    server: str
    say: Callable[[str], None]
    in_a_hurry: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.seconds_file = self.folder / "seconds.json"

    @property
    def sqlite_file(self) -> Path:
        return self.folder / "registry.sqlite3"

    @property
    def static(self) -> Path:
        return self.folder / "static"

    @property
    def name(self) -> str:
        """The name of the database on PostgreSQL: each folder has its own."""
        return f"benchmark_lists_{self.agreements}_{blake2b(str(self.folder).encode(), digest_size=4).hexdigest()}"

    def connection_to_postgresql(self) -> str:
        return make_conninfo(self.server, dbname=self.name)

    @property
    def kinds(self) -> list[str]:
        return [SQLITE, POSTGRESQL] if self.server else [SQLITE]

    def environment(self, kind: str, settings: str = SITE, **more: str) -> dict[str, str]:
        """What a process needs to use the database of this kind."""
        url = f"sqlite:///{self.sqlite_file}" if kind == SQLITE else f"{self.server.rstrip('/')}/{self.name}"
        return {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": settings,
            "BENCHMARK_STATIC_ROOT": str(self.static),
            "SECRET_KEY": "nothing in a benchmark is secret, but Django wants fifty characters",
            "HTTPS": "false",
            "DEBUG": "false",
            "REDIS_URL": "",
            "PYTHONPATH": str(HOME),
            **more,
        }

    @property
    def seconds(self) -> dict[str, float]:
        """How long each step of making the databases took."""
        return json.loads(self.seconds_file.read_text("utf-8")) if self.seconds_file.exists() else {}

    def make(self) -> None:
        """Make what is not there yet; the stored columns always, as statuses are those of today."""
        if not self.static.exists():
            self.manage(SQLITE, "collectstatic", "--noinput", "--verbosity", "0")
        with ThreadPoolExecutor(len(self.kinds) if self.in_a_hurry else 1) as pool:
            list(pool.map(self._make, self.kinds))

    def _make(self, kind: str) -> None:
        if f"{kind}: generate" not in self.seconds or not self._is_there(kind):
            self._remove(kind)
            self._fill(kind)
        self.run(kind, "benchmarks.contenders.obvious.columns")

    def _is_there(self, kind: str) -> bool:
        if kind == SQLITE:
            return self.sqlite_file.exists()
        with psycopg.connect(self.server, dbname="postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return found.fetchone() is not None

    def _remove(self, kind: str) -> None:
        if kind == SQLITE:
            self.sqlite_file.unlink(missing_ok=True)
            return
        with psycopg.connect(self.server, dbname="postgres", autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name)))
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(self.name)))

    def remove(self) -> None:
        """Take the database of this run from PostgreSQL again; the folder belongs to whoever gave it."""
        if POSTGRESQL in self.kinds:
            with psycopg.connect(self.server, dbname="postgres", autocommit=True) as connection:
                connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name)))

    def _fill(self, kind: str) -> None:
        self.say(f"making {self.agreements} agreements on {kind}")
        self._timed(f"{kind}: migrate", kind, "migrate", "--verbosity", "0")
        number = ("--agreements", str(self.agreements), "--seed", str(self.seed))
        self._timed(f"{kind}: generate", kind, "generate_sample", *number)

    def time_loading(self) -> None:
        """Time `load_records` of a file of 10,000 agreements on SQLite, once for a folder."""
        if "sqlite: load" in self.seconds:
            return
        self.say(f"loading a file of {LOADED} agreements")
        apart = Databases(self.folder / "loading", LOADED, self.seed, "", self.say)
        file = apart.folder / "records.jsonl"
        apart.manage(SQLITE, "migrate", "--verbosity", "0")
        apart.manage(SQLITE, "loaddata", "areas.json", "--verbosity", "0")
        apart.manage(SQLITE, "generate_sample", "--agreements", str(LOADED), "--jsonl", str(file))
        begun = perf_counter()
        apart.manage(SQLITE, "load_records", str(file))
        self._keep("sqlite: load", perf_counter() - begun)
        apart.sqlite_file.unlink()
        file.unlink()

    def _timed(self, name: str, kind: str, *command: str) -> None:
        begun = perf_counter()
        self.manage(kind, *command)
        self._keep(name, perf_counter() - begun)

    def _keep(self, name: str, seconds: float) -> None:
        with _keeping:
            self.seconds_file.write_text(json.dumps({**self.seconds, name: seconds}), "utf-8")

    def manage(self, kind: str, *command: str) -> None:
        """Run a command of the registry. Raises CalledProcessError."""
        self._process(kind, SITE, "manage.py", *command)

    def run(self, kind: str, module: str, *arguments: str, given: Any = None) -> str:
        """What a module of the benchmark says on the database of this kind. Raises CalledProcessError."""
        return self._process(kind, OBVIOUS, "-m", module, *arguments, given=json.dumps(given))

    def _process(self, kind: str, settings: str, *arguments: str, given: str = "") -> str:
        environment = {**os.environ, **self.environment(kind, settings)}
        done = subprocess.run(  # noqa: S603 our own command lines
            [sys.executable, *arguments],
            cwd=HOME,
            env=environment,
            input=given,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout
