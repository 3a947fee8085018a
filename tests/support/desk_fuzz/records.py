"""What the questions are asked about: a public record, a draft with a part of every kind, and records that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.assessment import assess
from agreements.models import (
    Agreement,
    AgreementEvidence,
    AreaLink,
    AuthenticLanguage,
    Implementation,
    PartyEvidence,
    Relation,
    ReviewComment,
    Source,
)
from parties.models import PartyIdentifier, PartyName, Succession
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    OfficialFactory,
    PartyFactory,
    PassageFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
    agreement_between,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import Model

    from parties.models import Party


def records_to_ask_about(other: Agreement, by: User) -> None:
    """A draft beside `other`, and everything a draft has once more, deleted: only its versions are left."""
    whole_draft(other, by)
    for record in whole_draft(other, by):
        record.delete()


def whole_draft(other: Agreement, by: User) -> list[Model]:
    """A draft with a part of every kind, and what stands beside it, in the order in which all of it can be deleted."""
    first, second = PartyFactory(), PartyFactory(country="RU")
    agreement = agreement_between(first, second)
    for number in (1, 2):
        _source(agreement, number)
    relation = _beside(agreement, other, by)
    speaker = PostFactory(official=OfficialFactory(), party=first, held="2016")
    StatementFactory(agreement=agreement, speaker=speaker)
    area = AreaFactory(code=f"area-{agreement.pk}")
    commitment = CommitmentFactory(agreement=agreement, areas=[area], due="2018")
    activity = ActivityFactory(date="2017-05")
    activity.commitments.add(commitment)
    activity.organisers.add(first)
    AreaLink.objects.create(area=area, scheme=AreaLink._meta.get_field("scheme").choices[0][0], value=str(area.pk))
    reason = {"kk": "Өтті"}
    found = assess(
        commitment, Implementation.LIMITED, on=SOME_MOMENT.date(), by=by, reason=reason, proof_activity=activity
    )
    parties = [*_history_of_parties(first, second), first, second]
    return [found, relation, agreement, activity, area, speaker, speaker.official, *parties]


def _source(agreement: Agreement, number: int) -> Source:
    source = SourceFactory(agreement=agreement, number=number, published="2016-11")
    passage = PassageFactory(source=source)
    AgreementEvidence.objects.create(agreement=agreement, field="title", passage=passage)
    side = agreement.agreement_parties.first()
    PartyEvidence.objects.create(agreement_party=side, field="name", passage=passage)
    event = EventFactory(agreement=agreement, date="2016-11-07", by=side)
    event.passages.add(passage)
    return source


def _beside(agreement: Agreement, other: Agreement, by: User) -> Relation:
    AuthenticLanguage.objects.create(agreement=agreement, language="kk", prevails=True)
    ReviewComment.objects.create(agreement=agreement, text="Неге?", written_by=by, written_at=SOME_MOMENT)
    EventFactory(agreement=agreement, kind="entered_into_force", date="2017")
    return Relation.objects.create(agreement=agreement, kind="cites", other=other)


def _history_of_parties(first: Party, second: Party) -> list[Model]:
    return [
        Succession.objects.create(predecessor=first, successor=second, happened="2015"),
        PartyName.objects.create(party=first, name_kk="Бұрынғы атау", used="1993/2001"),
        PartyIdentifier.objects.create(party=first, scheme="wikidata", value=f"Q{first.pk}"),
    ]
