"""What a timeline consists of: rows with lines and marks, and threads between rows. Templates only write it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from website.timelines.scale import WIDTH, share

if TYPE_CHECKING:
    from website.timelines.scale import Scale, Tick

#: Heights in CSS pixels: the axis with its years, a row, and in it the words and the line below them.
AXIS, ROW, WORDS, LINE = 28, 42, 15, 27
#: What a row needs more where its detail is too long to stand beside its words on a telephone.
SECOND_LINE = 17


@dataclass(frozen=True)
class TimelineBar:
    """A stretch of a row. `kind` is its look: signed, force, vague, open, term, other."""

    left: float
    right: float
    kind: str

    @property
    def x1(self) -> str:
        return share(self.left)

    @property
    def x2(self) -> str:
        return share(self.right)


@dataclass(frozen=True)
class TimelineMark:
    """A moment of a row. `kind` is its shape: begin, force, end, open, event, vague, other."""

    place: float
    kind: str

    @property
    def x(self) -> str:
        return share(self.place)


@dataclass
class TimelineRow:
    """One instrument, or one event, with the words that stand above its line."""

    number: int
    words: str
    detail: str = ""
    in_two_lines: bool = False
    lines: list[TimelineBar] = field(default_factory=list)
    marks: list[TimelineMark] = field(default_factory=list)

    def draw(self, left: float, right: float, kind: str) -> None:
        """Add a line, unless it would be none."""
        if right > left:
            self.lines.append(TimelineBar(left, right, kind))

    @property
    def height(self) -> int:
        return ROW + SECOND_LINE if self.in_two_lines else ROW

    @property
    def top(self) -> int:
        """Rows of one drawing are all of one height."""
        return AXIS + self.number * self.height

    @property
    def words_y(self) -> int:
        return self.top + WORDS

    @property
    def detail_y(self) -> int:
        return self.words_y + SECOND_LINE

    @property
    def y(self) -> int:
        return self.top + LINE + (SECOND_LINE if self.in_two_lines else 0)


@dataclass(frozen=True)
class Thread:
    """A relation drawn: upright from the row of one instrument to that of another, then along to where it stood."""

    place: float
    end: float
    y1: int
    y2: int
    kind: str

    @classmethod
    def between(cls, row: TimelineRow, other: TimelineRow, kind: str) -> Thread:
        """From the first mark of `row` to the nearest place of `other`."""
        place = row.marks[0].place
        places = [mark.place for mark in other.marks]
        return cls(place, min(max(place, min(places)), max(places)), row.y, other.y, kind)

    @property
    def x(self) -> str:
        return share(self.place)

    @property
    def end_x(self) -> str:
        return share(self.end)


@dataclass(frozen=True)
class Drawing:
    """A whole timeline. `today` is the place of the day it was asked on."""

    scale: Scale
    today: float
    rows: list[TimelineRow]
    threads: list[Thread] = field(default_factory=list)

    @property
    def ticks(self) -> list[Tick]:
        return self.scale.ticks

    @property
    def today_x(self) -> str:
        return share(min(self.today, WIDTH))

    @property
    def height(self) -> int:
        return AXIS + sum(row.height for row in self.rows)

    @property
    def kinds(self) -> set[str]:
        """The kinds of marks it has, which its key explains."""
        return {mark.kind for row in self.rows for mark in row.marks}
