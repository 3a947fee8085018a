"""What is on its way to the public: one's own drafts, and what waits for review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from agreements.models import Agreement, PublicationMove, PublicationStatus
from agreements.publication.peer_review import changed_beside, changes_in_public
from staff.worklists.entries import SHOWN, WorkList, WorklistEntry, name_of, whole_list

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet


def drafts_of(user: User) -> QuerySet[Agreement]:
    """Drafts of which `user` saved a version."""
    own = Agreement.history.model.objects.filter(history_user=user).order_by().values("id")  # type: ignore[attr-defined]
    return Agreement.objects.filter(status=PublicationStatus.DRAFT, pk__in=own)


def own_drafts(user: User) -> WorkList:
    versions = Agreement.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")  # type: ignore[attr-defined]
    found = drafts_of(user)
    saved = Subquery(versions.annotate(last=Max("history_date")).values("last"))
    latest: Any = found.annotate(saved_at=saved).order_by("-saved_at", "-pk")[:SHOWN]
    return WorkList(
        "drafts",
        _("My drafts"),
        _("You have no drafts."),
        [WorklistEntry.about(draft, at=draft.saved_at) for draft in latest],
        found.count(),
        whole_list("desk=mine"),
    )


def in_review() -> WorkList:
    """What waits for a publisher, the longest wait first."""
    moves = PublicationMove.objects.filter(agreement=OuterRef("pk")).order_by("-made_at", "-pk")
    found = Agreement.objects.filter(status=PublicationStatus.IN_REVIEW)
    longest = list(found.annotate(sent=Subquery(moves.values("pk")[:1])).order_by("sent", "pk")[:SHOWN])
    sent = PublicationMove.objects.select_related("made_by").in_bulk([row.sent for row in longest if row.sent])
    return WorkList(
        "review",
        _("Waiting for my review"),
        _("Nothing waits for review."),
        [
            WorklistEntry.about(row, by=name_of(move.made_by) if move else "", at=move.made_at if move else None)
            for row in longest
            for move in [sent.get(row.sent)]
        ],
        found.count(),
        whole_list(f"status__exact={PublicationStatus.IN_REVIEW}"),
    )


def changed_in_public(user: User) -> WorkList:
    """What others changed in public records and no second publisher has looked at, the longest wait first."""
    found = changes_in_public().exclude(written_by=user)
    return WorkList(
        "changed",
        _("Changed in public, not yet looked at by another"),
        _("No change of a public record waits for a second look."),
        [
            WorklistEntry.about(
                change.agreement,
                "publication-heading",
                note=changed_beside(change),
                by=name_of(change.written_by),
                at=change.written_at,
            )
            for change in found[:SHOWN]
        ],
        found.count(),
        whole_list("desk=changed"),
    )
