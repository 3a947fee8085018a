"""Publication: the one place where a record moves between draft, review, the public and withdrawal.

The agreement is the unit: its commitments, sources, events, statements and activities follow
it, and a party is public only through a published agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    PublicationMove,
    PublicationStatus,
)
from agreements.publication.peer_review import confirm_review
from agreements.rules.completeness import obstacles, warnings
from agreements.rules.numbering import next_number, pair_of
from agreements.rules.publication_states import MOVES, PUBLISHED, needed_permission
from agreements.rules.visibility import is_public_area, is_public_party
from agreements.versions.queries import last_writing, newest_versions

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User

    from agreements.versions.queries import Writing


__all__ = [
    "MoveRefused",
    "is_public_area",
    "is_public_party",
    "move",
    "needed_permission",
    "needs_another",
    "obstacles",
    "warnings",
]


class MoveRefused(Exception):
    """A record cannot be moved; `reasons` are fit to show, in the language of the reader."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotSeen(MoveRefused):
    """Somebody saved the record after the page was opened from which it was to be published."""


def needs_another(writing: Writing | None, by: User | None) -> bool:
    """Whether `by` may not publish because nobody but them saw what they wrote last (the setting FOUR_EYES).

    Commands publish for nobody, and what came with a file was written by nobody: neither is held up.
    """
    return settings.FOUR_EYES and by is not None and writing is not None and writing.by.pk == by.pk


def _alone(agreement: Agreement, by: User | None) -> list[str]:
    if not needs_another(last_writing(agreement), by):
        return []
    return [_("You wrote last in this record. Another person who may publish has to look at it and publish it.")]


def move(
    agreement: Agreement, to: str, *, by: User | None, at: datetime, note: str = "", seen: str | None = None
) -> PublicationMove:
    """Move `agreement` to the state `to` and record who did so and when.

    At the first publication the agreement gets its identifier. Who wrote last cannot publish it
    (`needs_another`), nor who did not see what is published: `seen` is the mark of the versions on
    the page the decision was made on (`newest_versions`), None for commands, which look at no page. Raises
    MoveRefused, and then nothing has changed. Whether `by` has the permission is asked with
    `needed_permission` at the edge, which also brings the word index up to date at its end.
    """
    for _attempt in range(3):
        try:
            with transaction.atomic():
                return _move(agreement.pk, to, by, at, note, seen)
        except IntegrityError as error:  # another publication of the pair took the number
            conflict = error
    raise MoveRefused(_("Another agreement of this pair was just published. Please try again.")) from conflict


def _move(pk: int, to: str, by: User | None, at: datetime, note: str, seen: str | None) -> PublicationMove:
    agreement = Agreement.objects.select_for_update().get(pk=pk)
    came_from = agreement.status
    if to not in MOVES[came_from]:
        raise MoveRefused(
            _("A record that is “%(from)s” cannot become “%(to)s”.")
            % {"from": PublicationStatus(came_from).label, "to": PublicationStatus(to).label}
        )
    if to == PUBLISHED:
        if seen is not None and seen != newest_versions(pk):
            raise NotSeen(
                _("This record was saved after you opened it, so it was not published. Look at it as it stands now.")
            )
        if reasons := [*obstacles(agreement), *_alone(agreement, by)]:
            raise MoveRefused(*reasons)
        if not agreement.pair:
            agreement.pair = pair_of(agreement)
            agreement.pair_number = next_number(agreement.pair)
    agreement.status = to
    agreement.save()
    if to == PUBLISHED and by is not None:
        confirm_review(agreement, by, at)
    return PublicationMove.objects.create(
        agreement=agreement, from_status=came_from, to_status=to, made_by=by, made_at=at, note=note
    )
