"""Near spellings of a word that stands nowhere: offered to the reader, never put in its place.

Every known word is compared, without regard to the Kazakh letters that other keyboards lack. Nearness is twice the
letters in common, in the order of the words, as a share of all letters of both (rapidfuzz, compiled).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from agreements.change_log.cache import cached
from agreements.models import Word
from languages.words.folding import folded, normalised
from search.words.pending import pending
from search.words.query_parser import QueryPart, parts_of
from search.words.vocabulary import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.words.pending import Pending

CANDIDATES, OFFERED = 40, 3
#: Nearness in hundredths below which a word is another one.
NEAR = 72


def near(word: str, waiting: Pending) -> list[str]:
    """Words like `word` that do stand in a published text, the nearest first."""
    typed = normalised(word)
    if len(typed) < SHORTEST:
        return []
    nearness = {**_nearest(typed, _known()), **_nearest(typed, _folded(waiting.words))}
    candidates = sorted(nearness, key=lambda text: (-nearness[text], text))
    # Words of a record that is public no more stay known: only what is found today is offered.
    found = (text for text in candidates if waiting.stand_somewhere(QueryPart((text,), excluded=False).sequences))
    return list(islice(found, OFFERED))


def _known() -> dict[str, str]:
    """The known words, read once for each version of the data."""
    return cached("words for near spellings", lambda: _folded(Word.objects.values_list("text", flat=True)))


def _folded(words: Iterable[str]) -> dict[str, str]:
    return {word: folded(word) for word in words}


def _nearest(typed: str, words: dict[str, str]) -> dict[str, float]:
    """The nearest of `words`, which are given folded too, and how near they are."""
    found = process.extract(folded(typed), words, scorer=fuzz.ratio, score_cutoff=NEAR, limit=CANDIDATES)
    return {text: nearness for _letters, nearness, text in found}


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
