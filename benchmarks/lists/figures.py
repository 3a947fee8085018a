"""The arithmetic of the benchmark: medians, the slow end, and ratios between times of the same round."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLOW_END = 0.95


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that a `share` (0 to 1) of them does not exceed. Raises ValueError without values."""
    if not values:
        raise ValueError("no values, no percentile")
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def paired_ratio(times: Mapping[int, float], base: Mapping[int, float]) -> float | None:
    """The median over common rounds of the ratio to `base`; None where there is no common round.

    Both answered the same request within moments, so what slows the machine for a while slows both.
    """
    ratios = [times[number] / base[number] for number in times if base.get(number)]
    return median(ratios) if ratios else None


@dataclass
class Times:
    """How long one contender took with one workload, in seconds by round; or why it does not take part."""

    by_round: dict[int, float] = field(default_factory=dict)
    absent: str = ""

    @property
    def median(self) -> float:
        return median(self.by_round.values())

    @property
    def slow_end(self) -> float:
        """95 of 100 answers took no longer."""
        return percentile(list(self.by_round.values()), SLOW_END)

    @property
    def spent(self) -> float:
        return sum(self.by_round.values())


#: By workload and contender.
Measured = dict[str, dict[str, Times]]
