"""What restoring an earlier version makes of a record: what comes back, what stays as it is, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agreements.models import Passage, Source
from agreements.versions.diff import differences, value_of
from agreements.versions.queries import KEPT, Values, kept_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreements.versions.diff import PartDifference
    from agreements.versions.snapshots import Part, State


@dataclass
class Restoration:
    """The record as it is, as it stood, and as restoring makes it; `reasons` why the last two differ."""

    present: State
    earlier: State
    final: State = field(default_factory=dict)
    reasons: dict[Part, list[str]] = field(default_factory=dict)

    @property
    def back(self) -> list[PartDifference]:
        """What restoring changes."""
        return differences(self.present, self.final)

    @property
    def stay(self) -> list[PartDifference]:
        """What is not as it stood then even so."""
        return differences(self.earlier, self.final)

    @property
    def without_a_place(self) -> list[str]:
        """The words of passages that have no place in the text of then, though they have one now or are gone."""
        lost = (part for part in in_order(self.final) if part[0] is Passage and not _has_its_place(part, self.final))
        return [
            self.final[part]["exact"] for part in lost if part not in self.present or _has_its_place(part, self.present)
        ]

    @property
    def changed(self) -> Iterator[Part]:
        """The parts that are there before and after, with other values."""
        for part in self.final:
            if part in self.present and not is_same(part[0], self.present[part], self.final[part]):
                yield part

    @property
    def is_empty(self) -> bool:
        """Whether the record stands so already, as far as it can."""
        return set(self.present) == set(self.final) and not any(True for _part in self.changed)

    def note(self, part: Part, reason: str) -> None:
        """Tell why `part` is not as it stood."""
        self.reasons.setdefault(part, []).append(reason)


def in_order(parts: Iterable[Part]) -> list[Part]:
    """`parts`, each after those it points to."""
    return sorted(parts, key=lambda part: (KEPT.index(part[0]), part[1]))


def is_same(model: Any, old: Values, new: Values) -> bool:
    """Whether two versions of a part hold the same; what is empty is the same, however it is kept."""
    return all(value_of(old, each) == value_of(new, each) for each in kept_fields(model))


def _has_its_place(passage: Part, state: State) -> bool:
    """Whether the text of its source holds the words of `passage` where it stands."""
    values = state[passage]
    text: str = state[Source, values["source_id"]]["text"]
    return bool(text[values["start"] : values["end"]] == values["exact"])
