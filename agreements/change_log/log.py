"""The version of the public data, and what changed since an older one.

A version counts the changes that are committed. Triggers of the database write a row for each
(agreements/change_log/triggers.py), in the transaction of the change itself, so that whoever reads a
version after an edit was acknowledged reads one that includes it. Each row holds a number drawn by
lot, and a version their sum: where an older copy of the database was restored and edited anew, as
many changes make another version than the lost ones made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from agreements.models import Change, ChangeSubject
from agreements.models.change_log import TOKENS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Asked before every page, so it does without the time that the ORM takes to compose it.
VERSION = """
    SELECT coalesce(max(CASE subject WHEN 'epoch' THEN key END), 0),
           coalesce(sum(CASE subject WHEN 'earlier' THEN key WHEN 'epoch' THEN 0 ELSE 1 END), 0),
           coalesce(max(id), 0),
           coalesce(sum(token), 0)
    FROM agreements_change
"""
TAKE_AWAY = """
    DELETE FROM agreements_change WHERE id < %s AND is_pending = %s AND subject <> 'epoch' RETURNING subject, key, token
"""
#: So many rows are kept before they are put together into one; each reading of a version counts them.
KEPT = 500
#: The latest ones stay, so that an index that is a few changes behind learns which they are.
LATEST = 200


@dataclass(frozen=True)
class DataVersion:
    """One state of the public data; two states of one registry never have the same, lost ones included.

    `token` is the sum of the tokens of all changes, below TOKENS.
    """

    epoch: int
    changes: int
    last: int
    token: int

    def __str__(self) -> str:
        return f"{self.epoch:x}-{self.changes:x}-{self.last:x}-{self.token:x}"


class ChangeRow(NamedTuple):
    """A change that is kept: what it is a change of, and its token."""

    subject: str
    key: int
    token: int


@dataclass(frozen=True)
class Log:
    """The changes that are still kept one by one, and the version they lead to."""

    version: DataVersion
    rows: Mapping[int, ChangeRow] = field(default_factory=dict)

    def since(self, earlier: Log) -> dict[str, set[int]] | None:
        """The keys that changed after `earlier`, by subject.

        None where that is not known any more, and where `earlier` has changes that were lost since.
        """
        new = [row for pk, row in self.rows.items() if earlier.rows.get(pk) != row]
        before, now = earlier.version, self.version
        led_to = (before.epoch, before.changes + len(new), _in_range(before.token + sum(row.token for row in new)))
        if led_to != (now.epoch, now.changes, now.token):
            return None
        found: dict[str, set[int]] = defaultdict(set)
        for row in new:
            found[row.subject].add(row.key)
        return found


def _in_range(token: int) -> int:
    """A sum of tokens as a token."""
    return token % TOKENS


def is_settled() -> bool:
    """Whether what is read now is committed. Inside a transaction it may be undone, so nothing of it is kept."""
    return not connection.in_atomic_block


def current_version() -> DataVersion:
    """The version of the data as it is now, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        epoch, changes, last, token = map(int, cursor.fetchone())
    return DataVersion(epoch, changes, last, _in_range(token))


def read_log() -> Log:
    """The kept changes and their version, read at one moment."""
    epoch, changes, rows, last, tokens = 0, 0, {}, 0, 0
    for pk, subject, key, token in Change.objects.order_by("pk").values_list("pk", "subject", "key", "token"):
        last, tokens = pk, tokens + token
        if subject == ChangeSubject.EPOCH:
            epoch = max(epoch, key)
        elif subject == ChangeSubject.EARLIER:
            changes += key
        else:
            rows[pk] = ChangeRow(subject, key, token)
    return Log(DataVersion(epoch, changes + len(rows), last, _in_range(tokens)), rows)


def compact_log() -> None:
    """Put old changes that every index knows into one row, once there are many."""
    told = Change.objects.exclude(subject=ChangeSubject.EPOCH).filter(is_pending=False)
    if told.count() <= KEPT:
        return
    first_kept = told.order_by("-pk").values_list("pk", flat=True)[LATEST - 1]
    with transaction.atomic(), connection.cursor() as cursor:
        # What is counted is what this very statement takes away, whoever else does the same.
        cursor.execute(TAKE_AWAY, [first_kept, False])
        taken = cursor.fetchall()
        number = sum(key if subject == ChangeSubject.EARLIER else 1 for subject, key, _token in taken)
        if number:
            token = _in_range(sum(token for *_of, token in taken))
            Change.objects.create(subject=ChangeSubject.EARLIER, key=number, token=token, is_pending=False)


def shrink_log() -> None:
    """Give back what very many changes took: PostgreSQL would read all of its pages for every version, empty or not.

    Outside of transactions only; it takes moments, as few rows are left.
    """
    if connection.vendor == "postgresql" and is_settled():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (FULL, ANALYZE) agreements_change")
