"""Passages of an earlier version stand where they stood then, those marked since where their words are found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import Passage, Source
from agreements.rules.passages import NotLocated, relocate
from agreements.versions.queries import keys_in
from agreements.versions.restoring.outside_references import is_within, pointing_fields

if TYPE_CHECKING:
    from agreements.versions.queries import Values
    from agreements.versions.snapshots import State


def without_leftovers(state: State) -> State:
    """`state` without the many-to-many targets that had been deleted by then: a version goes on naming them."""
    found: State = {}
    for (model, key), values in state.items():
        found[model, key] = dict(values)
        for each in pointing_fields(model):
            if each.many_to_many and is_within(each):
                there = (target for target in keys_in(values, each) if (each.related_model, target) in state)
                found[model, key][each.name] = frozenset(there)
    return found


def with_present_keys(present: State, earlier: State) -> State:
    """`earlier`, where a passage that is gone and was marked again in the same place since is the one marked since."""
    marked = {_place(values): part for part, values in present.items() if part[0] is Passage and part not in earlier}
    same: dict[int, int] = {}
    for (model, key), values in earlier.items():
        if model is Passage and (model, key) not in present and _place(values) in marked:
            same[key] = marked[_place(values)][1]
    found: State = {}
    for (model, key), values in earlier.items():
        if model is Passage and key in same:
            found[model, same[key]] = values | {"id": same[key]}
        else:
            found[model, key] = _pointing_to(model, values, same) if same else values
    return found


def _place(values: Values) -> tuple[int, int, int, str]:
    return values["source_id"], values["start"], values["end"], values["exact"]


def _pointing_to(model: type, values: Values, same: dict[int, int]) -> Values:
    changed = dict(values)
    for each in pointing_fields(model):
        if each.related_model is Passage:
            keys = frozenset(same.get(key, key) for key in keys_in(values, each))
            changed[each.name if each.many_to_many else each.attname] = keys if each.many_to_many else min(keys)
    return changed


def followed(present: State, final: State, held: set[int]) -> None:
    """Put into `final` the passages marked since that something goes on resting on; the others are forgotten.

    Where the text of then is another they stand where their words are found again, or else without a place, behind it.
    """
    used = held | {
        key
        for (model, _key), values in final.items()
        for each in pointing_fields(model)
        if each.related_model is Passage
        for key in keys_in(values, each)
    }
    taken = {_place(values)[:3] for (model, _key), values in final.items() if model is Passage}
    for (model, key), values in sorted(present.items(), key=lambda one: one[0][1]):
        source = Source, values.get("source_id")
        if model is not Passage or (model, key) in final or key not in used or source not in final:
            continue
        before, after = present[source]["text"], final[source]["text"]
        moved = values if before == after else _moved(values, before, after)
        if _place(moved)[:3] in taken:
            moved = _behind(values, after, taken)
        taken.add(_place(moved)[:3])
        final[model, key] = moved


def _moved(values: Values, before: str, after: str) -> Values:
    """The passage where its words are found in the text `after`; as it was where they are not."""
    start, end, words = values["start"], values["end"], values["exact"]
    around = (before[:start], before[end:]) if before[start:end] == words else (values["prefix"], values["suffix"])
    try:
        found = relocate(after, words, *around)
    except NotLocated:
        return _behind(values, after, set())
    place = {"start": found.start, "end": found.end, "prefix": found.prefix, "suffix": found.suffix}
    return values | place | {"exact": found.exact}


def _behind(values: Values, text: str, taken: set[tuple[int, int, int]]) -> Values:
    """The passage without a place: it keeps its words, behind the text and behind all others there."""
    others = (end for source, _start, end in taken if source == values["source_id"])
    start = max(len(text), *others, 0)
    return values | {"start": start, "end": start + len(values["exact"])}
