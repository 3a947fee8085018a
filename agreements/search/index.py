"""The index of words follows the tables: in the transaction of an edit, and at the latest before the next question.

Triggers mark what changed (agreements/changes.py). Whoever edits calls `catch_up` before his transaction
ends; whoever asks calls it too, so that what was written past our code is found as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from agreements.changes import put_together
from agreements.keys import keys
from agreements.models import Agreement, AgreementParty, Change, ChangeSubject, WordDocument
from agreements.search import frequent
from agreements.search.documents import BITS, digest_of, documents_of
from agreements.search.engine import remove, remove_all, write
from agreements.search.vocabulary import forget_all, learn
from languages.words.folding import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from agreements.search.documents import Document

#: Agreements whose texts are read together.
READ_AT_ONCE = 500


def catch_up() -> None:
    """Bring the index up to the tables as this transaction sees them."""
    if not Change.objects.filter(is_pending=True).exists():
        return
    with transaction.atomic():
        pending = list(
            Change.objects.select_for_update()
            .filter(is_pending=True)
            .order_by("pk")
            .values_list("pk", "subject", "key")
        )
        agreements = _agreements_of([(subject, key) for _pk, subject, key in pending])
        # Two editors of one agreement come one by one, so that the later one reads what the earlier wrote.
        list(Agreement.objects.select_for_update().filter(pk__in=keys(agreements)).order_by("pk").values_list("pk"))
        enter(agreements)
        Change.objects.filter(pk__in=keys(pk for pk, _subject, _key in pending)).update(is_pending=False)
        put_together()


def enter(agreements: list[int]) -> None:
    """Write the documents of `agreements` anew; those that are not public have none."""
    frequent.become_late(agreements)
    for some in _some(agreements):
        remove(some)
        enter_documents(documents_of(some))


def enter_documents(documents: Iterable[Document]) -> None:
    """Write `documents`, none of which is there yet, and know their words."""
    words: set[str] = set()
    write(_noting(documents, words))
    learn(map(normalised, words))


def _noting(documents: Iterable[Document], words: set[str]) -> Iterator[Document]:
    for document in documents:
        words |= document.words
        yield document


def _some(agreements: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(agreements), READ_AT_ONCE):
        yield agreements[start : start + READ_AT_ONCE]


def _agreements_of(changed: list[tuple[str, int]]) -> list[int]:
    found = {key for subject, key in changed if subject == ChangeSubject.AGREEMENT}
    parties = [key for subject, key in changed if subject == ChangeSubject.PARTY]
    found.update(AgreementParty.objects.filter(party__in=parties).values_list("agreement", flat=True))
    return sorted(found)


def rebuild(progress: Callable[[int], object] = lambda _count: None) -> int:
    """Write the whole index anew and return the number of agreements; `progress` hears how many were just done."""
    with transaction.atomic():
        Change.objects.filter(is_pending=True).update(is_pending=False)
        frequent.lock(alone=True)
        remove_all()
        forget_all()
        public = list(Agreement.objects.published().order_by("pk").values_list("pk", flat=True))
        for some in _some(public):
            enter_documents(documents_of(some))
            progress(len(some))
        frequent.put_together()
        put_together()
    return len(public)


def differences() -> list[int]:
    """The keys of agreements whose documents are not what their texts make them now; none where all is well."""
    found: set[int] = set()
    there = dict(WordDocument.objects.values_list("pk", "digest"))
    public = list(Agreement.objects.published().order_by("pk").values_list("pk", flat=True))
    for some in _some(public):
        for document in documents_of(some):
            if there.pop(document.number, None) != digest_of(document.columns()):
                found.add(document.number >> BITS)
    return sorted(found | {number >> BITS for number in there})
