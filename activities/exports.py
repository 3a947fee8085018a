"""Public activities as a table to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Activity, ActivityKind, ActivityState
from activities.seen import as_seen
from agreements.exports.columns import BETWEEN, in_three, label_of
from languages.tables.table import Column, code_column, in_parts
from languages.translated import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date


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
        Column(_("Serves"), lambda row: BETWEEN.join(each.identifier for each in row.public_commitments), 20),
        Column(_("Sample record"), lambda row: str(_("yes")) if _is_sample(row) else ""),
        Column(_("Address"), lambda _row: start, 40),
    ]


def _organisers(activity: Any) -> str:
    return BETWEEN.join(shown(party, "name").text for party in activity.public_organisers)


def _is_sample(activity: Any) -> bool:
    return any(commitment.agreement.is_sample for commitment in activity.public_commitments)


def activities_in_parts(found: Sequence[int], _on: date) -> Iterator[list[Any]]:
    """Those of the activities `found` that are public when their part is read, in that order."""
    for part in in_parts(found):
        known: dict[int, Any] = as_seen(Activity.objects.filter(pk__in=part).order_by()).in_bulk()
        rows = [known[key] for key in part if key in known]
        yield [row for row in rows if row.public_commitments]
