"""How an agreement stood at a moment: its own fields and those of all its parts, read from the kept versions.

A fixed number of queries, whatever the record holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Value

from agreements.models import Agreement, PublicationStatus
from agreements.versions.queries import KEPT, OWNERS, Values, kept_fields, versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class RevisionRef:
    """That a version of a part was saved; the `status` of the agreement in versions of its own."""

    model: type[Model]
    key: int
    number: int
    at: datetime
    by: int | None
    kind: str
    status: str

    @property
    def part(self) -> Part:
        return self.model, self.key


#: Versions of one person that follow each other within this time were saved together.
ONE_SAVE = timedelta(seconds=2)
#: A part of a record: its class and its primary key.
Part = tuple[type["Model"], int]
#: What a record held: the values of each of its parts, those of many-to-many relations as sets of keys.
State = dict[Part, Values]


@dataclass(frozen=True)
class PartVersion:
    """One version of one part."""

    model: type[Model]
    number: int
    at: datetime
    by: int | None
    kind: str
    values: Values

    @property
    def part(self) -> Part:
        return self.model, self.values["id"]

    @property
    def status(self) -> str:
        """That of the agreement in a version of its own; "" in those of its parts."""
        return self.values["status"] if self.model is Agreement else ""


@dataclass(frozen=True)
class PublicPeriod:
    """From when until when the public saw the record; without an end it still does."""

    start: datetime
    end: datetime | None


class RecordHistory:
    """Every version of an agreement and of its parts, the oldest first."""

    def __init__(self, key: int) -> None:
        found = [version for model in KEPT for version in _versions(model, key)]
        self.versions = sorted(found, key=lambda version: (version.at, version.number))

    def state(self, at: datetime) -> State:
        """How the record stood at `at`, changes of that very moment included."""
        state: State = {}
        for version in self.versions:
            if version.at > at:
                break
            if version.kind == "-":
                state.pop(version.part, None)
            else:
                state[version.part] = version.values
        return state

    def state_with_unknown(self, at: datetime, present: State) -> State:
        """The same, with parts that were there before any version of theirs was kept as they are now.

        Whether they stood otherwise nobody knows: what was written past our code has no version.
        """
        known = {version.part: version.kind for version in reversed(self.versions)}
        unknown = {part: values for part, values in present.items() if known.get(part) != "+"}
        return unknown | self.state(at)

    def saved_with(self, number: int, model: type[Model]) -> datetime | None:
        """When the save was done of which this version is a part: a page is saved part by part, within moments.

        None where there is no such version.
        """
        place = next((n for n, one in enumerate(self.versions) if one.number == number and one.model is model), None)
        if place is None:
            return None
        last = self.versions[place]
        for later in self.versions[place + 1 :]:
            if later.by != last.by or later.at - last.at > ONE_SAVE:
                break
            last = later
        return last.at

    def public_periods(self) -> list[PublicPeriod]:
        """When the public saw the record, the oldest first."""
        return periods_in(self.versions)


def periods_in(versions: Sequence[PartVersion | RevisionRef]) -> list[PublicPeriod]:
    """When the public saw a record, the oldest first; told by its versions, which each move adds to.

    The recorded moments of moves are not asked: those that came with a file lie before the first version.
    """
    periods: list[PublicPeriod] = []
    own = [version for version in versions if version.model is Agreement]
    was_public = False
    for version in own:
        is_public = version.status == PublicationStatus.PUBLISHED
        if is_public and not was_public:
            periods.append(PublicPeriod(_whole_since(versions, version) if version is own[0] else version.at, None))
        elif was_public and not is_public:
            periods[-1] = PublicPeriod(periods[-1].start, version.at)
        was_public = is_public
    return periods


def _whole_since(versions: Sequence[PartVersion | RevisionRef], first: PartVersion | RevisionRef) -> datetime:
    """When a record that came public was there with all its parts, whose first versions follow its own."""
    touched = next((version.at for version in versions if version.by is not None), None)
    came = [
        version.at
        for version in versions
        if version.kind == "+" and (touched is None or version.at < touched) and version.by is None
    ]
    return max(came, default=first.at)


def _versions(model: Any, key: int) -> Iterable[PartVersion]:
    return read_versions(model, versions_of(model, key).order_by())


def read_versions(model: Any, found: QuerySet[Any]) -> Iterable[PartVersion]:
    """The versions `found` of parts of the class `model`, with all their values."""
    columns = ["history_id", "history_date", "history_user_id", "history_type"]
    related = _related_of_versions(model, found)
    names = [field.attname for field in kept_fields(model) if not field.many_to_many]
    empty = _nothing_related(model)
    for row in found.values(*columns, *names):
        number, at, by, kind = (row.pop(name) for name in columns)
        yield PartVersion(model, number, at, by, kind, {**row, **empty, **related.get(number, {})})


def _related_of_versions(model: Any, found: QuerySet[Any]) -> dict[int, Values]:
    """What many-to-many relations held in each version of `found`, in one query."""
    wanted = []
    for field in model.history.model._history_m2m_fields:
        through = field.remote_field.through._meta
        table = apps.get_model(through.app_label, f"Historical{through.object_name}")
        linked = table._default_manager.filter(history__in=found.values("pk")).annotate(of=Value(field.name))
        wanted.append(linked.values_list("of", "history_id", f"{field.m2m_reverse_field_name()}_id"))
    related: dict[int, Values] = {}
    if wanted:
        for name, number, target in wanted[0].union(*wanted[1:]):
            _collect(related, name, [(number, target)])
    return related


def present_state(agreement: Agreement) -> State:
    """How the record stands now, whether or not its versions were kept."""
    return {(model, values["id"]): values for model in KEPT for values in _present(model, agreement.pk)}


def _present(model: Any, key: int) -> Iterable[Values]:
    owner = OWNERS.get(model, "agreement")
    rows = model._base_manager.filter(**{owner: key}).order_by("pk")
    related: dict[int, Values] = {}
    for field in model.history.model._history_m2m_fields:
        name = field.m2m_field_name()
        linked = field.remote_field.through._default_manager.filter(**{f"{name}__{owner}": key})
        pairs = linked.values_list(f"{name}_id", f"{field.m2m_reverse_field_name()}_id")
        _collect(related, field.name, pairs)
    columns = [field.attname for field in kept_fields(model) if not field.many_to_many]
    # Instances, not values(): modeltranslation rewrites the names of columns there.
    for row in rows:
        own = {name: getattr(row, name) for name in columns}
        yield {**own, **_nothing_related(model), **related.get(row.pk, {})}


def _nothing_related(model: Any) -> Values:
    return {field.name: frozenset() for field in model.history.model._history_m2m_fields}


def _collect(related: dict[int, Values], name: str, pairs: Iterable[tuple[int, int]]) -> None:
    for owner, target in pairs:
        kept = related.setdefault(owner, {})
        kept[name] = kept.get(name, frozenset()) | {target}
