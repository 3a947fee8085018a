"""What is not public does not come in by a side door, and what was public once answers for itself."""

import pytest

from activities.assessment import assess
from agreements.models import Implementation
from agreements.publication.workflow import move
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    CommitmentFactory,
    OfficialFactory,
    PartyFactory,
    PassageFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
    publish,
    withdraw,
)

pytestmark = pytest.mark.database


@pytest.fixture
def hidden(db):
    """A party of no published agreement."""
    return PartyFactory(slug="hidden", name_kk="Жасырын мекеме", name_ru="Скрытое учреждение", name_en="Hidden body")


@pytest.fixture
def commitment(draft, music):
    commitment = CommitmentFactory(agreement=draft, areas=[music])
    publish(draft)
    commitment.refresh_from_db()
    return commitment


def pages(client, *addresses: str) -> str:
    return "".join(client.get(address).content.decode() for address in addresses)


def test_an_organiser_that_is_not_public_is_not_named(client, commitment, hidden, ministry):
    tour = ActivityFactory()
    tour.commitments.add(commitment)
    tour.organisers.set([hidden, ministry])
    text = pages(client, "/kk/activities/", "/kk/agreements/kz-ru-1/", "/kk/commitments/kz-ru-1-1/")
    assert hidden.name_kk not in text
    assert text.count(ministry.name_kk) > 3


def test_the_party_of_a_speaker_is_named_only_where_it_is_public(client, draft, hidden, ministry):
    StatementFactory(agreement=draft, speaker=PostFactory(party=hidden, official=OfficialFactory(slug="a")))
    StatementFactory(agreement=draft, speaker=PostFactory(party=ministry, official=OfficialFactory(slug="b")))
    publish(draft)
    assert hidden.name_kk not in pages(client, "/kk/agreements/kz-ru-1/")


def test_what_proves_an_activity_or_an_assessment_is_marked_in_the_source(client, commitment):
    agreement = commitment.agreement
    source = agreement.sources.get()
    held = PassageFactory(source=source)
    found = PassageFactory(source=source, start=8, end=20, exact=source.text[8:20])
    tour = ActivityFactory(title_kk="Астанадағы гастроль")
    tour.commitments.add(commitment)
    tour.proof_passages.add(held)
    by, on = UserFactory(), SOME_MOMENT.date()
    assess(commitment, Implementation.LIMITED, on=on, by=by, reason={"kk": "Өтті."}, proof_passage=found)
    text = pages(client, "/kk/agreements/kz-ru-1/")
    for passage in (held, found):
        assert f'id="passage-1-{passage.start}-{passage.end}"' in text
    assert f'href="#activity-{tour.pk}"' in text
    assert f'id="activity-{tour.pk}"' in text


@pytest.mark.parametrize("state", ["withdrawn", "in_review", "draft"])
def test_what_was_public_once_answers_gone_whatever_becomes_of_it(client, commitment, state):
    withdraw(commitment.agreement)
    for step in {"withdrawn": [], "in_review": ["in_review"], "draft": ["in_review", "draft"]}[state]:
        move(commitment.agreement, step, by=None, at=SOME_MOMENT)
    assert client.get("/kk/agreements/kz-ru-1/").status_code == 410
    assert client.get("/kk/commitments/kz-ru-1-1/").status_code == 410
    assert client.get("/kk/commitments/kz-ru-1-77/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("agreements/KZ-RU-1/?by=domain&from=letter", "agreements/kz-ru-1/?by=domain"),
        ("agreements/Kz-Ru-1/", "agreements/kz-ru-1/"),
        ("commitments/KZ-RU-1-1/?from=letter", "commitments/kz-ru-1-1/"),
    ],
)
def test_an_identifier_as_printed_leads_to_its_address_with_what_the_page_knows(client, commitment, asked, canonical):
    response = client.get(f"/ru/{asked}")
    assert (response.status_code, response.url) == (301, f"/ru/{canonical}")


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", ""])
@pytest.mark.parametrize("address", ["/kk/", "/", "/en/nowhere/", "/admin/"])
def test_a_host_that_is_not_ours_is_refused_and_breaks_nothing(client, db, host, address):
    assert client.get(address, headers={"host": host}).status_code == 400


def test_the_front_page_shows_what_was_published_last(client, commitment, ministry):
    from tests.support.factories import agreement_between  # noqa: PLC0415

    newer = agreement_between(ministry, PartyFactory(slug="azeri", country="AZ"), title_kk="Жаңа келісім")
    SourceFactory(agreement=newer)
    for step in ("in_review", "published"):
        move(newer, step, by=None, at=SOME_MOMENT.replace(year=2021))
    text = pages(client, "/kk/")
    assert text.index("/kk/agreements/az-kz-1/") < text.index("/kk/agreements/kz-ru-1/")
