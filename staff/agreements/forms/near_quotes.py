"""Words that were copied with mistakes: where those that are nearest to them stand, and how the two differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

from languages.words.folding import normalised
from languages.words.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longer quotations are not looked for: comparing costs the square of their length.
LONGEST = 4_000
#: Of letters in common; below it words are others, not the same ones miscopied.
NEAR = 0.6
#: Of letters in common, for a single word of the quotation that stands nowhere.
NEAR_WORD = 0.75

PARTS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class QuotePiece:
    """Words that stand in what was typed, in the source, or in both."""

    text: str
    typed: bool
    in_source: bool


@dataclass(frozen=True)
class Nearest:
    """Where the nearest words stand in a text, and the share of letters they have in common."""

    start: int
    end: int
    nearness: float


def nearest(text: str, words: str) -> Nearest | None:
    """The stretch of `text` most like `words`, of about as many words; None where nothing is like them."""
    if len(words) > LONGEST:
        return None
    standing, typed = tokens(text), [normalised(token.text) for token in tokens(words)]
    terms = [normalised(token.text) for token in standing]
    shift = _likeliest_shift(terms, typed)
    if shift is None:
        return None
    first, last = _stretch(terms, typed, shift)
    start, end = _with_marks(text, words, standing[first].start, standing[last].end)
    nearness = SequenceMatcher(None, text[start:end].casefold(), words.casefold(), autojunk=False).ratio()
    return Nearest(start, end, nearness) if nearness >= NEAR else None


def _likeliest_shift(terms: list[str], typed: list[str]) -> int | None:
    """How far the text's words are ahead of the typed ones where most of them agree; rare words count for more."""
    places = defaultdict(list)
    for place, term in enumerate(terms):
        places[term].append(place)
    votes: Counter[int] = Counter()
    for number, word in enumerate(typed):
        for known in _known(word, places, fuzzy=False):
            votes.update({place - number: 1 / len(places[known]) for place in places[known]})
    if not votes:
        for number, word in enumerate(typed[:20]):
            for known in _known(word, places, fuzzy=True):
                votes.update({place - number: 1 / len(places[known]) for place in places[known]})
    return max(votes, key=lambda shift: (votes[shift] + votes[shift - 1] + votes[shift + 1], -shift), default=None)


def _known(word: str, places: dict[str, list[int]], *, fuzzy: bool) -> list[str]:
    if word in places:
        return [word]
    return get_close_matches(word, places, n=1, cutoff=NEAR_WORD) if fuzzy else []


def _stretch(terms: list[str], typed: list[str], shift: int) -> tuple[int, int]:
    """The first and the last word of the text that answer to the typed ones around `shift`."""
    slack = max(2, len(typed) // 4)
    begin = max(0, shift - slack)
    window = terms[begin : max(begin + 1, shift + len(typed) + slack)]
    blocks = [b for b in SequenceMatcher(None, window, typed, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        first, last = shift, shift + len(typed) - 1
    else:
        first = begin + blocks[0].a - blocks[0].b
        last = begin + blocks[-1].a + len(typed) - 1 - blocks[-1].b
    first = min(max(0, first), len(terms) - 1)
    return first, min(max(first, last), len(terms) - 1)


def _with_marks(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the quotation marks and stops that the typed words have at their ends too."""
    ahead = re.match(r"[^\w\s]*", words)
    behind = re.search(r"[^\w\s]*\Z", words)
    while start and ahead and text[start - 1] in ahead.group():
        start -= 1
    while end < len(text) and behind and text[end] in behind.group():
        end += 1
    return start, end


def difference(typed: str, standing: str) -> Iterator[QuotePiece]:
    """What was typed against what stands in the source, word by word."""
    ours, theirs = PARTS.findall(typed), PARTS.findall(standing)
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield QuotePiece("".join(ours[a:b]), typed=True, in_source=True)
            continue
        if a < b:
            yield QuotePiece("".join(ours[a:b]), typed=True, in_source=False)
        if c < d:
            yield QuotePiece("".join(theirs[c:d]), typed=False, in_source=True)
