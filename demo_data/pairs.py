"""Who concludes sample agreements with whom: a few pairs of countries have most of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo_data.parties import COUNTRIES, FORMER, ORGANISATIONS
from demo_data.random_draws import zipf

if TYPE_CHECKING:
    from random import Random

    from demo_data.parties import SampleParty

#: Kazakhstan concludes agreements of its own from this year on.
INDEPENDENT = 1992
#: Shares of agreements with Kazakhstan, with an organisation, and with a second party on a side.
WITH_KAZAKHSTAN, WITH_ORGANISATION, ACCOMPANIED = 0.7, 0.03, 0.1


class Pairs:
    """Draws the two sides of agreements."""

    def __init__(self, rng: Random, parties: dict[str, list[SampleParty]]) -> None:
        self.rng = rng
        self.countries = zipf(rng, COUNTRIES[1:], 0.95)
        self.bodies = {code: zipf(rng, listed, 0.8) for code, listed in parties.items()}

    def draw(self, year: int) -> list[list[SampleParty]]:
        """The parties of both sides, the first with the code of its side."""
        first = self._first(year)
        second = self._second(first, year)
        return [self._side(first), self._side(second)]

    def _first(self, year: int) -> str:
        if self.rng.random() < WITH_KAZAKHSTAN:
            return "KZ" if year >= INDEPENDENT else "SUHH"
        return self.countries.draw()

    def _second(self, first: str, year: int) -> str:
        if year >= INDEPENDENT and self.rng.random() < WITH_ORGANISATION:
            return self.rng.choice(list(ORGANISATIONS))
        former = [code for code, until in FORMER.items() if year < until and code != "SUHH"]
        if former and self.rng.random() < 0.3:  # noqa: PLR2004 some of them
            return self.rng.choice(former)
        second = self.countries.draw()
        while second == first:
            second = self.countries.draw()
        return second

    def _side(self, code: str) -> list[SampleParty]:
        first = self.bodies[code].draw()
        if self.rng.random() >= ACCOMPANIED:
            return [first]
        second = self.bodies[code].draw()
        return [first] if second.slug == first.slug else [first, second]
