"""Restoring a version through its page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F
from django.urls import reverse

from agreements.models import (
    Agreement,
    Passage,
    Source,
)
from agreements.versions.queries import KEPT, versions_of
from agreements.versions.restoring import planned, restore
from agreements.versions.restoring.restoration import is_same
from agreements.versions.snapshots import RecordHistory, present_state

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.versions.restoring import Restoration
    from agreements.versions.snapshots import State


TEXT = "Екі жақ гастрольдік сапарларын ұйымдастыруға келісті. Меморандум екі тілде."


def now(agreement: Agreement) -> datetime:
    return RecordHistory(agreement.pk).versions[-1].at


def bring_back(agreement: Agreement, moment: datetime) -> Restoration:
    earlier = RecordHistory(agreement.pk).state_with_unknown(moment, present_state(agreement))
    foreseen = planned(agreement, present_state(agreement), earlier)
    done = restore(agreement, present_state(agreement), earlier, "as of then")
    assert not_as(present_state(agreement), foreseen.final) == []
    connection.check_constraints()
    agreement.refresh_from_db()
    return done


def not_as(one: State, other: State) -> list[Any]:
    """The parts in which two states differ."""
    parts = sorted({*one, *other}, key=str)
    return [
        (part, one.get(part), other.get(part))
        for part in parts
        if part not in one or part not in other or not is_same(part[0], one[part], other[part])
    ]


def mark(source: Source, start: int, end: int) -> Passage:
    found, _made = Passage.objects.get_or_create(
        source=source, start=start, end=end, defaults={"exact": source.text[start:end]}
    )
    return found


def yesterday(agreement: Agreement) -> datetime:
    """Put all that was written so far a day back: what is written within moments counts as one save."""
    for model in KEPT:
        versions_of(model, agreement.pk).update(history_date=F("history_date") - timedelta(days=1))
    return now(agreement)


def version_page(agreement: Agreement, moment: datetime) -> str:
    version = max((one for one in RecordHistory(agreement.pk).versions if one.at <= moment), key=lambda one: one.at)
    name = version.model._meta.model_name
    return reverse("admin:agreements_agreement_version", args=(agreement.pk, name, version.number))
