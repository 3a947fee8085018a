"""What was written past our code and is not in the index of words yet: found all the same, by reading its texts.

Whoever asks writes nothing and waits for nobody. The texts of the agreements that wait are made into documents in
memory, once for each version of the data, and stand in the place of what the index still has of them. Whoever
writes next, or `manage.py rebuild_index --pending`, enters them (search/words/sync.py).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Sum
from django.db.models.functions import Length

from agreements.change_log.cache import cached
from agreements.models import AgreementParty, Change, ChangeSubject, Source
from agreements.rules.text_limits import TEXTS_AT_MOST
from database.key_lists import keys
from languages.words.analysis import COLUMNS
from languages.words.folding import normalised
from search.words import common_terms, engine
from search.words.documents import BITS, documents_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from search.words.documents import Document
    from search.words.engine import Sequences

#: The texts of so many agreements, and so many characters, are read for a question; past that the index answers as it
#: stands, and the page says so.
READ_AT_MOST, CHARACTERS_AT_MOST = 500, 20_000_000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pending:
    """Agreements that wait to be entered, by their keys, and their documents as the tables have them now.

    With `is_behind` there is too much of it to be read: the index answers as it stands.
    """

    agreements: tuple[int, ...] = ()
    documents: tuple[Document, ...] = ()
    is_behind: bool = False

    def matching(self, sequences: Sequences) -> NDArray[np.int64]:
        """The numbers of the documents, of all agreements, in which one of `sequences` stands; some perhaps twice."""
        found = common_terms.matching(sequences)
        if not self.agreements:
            return found
        return np.concatenate((found[~np.isin(found >> BITS, self.agreements)], self._own(sequences)))

    def stand_somewhere(self, sequences: Sequences) -> bool:
        """Whether one of `sequences` stands in any document."""
        if not self.agreements:
            return engine.stand_somewhere(sequences)
        return bool(len(self._own(sequences))) or bool(len(self.matching(sequences)))

    @cached_property
    def words(self) -> set[str]:
        """The words of the texts that were read, in small letters."""
        return {normalised(word) for document in self.documents for word in document.words}

    @cached_property
    def _texts(self) -> list[tuple[int, dict[str, str]]]:
        return [
            (document.number, {column: f" {text} " for column, text in zip(COLUMNS, document.columns(), strict=True)})
            for document in self.documents
        ]

    def _own(self, sequences: Sequences) -> NDArray[np.int64]:
        wanted = [(column, f" {' '.join(terms)} ") for column, terms in sequences]
        found = [number for number, texts in self._texts if any(terms in texts[column] for column, terms in wanted)]
        return np.array(found, np.int64)


def pending() -> Pending:
    """What waits now; what a request has read once, all others for the same version of the data share."""
    return cached("agreements that wait for the index of words", _read)


def _read() -> Pending:
    waiting = Change.objects.filter(is_pending=True).order_by().values_list("subject", "key").distinct()
    changed = list(waiting[: READ_AT_MOST + 1])
    agreements = agreements_of(changed)
    if len(changed) > READ_AT_MOST or too_much(agreements):
        log.warning("Too much waits for the index of words to be read: run manage.py rebuild_index --pending")
        return Pending(is_behind=True)
    return Pending(tuple(agreements), tuple(documents_of(agreements))) if agreements else Pending()


def too_much(agreements: Collection[int]) -> bool:
    """Whether the texts of `agreements` are more than a question reads."""
    if len(agreements) * TEXTS_AT_MOST <= CHARACTERS_AT_MOST or len(agreements) > READ_AT_MOST:
        return len(agreements) > READ_AT_MOST
    sources = Source.objects.filter(agreement__in=keys(agreements))
    return (sources.aggregate(total=Sum(Length("text")))["total"] or 0) > CHARACTERS_AT_MOST


def agreements_of(changed: list[tuple[str, int]]) -> list[int]:
    """The agreements whose texts `changed` records belong to: a party's names stand in the texts of all its own."""
    found = {key for subject, key in changed if subject == ChangeSubject.AGREEMENT}
    parties = [key for subject, key in changed if subject == ChangeSubject.PARTY]
    if parties:
        found.update(AgreementParty.objects.filter(party__in=parties).order_by().values_list("agreement", flat=True))
    return sorted(found)
