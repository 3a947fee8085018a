"""Drawing values at random, skewed as real ones are; the same seed always draws the same."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

Value = TypeVar("Value")
#: So many values are drawn at once: one at a time takes several times as long.
AT_ONCE = 512


class WeightedSampler(Generic[Value]):
    """Values and how often each comes."""

    def __init__(self, rng: Random, values: Sequence[Value], weights: Iterable[float]) -> None:
        self.rng, self.values = rng, values
        self.cumulated = list(accumulate(weights))
        self.drawn: list[Value] = []

    def draw(self) -> Value:
        if not self.drawn:
            self.drawn = self.rng.choices(self.values, cum_weights=self.cumulated, k=AT_ONCE)
        return self.drawn.pop()


def zipf(rng: Random, values: Sequence[Value], slope: float = 1.0) -> WeightedSampler[Value]:
    """Values of which the n-th comes about 1/n as often as the first (Zipf's law with the exponent `slope`)."""
    return WeightedSampler(rng, values, (1 / (place + 1) ** slope for place in range(len(values))))


def shares(rng: Random, parts: Mapping[Value, float]) -> WeightedSampler[Value]:
    """Values by their share."""
    return WeightedSampler(rng, list(parts), parts.values())
