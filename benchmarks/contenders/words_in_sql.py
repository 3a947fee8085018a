"""Typed words as a subquery of commitments, in the database's own engine: for those who ask without our index.

The words are those of the index of words, so that everybody finds the same commitments; a plain LIKE knows no
word forms and would find others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.words.documents import BITS, COMMITMENTS, TITLE
from search.words.engine import LETTERS
from search.words.query_parser import parts_of

if TYPE_CHECKING:
    from search.words.engine import Sequences

PLACES = (1 << BITS) - 1
#: Documents in which a word stands.
DOCUMENTS = {
    "sqlite": "SELECT rowid AS id FROM agreements_words WHERE agreements_words MATCH {mark}",
    "postgresql": "SELECT id FROM agreements_worddocument WHERE vector @@ CAST({mark} AS tsquery)",
}
#: Commitments in which it stands, or whose agreement has it in its title. No commitment has a number that a piece of a
#: source could be taken for; a condition that says so misleads PostgreSQL about how many documents there are.
COMMITMENTS_WITH = f"""
    WITH documents AS ({{documents}})
    SELECT c.id FROM documents d JOIN agreements_commitment c
        ON c.agreement_id = (d.id >> {BITS}) AND c.number = (d.id & {PLACES}) - {COMMITMENTS}
    UNION ALL
    SELECT c.id FROM documents d JOIN agreements_commitment c ON c.agreement_id = (d.id >> {BITS})
    WHERE (d.id & {PLACES}) = {TITLE}
"""  # noqa: S608 our own numbers


def subqueries(vendor: str, typed: str, mark: str = "%s") -> list[tuple[str, str]]:
    """For each word of `typed` a subquery of commitments' keys and its one parameter; `mark` stands for it."""
    sql = COMMITMENTS_WITH.format(documents=DOCUMENTS[vendor].format(mark=mark))
    written = _for_fts5 if vendor == "sqlite" else _for_tsquery
    return [(sql, written(part.sequences)) for part in parts_of(typed)]


def _for_fts5(sequences: Sequences) -> str:
    return " OR ".join(f'{column} : "{" ".join(terms)}"' for column, terms in sequences)


def _for_tsquery(sequences: Sequences) -> str:
    return " | ".join(
        "(" + " <-> ".join(f"'{LETTERS[column]}{term}'" for term in terms) + ")" for column, terms in sequences
    )
