"""What differs between two sets of rows of one agreement, part by part and column by column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from import_export.record_import.row_keys import EVENT, MOVE, part_key, stated_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from import_export.record_format.rows import Row

PASSAGE = "agreements.passage"


class State(Enum):
    """What becomes of a part."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class ImportDifference:
    """One part as it was and as it will be; `columns` are those that differ."""

    old: Row | None
    new: Row | None
    columns: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        if self.old is None:
            return State.NEW
        if self.new is None:
            return State.REMOVED
        return State.CHANGED if self.columns else State.UNCHANGED

    @property
    def model(self) -> str:
        row = self.new or self.old
        assert row is not None  # noqa: S101 one of them is there
        return str(row["model"])


def own_rows(rows: Iterable[Row]) -> list[Row]:
    """The rows of the agreement itself: no parties, no officials, no steps of publication."""
    return [row for row in rows if row["model"].startswith("agreements.") and row["model"] != MOVE]


def differences(old: Iterable[Row], new: Iterable[Row]) -> list[ImportDifference]:
    """Each part of both, those of the new rows first and in their order, then what is no more.

    A passage that nothing quotes any more stays marked: it is no difference.
    """
    before, after = own_rows(old), own_rows(new)
    named = {part_key(row): row for row in before if row["model"] != EVENT}
    events = _same_events(
        [row for row in before if row["model"] == EVENT], [row for row in after if row["model"] == EVENT]
    )
    found, met = [], set[int]()
    for row in after:
        other = events.get(id(row)) if row["model"] == EVENT else named.get(part_key(row))
        met.add(id(other))
        found.append(ImportDifference(other, row, _differing(other, row) if other else ()))
    gone = [row for row in before if id(row) not in met and row["model"] != PASSAGE]
    return found + [ImportDifference(row, None) for row in gone]


def _differing(old: Row, new: Row) -> tuple[str, ...]:
    before, after = stated_values(old), stated_values(new)
    return tuple(name for name in after if name != "preferred" and before.get(name) != after[name]) + (
        ("preferred",) if old.get("preferred_event") != new.get("preferred_event") else ()
    )


def _same_events(old: list[Row], new: list[Row]) -> dict[int, Row]:
    """Which old event each new one is: one that says the same, else the next one of the same kind."""
    _name_preferred(old)
    _name_preferred(new)
    pairs: dict[int, Row] = {}
    for alike in (_whole, _kind):
        waiting: dict[Any, list[Row]] = defaultdict(list)
        taken = {id(row) for row in pairs.values()}
        for row in old:
            if id(row) not in taken:
                waiting[alike(row)].append(row)
        for row in new:
            if id(row) not in pairs and waiting[alike(row)]:
                pairs[id(row)] = waiting[alike(row)].pop(0)
    return pairs


def _name_preferred(events: list[Row]) -> None:
    """Beside each event what the event preferred to it says: claims are named differently in every file."""
    by_claim = {tuple(row["key"]): row for row in events if "key" in row}
    for row in events:
        claim = row["fields"]["preferred"]
        target = by_claim.get(tuple(claim)) if claim else None
        row["preferred_event"] = repr(_without_preferred(target)) if target else ""


def _without_preferred(row: Row) -> Any:
    return sorted((name, repr(value)) for name, value in stated_values(row).items() if name != "preferred")


def _whole(row: Row) -> str:
    return repr((_without_preferred(row), row["preferred_event"]))


def _kind(row: Row) -> str:
    return str(row["fields"]["kind"])


def same_record(old: Iterable[Row], new: Iterable[Row], *, steps: bool = True) -> bool:
    """Whether both say the same, with their `steps` of publication or without."""
    old, new = list(old), list(new)
    if steps and _steps(old) != _steps(new):
        return False
    return all(each.state is State.UNCHANGED for each in differences(old, new))


def _steps(rows: list[Row]) -> list[Any]:
    names = ("from_status", "to_status", "made_at", "note")
    return [[row["fields"][name] for name in names] for row in rows if row["model"] == MOVE]
