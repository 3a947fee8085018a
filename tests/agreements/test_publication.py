from itertools import product

import pytest

from agreements.models import Agreement, PublicationStatus
from agreements.publication import workflow
from agreements.publication.workflow import MoveRefused, move
from agreements.rules import publication_states, visibility
from agreements.rules.numbering import NoPair, next_number, pair_of
from agreements.rules.publication_states import MOVES
from agreements.rules.visibility import published_parties
from tests.support.factories import (
    SOME_MOMENT,
    AgreementPartyFactory,
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    PassageFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
    agreement_between,
    publish,
    withdraw,
)

pytestmark = pytest.mark.database

ROADS = {
    "draft": (),
    "in_review": ("in_review",),
    "published": ("in_review", "published"),
    "withdrawn": ("in_review", "published", "withdrawn"),
}


@pytest.fixture
def sourced(draft) -> Agreement:
    """The draft with a source and a passage in it."""
    PassageFactory(source=SourceFactory(agreement=draft))
    return draft


def brought_to(agreement: Agreement, state: str) -> Agreement:
    if not agreement.sources.exists():
        SourceFactory(agreement=agreement)
    for step in ROADS[state]:
        move(agreement, step, by=None, at=SOME_MOMENT)
    agreement.refresh_from_db()
    return agreement


@pytest.mark.parametrize(("here", "there"), list(product(PublicationStatus.values, repeat=2)))
def test_a_record_moves_from_each_state_to_the_allowed_ones_and_no_other(draft, here, there):
    agreement = brought_to(draft, here)
    if there in MOVES[here]:
        move(agreement, there, by=None, at=SOME_MOMENT)
        agreement.refresh_from_db()
        assert agreement.status == there
    else:
        with pytest.raises(MoveRefused):
            move(agreement, there, by=None, at=SOME_MOMENT)
        agreement.refresh_from_db()
        assert agreement.status == here


def test_a_move_records_who_and_when_and_why(draft):
    editor = UserFactory()
    made = move(draft, "in_review", by=editor, at=SOME_MOMENT, note="Тексеріңіз")
    assert (made.made_by, made.made_at, made.note) == (editor, SOME_MOMENT, "Тексеріңіз")
    assert (made.from_status, made.to_status) == ("draft", "in_review")


def test_a_refused_move_leaves_no_trace(draft):
    with pytest.raises(MoveRefused):
        move(draft, "published", by=None, at=SOME_MOMENT)
    assert not draft.moves.exists()


def test_the_first_publication_gives_the_next_number_of_the_pair(ministry, music_house):
    first, second = (publish(agreement_between(ministry, music_house)) for _ in range(2))
    assert (first.identifier, second.identifier) == ("KZ-RU-1", "KZ-RU-2")


def test_the_codes_of_a_pair_are_in_alphabetical_order_whatever_the_sides(ministry, music_house):
    assert publish(agreement_between(music_house, ministry)).identifier == "KZ-RU-1"


def test_each_pair_counts_for_itself(ministry, music_house):
    unesco = PartyFactory(slug="unesco", kind="international_organisation", country="", organisation_code="UNESCO")
    publish(agreement_between(ministry, music_house))
    assert publish(agreement_between(ministry, unesco)).identifier == "KZ-UNESCO-1"


def test_an_identifier_survives_withdrawal_and_return(draft):
    withdraw(publish(draft))
    publish(draft)
    assert draft.identifier == "KZ-RU-1"


def test_a_withdrawn_number_is_not_given_again(ministry, music_house):
    withdraw(publish(agreement_between(ministry, music_house)))
    assert publish(agreement_between(ministry, music_house)).identifier == "KZ-RU-2"


def test_an_identifier_does_not_change_when_a_party_does(draft, music_house):
    publish(draft)
    music_house.country = "DE"
    music_house.save()
    withdraw(draft)
    publish(draft)
    assert draft.identifier == "KZ-RU-1"


def test_a_number_taken_meanwhile_is_not_given_twice(ministry, music_house, monkeypatch):
    """Two publications at once: the second sees the number as free, is refused by the database and tries again."""
    publish(agreement_between(ministry, music_house))
    numbers = iter([1, 2])
    monkeypatch.setattr(workflow, "next_number", lambda pair: next(numbers))
    assert publish(agreement_between(ministry, music_house)).identifier == "KZ-RU-2"


def test_a_number_that_stays_taken_is_a_refusal_and_no_crash(ministry, music_house, monkeypatch):
    publish(agreement_between(ministry, music_house))
    monkeypatch.setattr(workflow, "next_number", lambda pair: 1)
    other = brought_to(agreement_between(ministry, music_house), "in_review")
    with pytest.raises(MoveRefused):
        move(other, "published", by=None, at=SOME_MOMENT)


def test_a_side_without_a_party_keeps_a_record_from_publication(draft):
    brought_to(draft, "in_review")
    draft.agreement_parties.filter(side=2).delete()
    with pytest.raises(MoveRefused) as refusal:
        move(draft, "published", by=None, at=SOME_MOMENT)
    assert len(refusal.value.reasons) == 1


def test_a_side_without_a_code_gives_no_pair(ministry):
    nowhere = PartyFactory(slug="nowhere", kind="historical_entity", country="")
    agreement = agreement_between(ministry, nowhere)
    with pytest.raises(NoPair):
        pair_of(agreement)
    AgreementPartyFactory(agreement=agreement, side=2, party=PartyFactory(slug="with-code", country="UZ"))
    assert pair_of(agreement) == "KZ-UZ"


