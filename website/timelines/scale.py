"""Where days stand in a picture of time. What is vague gets a stretch and never a point of its own choosing.

Places are shares of the picture's width, from 0 to 100: the same on a telephone and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.rules.status import Bounded

#: A date that can mean more years than these says too little to be drawn.
YEARS_DRAWN = 30
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
TICKS_AT_MOST = 7
WIDTH = 100.0


def share(place: float) -> str:
    """A place as SVG takes it, whatever the reader's decimal sign."""
    return f"{place:.2f}%"


class Bounds(NamedTuple):
    """The days a partial date can mean: the first one, and the first one past them; None where that end is open."""

    earliest: date | None = None
    before: date | None = None

    @classmethod
    def of(cls, event: Bounded) -> Bounds:
        return cls(event.earliest_on, event.before_on)

    @property
    def ends(self) -> list[date]:
        """The days that are known of it."""
        return [day for day in (self.earliest, self.before) if day is not None]

    @property
    def is_day(self) -> bool:
        return bool(self.earliest and self.before and self.before - self.earliest <= timedelta(days=1))

    @property
    def can_be_drawn(self) -> bool:
        """Whether it says enough to stand anywhere."""
        if self.earliest is None or self.before is None:
            return bool(self.ends)
        return self.before.year - self.earliest.year <= YEARS_DRAWN


@dataclass(frozen=True)
class Tick:
    """A year on the axis; `anchor` keeps its number inside the picture."""

    place: float
    year: int

    @property
    def x(self) -> str:
        return share(self.place)

    @property
    def anchor(self) -> str:
        margin = 4
        if self.place < margin:
            return "start"
        return "end" if self.place > WIDTH - margin else "middle"


@dataclass(frozen=True)
class TimelineSpan:
    """From where to where something can have been; a stated day is a point."""

    left: float
    right: float
    is_vague: bool

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Scale:
    """The time from one day (included) to another (excluded), as wide as the picture."""

    first: date
    last: date

    @classmethod
    def over(cls, dates: Iterable[Bounds], on: date) -> Scale:
        """Whole years around everything that can be drawn, and the day `on`."""
        days = [on, *(day for bounds in dates if bounds.can_be_drawn for day in bounds.ends)]
        last = max(days).year + 1
        return cls(date(min(days).year, 1, 1), date(last, 1, 1) if last <= date.max.year else date.max)

    def place(self, day: date) -> float:
        """Where `day` begins; what lies outside stands at the edge."""
        return min(max((day - self.first) / (self.last - self.first), 0.0), 1.0) * WIDTH

    def stretch(self, bounds: Bounds) -> TimelineSpan:
        """Where the date with these bounds stands; an open end reaches to the edge."""
        left = self.place(bounds.earliest) if bounds.earliest else 0.0
        if bounds.is_day:
            return TimelineSpan(left, left, is_vague=False)
        return TimelineSpan(left, self.place(bounds.before) if bounds.before else WIDTH, is_vague=True)

    @property
    def ticks(self) -> list[Tick]:
        """The years to write on the axis: round ones, not more than fit a telephone."""
        years = range(self.first.year, self.last.year + 1)
        step = next((step for step in STEPS if len(years) / step <= TICKS_AT_MOST), STEPS[-1])
        return [Tick(self.place(date(year, 1, 1)), year) for year in years if year % step == 0]
