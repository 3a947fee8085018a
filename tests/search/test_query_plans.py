"""How the databases answer questions that would take minutes at ten thousand agreements if asked another way."""

import pytest

from agreements.models import Bearer, Commitment
from agreements.rules.visibility import published_parties
from database.key_lists import keys
from search.lists.agreements import CommitmentFilter
from tests.support.facets import TODAY
from tests.support.factories import CommitmentFactory, publish
from website.exports import activities

pytestmark = pytest.mark.database

#: SQLite's word for looking a commitment up once for each agreement and each key of a list: their product.
PRODUCT = "agreement_id=? AND rowid=?"


@pytest.fixture
def promises(draft, music, tours):
    """A published agreement with three commitments: of music, of tours, and one of its second side alone."""
    CommitmentFactory(agreement=draft, areas=[music])
    CommitmentFactory(agreement=draft, areas=[tours])
    CommitmentFactory(agreement=draft, areas=[tours], bearer=Bearer.SIDE_2)
    return publish(draft)


def test_commitments_of_an_area_are_not_looked_up_for_every_agreement(promises, music):
    asked = CommitmentFilter.of_all(TODAY, area=music.code)
    assert asked.is_valid()
    assert PRODUCT not in asked.narrowed(asked.queryset).explain()
    assert [commitment.number for commitment in asked.qs] == [1]


def test_commitments_of_a_party_are_not_looked_up_for_every_agreement(promises, ministry):
    borne = Commitment.objects.published().borne_by(ministry)
    assert PRODUCT not in borne.explain()
    assert [commitment.number for commitment in borne] == [1, 2]


def test_public_parties_do_not_begin_with_every_published_agreement(promises):
    read = activities.SERVED.records(keys([1])).values_list(*activities.SERVED.names)
    assert "status=?" not in published_parties().explain() + read.explain()
