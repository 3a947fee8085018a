"""The areas of cooperation as a hierarchy: narrower and broader terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.change_log.cache import cached
from agreements.models import CooperationArea
from languages.collation import reader_order

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Vocabulary:
    """The areas of cooperation."""

    areas: list[CooperationArea]

    @classmethod
    def read(cls) -> Vocabulary:
        """The vocabulary as it stands."""
        return cached("vocabulary", lambda: cls(list(CooperationArea.objects.all())))

    def knows(self, code: str) -> bool:
        return any(area.code == code for area in self.areas)

    def codes(self, facet: str) -> set[str]:
        return {area.code for area in self.areas if area.facet == facet}

    def with_narrower(self, codes: Iterable[str]) -> set[str]:
        """`codes` and every term below them: who asks for the performing arts wants music too."""
        found = set(codes)
        ids = {area.pk for area in self.areas if area.code in found}
        grown = True
        while grown:
            below = [area for area in self.areas if area.broader_id in ids and area.pk not in ids]
            ids.update(area.pk for area in below)
            found.update(area.code for area in below)
            grown = bool(below)
        return found

    def with_broader(self) -> dict[int, list[str]]:
        """For each area by its key, its own code and those of every term above it."""
        by_key = {area.pk: area for area in self.areas}
        found = {}
        for area in self.areas:
            above: list[CooperationArea] = []
            step: CooperationArea | None = area
            while step is not None and step not in above:
                above.append(step)
                step = by_key.get(step.broader_id) if step.broader_id else None
            found[area.pk] = [area.code for area in above]
        return found

    def outline(self, facet: str) -> list[tuple[CooperationArea, int]]:
        """The areas of one facet with their depth, narrower under broader, in the reader's alphabet."""
        return list(self._below(facet, None, 0))

    def _below(self, facet: str, broader: int | None, depth: int) -> Iterable[tuple[CooperationArea, int]]:
        level = [area for area in self.areas if area.facet == facet and area.broader_id == broader]
        for area in sorted(level, key=lambda area: reader_order(str(area))):
            yield area, depth
            yield from self._below(facet, area.pk, depth + 1)
