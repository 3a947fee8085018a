"""Passages: where words stand in a source, and which claims rest on them.

Selectors: W3C Web Annotation Data Model, TextPositionSelector and TextQuoteSelector. Offsets
count Unicode code points from 0, end exclusive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import User

    from agreements.models import Source

#: How many characters of context are kept on each side.
CONTEXT = 32
#: Words that stand in more places than these are not looked for further.
PLACES_AT_MOST = 1000


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
    start, end = fitting[0], fitting[0] + len(words)
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
