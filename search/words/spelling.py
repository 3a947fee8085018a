"""Near spellings of a word that stands nowhere: offered to the reader, never put in its place.

Words that share trigrams are candidates; nearness is then the share of letters in common, compared
without regard to the Kazakh letters that other keyboards lack.
"""

from __future__ import annotations

import heapq
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db.models import Count

from agreements.models import WordTrigram
from languages.words.folding import folded, normalised
from languages.words.trigrams import trigrams
from search.words.pending import pending
from search.words.query_parser import QueryPart, parts_of
from search.words.vocabulary import SHORTEST

if TYPE_CHECKING:
    from search.words.pending import Pending

CANDIDATES, OFFERED = 40, 3
NEAR = 0.72


def near(word: str, waiting: Pending) -> list[str]:
    """Words like `word` that do stand in a published text, the nearest first."""
    typed = normalised(word)
    if len(typed) < SHORTEST:
        return []
    nearness = {text: _nearness(typed, text) for text in {*_known(typed), *_read_now(typed, waiting)}}
    candidates = sorted((text for text in nearness if nearness[text] >= NEAR), key=lambda text: (-nearness[text], text))
    # Words of a record that is public no more stay known: only what is found today is offered.
    found = (text for text in candidates if waiting.stand_somewhere(QueryPart((text,), excluded=False).sequences))
    return [text for text, _place in zip(found, range(OFFERED), strict=False)]


def _known(typed: str) -> list[str]:
    """The known words that share most trigrams with a typed one."""
    rows = WordTrigram.objects.filter(trigram__in=trigrams(typed)).order_by().values("word", "word__text")
    shared = rows.annotate(number=Count("pk")).order_by("-number", "word__text")[:CANDIDATES]
    return [row["word__text"] for row in shared]


def _read_now(typed: str, waiting: Pending) -> list[str]:
    """The same for words that wait to be known."""
    wanted = trigrams(typed)
    shared = {word: len(wanted & trigrams(word)) for word in waiting.words}
    return heapq.nsmallest(CANDIDATES, filter(shared.get, shared), key=lambda word: (-shared[word], word))


def _nearness(one: str, other: str) -> float:
    return SequenceMatcher(None, folded(one), folded(other), autojunk=False).ratio()


def respellings(typed: str, waiting: Pending | None = None) -> list[str]:
    """What was typed with one word that stands nowhere replaced by a near one: to be offered where nothing is found.

    None while the index is behind: its words may be those of a record that is public no more.
    """
    waiting, offers = waiting or pending(), list[str]()
    for part in parts_of(typed) if not waiting.is_behind else ():
        if part.excluded or len(part.words) != 1 or waiting.stand_somewhere(part.sequences):
            continue
        offers += [typed.replace(part.words[0], text, 1) for text in near(part.words[0], waiting)]
    return offers[:OFFERED]
