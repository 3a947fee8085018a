"""Passages: where words stand in a source, and which claims rest on them.

Selectors: W3C Web Annotation Data Model, TextPositionSelector and TextQuoteSelector. Offsets
count Unicode code points from 0, end exclusive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.models import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import User

    from agreements.models import Source

#: How many characters of context are kept on each side.
CONTEXT = 32
#: So many characters must be left on either side of corrected words, if they had so many, to know their place again.
KNOWN_AGAIN = 8
#: Words that stand in more places than these are not looked for further.
PLACES_AT_MOST = 1000

#: So many characters at the beginning of a page find it again in a corrected text.
BEGINNING = 60


class NotLocated(ValueError):
    """The words stand nowhere in the source, or in several places; the message is fit to show."""


@dataclass(frozen=True)
class Location:
    """Where words stand in a text."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def occurrences(text: str, words: str) -> list[int]:
    """The places where `words` begin in `text`, overlapping ones included; no more than a thousand."""
    found: list[int] = []
    place = text.find(words)
    while place >= 0 and len(found) < PLACES_AT_MOST:
        found.append(place)
        place = text.find(words, place + 1)
    return found


def pages_found_again(starts: list[int], before: str, after: str) -> list[int]:
    """Where pages begin in a corrected text; nothing where one of them is not found in exactly one place."""
    found = starts[:1]  # the first page begins where the text does
    for start in starts[1:]:
        places = occurrences(after, before[start : start + BEGINNING].rstrip())
        if len(places) != 1 or places[0] <= found[-1]:
            return []
        found.append(places[0])
    return found


def locate(text: str, words: str, *, before: str = "", after: str = "") -> Location:
    """The one place in `text` where `words` stand between `before` and `after`.

    Raises NotLocated if they stand nowhere, or if the context does not single one place out.
    """
    if not words:
        raise NotLocated(_("No words were given."))
    places = occurrences(text, words)
    if not places:
        raise NotLocated(
            _("“%(words)s” does not stand in the source. Copy the words exactly.") % {"words": words[:200]}
        )
    fitting = [place + len(before) for place in occurrences(text, before + words + after)]
    if len(fitting) != 1:
        raise NotLocated(
            _("“%(words)s” stands in %(count)s places. Add the words just before it to tell them apart.")
            % {"words": words[:200], "count": len(fitting) or len(places)}
        )
    return _location(text, fitting[0], words)


def relocate(corrected: str, words: str, before: str, after: str) -> Location:
    """Where `words`, which stood between all of `before` and all of `after`, stand in the `corrected` text.

    If nothing has changed ahead of them, or nothing behind them, that is their place. Otherwise it is the one
    beside which most of their context is left. Raises NotLocated where none is, or where several are alike.
    """
    if corrected.startswith(before + words):
        return _location(corrected, len(before), words)
    if corrected.endswith(words + after):
        return _location(corrected, len(corrected) - len(words) - len(after), words)
    sides = before[-CONTEXT:], after[:CONTEXT]
    left = {
        place: _context_left(corrected, place, place + len(words), *sides) for place in occurrences(corrected, words)
    }
    known = {place: sum(kept) for place, kept in left.items() if _is_known_again(kept, sides)}
    best = [place for place in known if known[place] == max(known.values())]
    if len(best) != 1:
        raise NotLocated(_("“%(words)s” is not found again in the corrected text.") % {"words": words[:200]})
    return _location(corrected, best[0], words)


def _context_left(text: str, start: int, end: int, before: str, after: str) -> tuple[int, int]:
    """How many characters just before and just after a place are those of the context."""
    return _alike(before[::-1], text[max(0, start - CONTEXT) : start][::-1]), _alike(after, text[end : end + CONTEXT])


def _is_known_again(left: tuple[int, int], sides: tuple[str, str]) -> bool:
    """Whether one whole side of the context is left, or enough of either: articles often begin alike."""
    whole = any(len(side) >= KNOWN_AGAIN and kept == len(side) for kept, side in zip(left, sides, strict=True))
    return whole or all(kept >= min(KNOWN_AGAIN, len(side)) for kept, side in zip(left, sides, strict=True))


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _location(text: str, start: int, words: str) -> Location:
    end = start + len(words)
    return Location(start, end, words, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def mark(source: Source, location: Location, *, by: User | None, at: datetime) -> Passage:
    """The passage of `source` at `location`: the one already marked there, or a new one marked by `by`."""
    passage, _created = Passage.objects.get_or_create(
        source=source,
        start=location.start,
        end=location.end,
        defaults={
            "exact": location.exact,
            "prefix": location.prefix,
            "suffix": location.suffix,
            "marked_by": by,
            "marked_at": at,
        },
    )
    return passage


@dataclass(frozen=True)
class Segment:
    """A stretch of a source's text under the same passages; none for unmarked text.

    `starting` are the passages that begin here: where their anchors stand.
    """

    text: str
    passages: tuple[Passage, ...]
    starting: tuple[Passage, ...]


def segments(text: str, passages: Iterable[Passage]) -> list[Segment]:
    """`text` cut wherever a passage starts or ends; joined again, the pieces are `text` exactly.

    Overlapping and nested passages share the pieces they have in common. A passage that lies
    outside the text is left out.
    """
    within = [passage for passage in passages if 0 <= passage.start < passage.end <= len(text)]
    cuts = sorted({0, len(text), *(p.start for p in within), *(p.end for p in within)})
    found = []
    for start, end in pairwise(cuts):
        covering = tuple(p for p in within if p.start <= start and end <= p.end)
        found.append(Segment(text[start:end], covering, tuple(p for p in covering if p.start == start)))
    return found


@dataclass(frozen=True)
class Sentence:
    """A passage inside the sentence, or sentences, it belongs to."""

    before: str
    exact: str
    after: str


SENTENCE_END = re.compile(r"[.!?…]['\"»”]*\s+(?=[\"«“A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")


def sentence_around(text: str, start: int, end: int) -> Sentence:
    """The sentence of `text` around `start`–`end`; an initial such as «С. Ролдугин» ends none."""
    ends = [match.end() for match in SENTENCE_END.finditer(text) if not re.search(r"\b\w\.\s+\Z", text[: match.end()])]
    first = max((place for place in ends if place <= start), default=0)
    last = min((place for place in ends if place >= end), default=len(text))
    return Sentence(text[first:start], text[start:end], text[end:last].rstrip())


def as_annotation(passage: Passage, address: str, source: str, claims: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`passage` as a W3C annotation at `address`: in `source`, its bodies the label and address of each claim on it.

    Both selectors choose the same words: one by counting, one by quoting with what stands around them.
    """
    text = passage.source.text
    before, after = text[max(0, passage.start - CONTEXT) : passage.start], text[passage.end : passage.end + CONTEXT]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": address,
        "type": "Annotation",
        "motivation": "linking",
        "body": [{"id": claim, "type": "SpecificResource", "source": claim, "label": label} for label, claim in claims],
        "target": {
            "source": {"id": source, "type": "Text", "language": passage.source.language},
            "selector": [
                {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
                {"type": "TextQuoteSelector", "exact": passage.exact, "prefix": before, "suffix": after},
            ],
        },
    }
