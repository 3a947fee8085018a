"""Where the most frequent terms stand, put together beforehand: reading them off the engine takes far too long.

A frame numbers all documents there are; for each frequent term a bitmap of these numbers is kept. Documents
of agreements that are written after that (`late` ones) are still asked of the engine, so the answer is as new
as the index of words itself. When many have become late, the engine answers alone until
`manage.py rebuild_index` puts the bitmaps together again.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection, transaction
from pyroaring import BitMap

from agreements.models import FrequentTerm, LateAgreement, WordDocument, WordFrame
from database.bitmaps import as_array, bitmap_of
from database.column_reader import NO_NUMBERS
from languages.words.analysis import COLUMNS
from search.words import engine
from search.words.documents import numbers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from numpy.typing import NDArray

    from search.words.engine import Sequences

#: Terms in more documents than this are frequent; the engine reads so many in some milliseconds.
FREQUENT = 20_000
#: So many agreements may be written before the bitmaps are of no use any more.
LATE_AT_MOST = 500
#: Names the lock of this module among PostgreSQL's advisory ones.
LOCK = 7_369_001


@dataclass(frozen=True)
class Frame:
    """The numbers of all documents at one moment, in order."""

    key: UUID
    documents: NDArray[np.int64]

    def without(self, found: BitMap, agreements: Iterable[int]) -> BitMap:
        """`found` without the documents of `agreements`."""
        left = found.copy()
        for agreement in agreements:
            numbers = numbers_of(agreement)
            first, last = np.searchsorted(self.documents, (numbers.start, numbers.stop))
            left.remove_range(int(first), int(last))
        return left


#: The frame this process read last; frames are never changed, only replaced by others.
_held: Frame | None = None


def matching(sequences: Sequences) -> NDArray[np.int64]:
    """The numbers of the documents in which one of `sequences` stands, some perhaps twice: as the engine has them."""
    frame_key = WordFrame.objects.values_list("pk", flat=True).first()
    if frame_key is None:
        return engine.matching(sequences)
    # Read before the bitmaps: what becomes late in between was not yet acknowledged when the question came.
    late = list(LateAgreement.objects.values_list("pk", flat=True)[: LATE_AT_MOST + 1])
    known = _known(frame_key, sequences) if len(late) <= LATE_AT_MOST else {}
    frame = _frame(frame_key) if known else None
    if frame is None:
        return engine.matching(sequences)
    early = frame.without(BitMap.union(*known.values()), late)
    others = tuple(sequence for sequence in sequences if sequence not in known)
    return np.concatenate(
        (
            frame.documents[as_array(early)],
            engine.matching(tuple(known), late) if late else NO_NUMBERS,
            engine.matching(others),
        )
    )


def _known(frame: UUID, sequences: Sequences) -> dict[tuple[str, tuple[str, ...]], BitMap]:
    """The bitmaps of those of `sequences` that are one frequent term, in whichever column; where it never is, empty."""
    terms = {terms[0] for _column, terms in sequences if len(terms) == 1}
    found: dict[str, dict[str, BitMap]] = defaultdict(dict)
    rows = FrequentTerm.objects.filter(frame=frame, term__in=terms)
    for column, term, documents in rows.values_list("column", "term", "documents"):
        found[term][column] = BitMap.deserialize(bytes(documents))
    return {
        (column, terms): found[terms[0]].get(column, BitMap())
        for column, terms in sequences
        if len(terms) == 1 and terms[0] in found
    }


def _frame(key: UUID) -> Frame | None:
    global _held  # noqa: PLW0603 one frame for the process
    held = _held  # another thread may replace it meanwhile
    if held is None or held.key != key:
        kept = WordFrame.objects.filter(pk=key).values_list("documents", flat=True).first()
        if kept is None:  # replaced by another a moment ago
            return None
        _held = held = Frame(key, numbers_of_frame(bytes(kept)))
    return held


def packed(documents: NDArray[np.int64]) -> bytes:
    """The numbers of documents, in order, as a frame keeps them."""
    return zlib.compress(np.diff(documents, prepend=0).tobytes(), level=1)


def numbers_of_frame(kept: bytes) -> NDArray[np.int64]:
    """The numbers of the documents of a frame, as it is kept. Raises ValueError or zlib.error where it is none."""
    return np.cumsum(np.frombuffer(zlib.decompress(kept), np.int64))


def lock(*, alone: bool) -> None:
    """Until the transaction ends either many write documents or one makes bitmaps; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}(%s)", [LOCK])


def become_late(agreements: Collection[int]) -> None:
    """The documents of `agreements` are about to be written anew: the bitmaps know nothing of them any more.

    In the transaction that writes them.
    """
    lock(alone=False)
    if not WordFrame.objects.exists():
        return
    if len(agreements) > LATE_AT_MOST:
        forget()
    else:
        LateAgreement.objects.bulk_create([LateAgreement(pk=key) for key in agreements], ignore_conflicts=True)


def forget() -> None:
    """Let the engine answer for every term."""
    FrequentTerm.objects.all().delete()
    LateAgreement.objects.all().delete()
    WordFrame.objects.all().delete()


@transaction.atomic
def put_together() -> None:
    """Make the frame and the bitmaps anew, where there are enough documents for a frequent term."""
    lock(alone=True)
    forget()
    if WordDocument.objects.count() <= FREQUENT:
        return
    documents = engine.all_documents()
    frame = WordFrame.objects.create(documents=packed(documents))
    # The engine goes through a frequent term of one column wherever it is asked for in another: all are kept.
    for term, column in product(sorted(engine.terms_in_more_than(FREQUENT)), COLUMNS):
        found = engine.matching(((column, (term,)),))
        if len(found):
            bitmap = bitmap_of(np.searchsorted(documents, found))
            bitmap.run_optimize()
            FrequentTerm.objects.create(frame=frame, column=column, term=term, documents=bitmap.serialize())


def put_together_if_useful() -> None:
    """Put them together after very much was written, if the engine would answer alone otherwise."""
    if not WordFrame.objects.exists() or LateAgreement.objects.count() > LATE_AT_MOST:
        put_together()
