"""Who answers: the registry and what one would build instead, each on the same rows."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from benchmarks.contenders.published import TABLE
from benchmarks.servers.client import Client
from benchmarks.workloads.questions import PAGE_SIZE
from benchmarks.workloads.workloads import AGREEMENT, KEPT, LISTS, UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.contenders.bare_sql import BareSql
    from benchmarks.servers.servers import Server
    from benchmarks.workloads.questions import ListQuestion, RandomQuestions

OK, NOT_MODIFIED = 200, 304
#: How often what each contender finds is read out of its page: number of results, and an identifier for each row.
OF_THE_SITE = (re.compile(r'class="result-count"[^>]*>\s*([\d,]+)'), re.compile(r'<p class="identifier">([^<]+)<'))
OF_DATASETTE = (re.compile(r"<h3>\s*([\d,]+)\s+rows?"), re.compile(r'<td class="col-identifier[^>]*>([^<]+)<'))

IN_WORDS = "its search knows no word forms and would find other rows"
WITHIN = "it cannot widen within a facet"


class TimedAnswer(NamedTuple):
    """Seconds, and what was found where it is a list: the number and the identifiers of the rows shown."""

    seconds: float
    total: int | None = None
    identifiers: list[str] | None = None


class Refused(Exception):
    """A contender answered with another status than it should; the message says what was asked."""


@dataclass
class Contender:
    """One of those compared. `base` names the contender its times are divided by: the registry on the same database."""

    name: str
    label: str
    base: str

    def absent(self, workload: str) -> str:
        """Why it does not take part in a workload; "" if it does."""
        raise NotImplementedError

    def answer(self, workload: str, question: ListQuestion) -> TimedAnswer:
        """Its answer to one question of a workload. Raises Refused."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what it holds."""


@dataclass
class OverHttp(Contender):
    """A contender behind a server, asked over one connection. `why_not` are the workloads it does not take part in."""

    server: Server
    path: Callable[[str, ListQuestion], str]
    reads: tuple[re.Pattern[str], re.Pattern[str]] | None = OF_THE_SITE
    why_not: dict[str, str] = field(default_factory=dict)
    etag: str = ""

    def __post_init__(self) -> None:
        self.client = Client(self.server.port)

    def absent(self, workload: str) -> str:
        return self.why_not.get(workload, "")

    def answer(self, workload: str, question: ListQuestion) -> TimedAnswer:
        path, unchanged = self.path(workload, question), workload == UNCHANGED
        if unchanged and not self.etag:
            self.etag = self.client.get(path).etag
        reply = self.client.get(path, self.etag if unchanged else "")
        if reply.status != (NOT_MODIFIED if unchanged else OK):
            raise Refused(f"{self.name} answered {path} with {reply.status}")
        if self.reads is None or workload not in {*LISTS, KEPT}:
            return TimedAnswer(reply.seconds)
        return TimedAnswer(reply.seconds, *found_in(reply.body.decode(), self.reads))

    def close(self) -> None:
        self.client.close()


def found_in(page: str, reads: tuple[re.Pattern[str], re.Pattern[str]]) -> tuple[int, list[str]]:
    """The number of results a page tells, and the identifiers of its rows. Raises Refused where it tells none."""
    number, row = reads
    total = number.search(page)
    if total is None:
        raise Refused(f"no number of results in {page[:200]}")
    return int(total[1].replace(",", "")), [html.unescape(each).strip() for each in row.findall(page)]


@dataclass
class InProcess(Contender):
    """Bare SQL: no server, no page, no facets. It takes part in lists alone."""

    sql: BareSql

    def absent(self, workload: str) -> str:
        return "" if workload in LISTS else "a page, not a list"

    def answer(self, workload: str, question: ListQuestion) -> TimedAnswer:  # noqa: ARG002 every list is asked the same way
        total, identifiers, seconds = self.sql.ask(question)
        return TimedAnswer(seconds, total, identifiers)

    def close(self) -> None:
        self.sql.close()


def of_the_site(drawn: RandomQuestions) -> Callable[[str, ListQuestion], str]:
    """The addresses of the registry, which the obvious list answers too."""
    return lambda workload, question: drawn.agreement_path if workload == AGREEMENT else question.path


def of_datasette(drawn: RandomQuestions, database: str) -> Callable[[str, ListQuestion], str]:
    """The addresses of Datasette's table. A page is named by the key of the row before it, as its own links do."""
    arrays = {"country": "countries__arraycontains", "party": "parties__arraycontains", "year": "years__arraycontains"}

    def path(_workload: str, question: ListQuestion) -> str:
        asked = [("_size", str(PAGE_SIZE))]
        for name, value in question.chosen:
            column = f"{drawn.facets[value]}s__arraycontains" if name == "area" else arrays.get(name, name)
            asked.append((column, value))
        if question.page > 1:
            asked.append(("_next", str(question.offset)))
        return f"/{database}/{TABLE}?{urlencode(asked)}"

    return path
