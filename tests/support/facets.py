"""Records that differ in every facet."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from agreements.models import (
    Agreement,
    AgreementType,
    EventKind,
    Implementation,
    Level,
    Modality,
    Renewal,
)
from tests.support.factories import (
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    SourceFactory,
    agreement_between,
    publish,
)

if TYPE_CHECKING:
    from parties.models import Party

TODAY = dt.date(2026, 11, 24)


COUNTRIES = ["KZ", "RU", "UZ", "FR", "SUHH"]


DATES = ["", "2016", "2016-11-07", "1993?", "199X", "/2016", "2016/..", "1000/2999", "2015-12/2017-01", "2031-01-01"]


TEXTS = ["Гастрольдік сапарлар", "Көрме ұйымдастыру", "Музейлер арасындағы байланыс 100"]


TITLES = ["Меморандум", "Көрме туралы келісім", "Музей мен гастроль туралы хаттама"]


def fill(seed: int, agreements: int = 24) -> random.Random:
    """A small registry with something of everything that lists can be asked, and drafts of the same."""
    chance = random.Random(seed)
    performing = AreaFactory(code="performing-arts")
    music = AreaFactory(code="music", broader=performing)
    areas = [performing, music, AreaFactory(code="opera", broader=music), AreaFactory(code="film")]
    areas += [AreaFactory(code=code, facet="form") for code in ("tours", "joint-events")]
    parties = [PartyFactory(slug=f"party-{n}", country=COUNTRIES[n % len(COUNTRIES)]) for n in range(9)]
    for _n in range(agreements):
        record(chance, parties, areas)
    return chance


def record(chance: random.Random, parties: list[Party], areas: list) -> Agreement:
    agreement = agreement_between(
        *chance.sample(parties, 2),
        title_kk=chance.choice(TITLES),
        type=chance.choice(AgreementType.values),
        level=chance.choice(Level.values),
        legal_character=chance.choice(["binding", "undetermined"]),
        term="fixed",
        term_months=chance.choice([12, 60, 240]),
        renewal=chance.choice([Renewal.NONE, Renewal.AUTOMATIC, Renewal.NOT_STATED]),
        notice_months=chance.choice([None, 6]),
    )
    for kind in chance.sample(
        [EventKind.SIGNED, EventKind.ENTERED_INTO_FORCE, EventKind.DENOUNCED, EventKind.SIGNED], 2
    ):
        EventFactory(agreement=agreement, kind=kind, date=chance.choice(DATES))
    for number in chance.sample(range(1, 9), chance.randint(0, 6)):
        CommitmentFactory(
            agreement=agreement,
            number=number,
            text_kk=chance.choice(TEXTS),
            areas=chance.sample(areas, chance.randint(1, 3)),
            modality=chance.choice(Modality.values),
            implementation=chance.choice(Implementation.values),
        )
    if chance.random() < 0.5:
        SourceFactory(agreement=agreement, text=" ".join(chance.sample(TEXTS, 2)))
    return agreement if chance.random() < 0.2 else publish(agreement)
