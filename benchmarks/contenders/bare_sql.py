"""The same number and rows in the best SQL we know, without facets, page or server: what a database alone can do."""

from __future__ import annotations

import sqlite3
from time import perf_counter
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.contenders.words_in_sql import subqueries
from benchmarks.workloads.questions import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.workloads.questions import ListQuestion, RandomQuestions

FROM = "FROM agreements_agreement a JOIN agreements_commitment c ON c.agreement_id = a.id"
COLUMNS = {
    "type": "a.type IN {values}",
    "level": "a.level IN {values}",
    "pair": "lower(a.pair) IN {values}",
    "modality": "c.modality IN {values}",
    "implementation": "c.implementation IN {values}",
    "status": "a.id IN (SELECT agreement_id FROM obvious_storedstatus WHERE status IN {values})",
    "year": "a.id IN (SELECT agreement_id FROM obvious_storedyear WHERE year IN {values})",
    "country": "a.id IN (SELECT s.agreement_id FROM agreements_agreementparty s "
    "JOIN parties_party p ON p.id = s.party_id WHERE p.country IN {values})",
    "party": "a.id IN (SELECT s.agreement_id FROM agreements_agreementparty s "
    "JOIN parties_party p ON p.id = s.party_id WHERE p.slug IN {values})",
}
IN_AREAS = (
    "c.id IN (SELECT l.commitment_id FROM agreements_commitment_areas l "
    "JOIN agreements_cooperationarea t ON t.id = l.cooperationarea_id WHERE t.code IN {values})"
)
ROWS = """
    SELECT c.id, a.pair, a.pair_number, c.number, c.text_kk, c.text_en, c.modality, c.implementation,
           a.id, a.title_kk, a.title_en
    FROM agreements_commitment c JOIN agreements_agreement a ON a.id = c.agreement_id WHERE c.id IN {keys}
"""
AREAS = """
    SELECT l.commitment_id, t.code, t.facet, t.label_kk, t.label_en FROM agreements_commitment_areas l
    JOIN agreements_cooperationarea t ON t.id = l.cooperationarea_id WHERE l.commitment_id IN {keys}
"""
SIDES = """
    SELECT s.agreement_id, s.side, s.name_kk, s.name_en, p.country FROM agreements_agreementparty s
    JOIN parties_party p ON p.id = s.party_id WHERE s.agreement_id IN {keys} ORDER BY s.side, s.id
"""


class BareSql:
    """A connection that is asked in SQL, in this process."""

    def __init__(self, database: Path | str, drawn: RandomQuestions) -> None:
        self.areas, self.facets = drawn.areas, drawn.facets
        self.vendor, self.mark, self.connection = _connected(database)

    def close(self) -> None:
        self.connection.close()

    def ask(self, question: ListQuestion) -> tuple[int, list[str], float]:
        """The number of commitments, the identifiers of those on the page, and the seconds it took."""
        begun = perf_counter()
        where, parameters = self._where(question)
        ((total,),) = self._all(f"SELECT count(*) {FROM} WHERE {where}", parameters)
        page = f"SELECT c.id {FROM} WHERE {where} ORDER BY a.pair, a.pair_number, c.number LIMIT {PAGE_SIZE} OFFSET {question.offset}"  # noqa: E501
        keys = [key for (key,) in self._all(page, parameters)]
        rows = {row[0]: row for row in self._among(ROWS, keys)}
        self._among(AREAS, keys)
        self._among(SIDES, sorted({row[8] for row in rows.values()}))
        seconds = perf_counter() - begun
        return total, ["{}-{}-{}".format(*rows[key][1:4]) for key in keys], seconds

    def _where(self, question: ListQuestion) -> tuple[str, list[Any]]:
        conditions, parameters = ["a.status = 'published'"], []
        for condition, values in self._conditions(question):
            conditions.append(condition.format(values=self._marks(values)))
            parameters += values
        for sql, terms in subqueries(self.vendor, question.words, self.mark):
            conditions.append(f"c.id IN ({sql})")
            parameters.append(terms)
        return " AND ".join(conditions), parameters

    def _conditions(self, question: ListQuestion) -> list[tuple[str, list[str]]]:
        found = [(sql, values) for name, sql in COLUMNS.items() if (values := question.values(name))]
        chosen = question.values("area")
        for facet in sorted({self.facets[code] for code in chosen}):
            own = {below for code in chosen if self.facets[code] == facet for below in self.areas[code]}
            found.append((IN_AREAS, sorted(own)))
        return found

    def _marks(self, values: Sequence[Any]) -> str:
        return f"({', '.join([self.mark] * len(values))})"

    def _among(self, sql: str, keys: list[int]) -> list[tuple[Any, ...]]:
        return self._all(sql.format(keys=self._marks(keys)), keys) if keys else []

    def _all(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.connection.execute(sql, parameters).fetchall()
        return found


def _connected(database: Path | str) -> tuple[str, str, Any]:
    """The vendor, its mark for a parameter, and a connection; a path is a file of SQLite."""
    if isinstance(database, str):
        return "postgresql", "%s", psycopg.connect(database, autocommit=True)
    return "sqlite", "?", sqlite3.connect(database)
