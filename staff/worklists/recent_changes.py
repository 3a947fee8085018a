"""What was changed last, by whom and when: the latest versions of all records, by the page they are edited on."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import Activity, Assessment
from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    AreaLink,
    AuthenticLanguage,
    Commitment,
    CooperationArea,
    Event,
    Relation,
    Source,
    Statement,
)
from parties.models import Official, Party, PartyIdentifier, PartyName, Post
from staff.worklists.entries import SHOWN, WorkList, WorklistEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.db.models import Model

#: So many of the latest versions of each record are looked at: one save of a long agreement writes many.
LOOKED_AT = 60


class WatchedRecords(NamedTuple):
    """Records, the page they are edited on, and the column of a version that leads to it."""

    model: Any
    page: type[Model]
    column: str


WATCHED = (
    WatchedRecords(Agreement, Agreement, "id"),
    *(
        WatchedRecords(part, Agreement, "agreement_id")
        for part in (
            AgreementParty, AuthenticLanguage, Source, Event, Commitment, Statement, Relation, AgreementEvidence,
        )
    ),
    WatchedRecords(CooperationArea, CooperationArea, "id"),
    WatchedRecords(AreaLink, CooperationArea, "area_id"),
    WatchedRecords(Party, Party, "id"),
    WatchedRecords(PartyName, Party, "party_id"),
    WatchedRecords(PartyIdentifier, Party, "party_id"),
    WatchedRecords(Official, Official, "id"),
    WatchedRecords(Post, Official, "official_id"),
    WatchedRecords(Activity, Activity, "id"),
    WatchedRecords(Assessment, Assessment, "id"),
)  # fmt: skip


class RecentVersion(NamedTuple):
    """A version of a record: when it was saved and by whom, and the page it belongs to."""

    at: datetime
    user: int | None
    username: str | None
    first_name: str | None
    last_name: str | None
    page: type[Model]
    key: Any

    @property
    def by(self) -> str:
        return f"{self.first_name or ''} {self.last_name or ''}".strip() or self.username or ""


@dataclass
class Save:
    """What one person changed on one page within a minute."""

    latest: RecentVersion
    versions: int = 1

    def takes(self, version: RecentVersion) -> bool:
        same = (version.page, version.key, version.user) == (self.latest.page, self.latest.key, self.latest.user)
        return same and (self.latest.at - version.at).total_seconds() < 60  # noqa: PLR2004 the minute of the docstring


def _versions(watched: WatchedRecords) -> Iterator[RecentVersion]:
    user = ("history_user", *(f"history_user__{name}" for name in ("username", "first_name", "last_name")))
    rows = watched.model.history.order_by("-history_date", "-history_id")
    for at, pk, username, first, last, key in rows.values_list("history_date", *user, watched.column)[:LOOKED_AT]:
        yield RecentVersion(at, pk, username, first, last, watched.page, key)


def latest_saves(watched: Iterable[WatchedRecords]) -> list[Save]:
    """The latest saves of the records `watched`, one query for each kind of record."""
    found: list[Save] = []
    for version in merge(*map(_versions, watched), key=lambda version: version.at, reverse=True):
        taken = next((save for save in found if save.takes(version)), None)
        if taken is not None:
            taken.versions += 1
        elif len(found) < SHOWN:
            found.append(Save(version))
    return found


def recent_changes(user: User) -> WorkList:
    """The latest saves of what `user` may see; a record that was deleted since leads nowhere."""
    visible = [watched for watched in WATCHED if may_see(user, watched.model) and may_see(user, watched.page)]
    saves = latest_saves(visible)
    records: dict[type[Model], dict[Any, Any]] = {}
    for page in {save.latest.page for save in saves}:
        wanted = {save.latest.key for save in saves if save.latest.page is page}
        records[page] = page._default_manager.in_bulk(wanted)
    return WorkList(
        "recent",
        _("Changed last"),
        _("Nothing was changed yet."),
        [_entry(save, records[save.latest.page].get(save.latest.key)) for save in saves],
    )


def _entry(save: Save, record: Any) -> WorklistEntry:
    version = save.latest
    kind = capfirst(str(version.page._meta.verbose_name))
    note = kind if save.versions == 1 else _("%(kind)s, %(count)s changes") % {"kind": kind, "count": save.versions}
    if record is None:
        return WorklistEntry(str(_("(deleted)")), "", "", note, by=version.by, at=version.at)
    if isinstance(record, Agreement):
        told = WorklistEntry.about(record)
        return WorklistEntry(
            told.label, told.language, _history(version), note, version.by, version.at, None, told.identifier
        )
    return WorklistEntry(str(record), "", _history(version), note, by=version.by, at=version.at)


def _history(version: RecentVersion) -> str:
    name = f"admin:{version.page._meta.app_label}_{version.page._meta.model_name}_history"
    return reverse(name, args=(version.key,))


def may_see(user: User, model: Any) -> bool:
    """Whether `user` sees records of `model` on the desk: whoever may change them may see them."""
    app, name = model._meta.app_label, model._meta.model_name
    return user.has_perm(f"{app}.view_{name}") or user.has_perm(f"{app}.change_{name}")
