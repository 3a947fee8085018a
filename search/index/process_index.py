"""The index each process holds: built when first asked, and brought up to the tables before every answer."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from agreements.change_log.cache import answered_version
from agreements.change_log.log import Log, current_version, is_settled, read_log
from agreements.models import AgreementParty, ChangeSubject
from search.index.index import FacetIndex
from search.index.layout import NoRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

#: More agreements than this are not entered one by one: all of them are read anew.
FEW = 100


@dataclass
class IndexHolder:
    """An index and the changes it knows."""

    index: FacetIndex
    log: Log


_lock = Lock()
_held: list[IndexHolder] = []


@contextmanager
def facet_index(on: date) -> Iterator[FacetIndex | None]:
    """The index of the day `on`, as new as the tables; nobody else changes it meanwhile.

    None inside a transaction, whose changes may yet be undone, and where the setting FACET_INDEX
    turns it off: the tables are then asked.
    """
    if not settings.FACET_INDEX or not is_settled():
        yield None
        return
    with _lock:
        yield _as_new_as_the_tables(on)


def forget() -> None:
    """Drop the index of this process; the next question builds it anew."""
    with _lock:
        _held.clear()


def _as_new_as_the_tables(on: date) -> FacetIndex:
    held = _held.pop() if _held else _built(on)
    # Whatever fails below leaves nothing behind that is half changed.
    if held.log.version != (answered_version() or current_version()):
        held = _followed(held)
    if held.index.on != on:
        held = _turned(held, on)
    _held.append(held)
    return held.index


def _built(on: date) -> IndexHolder:
    """A new index. What changes while it reads is entered by the next look at the log."""
    log = read_log()
    return IndexHolder(FacetIndex(on), log)


def _followed(held: IndexHolder) -> IndexHolder:
    log = read_log()
    changed = log.since(held.log)
    agreements = None if changed is None else _agreements_of(changed)
    if agreements is None or len(agreements) > FEW:
        return _built(held.index.on)
    try:
        if agreements:
            held.index.change(agreements)
    except NoRoom:
        return _built(held.index.on)
    return IndexHolder(held.index, log)


def _turned(held: IndexHolder, on: date) -> IndexHolder:
    try:
        held.index.turn_to(on)
    except NoRoom:
        return _built(on)
    return held


def _agreements_of(changed: dict[str, set[int]]) -> set[int] | None:
    """The agreements behind what changed; None where it may be any."""
    if changed.get(ChangeSubject.AREA):
        return None
    parties = changed.get(ChangeSubject.PARTY, set())
    rows = AgreementParty.objects.filter(party__in=parties).order_by().values_list("agreement", flat=True)
    return changed.get(ChangeSubject.AGREEMENT, set()) | set(rows[: FEW + 1] if parties else ())
