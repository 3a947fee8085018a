"""Named records for tests. Every factory makes a valid record with Kazakh texts and nothing more than it needs."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from activities.models import Activity, ActivityKind, ActivityState
from agreements import models
from agreements.publication import workflow
from parties.models import Official, Party, PartyKind, Post
from search.words.sync import catch_up

#: A moment for records whose moment does not matter.
SOME_MOMENT = datetime(2020, 5, 4, 12, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"aigerim-{n}")


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    slug = factory.Sequence(lambda n: f"ministry-{n}")
    name_kk = factory.Sequence(lambda n: f"Мәдениет министрлігі {n}")
    kind = PartyKind.MINISTRY
    country = "KZ"


class OfficialFactory(DjangoModelFactory):
    class Meta:
        model = Official

    slug = factory.Sequence(lambda n: f"official-{n}")
    name_kk = "Арыстанбек Мұхамедиұлы"


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    official = factory.SubFactory(OfficialFactory)
    party = factory.SubFactory(PartyFactory)
    title_kk = "министр"


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = models.Agreement

    title_kk = "Ынтымақтастық туралы меморандум"
    type = models.AgreementType.MEMORANDUM
    level = models.Level.MIXED


class AgreementPartyFactory(DjangoModelFactory):
    class Meta:
        model = models.AgreementParty

    agreement = factory.SubFactory(AgreementFactory)
    party = factory.SubFactory(PartyFactory)
    side = models.Side.FIRST
    name_kk = factory.SelfAttribute("party.name_kk")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    kind = models.SourceKind.PRESS_REPORT
    title_kk = "Меморандум туралы хабар"
    language = "kk"
    text = "Екі жақ гастрольдік сапарларын ұйымдастыруға келісті. Меморандум екі тілде."


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = models.Passage

    source = factory.SubFactory(SourceFactory)
    start = 0
    end = 7
    exact = "Екі жақ"


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = models.CooperationArea

    code = "music"
    facet = models.Facet.DOMAIN
    label_kk = factory.LazyAttribute(lambda area: f"Бағыт {area.code}")
    label_ru = factory.LazyAttribute(lambda area: f"Направление {area.code}")
    label_en = factory.LazyAttribute(lambda area: f"Area {area.code}")
    definition_kk = "Анықтама."


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Commitment
        skip_postgeneration_save = True

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.LazyAttribute(lambda commitment: commitment.agreement.commitments.count() + 1)
    text_kk = "Гастрольдік сапарлар ұйымдастыру"
    modality = models.Modality.AGREED

    @factory.post_generation
    def areas(self, create: bool, areas: list[models.CooperationArea] | None, **kwargs: object) -> None:
        if areas:
            self.areas.set(areas)


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = models.Statement

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.LazyAttribute(lambda statement: statement.agreement.statements.count() + 1)
    speaker = factory.SubFactory(PostFactory)
    form = models.StatementForm.QUOTED
    text_kk = "Меморандумның маңызы зор."


class EventFactory(DjangoModelFactory):
    class Meta:
        model = models.Event

    agreement = factory.SubFactory(AgreementFactory)
    kind = models.EventKind.SIGNED


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    kind = ActivityKind.TOUR
    state = ActivityState.HELD
    title_kk = "Астанадағы гастроль"


def agreement_between(*parties: Party, **fields: object) -> models.Agreement:
    """A draft between the first party and the second."""
    agreement = AgreementFactory(**fields)
    for side, party in zip(models.Side, parties, strict=True):
        AgreementPartyFactory(agreement=agreement, party=party, side=side)
    return agreement


def publish(agreement: models.Agreement) -> models.Agreement:
    """The agreement, published through the same function as everywhere; with a source, if it has none."""
    if not agreement.sources.exists():
        SourceFactory(agreement=agreement)
    for state in (models.PublicationStatus.IN_REVIEW, models.PublicationStatus.PUBLISHED):
        workflow.move(agreement, state, by=None, at=SOME_MOMENT)
    catch_up()
    agreement.refresh_from_db()
    return agreement


def withdraw(agreement: models.Agreement) -> models.Agreement:
    """The published agreement, withdrawn."""
    workflow.move(agreement, models.PublicationStatus.WITHDRAWN, by=None, at=SOME_MOMENT)
    catch_up()
    agreement.refresh_from_db()
    return agreement
