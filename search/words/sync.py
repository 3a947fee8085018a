"""The index of words follows the tables: in the transaction of an edit.

Triggers mark what changed (agreements/change_log/log.py). Whoever edits calls `catch_up` before their transaction ends.
What was written past our code waits until then, and is found all the same (search/words/pending.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from agreements.change_log.log import compact_log
from agreements.models import Agreement, AgreementParty, Change, ChangeSubject
from database.key_lists import keys
from languages.words.folding import normalised
from search.words import common_terms
from search.words.documents import documents_of
from search.words.engine import remove, remove_all, write
from search.words.pending import agreements_of, too_much
from search.words.vocabulary import forget_all, learn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from search.words.documents import Document

LOCK_PARTIES = "SELECT id FROM parties_party WHERE id = ANY(%s) ORDER BY id FOR SHARE SKIP LOCKED"
#: Agreements whose texts are read together.
READ_AT_ONCE = 500


def catch_up() -> None:
    """Bring the index up to the tables as this transaction sees them."""
    if not Change.objects.filter(is_pending=True).exists():
        return
    with transaction.atomic():
        # What another is entering just now is left to them: a load may go on for minutes.
        pending = list(
            Change.objects.select_for_update(skip_locked=True)
            .filter(is_pending=True)
            .order_by("pk")
            .values_list("pk", "subject", "key")
        )
        agreements = agreements_of([(subject, key) for _pk, subject, key in pending])
        # Two editors of one agreement come one by one, so that the later one reads what the earlier wrote.
        list(Agreement.objects.select_for_update().filter(pk__in=keys(agreements)).order_by("pk").values_list("pk"))
        unsure = _with_parties_being_saved(agreements)
        enter(agreements)
        entered = (pk for pk, subject, key in pending if subject != ChangeSubject.AGREEMENT or key not in unsure)
        Change.objects.filter(pk__in=keys(entered)).update(is_pending=False)
        if too_much(agreements):
            _tell_pages()
        compact_log()


def _with_parties_being_saved(agreements: list[int]) -> set[int]:
    """Those of `agreements` with a party that another transaction is saving just now: they go on waiting.

    Their new names are not known yet, and the other transaction does not see what this one links to them. The
    other parties are locked against saving until this one ends. SQLite has one writer at a time.
    """
    if connection.vendor != "postgresql":
        return set()
    of_these = AgreementParty.objects.filter(agreement__in=keys(agreements)).order_by()
    links = list(of_these.values_list("agreement", "party"))
    with connection.cursor() as cursor:
        cursor.execute(LOCK_PARTIES, [sorted({party for _agreement, party in links})])
        locked = {key for (key,) in cursor.fetchall()}
    return {agreement for agreement, party in links if party not in locked}


def _tell_pages() -> None:
    """Pages that were made while the index was behind are made anew: a version of its own says so."""
    Change.objects.create(subject=ChangeSubject.PAGE, key=0, is_pending=False)


def enter(agreements: list[int]) -> None:
    """Write the documents of `agreements` anew; those that are not public have none."""
    common_terms.become_late(agreements)
    for some in some_of(agreements):
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


def some_of(agreements: list[int]) -> Iterator[list[int]]:
    """`agreements` in parts whose texts are read together."""
    for start in range(0, len(agreements), READ_AT_ONCE):
        yield agreements[start : start + READ_AT_ONCE]


def rebuild(progress: Callable[[int], object] = lambda _count: None) -> int:
    """Write the whole index anew and return the number of agreements; `progress` hears how many were just done."""
    with transaction.atomic():
        Change.objects.filter(is_pending=True).update(is_pending=False)
        common_terms.lock(alone=True)
        remove_all()
        forget_all()
        public = list(Agreement.objects.published().order_by("pk").values_list("pk", flat=True))
        for some in some_of(public):
            enter_documents(documents_of(some))
            progress(len(some))
        common_terms.put_together()
        _tell_pages()
        compact_log()
    return len(public)
