"""Activities as the public may see them: with the commitments and organisers that are public, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch

from agreements.models import Agreement, Commitment
from agreements.rules.visibility import published_parties

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from activities.models import Activity

#: Where an activity keeps the commitments a page may name.
SERVED = "public_commitments"


def organisers() -> Prefetch[str, Any, str]:
    """The organisers the public may see, kept where templates read them."""
    return Prefetch("organisers", published_parties(), "public_organisers")


def as_seen(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """`activities` with what a list says of each."""
    # Asked of each commitment: SQLite would begin with every published agreement.
    public = Exists(Agreement.objects.published().filter(pk=OuterRef("agreement")).order_by())
    commitments = Commitment.objects.filter(public).select_related("agreement")
    return activities.prefetch_related(organisers(), Prefetch("commitments", commitments, SERVED))
