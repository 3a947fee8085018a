"""The states of publication, the moves between them and the permission that each move needs."""

from __future__ import annotations

from agreements.models import PublicationStatus

DRAFT, IN_REVIEW, PUBLISHED, WITHDRAWN = PublicationStatus


#: States in which a record waits to be published, and those without the permission to publish may change it.
ON_THE_WAY = (DRAFT, IN_REVIEW)


#: From each state, the states a record may move to.
MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({IN_REVIEW}),
    IN_REVIEW: frozenset({DRAFT, PUBLISHED}),
    PUBLISHED: frozenset({WITHDRAWN}),
    WITHDRAWN: frozenset({IN_REVIEW}),
}


#: Moves that change what the public sees need the permission to publish.
PUBLIC_MOVES = frozenset({(IN_REVIEW, PUBLISHED), (PUBLISHED, WITHDRAWN), (WITHDRAWN, IN_REVIEW)})


PUBLISH_PERMISSION = "agreements.publish_agreement"


EDIT_PERMISSION = "agreements.change_agreement"


def needed_permission(from_status: str, to_status: str) -> str:
    """The permission a person needs for this move."""
    return PUBLISH_PERMISSION if (from_status, to_status) in PUBLIC_MOVES else EDIT_PERMISSION
