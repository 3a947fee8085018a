"""Finding pasted words in the sources of a page: the place where they stand, those to choose from, or the nearest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.rules.passages import Location, NotLocated, locate, occurrences
from staff.agreements.forms.near_quotes import QuotePiece, difference, nearest
from staff.framework.widgets import with_plain_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from staff.agreements.forms.submission import SourceText

#: So many places are offered; whose words stand in more adds words to them.
OFFERED = 20
#: How many characters around a place tell it from others.
AROUND = 60
SPACES = re.compile(r"\s+")
#: A place as forms send it: the source's row, and offsets that count every line end as one character.
KEY = re.compile(r"(?P<row>[\w-]{1,40})@(?P<start>\d{1,9})(?:-(?P<end>\d{1,9}))?")


@dataclass(frozen=True)
class QuotePosition:
    """Where words stand in a source of the page: offsets in its text as it is stored."""

    source: SourceText
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def start_key(self) -> str:
        """The place of known words: only their beginning."""
        return f"{self.source.form.prefix}@{len(with_plain_line_ends(self.source.text[: self.start]))}"

    @property
    def key(self) -> str:
        """The place of words that are taken whatever was typed."""
        return f"{self.start_key}-{len(with_plain_line_ends(self.source.text[: self.end]))}"

    @property
    def label(self) -> str:
        text = self.source.text
        before, after = text[max(0, self.start - AROUND) : self.start], text[self.end : self.end + AROUND]
        return _("Source %(number)s: …%(before)s[%(words)s]%(after)s…") % {
            "number": self.source.number or _("(new)"),
            "before": SPACES.sub(" ", before),
            "words": SPACES.sub(" ", self.words[:200]),
            "after": SPACES.sub(" ", after),
        }


class Unclear(NotLocated):
    """Words that stand in several places, or nowhere: `places` to choose from, of which a near one is `nearest`."""

    def __init__(self, message: str, places: list[QuotePosition], nearest_words: QuotePosition | None = None) -> None:
        super().__init__(message)
        self.places = places
        self.nearest = nearest_words

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What the editor may choose; the first choice is none."""
        offered = [(place.start_key, place.label) for place in self.places[:OFFERED]]
        if self.nearest:
            words = {"number": self.nearest.source.number or _("(new)"), "words": self.nearest.words}
            offered = [(self.nearest.key, _("Take the words of source %(number)s: “%(words)s”") % words)]
        return [("", _("None of these: I correct the words above")), *offered]

    def pieces(self, typed: str) -> list[QuotePiece]:
        """The typed words against the nearest ones."""
        return list(difference(typed, with_plain_line_ends(self.nearest.words))) if self.nearest else []


def find(
    sources: list[SourceText], quoted: str, after: str = "", number: int | None = None, chosen: str = ""
) -> tuple[Any, Location]:
    """The source form in whose text `quoted` stands, and where.

    `after`, the words just before, `number`, the source's, and `chosen`, the key of a place, matter only
    where the words stand in several places; a place chosen with its end also where they stand nowhere.
    Raises NotLocated, as Unclear where there is something to choose from.
    """
    asked = [source for source in sources if number is None or source.number == number]
    places = [QuotePosition(source, *span) for source in asked for span in standing(source.text, quoted)]
    if not places:
        place = _chosen_words(sources, chosen) or _refuse(quoted, asked)
    elif len(places) == 1:
        place = places[0]
    else:
        place = _told_apart(places, quoted, after, chosen)
    source = place.source
    # All the text before the words is context that singles their place out.
    return source.form, locate(source.text, place.words, before=source.text[: place.start])


def _told_apart(places: list[QuotePosition], quoted: str, after: str, chosen: str) -> QuotePosition:
    by_key = [place for place in places if chosen == place.start_key]
    if by_key:
        return by_key[0]
    fitting = [place for place in places if _stands_behind(place, after)]
    if len(fitting) != 1:
        raise Unclear(_several(quoted, fitting or places), fitting or places)
    return fitting[0]


def _stands_behind(place: QuotePosition, words: str) -> bool:
    """Whether `words` stand just before the place; a field of one line has lost the line ends in them."""
    sought = "".join(words.split())
    before = place.source.text[max(0, place.start - 10 * len(words) - 100) : place.start]
    return "".join(before.split()).endswith(sought)


def _chosen_words(sources: list[SourceText], chosen: str) -> QuotePosition | None:
    match = KEY.fullmatch(chosen)
    if match is None or match["end"] is None:
        return None
    for source in sources:
        kept = [*_kept_characters(source.text), len(source.text)]
        start, end = int(match["start"]), int(match["end"])
        if source.form.prefix == match["row"] and start < end < len(kept):
            return QuotePosition(source, kept[start], kept[end])
    return None


def _refuse(quoted: str, sources: list[SourceText]) -> QuotePosition:
    """Say that the words stand nowhere, and which are nearest to them."""
    try:
        locate("", quoted)
    except NotLocated as refusal:
        found = [(near, source) for source in sources if (near := nearest(source.text, quoted))]
        if not found:
            raise
        near, source = max(found, key=lambda pair: pair[0].nearness)
        raise Unclear(str(refusal), [], QuotePosition(source, near.start, near.end)) from refusal
    raise AssertionError("no words stand in an empty text")


def standing(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where `words` start and end in `text`, whatever line ends either has."""
    plain, kept = with_plain_line_ends(text), [*_kept_characters(text), len(text)]
    sought = with_plain_line_ends(words)
    for place in occurrences(plain, sought):
        yield kept[place], kept[place + len(sought)]


def _kept_characters(text: str) -> Iterator[int]:
    """The offsets of the characters of `text` that are left when each CR LF is read as one line end."""
    return (place for place, letter in enumerate(text) if letter != "\n" or text[max(0, place - 1)] != "\r")


def _several(quoted: str, places: list[QuotePosition]) -> str:
    told = {"words": quoted[:200], "count": len(places)}
    if len({id(place.source) for place in places}) > 1:
        return (
            _(
                "“%(words)s” stands in %(count)s places of several sources. "
                "Choose the place below, or add the words just before it or the number of the source."
            )
            % told
        )
    return _("“%(words)s” stands in %(count)s places. Choose the place below, or add the words just before it.") % told
