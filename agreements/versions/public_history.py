"""What the public may know of how a record changed: its public versions, and nothing of what lay between them.

Which kinds of fields changed and when; no words, no names of those who edit, nothing of drafts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from agreements.models import Agreement, PublicationStatus, Relation
from agreements.versions.diff import Fate, differences, group_label, labelled
from agreements.versions.queries import WHOLE
from agreements.versions.snapshots import PublicPeriod, RecordHistory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from agreements.versions.diff import PartDifference
    from agreements.versions.snapshots import State


@dataclass(frozen=True)
class ChangedKind:
    """The changed parts of one kind: how many came, went or changed, and in which fields."""

    label: str
    added: int
    removed: int
    changed: int
    fields: list[str]
    is_own: bool


@dataclass(frozen=True)
class PublicChange:
    """One step of a public record: published, published again, changed while public, or withdrawn."""

    kind: str
    at: datetime
    kinds: list[ChangedKind] = field(default_factory=list)


def public_changes(agreement: Agreement) -> list[PublicChange]:
    """Every public step of `agreement`, the latest first."""
    history = RecordHistory(agreement.pk)
    periods = history.public_periods()
    public = PublicationStatus.PUBLISHED
    moves = list(agreement.moves.order_by("made_at", "pk"))
    published = [move.made_at for move in moves if move.to_status == public]
    withdrawn = [move.made_at for move in moves if move.from_status == public]
    hidden = _hidden_agreements(history)
    steps = list(_steps(history, periods, hidden))
    # Steps that came with a file lie before the first version: they are told by their dates alone.
    own = sum(step.kind in {"published", "again"} for step in steps)
    earlier = published[: len(published) - own]
    told = [PublicChange("again" if place else "published", at) for place, at in enumerate(earlier)]
    ended = sum(period.end is not None for period in periods)
    told += [PublicChange("withdrawn", at) for at in withdrawn[: len(withdrawn) - ended]]
    moments = iter(published[len(earlier) :])
    for step in steps:
        first = step.kind == "published" and not earlier
        kind = step.kind if first or step.kind != "published" else "again"
        at = next(moments, step.at) if step.kind in {"published", "again"} else step.at
        told.append(PublicChange(kind, at, step.kinds))
    return sorted(told, key=lambda step: step.at, reverse=True)


def _steps(history: RecordHistory, periods: list[PublicPeriod], hidden: set[int]) -> Iterator[PublicChange]:
    before: State | None = None
    for period in periods:
        now = history.state(period.start)
        kinds = _kinds(differences(before, now), hidden) if before is not None else []
        yield PublicChange("published" if before is None else "again", period.start, kinds)
        for moment in _last_moments_of_days(history, period):
            later = history.state(moment)
            if kinds := _kinds(differences(now, later), hidden):
                yield PublicChange("changed", moment, kinds)
            now = later
        before = now
        if period.end is not None:
            yield PublicChange("withdrawn", period.end)


def _last_moments_of_days(history: RecordHistory, period: PublicPeriod) -> list[datetime]:
    """The moment of the last version of each day on which a public record was changed."""
    days = {
        localdate(version.at): version.at
        for version in history.versions
        if version.at > period.start and (period.end is None or version.at < period.end)
    }
    return list(days.values())


def _hidden_agreements(history: RecordHistory) -> set[int]:
    """The agreements to which the record was ever related and which the public does not see."""
    related = {version.values["other_id"] for version in history.versions if version.model is Relation}
    return related - set(Agreement.objects.published().filter(pk__in=related).values_list("pk", flat=True))


def _kinds(found: Iterable[PartDifference], hidden: set[int]) -> list[ChangedKind]:
    shown = [one for one in found if one.model is not Relation or one.values["other_id"] not in hidden]
    kinds = []
    for model in WHOLE:
        parts = [one for one in shown if one.model is model]
        if parts:
            fates = [one.fate for one in parts]
            fields = [labelled(each)[0] for one in parts if one.fate == Fate.CHANGED for each in one.fields]
            kinds.append(
                ChangedKind(
                    label=group_label(model),
                    added=fates.count(Fate.ADDED),
                    removed=fates.count(Fate.REMOVED),
                    changed=fates.count(Fate.CHANGED),
                    fields=list(dict.fromkeys(fields)),
                    is_own=model is Agreement,
                )
            )
    return kinds
