"""The lists of the front page, each for those who may see what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.change_log.cache import cache_for_version
from agreements.change_log.log import current_version, is_settled
from agreements.models import Agreement, Passage
from agreements.rules.publication_states import EDIT_PERMISSION, PUBLISH_PERMISSION
from staff.worklists.deadlines import deadlines
from staff.worklists.in_progress import changed_in_public, in_review, own_drafts
from staff.worklists.incomplete import incomplete, lost
from staff.worklists.recent_changes import may_see, recent_changes

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import User

    from staff.worklists.entries import WorkList


def worklists(user: User, on: date) -> list[WorkList]:
    """What waits for `user` on the day `on`; what is costly to find is kept for each version of the data."""
    found: list[WorkList] = []
    with cache_for_version(current_version() if is_settled() else None):
        if may_see(user, Agreement):
            if user.has_perm(EDIT_PERMISSION):
                found.append(own_drafts(user))
            if user.has_perm(PUBLISH_PERMISSION):
                found.append(in_review())
                if (changed := changed_in_public(user)).entries:
                    found.append(changed)
            found += [incomplete(), deadlines(on)]
            if may_see(user, Passage):
                found.append(lost())
        recent = recent_changes(user)
        if may_see(user, Agreement) or recent.entries:
            found.append(recent)
    return found
