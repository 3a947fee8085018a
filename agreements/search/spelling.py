"""Near spellings of a word that stands nowhere: offered to the reader, never put in its place.

Words that share trigrams are candidates; nearness is then the share of letters in common, compared
without regard to the Kazakh letters that other keyboards lack.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from django.db.models import Count

from agreements.models import WordTrigram
from agreements.search.engine import stand_somewhere
from agreements.search.question import Part, parts_of
from agreements.search.vocabulary import SHORTEST, trigrams
from languages.words.folding import folded, normalised

CANDIDATES, OFFERED = 40, 3
NEAR = 0.72


def near(word: str) -> list[str]:
    """Words like `word` that do stand in a published text, the nearest first."""
    typed = normalised(word)
    if len(typed) < SHORTEST:
        return []
    rows = WordTrigram.objects.filter(trigram__in=trigrams(typed)).order_by().values("word", "word__text")
    shared = rows.annotate(number=Count("pk")).order_by("-number", "word__text")[:CANDIDATES]
    nearness = {row["word__text"]: _nearness(typed, row["word__text"]) for row in shared}
    candidates = sorted((text for text in nearness if nearness[text] >= NEAR), key=lambda text: (-nearness[text], text))
    # Words of a record that is public no more stay known: only what is found today is offered.
    found = (text for text in candidates if stand_somewhere(Part((text,), excluded=False).sequences))
    return [text for text, _place in zip(found, range(OFFERED), strict=False)]


def _nearness(one: str, other: str) -> float:
    return SequenceMatcher(None, folded(one), folded(other), autojunk=False).ratio()


def respellings(typed: str) -> list[str]:
    """What was typed with one word that stands nowhere replaced by a near one: to be offered where nothing is found."""
    offers = []
    for part in parts_of(typed):
        if part.excluded or len(part.words) != 1 or stand_somewhere(part.sequences):
            continue
        offers += [typed.replace(part.words[0], text, 1) for text in near(part.words[0])]
    return offers[:OFFERED]