def test_a_commitment_without_an_area_keeps_a_record_from_publication(draft):
    CommitmentFactory(agreement=draft, number=7)
    assert any("7" in reason for reason in workflow.obstacles(draft))


def test_parties_are_named_exactly_where_a_commitment_is_borne_by_named_parties(draft, music):
    SourceFactory(agreement=draft)
    commitment = CommitmentFactory(agreement=draft, areas=[music], bearer="named")
    assert workflow.obstacles(draft)
    commitment.bearers.add(draft.agreement_parties.first())
    assert not workflow.obstacles(draft)
    commitment.bearer = "both"
    commitment.save()
    assert workflow.obstacles(draft)


def test_a_record_without_a_source_cannot_be_published(draft):
    assert len(workflow.obstacles(draft)) == 1
    SourceFactory(agreement=draft)
    assert not workflow.obstacles(draft)


def test_a_passage_of_another_agreement_keeps_a_record_from_publication(sourced, music):
    foreign = PassageFactory(source=SourceFactory())
    CommitmentFactory(agreement=sourced, areas=[music]).passages.add(foreign)
    assert len(workflow.obstacles(sourced)) == 1


def test_a_party_of_another_agreement_keeps_a_record_from_publication(sourced, music):
    stranger = AgreementPartyFactory()
    EventFactory(agreement=sourced, by=stranger)
    CommitmentFactory(agreement=sourced, areas=[music], bearer="named").bearers.add(stranger)
    assert len(workflow.obstacles(sourced)) == 2


def test_accounts_that_prefer_each_other_keep_a_record_from_publication(sourced):
    first, second = (EventFactory(agreement=sourced, reason_kk="Себебі бар") for _n in range(2))
    second.preferred = first
    second.save()
    assert not workflow.obstacles(sourced)
    first.preferred = second
    first.save()
    assert len(workflow.obstacles(sourced)) == 2


@pytest.mark.parametrize(
    ("signed", "in_force", "count"),
    [("2016-11", "2016-10", 1), ("2016-11", "2017", 0), ("2016", "2016", 0), ("1990", "2016", 1), ("", "2016", 0)],
)
def test_entry_into_force_before_signature_or_far_after_warns_and_does_not_block(sourced, signed, in_force, count):
    EventFactory(agreement=sourced, kind="signed", date=signed).passages.add(sourced.sources.get().passages.get())
    EventFactory(agreement=sourced, kind="entered_into_force", date=in_force).passages.add(
        sourced.sources.get().passages.get()
    )
    sourced.title_ru, sourced.title_en = "Меморандум", "Memorandum"
    sourced.save()
    assert len(workflow.warnings(sourced)) == count
    assert not workflow.obstacles(sourced)


def test_a_claim_without_a_passage_and_a_missing_language_warn(sourced):
    StatementFactory(agreement=sourced, text_ru="Значение велико.")
    assert len(workflow.warnings(sourced)) == 3  # no passage, a title without Russian, two texts without English


def test_what_is_public_is_known_by_its_record(draft, ministry, music):
    CommitmentFactory(agreement=draft, areas=[music])
    assert not visibility.is_public_party(ministry)
    assert not visibility.is_public_area(music)
    publish(draft)
    assert visibility.is_public_party(ministry)
    assert visibility.is_public_area(music)


def test_a_passage_that_left_its_source_keeps_a_record_from_publication(draft):
    passage = PassageFactory(source=SourceFactory(agreement=draft))
    assert not workflow.obstacles(draft)
    passage.source.text = f"Түзетілген мәтін. {passage.source.text}"
    passage.source.save()
    assert workflow.obstacles(draft)


def test_every_obstacle_is_named_at_once(draft):
    for number in (1, 2):
        CommitmentFactory(agreement=draft, number=number)
    brought_to(draft, "in_review")
    with pytest.raises(MoveRefused) as refusal:
        move(draft, "published", by=None, at=SOME_MOMENT)
    assert len(refusal.value.reasons) == 2


def test_a_party_is_public_only_through_a_published_agreement(draft, ministry, music_house):
    assert not published_parties().exists()
    publish(draft)
    assert set(published_parties()) == {ministry, music_house}
    withdraw(draft)
    assert not published_parties().exists()


@pytest.mark.parametrize(
    ("move_made", "permission"),
    [
        (("draft", "in_review"), publication_states.EDIT_PERMISSION),
        (("in_review", "draft"), publication_states.EDIT_PERMISSION),
        (("in_review", "published"), publication_states.PUBLISH_PERMISSION),
        (("published", "withdrawn"), publication_states.PUBLISH_PERMISSION),
        (("withdrawn", "in_review"), publication_states.PUBLISH_PERMISSION),
    ],
)
def test_what_the_public_sees_is_changed_with_the_permission_to_publish(move_made, permission):
    assert publication_states.needed_permission(*move_made) == permission


def test_the_next_number_follows_the_highest(draft):
    assert next_number("KZ-RU") == 1
    publish(draft)
    assert next_number("KZ-RU") == 2


def test_an_area_makes_a_commitment_fit_for_publication(draft):
    CommitmentFactory(agreement=draft, areas=[AreaFactory(code="film")])
    assert publish(draft).is_public
