"""Public activities as a table to take away, read as plain columns: records would take ten times as long."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Activity, ActivityKind, ActivityState
from agreements.models import PublicationStatus
from agreements.rules.visibility import published_parties
from database.column_reader import ColumnsByKeys
from database.key_lists import keys
from file_formats.table import Column, code_column, in_parts
from languages.translated import in_languages, shown
from website.exports.columns import BETWEEN, in_three, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from parties.models import Party

OF_ACTIVITY = ("pk", "kind", "state", "date", *in_languages("title", "place", "outcome"), "proof_address")
ACTIVITIES = ColumnsByKeys(lambda keys: Activity.objects.filter(pk__in=keys).order_by(), *OF_ACTIVITY)
SERVES: Any = Activity.commitments.through
ORGANISED_BY: Any = Activity.organisers.through
# Whether the agreement is public is asked of each row: in the condition, SQLite would begin with all that are.
SERVED = ColumnsByKeys(
    lambda keys: SERVES.objects.filter(activity__in=keys).order_by(),
    "activity",
    "commitment__agreement__pair",
    "commitment__agreement__pair_number",
    "commitment__number",
    "commitment__agreement__status",
    "commitment__agreement__is_sample",
)
ORGANISERS = ColumnsByKeys(lambda keys: ORGANISED_BY.objects.filter(activity__in=keys).order_by(), "activity", "party")


class ActivityRow(SimpleNamespace):
    """An activity as its table tells it, with the public commitments it serves and its public organisers."""

    def __init__(self, **columns: Any) -> None:
        super().__init__(**columns)
        self.organisers: list[Party] = []
        self.serves: list[list[Any]] = []
        self.is_sample = False


def activity_columns(site: str) -> list[Column]:
    """What is told of an activity; `site` is the beginning of addresses."""
    start = site + reverse("activities:list")
    state = pgettext_lazy("of an activity", "State")
    return [
        *in_three(_("Title"), "title"),
        Column(_("Kind of activity"), lambda row: label_of(ActivityKind, row.kind), 20),
        code_column(_("Kind of activity"), lambda row: row.kind),
        Column(state, lambda row: label_of(ActivityState, row.state), 14),
        code_column(state, lambda row: row.state),
        Column(_("When"), lambda row: row.date, 12),
        *in_three(_("Where"), "place"),
        Column(_("Organised by"), _organisers, 40),
        *in_three(_("Outcome"), "outcome"),
        Column(_("Proof"), lambda row: row.proof_address, 40),
        Column(_("Serves"), _serves, 20),
        Column(_("Sample record"), lambda row: str(_("yes")) if row.is_sample else ""),
        Column(_("Address"), lambda _row: start, 40),
    ]


def _organisers(row: ActivityRow) -> str:
    return BETWEEN.join(shown(party, "name").text for party in row.organisers)


def _serves(row: ActivityRow) -> str:
    return BETWEEN.join("-".join(map(str, identifier)) for identifier in row.serves)


def activities_in_parts(found: Sequence[int], _on: date) -> Iterator[list[Any]]:
    """Those of the activities `found` that are public when their part is read, in that order; four queries a part."""
    for part in in_parts(found):
        known = {row[0]: ActivityRow(**dict(zip(OF_ACTIVITY, row, strict=True))) for row in ACTIVITIES.of(part)}
        for activity, *identifier, status, is_sample in sorted(SERVED.of(part)):
            if status == PublicationStatus.PUBLISHED:
                known[activity].serves.append(identifier)
                known[activity].is_sample |= bool(is_sample)
        _tell_organisers(known)
        yield [known[key] for key in part if key in known and known[key].serves]


def _tell_organisers(rows: dict[int, ActivityRow]) -> None:
    links = ORGANISERS.of(rows)
    public = published_parties().filter(pk__in=keys({party for _activity, party in links})).order_by("slug")
    organised: dict[int, list[int]] = defaultdict(list)
    for activity, party in links:
        organised[party].append(activity)
    for party in public:
        for activity in organised[party.pk]:
            rows[activity].organisers.append(party)
