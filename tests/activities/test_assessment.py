from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from activities.assessment import assess
from activities.models import Activity, Assessment
from agreements.models import Implementation
from tests.support.factories import (
    ActivityFactory,
    CommitmentFactory,
    PassageFactory,
    SourceFactory,
    UserFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.database

DAY = date(2020, 6, 1)


@pytest.fixture
def commitment(draft, music):
    return CommitmentFactory(agreement=draft, areas=[music])


@pytest.fixture
def assessor(db):
    return UserFactory()


def assessed(commitment, point, assessor, on=DAY, **proof):
    found = assess(commitment, point, on=on, by=assessor, reason={"kk": "Гастроль өтті."}, **proof)
    commitment.refresh_from_db()
    return found


def test_assessing_records_the_finding_and_sets_the_current_implementation(commitment, assessor):
    found = assessed(commitment, Implementation.LIMITED, assessor, proof_address="https://example.org/tour")
    assert (found.assessed_on, found.assessed_by, found.reason_kk) == (DAY, assessor, "Гастроль өтті.")
    assert commitment.implementation == "limited"


def test_the_latest_assessment_counts_whenever_it_was_entered(commitment, assessor):
    proof = {"proof_address": "https://example.org/tour"}
    assessed(commitment, Implementation.COMPLETE, assessor, **proof)
    assessed(commitment, Implementation.NOT_STARTED, assessor, on=date(2018, 1, 1), **proof)
    assert commitment.implementation == "complete"


@pytest.mark.parametrize("point", [point for point in Implementation if point != Implementation.NO_EVIDENCE])
def test_any_finding_needs_a_proof(commitment, assessor, point):
    with pytest.raises(ValidationError):
        assessed(commitment, point, assessor)
    assert not Assessment.objects.exists()
    commitment.refresh_from_db()
    assert commitment.implementation == "no_evidence"


def test_no_evidence_needs_no_proof(commitment, assessor):
    assert assessed(commitment, Implementation.NO_EVIDENCE, assessor).pk


def test_an_activity_a_passage_or_an_address_is_a_proof(commitment, assessor):
    tour = ActivityFactory()
    tour.commitments.add(commitment)
    passage = PassageFactory(source=SourceFactory(agreement=commitment.agreement))
    for proof in ({"proof_activity": tour}, {"proof_passage": passage}, {"proof_address": "https://example.org"}):
        assert assessed(commitment, Implementation.SUBSTANTIAL, assessor, **proof).pk


def test_what_proves_nothing_about_the_commitment_is_refused(commitment, assessor):
    promise = PassageFactory(source=SourceFactory(agreement=commitment.agreement))
    commitment.passages.add(promise)
    foreign = PassageFactory(source=SourceFactory())
    for proof in ({"proof_activity": ActivityFactory()}, {"proof_passage": promise}, {"proof_passage": foreign}):
        with pytest.raises(ValidationError):
            assessed(commitment, Implementation.COMPLETE, assessor, **proof)
    assert not Assessment.objects.exists()


def test_the_database_itself_refuses_a_finding_without_proof(commitment, assessor):
    row = {"commitment": commitment, "assessed_on": DAY, "assessed_by": assessor, "reason_kk": "Себебі"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(implementation="complete", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(implementation="splendid", proof_address="https://example.org", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(implementation="no_evidence", **{**row, "reason_kk": ""})
    assert Assessment.objects.create(implementation="no_evidence", **row).pk


def test_an_activity_needs_a_kazakh_title(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFactory(title_kk="", title_en="Tour in Astana")


def test_an_activity_is_public_only_through_a_published_agreement(draft, commitment):
    tour = ActivityFactory()
    assert not Activity.objects.published().exists()
    tour.commitments.add(commitment)
    assert not Activity.objects.published().exists()
    publish(draft)
    assert list(Activity.objects.published()) == [tour]
    withdraw(draft)
    assert not Activity.objects.published().exists()


def test_an_activity_that_serves_two_commitments_is_listed_once(draft, music, commitment):
    tour = ActivityFactory()
    tour.commitments.set([commitment, CommitmentFactory(agreement=draft, areas=[music])])
    publish(draft)
    assert list(Activity.objects.published()) == [tour]
