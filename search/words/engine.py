"""The databases' own search engines behind one set of functions: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Both get the same terms, computed in Python, and so give the same documents. A term is kept in the
column of its kind on SQLite; on PostgreSQL, whose vectors have no columns, under a letter for it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from django.db import DatabaseError, connection, transaction

from agreements.models import WordDocument
from database.column_reader import NO_NUMBERS, column_arrays, listed, numbers_in
from database.key_lists import keys
from languages.words.analysis import COLUMNS
from search.words.documents import BITS, FENCE, digest_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from search.words.documents import Document

#: Terms next to each other in one column. One of several sequences must stand in a document.
Sequences = tuple[tuple[str, tuple[str, ...]], ...]
LETTERS = dict(zip(COLUMNS, "krepfs", strict=True))
#: A vector holds no position beyond this.
LAST_POSITION = 16_383
WRITTEN_AT_ONCE = 2_000


def write(documents: Iterable[Document]) -> None:
    """Add `documents`, none of which is there yet."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == WRITTEN_AT_ONCE:
            _write(batch)
            batch = []
    _write(batch)


def _write(batch: Sequence[Document]) -> None:
    if not batch:
        return
    texts = [document.columns() for document in batch]
    digests = [digest_of(columns) for columns in texts]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            rows = [(document.number, digest) for document, digest in zip(batch, digests, strict=True)]
            cursor.executemany("INSERT INTO agreements_worddocument (id, digest) VALUES (%s, %s)", rows)
            marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
            cursor.executemany(
                f"INSERT INTO agreements_words (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608
                [(document.number, *columns) for document, columns in zip(batch, texts, strict=True)],
            )
        else:
            vectors = [vector(columns) for columns in texts]
            cursor.execute(
                "INSERT INTO agreements_worddocument (id, digest, vector) "
                "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[]::tsvector[])",
                [[document.number for document in batch], digests, vectors],
            )


def vector(columns: Sequence[str]) -> str:
    """A document's columns as the text of a tsvector, with the positions of its terms."""
    places: dict[str, list[int]] = defaultdict(list)
    for letter, text in zip(LETTERS.values(), columns, strict=True):
        for place, term in enumerate(text.split(), start=1):
            if term != FENCE and place <= LAST_POSITION:
                places[letter + term].append(place)
    return " ".join(f"'{term}':{','.join(map(str, found))}" for term, found in places.items())


def remove(agreements: Collection[int]) -> None:
    """Take away every document of `agreements`."""
    for agreement in agreements:
        numbers = numbers_of(agreement)
        WordDocument.objects.filter(pk__gte=numbers.start, pk__lt=numbers.stop).delete()


def remove_all() -> None:
    """Take away every document there is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM agreements_words")
        cursor.execute("DELETE FROM agreements_worddocument")


def held(first: int, end: int) -> dict[int, tuple[int | None, str | None]]:
    """The documents with numbers from `first` to before `end`: their digests, and their terms as `kept_as` has them.

    None stands for what is missing, in the table of documents or in that of the engine.
    """
    own, kept = dict[int, int](), dict[int, str]()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT id, digest FROM agreements_worddocument WHERE id >= %s AND id < %s", [first, end])
            own = dict(cursor.fetchall())
            columns = ", ".join(COLUMNS)
            statement = f"SELECT rowid, {columns} FROM agreements_words WHERE rowid >= %s AND rowid < %s"  # noqa: S608
            cursor.execute(statement, [first, end])
            kept = {number: "\n".join(map(str, texts)) for number, *texts in cursor.fetchall()}
        else:
            statement = "SELECT id, digest, vector::text FROM agreements_worddocument WHERE id >= %s AND id < %s"
            cursor.execute(statement, [first, end])
            for number, digest, terms in cursor.fetchall():
                own[number], kept[number] = digest, terms
    return {number: (own.get(number), kept.get(number)) for number in {*own, *kept}}


def kept_as(columns: list[list[str]]) -> list[str]:
    """How the engine gives back the columns of documents that it was given."""
    if connection.vendor == "sqlite":
        return ["\n".join(texts) for texts in columns]
    with connection.cursor() as cursor:
        statement = "SELECT given::tsvector::text FROM unnest(%s::text[]) WITH ORDINALITY AS all_given(given, place) "
        cursor.execute(f"{statement} ORDER BY place", [[vector(texts) for texts in columns]])
        return [terms for (terms,) in cursor.fetchall()]


def contradiction() -> str:
    """What is wrong between the engine's own tables, by its own word; "" where they agree.

    On SQLite, whose engine keeps its terms apart from the texts; PostgreSQL keeps them in one row. Nothing is written,
    yet a database that is only read refuses to be asked: DatabaseError.
    """
    if connection.vendor != "sqlite":
        return ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO agreements_words (agreements_words) VALUES ('integrity-check')")
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            raise
        return str(error)
    return ""


def matching(sequences: Sequences, within: Collection[int] | None = None) -> NDArray[np.int64]:
    """The numbers of the documents in which one of `sequences` stands, of all agreements or of a few."""
    if not sequences:
        return NO_NUMBERS
    table, number, condition, query = _asked(sequences)
    statement = f"SELECT {listed(number)} FROM {table} WHERE {condition}"  # noqa: S608 names of our own
    parameters = [query]
    if within is not None:
        few = keys(within)
        statement = (
            f"WITH own(agreement) AS ({few.sql}) SELECT {listed(number)} FROM own CROSS JOIN {table} "  # noqa: S608 as above
            f"WHERE {condition} AND {number} >= own.agreement << {BITS} AND {number} < (own.agreement + 1) << {BITS}"
        )
        parameters = [*few.params, query]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return numbers_in(cursor.fetchone()[0])


def stand_somewhere(sequences: Sequences) -> bool:
    """Whether one of `sequences` stands in any document."""
    if not sequences:
        return False
    table, _number, condition, query = _asked(sequences)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1", [query])  # noqa: S608 names of our own
        return cursor.fetchone() is not None


def _asked(sequences: Sequences) -> tuple[str, str, str, str]:
    """The table that is asked, its column of numbers, the condition, and the condition's parameter."""
    if connection.vendor == "sqlite":
        return "agreements_words", "agreements_words.rowid", "agreements_words MATCH %s", _for_fts5(sequences)
    return "agreements_worddocument", "id", "vector @@ %s::tsquery", _for_tsquery(sequences)


def all_documents() -> NDArray[np.int64]:
    """The numbers of all documents, in order."""
    (numbers,) = column_arrays(WordDocument.objects.order_by(), "id")
    return np.sort(numbers)


def terms_in_more_than(documents: int) -> set[str]:
    """The terms that one column has in more than so many documents."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT term FROM agreements_vocabulary WHERE doc > %s AND term <> %s", [documents, FENCE])
        else:
            cursor.execute(
                "SELECT substr(word, 2) FROM ts_stat('SELECT vector FROM agreements_worddocument') WHERE ndoc > %s",
                [documents],
            )
        return {term for (term,) in cursor.fetchall()}


def _for_fts5(sequences: Sequences) -> str:
    return " OR ".join(f'{column} : "{" ".join(terms)}"' for column, terms in sequences)


def _for_tsquery(sequences: Sequences) -> str:
    return " | ".join(
        "(" + " <-> ".join(f"'{LETTERS[column]}{term}'" for term in terms) + ")" for column, terms in sequences
    )
