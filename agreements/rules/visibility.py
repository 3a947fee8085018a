"""Which of the records that agreements have in common the public sees through a published one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from agreements.models import (
    Agreement,
    AgreementParty,
    AreaLink,
    Commitment,
    CooperationArea,
    PublicationStatus,
)
from parties.models import Official, Party, PartyIdentifier, PartyName, Post, Succession

if TYPE_CHECKING:
    from django.db.models import QuerySet


def published_parties() -> QuerySet[Party]:
    """Parties the public may see: those of published agreements."""
    # Asked of each side of each party: SQLite would begin with every published agreement, joined or not.
    public = Exists(Agreement.objects.published().filter(pk=OuterRef("agreement")).order_by())
    return Party.objects.filter(Exists(AgreementParty.objects.filter(public, party=OuterRef("pk")).order_by()))


def is_public_party(party: Party) -> bool:
    """Whether the public sees `party`: changing it then changes public pages."""
    return published_parties().filter(pk=party.pk).exists()


def published_areas() -> QuerySet[CooperationArea]:
    """Areas that a published commitment is in."""
    return CooperationArea.objects.filter(pk__in=Commitment.objects.published().values("areas"))


def is_public_area(area: CooperationArea) -> bool:
    """Whether a published commitment is in `area`."""
    return published_areas().filter(pk=area.pk).exists()


def is_public_post(post: Post) -> bool:
    """Whether the public sees an official in this post: through its party, a signature or a statement."""
    published = {"agreement__status": PublicationStatus.PUBLISHED}
    return (
        is_public_party(post.party)
        or post.signed.filter(**published).exists()
        or post.statements.filter(**published).exists()
    )


def is_public(record: Any) -> bool:
    """Whether the public sees `record` through a published agreement."""
    match record:
        case Party():
            return is_public_party(record)
        case PartyName() | PartyIdentifier():
            return is_public_party(record.party)
        case Succession():
            return is_public_party(record.predecessor) or is_public_party(record.successor)
        case Official():
            return any(is_public_post(post) for post in record.posts.select_related("party"))
        case Post():
            return is_public_post(record)
        case _:
            return is_public_area(record.area if isinstance(record, AreaLink) else record)
