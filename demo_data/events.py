"""The events in the life of sample agreements, some with dates as vague as sources give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demo_data.parties import places
from demo_data.random_draws import WeightedSampler, shares, zipf

if TYPE_CHECKING:
    from random import Random

FIRST_YEAR, LAST_YEAR = 1921, 2026
#: What may come after the signature, its share, and after how many years at most.
LATER = {
    "approved": (0.12, 1),
    "notified": (0.08, 1),
    "entered_into_force": (0.58, 2),
    "registered": (0.06, 3),
    "extended": (0.07, 6),
    "amended": (0.05, 6),
    "suspended": (0.01, 8),
    "replaced": (0.025, 10),
    "denounced": (0.02, 12),
    "terminated": (0.02, 12),
    "expired": (0.04, 8),
}
SIGNED, RATIFIED, INITIALLED = 0.9, 0.15, 0.04
#: How a date is given, with its share in per cent.
NOTATIONS = {"day": 76, "month": 8, "year": 9, "doubtful": 3, "decade": 2, "period": 1, "open": 1}


class Lives:
    """Draws the events of agreements."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        years = list(range(FIRST_YEAR, LAST_YEAR + 1))
        self.years = WeightedSampler(rng, years, [1.045 ** (year - FIRST_YEAR) for year in years])
        self.notations = shares(rng, NOTATIONS)
        self.places = zipf(rng, places())

    def draw(self, year: int, parties: list[str]) -> list[dict[str, Any]]:
        """The events of an agreement of that year, as record files give them."""
        rng = self.rng.random
        found = [self._event("initialled", year)] if rng() < INITIALLED else []
        if rng() < SIGNED:
            found.append(self._event("signed", year, place=True))
        if rng() < RATIFIED:
            found += [self._event("ratified", year + 1, by=slug) for slug in (parties[0], parties[-1])]
        for kind, (share, years) in LATER.items():
            if rng() < share:
                found.append(self._event(kind, year + self.rng.randint(0, years)))
        return [{"claim": f"event {number}", **event} for number, event in enumerate(found, start=1)]

    def _event(self, kind: str, year: int, *, by: str = "", place: bool = False) -> dict[str, Any]:
        event: dict[str, Any] = {"kind": kind, "date": self._date(min(year, LAST_YEAR)), "passages": []}
        if by:
            event["by"] = by
        if place:
            event["place"] = self.places.draw()
        return event

    def _date(self, year: int) -> str:
        month = self.rng.randint(1, 12 if year < LAST_YEAR else 10)
        day = self.rng.randint(1, 28)
        return {
            "day": f"{year}-{month:02}-{day:02}",
            "month": f"{year}-{month:02}",
            "year": str(year),
            "doubtful": f"{year}?",
            "decade": f"{year // 10}X",
            "period": f"{year}/{year + 2}",
            "open": f"{year}/..",
        }[self.notations.draw()]
