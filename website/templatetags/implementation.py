"""What came of a set of commitments, as a bar with its legend; no evidence has a pattern of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template

from agreements.models import Implementation
from website.timelines.scale import WIDTH, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from agreements.models import Commitment

register = template.Library()

#: From the most that can come of a promise to what nobody knows.
ORDER = (
    Implementation.COMPLETE,
    Implementation.SUBSTANTIAL,
    Implementation.LIMITED,
    Implementation.NOT_STARTED,
    Implementation.CANCELLED,
    Implementation.NO_EVIDENCE,
)
#: A part is at least this wide, in hundredths of the bar: the numbers beside it are exact.
NARROWEST = 1.5


@dataclass(frozen=True)
class BarSegment:
    """Those of one implementation: how many, from where to where in the bar, and how many of a hundred."""

    code: str
    label: str
    count: int
    of: int
    left: float
    width: float

    @property
    def x(self) -> str:
        return share(self.left)

    @property
    def wide(self) -> str:
        return share(self.width)

    @property
    def per_cent(self) -> str:
        """A whole number; few are never shown as none, nor nearly all as all."""
        exact = 100 * self.count / self.of
        if exact < 1:
            return "<1"
        return ">99" if 99 < exact < 100 else str(round(exact))  # noqa: PLR2004 of a hundred


def parts(counts: Mapping[str, int]) -> list[BarSegment]:
    """The parts of the bar over `counts` by code, without those of none; a few are widened until they can be seen."""
    found: list[BarSegment] = []
    some = [code for code in ORDER if counts.get(code)]
    total = sum(counts[code] for code in some)
    widths = [max(WIDTH * counts[code] / total, NARROWEST) for code in some]
    left = 0.0
    for code, width in zip(some, widths, strict=True):
        wide = width * WIDTH / sum(widths)
        found.append(BarSegment(str(code.value), str(code.label), counts[code], total, left, wide))
        left += wide
    return found


@register.inclusion_tag("website/partials/implementation_bar.html")
def implementation_bar(counts: Mapping[str, int], query: str | None = None, name: str = "bar") -> dict[str, Any]:
    """The bar over `counts`. With `query`, which says of which commitments, the legend leads to their lists.

    `name` keeps the ids of two bars on a page apart.
    """
    asked = (query or "").lstrip("?")
    address = None if query is None else f"?{asked}&" if asked else "?"
    return {"parts": parts(counts), "query": address, "name": name}


@register.filter
def by_implementation(commitments: Iterable[Commitment]) -> dict[str, int]:
    """How many of `commitments` have each implementation."""
    return Counter(commitment.implementation for commitment in commitments)
