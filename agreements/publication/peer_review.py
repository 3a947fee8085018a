"""Changes of a public record in its place: live at once, and noted until another publisher looked at them.

They are kept among the comments on the record, with a place of their own: who wrote and when, who looked and when.
Activities and assessments are read with the records they are about, so they wait there. Parties, officials and areas
belong to many records at once: publishers alone change them, and nobody is asked to look again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from agreements.models import PublicationStatus, ReviewComment
from agreements.versions.queries import last_writing, newest_versions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from agreements.models import Agreement

#: No place of a page is called so, so nobody can write a comment about it.
CHANGED_IN_PUBLIC = "changed-in-public"


def changes_in_public() -> QuerySet[ReviewComment]:
    """The changes at which no other publisher has looked yet, the oldest first; none of what was withdrawn since."""
    return ReviewComment.objects.filter(
        place=CHANGED_IN_PUBLIC, resolved_at=None, agreement__status=PublicationStatus.PUBLISHED
    ).select_related("agreement", "written_by")


def changed_beside(change: ReviewComment) -> str:
    """What was changed beside the record itself; "" where that was changed."""
    return "" if change.text == CHANGED_IN_PUBLIC else change.text


def record_unreviewed_change(agreement: Agreement, by: User, since: datetime) -> None:
    """Keep that `by` changed a public record, where anything was written from the moment `since` on."""
    if not (settings.FOUR_EYES and agreement.is_public):
        return
    writing = last_writing(agreement)
    if writing is None or writing.by.pk != by.pk or writing.at < since:
        return
    _keep(agreement, by, writing.at, CHANGED_IN_PUBLIC)


def record_unreviewed_related_change(agreements: Iterable[Agreement], by: User, at: datetime, what: str) -> None:
    """Keep that `by` changed `what` the public reads with `agreements`, though no part of them: what was done."""
    for agreement in agreements:
        if settings.FOUR_EYES and agreement.is_public:
            _keep(agreement, by, at, what)


def _keep(agreement: Agreement, by: User, at: datetime, what: str) -> None:
    ReviewComment.objects.update_or_create(
        agreement=agreement,
        place=CHANGED_IN_PUBLIC,
        text=what,
        written_by=by,
        resolved_at=None,
        defaults={"written_at": at},
    )


def waiting_mark(agreement: Agreement) -> str:
    """A mark of how the record and the changes that wait for a look at it stand: it changes with each of them."""
    waiting = changes_in_public().filter(agreement=agreement).order_by("pk").values_list("pk", "written_at")
    return "/".join([newest_versions(agreement.pk), *(f"{key}-{at.timestamp()}" for key, at in waiting)])


def confirm_review(agreement: Agreement, by: User, at: datetime) -> int:
    """`by` looked at what others changed in public; their own changes go on waiting. How many there were."""
    waiting = agreement.review_comments.filter(place=CHANGED_IN_PUBLIC, resolved_at=None).exclude(written_by=by)
    return waiting.update(resolved_by=by, resolved_at=at)
