"""Assessing a commitment: one function writes the assessment and the commitment's current implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

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
    missing for anything but "no evidence", or proves nothing about this commitment. The
    commitment's implementation becomes that of its latest assessment, which is not this one if a
    later one is already recorded.
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
    _refuse_false_proof(assessment)
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)  # two assessors at once come one by one
    assessment.save()
    keep_current(locked)
    commitment.implementation = locked.implementation
    return assessment


def keep_current(commitment: Commitment) -> None:
    """Set the commitment's implementation to that of its latest assessment, or to no evidence without one."""
    latest = commitment.assessments.order_by("assessed_on", "pk").last()
    commitment.implementation = latest.implementation if latest else Implementation.NO_EVIDENCE
    commitment.save(update_fields=["implementation"])


def _refuse_false_proof(assessment: Assessment) -> None:
    """A promise does not prove itself, and what belongs to another record proves nothing here."""
    commitment, passage, activity = assessment.commitment, assessment.proof_passage, assessment.proof_activity
    if passage and passage.source.agreement_id != commitment.agreement_id:
        raise ValidationError({"proof_passage": _("This passage is of another agreement.")})
    if passage and commitment.passages.filter(pk=passage.pk).exists():
        raise ValidationError({"proof_passage": _("The words of the promise do not prove that it was kept.")})
    if activity and not activity.commitments.filter(pk=commitment.pk).exists():
        raise ValidationError({"proof_activity": _("This activity does not serve the commitment.")})
