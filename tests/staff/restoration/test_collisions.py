"""What comes back never collides with what stays, and what stays never loses what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import AgreementParty, Commitment, PartyEvidence, Passage, Relation, Source, Statement
from agreements.publication.workflow import move
from tests.support.desk.editing import desk_of
from tests.support.desk.restoration import TEXT, bring_back, mark, now, version_page, yesterday
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    AgreementFactory,
    AgreementPartyFactory,
    CommitmentFactory,
    PartyFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
    publish,
    withdraw,
)

if TYPE_CHECKING:
    from agreements.models import Agreement

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def served_by(party: AgreementParty) -> Commitment:
    """A commitment of `party` that an activity serves, so that both stay."""
    commitment: Commitment = CommitmentFactory(agreement=party.agreement, bearer="named")
    commitment.bearers.add(party)
    ActivityFactory().commitments.add(commitment)
    return commitment


def taken_by_another(key: int) -> Agreement:
    """The agreement of a commitment that was given the key of one removed before."""
    other: Agreement = AgreementFactory()
    Commitment(pk=key, agreement=other, number=1, text_kk="Басқа", modality="agreed").save(force_insert=True)
    return other


def test_a_restored_commitment_leaves_a_lasting_number_to_its_holder(draft, music):
    first, second = (CommitmentFactory(agreement=draft, number=number, areas=[music]) for number in (3, 4))
    moment, key = now(draft), second.pk
    second.delete()
    first.number = 4
    first.save()
    move(withdraw(publish(draft)), "in_review", by=None, at=SOME_MOMENT)
    draft.refresh_from_db()
    done = bring_back(draft, moment)
    assert dict(draft.commitments.values_list("pk", "number")) == {first.pk: 4, key: 5}
    assert set(done.reasons) == {(Commitment, first.pk), (Commitment, key)}


def test_a_part_whose_key_another_record_was_given_does_not_come_back(draft):
    commitment, free = CommitmentFactory(agreement=draft), CommitmentFactory(agreement=draft)
    moment, key, free_key = now(draft), commitment.pk, free.pk
    commitment.delete()
    free.delete()
    other = taken_by_another(key)
    done = bring_back(draft, moment)
    assert Commitment.objects.get(pk=key).agreement == other
    assert [one.pk for one in draft.commitments.all()] == [free_key]
    assert list(done.reasons) == [(Commitment, key)]


def test_evidence_that_the_row_of_the_same_party_has_already_is_not_doubled(draft):
    row, passage = draft.agreement_parties.first(), mark(draft.sources.get(), 0, 7)
    evidence = PartyEvidence.objects.create(agreement_party=row, field="name", passage=passage)
    moment, party, key = now(draft), row.party, evidence.pk
    row.delete()
    again = AgreementPartyFactory(agreement=draft, party=party)
    kept = PartyEvidence.objects.create(agreement_party=again, field="name", passage=passage)
    served_by(again)
    done = bring_back(draft, moment)
    assert list(again.evidence.all()) == [kept]
    assert (PartyEvidence, key) in done.reasons


def test_a_row_whose_party_is_gone_stays_and_stands_in_for_the_row_its_party_had(draft):
    gone, party = PartyFactory(), PartyFactory()
    row, other = (AgreementPartyFactory(agreement=draft, party=each) for each in (gone, party))
    moment, key = now(draft), other.pk
    other.delete()
    row.party = party
    row.save()
    gone.delete()
    done = bring_back(draft, moment)
    assert [one.pk for one in draft.agreement_parties.filter(party=party)] == [row.pk]
    assert set(done.reasons) == {(AgreementParty, row.pk), (AgreementParty, key)}


def test_a_statement_whose_speaker_is_gone_stays_with_its_number_and_its_source(draft):
    gone, speaker = PostFactory(), PostFactory()
    stays = StatementFactory(agreement=draft, number=1, speaker=gone)
    removed = StatementFactory(agreement=draft, number=2, speaker=speaker)
    moment, key = now(draft), removed.pk
    removed.delete()
    source = SourceFactory(agreement=draft, number=2)
    stays.number, stays.speaker = 2, speaker
    stays.save()
    stays.passages.add(mark(source, 0, 7))
    gone.delete()
    done = bring_back(draft, moment)
    assert dict(draft.statements.values_list("pk", "number")) == {stays.pk: 2, key: 3}
    assert [passage.exact for passage in stays.passages.all()] == ["Екі жақ"]
    assert set(done.reasons) == {(Statement, stays.pk), (Statement, key), (Source, source.pk)}


def test_a_relation_is_not_recorded_twice(draft):
    gone, other = AgreementFactory(), AgreementFactory()
    first, second = (Relation.objects.create(agreement=draft, kind="cites", other=one) for one in (gone, other))
    moment, key = now(draft), second.pk
    second.delete()
    first.other = other
    first.save()
    gone.delete()
    done = bring_back(draft, moment)
    assert list(draft.relations.all()) == [first]
    assert set(done.reasons) == {(Relation, first.pk), (Relation, key)}


def test_the_evidence_of_a_party_that_stays_keeps_the_source_it_quotes(draft):
    moment = now(draft)
    source, row = SourceFactory(agreement=draft, number=2), AgreementPartyFactory(agreement=draft)
    evidence = PartyEvidence.objects.create(agreement_party=row, field="name", passage=mark(source, 0, 7))
    served_by(row)
    bring_back(draft, moment)
    assert list(row.evidence.all()) == [evidence]
    assert source in draft.sources.all()


def test_words_that_the_text_of_then_does_not_hold_are_named_beforehand(draft):
    source = draft.sources.get()
    moment = yesterday(draft)
    source.text = f"Жаңа сөйлем. {TEXT}"
    source.save()
    lost, found = mark(source, 0, 4), mark(source, 13, 20)
    commitment = CommitmentFactory(agreement=draft)
    commitment.passages.set([lost, found])
    ActivityFactory().commitments.add(commitment)
    editor, url = desk_of("editors"), version_page(draft, moment)
    page = editor.get(url)
    assert page.context["without_a_place"] == ["Жаңа"]
    assert "<li>“Жаңа”</li>" in page.content.decode()
    told = [str(message) for message in editor.post(url, follow=True).context["messages"]]
    assert len(told) == 2
    assert Passage.objects.get(pk=lost.pk).exact == "Жаңа"
    assert editor.get(url).context["without_a_place"] == []


def test_the_page_of_a_version_costs_the_same_however_much_was_removed_since(draft):
    added = [CommitmentFactory(agreement=draft) for _number in range(9)]
    editor, url = desk_of("editors"), version_page(draft, yesterday(draft))

    def cost() -> int:
        editor.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(url).status_code == 200
        return len(asked)

    added.pop().delete()
    few = cost()
    for commitment in added:
        commitment.delete()
    assert cost() == few
