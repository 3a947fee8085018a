"""Records checked and made into rows: many of them in a second process, while the first one writes those before."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.utils import translation

from import_export.record_format.reader import RecordRefused
from import_export.record_format.record import record_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

#: So many records are checked and written together.
BATCH = 500
#: So many batches wait to be written at most: memory stays flat.
AHEAD = 3


class Written(Protocol):
    """A record as somebody wrote it. Its content may turn out to be unreadable: RecordRefused."""

    @property
    def name(self) -> str: ...
    @property
    def folder(self) -> Path: ...
    @property
    def content(self) -> Any: ...


Record = TypeVar("Record", bound=Written)
#: What became of a record: its rows, or everything that is wrong with it.
Outcome = list[dict[str, Any]] | RecordRefused


def checked(records: Iterable[Record], areas: Collection[str]) -> Iterator[list[tuple[Record, Outcome]]]:
    """Batches of records with their rows, or with what is wrong, in their order. `areas` are the known codes.

    Nothing here asks the database. A few records are not worth a second process.
    """
    source = iter(records)
    batches: Iterator[list[Record]] = iter(lambda: list(islice(source, BATCH)), [])
    first = next(batches, [])
    if len(first) < BATCH or (os.cpu_count() or 1) == 1:
        everything: Iterator[list[Record]] = chain([first], batches)
        yield from (list(zip(batch, _outcomes(batch, areas), strict=True)) for batch in everything if batch)
    else:
        yield from _checked_ahead(chain([first], batches), areas)


def _checked_ahead(batches: Iterator[list[Record]], areas: Collection[str]) -> Iterator[list[tuple[Record, Outcome]]]:
    language = translation.get_language() or ""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_leave_interrupts_to_the_first) as process:
        waiting: deque[Any] = deque()
        for batch in batches:
            waiting.append((batch, process.submit(_outcomes, batch, areas, language)))
            if len(waiting) == AHEAD:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _finished(batch: list[Record], outcomes: Any) -> list[tuple[Record, Outcome]]:
    return list(zip(batch, outcomes.result(), strict=True))


def _leave_interrupts_to_the_first() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outcomes(records: list[Record], areas: Collection[str], language: str = "") -> list[Outcome]:
    with translation.override(language or translation.get_language()):
        return [_outcome(record, areas) for record in records]


def _outcome(record: Written, areas: Collection[str]) -> Outcome:
    try:
        return record_rows(record.content, file=record.name, folder=record.folder, areas=areas, bare=True)
    except RecordRefused as refused:
        return refused
