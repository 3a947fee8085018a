"""Whatever was done to a record in the course of weeks: any version of it comes back whole, and can be left again."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from agreements.models import (
    AgreementEvidence,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    Event,
    PartyEvidence,
    Passage,
    Relation,
    Source,
    Statement,
)
from agreements.versions.snapshots import present_state
from tests.support.desk.restoration import TEXT, bring_back, mark, now
from tests.support.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
)

if TYPE_CHECKING:
    from agreements.models import Agreement
    from agreements.versions.snapshots import State

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Hand:
    """Changes a record at random, as editors do in the course of weeks."""

    def __init__(self, agreement: Agreement, seed: int) -> None:
        self.agreement, self.chance = agreement, Random(seed)
        self.areas = [AreaFactory(code=f"area-{number}") for number in range(3)]
        self.post, self.other = PostFactory(), AgreementFactory()
        self.step = 0

    def one_of(self, model: Any) -> Any:
        owner = {PartyEvidence: "agreement_party__agreement", Passage: "source__agreement"}.get(model, "agreement")
        return self.chance.choice([*model.objects.filter(**{owner: self.agreement}).order_by("pk")] or [None])

    def passage(self) -> Passage:
        source = self.one_of(Source) or SourceFactory(agreement=self.agreement, number=self.free(Source))
        start = self.chance.randrange(len(source.text) - 8)
        return mark(source, start, start + self.chance.randint(1, 7))

    def free(self, model: Any) -> int:
        used = set(model.objects.filter(agreement=self.agreement).values_list("number", flat=True))
        return self.chance.choice([number for number in range(1, 40) if number not in used])

    def write(self) -> None:
        self.step += 1
        self.chance.choice([self.add, self.add, self.change, self.remove, self.trade, self.correct])()

    def add(self) -> None:
        """A new part of some kind, with what it points to."""
        word = f"Мәтін {self.step}"
        kinds = [self.add_party, self.add_source, self.add_commitment, self.add_commitment, self.add_event]
        self.chance.choice([*kinds, self.add_statement, self.add_evidence, self.add_relation])(word)

    def add_party(self, _word: str) -> None:
        AgreementPartyFactory(agreement=self.agreement, side=self.chance.choice([1, 2]))

    def add_source(self, word: str) -> None:
        SourceFactory(agreement=self.agreement, number=self.free(Source), text=f"{word}. {TEXT}")

    def add_commitment(self, word: str) -> None:
        commitment = CommitmentFactory(agreement=self.agreement, number=self.free(Commitment), text_kk=word)
        commitment.areas.set(self.chance.sample(self.areas, 2))
        commitment.passages.set([self.passage(), self.passage()])
        commitment.bearers.set([party for party in [self.one_of(AgreementParty)] if party])

    def add_event(self, word: str) -> None:
        other = self.one_of(Event)
        preferred = {"preferred": other, "reason_kk": word} if other else {}
        event = EventFactory(agreement=self.agreement, date="2016-11", by=self.one_of(AgreementParty), **preferred)
        event.passages.add(self.passage())

    def add_statement(self, word: str) -> None:
        number = self.free(Statement)
        statement = StatementFactory(agreement=self.agreement, number=number, speaker=self.post, text_kk=word)
        statement.passages.add(self.passage())

    def add_evidence(self, _word: str) -> None:
        AgreementEvidence.objects.get_or_create(agreement=self.agreement, field="type", passage=self.passage())
        if party := self.one_of(AgreementParty):
            PartyEvidence.objects.get_or_create(agreement_party=party, field="name", passage=self.passage())

    def add_relation(self, _word: str) -> None:
        Relation.objects.get_or_create(agreement=self.agreement, kind="cites", other=self.other)
        AuthenticLanguage.objects.get_or_create(agreement=self.agreement, language="ru")

    def change(self) -> None:
        self.agreement.summary_kk, self.agreement.notice_months = f"Түйін {self.step}", self.step
        self.agreement.save()
        if commitment := self.one_of(Commitment):
            commitment.text_ru, commitment.due = f"Текст {self.step}", "2020"
            commitment.save()
            commitment.areas.set(self.chance.sample(self.areas, 1))
            commitment.passages.add(self.passage())
        if evidence := self.one_of(AgreementEvidence):
            evidence.conflicting_value, evidence.reason_kk = f"{self.step}", "Себебі"
            evidence.save()
        if party := self.one_of(AgreementParty):
            party.party = PartyFactory()
            party.save()

    def remove(self) -> None:
        kinds = [Source, Commitment, Statement, Event, Relation, AgreementEvidence, PartyEvidence, Passage]
        for model in self.chance.sample(kinds, 3):
            if part := self.one_of(model):
                part.delete()
        party = self.one_of(AgreementParty)
        if party is not None and not party.events.exists():
            party.delete()

    def trade(self) -> None:
        """Two commitments, and two parties, take each other's place."""
        commitments = list(self.agreement.commitments.order_by("?")[:2])
        if len(commitments) == 2:
            numbers = [commitment.number for commitment in commitments]
            for commitment, number in zip(commitments, (500, numbers[0]), strict=True):
                commitment.number = number
                commitment.save()
            commitments[0].number = numbers[1]
            commitments[0].save()
        parties = list(self.agreement.agreement_parties.all()[:2])
        if len(parties) == 2:
            first, second = parties[0].party, parties[1].party
            for row, party in ((parties[0], PartyFactory()), (parties[1], first), (parties[0], second)):
                row.party = party
                row.save()

    def correct(self) -> None:
        """A text begins otherwise, so every passage of it moves along."""
        if (source := self.one_of(Source)) is None:
            return
        source.text = f"Түзету {self.step}. {source.text}"
        source.save()
        for passage in source.passages.order_by("-start"):
            moved = len(f"Түзету {self.step}. ")
            passage.start, passage.end = passage.start + moved, passage.end + moved
            passage.save()


@pytest.mark.parametrize("seed", range(8))
def test_any_version_comes_back_whole_and_can_be_left_again(draft, seed):
    hand = Hand(draft, seed)
    moments = []
    for _week in range(4):
        for _change in range(5):
            hand.write()
        moments.append((now(draft), present_state(draft)))
    for moment, stood in (moments[0], moments[2], moments[3]):
        done = bring_back(draft, moment)
        assert done.stay == []
        assert done.reasons == {}
        assert as_shown(present_state(draft)) == as_shown(stood)


def as_shown(state: State) -> dict[Any, Any]:
    """A state with the place of each passage for its key: marked anew in the same place it is the same."""
    places = {key: (v["source_id"], v["start"], v["exact"]) for (model, key), v in state.items() if model is Passage}
    shown = {}
    for (model, key), values in state.items():
        put = {
            name: tuple(sorted(places[one] for one in value))
            if name == "passages"
            else places[value]
            if name == "passage_id"
            else (value or None)
            for name, value in values.items()
            if not (model is Passage and name == "id")
        }
        shown[model, places[key] if model is Passage else key] = put
    return shown
