"""Which of the records that agreements have in common the public sees through a published one."""

from __future__ import annotations

from typing import Any

from agreements.models import AreaLink, PublicationStatus
from agreements.publication import is_public_area, is_public_party
from parties.models import Official, Party, PartyIdentifier, PartyName, Post, Succession


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
