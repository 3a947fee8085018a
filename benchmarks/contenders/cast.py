"""The contenders of a run and their servers: who takes part in what, and why not in the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.contenders.bare_sql import BareSql
from benchmarks.contenders.contenders import (
    OF_DATASETTE,
    Contender,
    InProcess,
    OverHttp,
    of_datasette,
    of_the_site,
)
from benchmarks.contenders.published import publish
from benchmarks.servers.databases import OBVIOUS, POSTGRESQL, SITE, SQLITE
from benchmarks.servers.servers import datasette, gunicorn
from benchmarks.workloads.workloads import AGREEMENT, COLD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.servers.databases import Databases
    from benchmarks.servers.servers import Server
    from benchmarks.workloads.questions import RandomQuestions

READY = "/en/about/"
#: Long enough for Datasette to count every facet of a million rows.
DATASETTE_WAITS = 300_000
NAMES = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL"}

WORDS = "its search knows no word forms and would find other rows"
NOT_BY_OBVIOUS = {AGREEMENT: "the same view as the registry's"}
NOT_BY_DATASETTE = {
    **dict.fromkeys(("rare", "common", "word", COLD), WORDS),
    "random": "it cannot widen within a facet",
    AGREEMENT: "it has no such page",
    "deep": "facets of its later pages count only the rows that follow",
}


@dataclass
class Cast:
    """Makes contenders for the databases of a run."""

    databases: Databases
    drawn: RandomQuestions

    def of_lists(self) -> Iterator[Contender]:
        """Those whose lists are compared; nothing is kept between two answers."""
        for kind in self.databases.kinds:
            yield self._site(f"site-{kind}", f"this registry, {NAMES[kind]}", kind, keep=False)
        for kind in self.databases.kinds:
            yield self._obvious(kind)
        yield self._datasette()
        for kind in self.databases.kinds:
            yield InProcess(f"sql-{kind}", f"bare SQL, {NAMES[kind]}", f"site-{kind}", self._sql(kind))

    def of_pages(self) -> Iterator[Contender]:
        """The registry on each database, answering the first page without making it."""
        for kind in self.databases.kinds:
            yield self._site(f"kept-{kind}", f"this registry keeping pages, {NAMES[kind]}", kind, keep=True)

    def _site(self, name: str, label: str, kind: str, *, keep: bool) -> OverHttp:
        server = self._gunicorn(name, kind, SITE, KEEP_PAGES=str(keep).lower())
        return OverHttp(name, label, name, server, of_the_site(self.drawn))

    def _obvious(self, kind: str) -> OverHttp:
        name = f"obvious-{kind}"
        server, path = self._gunicorn(name, kind, OBVIOUS), of_the_site(self.drawn)
        return OverHttp(name, f"obvious list, {NAMES[kind]}", f"site-{kind}", server, path, why_not=NOT_BY_OBVIOUS)

    def _gunicorn(self, name: str, kind: str, settings: str, **more: str) -> Server:
        environment = self.databases.environment(kind, settings, **more)
        return gunicorn(name, self.databases.folder, environment, READY)

    def _datasette(self) -> OverHttp:
        file, description = self._published
        server = datasette(self.databases.folder, file, description, DATASETTE_WAITS)
        path = of_datasette(self.drawn, file.stem)
        return OverHttp("datasette", "Datasette", f"site-{SQLITE}", server, path, OF_DATASETTE, NOT_BY_DATASETTE)

    @cached_property
    def _published(self) -> tuple[Path, Path]:
        """Datasette's file and its description, written once for a run."""
        file = self.databases.folder / "published.db"
        return file, publish(self.databases.sqlite_file, file, self.drawn.areas)

    def _sql(self, kind: str) -> BareSql:
        where = self.databases.sqlite_file if kind == SQLITE else self.databases.connection_to_postgresql()
        return BareSql(where, self.drawn)
