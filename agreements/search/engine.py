"""The databases' own search engines behind one set of functions: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Both get the same terms, computed in Python, and so give the same documents. A term is kept in the
column of its kind on SQLite; on PostgreSQL, whose vectors have no columns, under a letter for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from agreements.models import WordDocument
from agreements.search.documents import BITS, FENCE, digest_of, numbers_of
from languages.words.analysis import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from agreements.search.documents import Document

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


def matching(sequences: Sequences, within: Collection[int] | None = None) -> NDArray[np.int64]:
    """The numbers of the documents in which one of `sequences` stands, of all agreements or of a few."""
    if not sequences:
        return np.array([], np.int64)
    if connection.vendor == "sqlite":
        return _matching_on_sqlite(_for_fts5(sequences), within)
    return _matching_on_postgresql(_for_tsquery(sequences), within)


def _matching_on_sqlite(query: str, within: Collection[int] | None) -> NDArray[np.int64]:
    # One text of all numbers is read four times as fast as a row for each.
    with connection.cursor() as cursor:
        if within is None:
            cursor.execute(
                "SELECT json_group_array(rowid) FROM agreements_words WHERE agreements_words MATCH %s", [query]
            )
        else:
            cursor.execute(
                "SELECT json_group_array(words.rowid) FROM json_each(%s) AS own CROSS JOIN agreements_words AS words "
                "WHERE words.agreements_words MATCH %s AND words.rowid >= own.value << %s "
                "AND words.rowid < (own.value + 1) << %s",
                [json.dumps(list(within)), query, BITS, BITS],
            )
        return _numbers(cursor.fetchone()[0][1:-1])


def _matching_on_postgresql(query: str, within: Collection[int] | None) -> NDArray[np.int64]:
    with connection.cursor() as cursor:
        if within is None:
            cursor.execute(
                "SELECT string_agg(id::text, ',') FROM agreements_worddocument WHERE vector @@ %s::tsquery", [query]
            )
        else:
            cursor.execute(
                "SELECT string_agg(id::text, ',') FROM unnest(%s::bigint[]) AS own JOIN agreements_worddocument "
                "ON id >= own << %s AND id < (own + 1) << %s WHERE vector @@ %s::tsquery",
                [list(within), BITS, BITS, query],
            )
        return _numbers(cursor.fetchone()[0] or "")


def _numbers(text: str) -> NDArray[np.int64]:
    return np.fromstring(text, np.int64, sep=",") if text else np.array([], np.int64)


def stand_somewhere(sequences: Sequences) -> bool:
    """Whether one of `sequences` stands in any document."""
    if not sequences:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT 1 FROM agreements_words WHERE agreements_words MATCH %s LIMIT 1", [_for_fts5(sequences)]
            )
        else:
            query = "SELECT 1 FROM agreements_worddocument WHERE vector @@ %s::tsquery LIMIT 1"
            cursor.execute(query, [_for_tsquery(sequences)])
        return cursor.fetchone() is not None


def all_documents() -> NDArray[np.int64]:
    """The numbers of all documents, in order."""
    numbers = WordDocument.objects.order_by("pk").values_list("pk", flat=True)
    return np.fromiter(numbers.iterator(chunk_size=10_000), np.int64)


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
