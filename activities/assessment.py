"""Assessing a commitment: one function writes the assessment and the commitment's current implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from activities.models import Assessment
from agreements.models import Commitment, Implementation

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import User

    from activities.models import Activity
    from agreements.models import Passage


@transaction.atomic
def assess(  # noqa: PLR0913 an assessment has this many parts, each named
    commitment: Commitment,
    implementation: Implementation,
    *,
    on: date,
    by: User,
    reason: dict[str, str],
    proof_activity: Activity | None = None,
    proof_passage: Passage | None = None,
    proof_address: str = "",
) -> Assessment:
    """Record how far `commitment` was carried out, as found on the day `on`.

    `reason` has a text per language, Kazakh at least. Raises ValidationError if a proof is
    missing for anything but "no evidence". The commitment's implementation becomes that of its
    latest assessment, which is not this one if a later one is already recorded.
    """
    assessment = Assessment(
        commitment=commitment,
        assessed_on=on,
        assessed_by=by,
        implementation=implementation,
        proof_activity=proof_activity,
        proof_passage=proof_passage,
        proof_address=proof_address,
        **{f"reason_{language}": text for language, text in reason.items()},
    )
    assessment.full_clean()
    assessment.save()
    keep_current(commitment)
    return assessment


def keep_current(commitment: Commitment) -> None:
    """Set the commitment's implementation to that of its latest assessment, or to no evidence without one."""
    latest = commitment.assessments.order_by("assessed_on", "pk").last()
    commitment.implementation = latest.implementation if latest else Implementation.NO_EVIDENCE
    commitment.save(update_fields=["implementation"])
