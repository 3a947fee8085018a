"""The commitments of one agreement in the order a reader chooses: as the text has them, by domain or by form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from agreements.models import Facet
from languages.collation import current_language, sort_key
from languages.translated import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.models import Commitment, CooperationArea

TEXT = "text"
#: What a reader may choose, by the word in the address; the order of the text is the address without it.
ORDERS = {TEXT: _("In the order of the text"), "domain": _("By domain"), "form": _("By form of cooperation")}


@dataclass
class CommitmentGroup:
    """The commitments of one area; of none (`area` is None) last.

    A commitment of several areas is told once, in its first group; the others only refer to it (`also`), so that
    nothing is read or counted twice.
    """

    area: CooperationArea | None
    commitments: list[Commitment] = field(default_factory=list)
    also: list[Commitment] = field(default_factory=list)


def grouped(commitments: Iterable[Commitment], by: str) -> list[CommitmentGroup]:
    """`commitments` in the order `by`, one of ORDERS; no query where their areas were fetched.

    In the order of the text it is one group. Raises ValueError for an order there is none of.
    """
    if by == TEXT:
        return [CommitmentGroup(None, list(commitments))]
    facet = Facet(by)
    areas: dict[int, CooperationArea] = {}
    told: list[tuple[Commitment, list[int]]] = []
    for commitment in commitments:
        own = [area for area in commitment.areas.all() if area.facet == facet]
        areas |= {area.pk: area for area in own}
        told.append((commitment, [area.pk for area in own]))
    reader = current_language()
    ordered = sorted(areas.values(), key=lambda area: sort_key(reader, shown(area, "label", reader).text))
    return list(_groups(ordered, told))


def _groups(ordered: list[CooperationArea], told: list[tuple[Commitment, list[int]]]) -> Iterable[CommitmentGroup]:
    seen: set[int] = set()
    for area in ordered:
        group = CommitmentGroup(area)
        for commitment, keys in told:
            if area.pk in keys:
                (group.also if commitment.pk in seen else group.commitments).append(commitment)
                seen.add(commitment.pk)
        yield group
    if without := [commitment for commitment, keys in told if not keys]:
        yield CommitmentGroup(None, without)
