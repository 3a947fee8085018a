"""What an activity proves and what proves it: both have to be about the commitments it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from activities.models import Activity
    from agreements.models import Commitment, Passage

#: What is told where a commitment would be taken away from an activity that is named as its proof.
STILL_PROVES = gettext_lazy(
    "An assessment of “%(commitment)s” has this activity as its proof: it must go on serving it."
)


def are_foreign(passages: Iterable[Passage], commitments: Iterable[Commitment]) -> bool:
    """Whether a proof is taken from an agreement that these commitments are not of: it may not be public."""
    own = {commitment.agreement_id for commitment in commitments}
    return any(passage.source.agreement_id not in own for passage in passages)


def left_unproved(activity: Activity, commitments: Iterable[Commitment]) -> list[Commitment]:
    """The commitments that an assessment takes `activity` as its proof for, and that are not among `commitments`."""
    if activity.pk is None:
        return []
    served = set(commitments)
    assessed = {assessment.commitment: None for assessment in activity.assessments.all()}
    return [commitment for commitment in assessed if commitment not in served]
