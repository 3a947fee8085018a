"""What differs between two states of a record, part by part and field by field, and two texts word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from agreements.models import Agreement, SourceFile
from agreements.versions.queries import NOT_TYPED, WHOLE, Values, kept_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreements.versions.snapshots import State

#: Stretches of more words than this are not compared: they stand whole, the old one before the new one.
COMPARED_WORDS = 2000
#: What tells one signed document from another; the rest is read off it or says where it is kept.
OF_A_FILE = frozenset({"source", "name", "sha256"})
#: So many words stay around a change of a long text; the others are left out.
AROUND = 10


class Fate(StrEnum):
    """What became of a part, or of words."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class PartDifference:
    """One part that differs: its values before and now, and the fields in which they differ."""

    model: type[models.Model]
    key: int
    fate: Fate
    old: Values
    new: Values
    fields: list[Any]

    @property
    def values(self) -> Values:
        """Those it has now, or had last."""
        return self.new or self.old


@dataclass(frozen=True)
class DiffPiece:
    """A stretch of words with one fate."""

    fate: Fate
    text: str


def count_changes(found: Iterable[PartDifference]) -> int:
    """How many changes these are: each changed field, and each part that came or went."""
    return sum(len(one.fields) if one.fate == Fate.CHANGED else 1 for one in found)


def differences(old: State, new: State) -> list[PartDifference]:
    """The parts that differ, in the order of the page; passages differ where they stand, in what rests on them."""
    found = []
    parts = {part for part in (*old, *new) if part[0] in WHOLE}
    for model, key in sorted(parts, key=lambda part: (WHOLE.index(part[0]), part[1])):
        before, now = old.get((model, key), {}), new.get((model, key), {})
        fields = [field for field in compared_fields(model) if value_of(before, field) != value_of(now, field)]
        if before and not now:
            found.append(PartDifference(model, key, Fate.REMOVED, before, now, fields))
        elif now and not before:
            found.append(PartDifference(model, key, Fate.ADDED, before, now, fields))
        elif fields:
            found.append(PartDifference(model, key, Fate.CHANGED, before, now, fields))
    return found


def compared_fields(model: Any) -> list[Any]:
    """The fields that say something: neither keys and states nor columns that repeat a partial date."""
    return [
        field
        for field in kept_fields(model)
        if field.name not in NOT_TYPED
        and not (model is not Agreement and field.name == "agreement")
        and not (model is SourceFile and field.name not in OF_A_FILE)
        and not (isinstance(field, models.DateField) and not field.editable)
    ]


def value_of(values: Values, field: Any) -> Any:
    """The value of `field`; what is empty is the same, however it is kept."""
    return values.get(field.name if field.many_to_many else field.attname) or None


def group_label(model: Any) -> str:
    """What the parts of a kind are called together; the agreement's own fields are its own."""
    return _("The agreement itself") if model is Agreement else capfirst(str(model._meta.verbose_name_plural))


def labelled(field: Any) -> tuple[str, str]:
    """The name of a field, and the language of its text where it has one."""
    if isinstance(field, TranslationField):
        return capfirst(str(field.translated_field.verbose_name)), field.language
    return capfirst(str(field.verbose_name)), ""


def compared_words(old: str, new: str) -> list[DiffPiece]:
    """`new` beside `old`, word by word; long stretches that stayed the same are cut down to what stands around."""
    before, now = _words(old), _words(new)
    head = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(before, now, strict=False))))
    rest = zip(reversed(before[head:]), reversed(now[head:]), strict=False)
    tail = len(list(takewhile(lambda pair: pair[0] == pair[1], rest)))
    middle = _middle(before[head : len(before) - tail], now[head : len(now) - tail])
    pieces = [DiffPiece(Fate.SAME, "".join(now[:head])), *middle, DiffPiece(Fate.SAME, "".join(now[len(now) - tail :]))]
    return [part for place, piece in enumerate(pieces) for part in _cut(piece, place == 0, place == len(pieces) - 1)]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+\s*|[^\w\s]+\s*|\s+", text)


def _middle(before: list[str], now: list[str]) -> Iterator[DiffPiece]:
    if max(len(before), len(now)) > COMPARED_WORDS:
        yield from (DiffPiece(Fate.REMOVED, "".join(before)), DiffPiece(Fate.ADDED, "".join(now)))
        return
    steps = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    for step, start, end, new_start, new_end in steps:
        if step == "equal":
            yield DiffPiece(Fate.SAME, "".join(now[new_start:new_end]))
            continue
        if start < end:
            yield DiffPiece(Fate.REMOVED, "".join(before[start:end]))
        if new_start < new_end:
            yield DiffPiece(Fate.ADDED, "".join(now[new_start:new_end]))


def _cut(piece: DiffPiece, is_first: bool, is_last: bool) -> Iterator[DiffPiece]:
    """A stretch that stayed, cut down to the words beside the changes; other pieces as they are."""
    words = _words(piece.text)
    if not words:
        return
    if piece.fate != Fate.SAME or len(words) <= AROUND * 3:
        yield piece
        return
    if not is_first:
        yield DiffPiece(Fate.SAME, "".join(words[:AROUND]))
    yield DiffPiece(Fate.LEFT_OUT, "")
    if not is_last:
        yield DiffPiece(Fate.SAME, "".join(words[-AROUND:]))
