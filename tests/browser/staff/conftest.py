"""What the journeys of the staff begin with."""

from __future__ import annotations

import pytest

from agreements.models import Agreement
from tests.support.browser import TEXT
from tests.support.factories import AgreementFactory, AgreementPartyFactory, SourceFactory


@pytest.fixture
def draft(registry) -> Agreement:
    """A draft with both sides and a source, and no commitment yet."""
    agreement = AgreementFactory(title_kk="Мұражайлар туралы меморандум")
    for row in Agreement.objects.get(pair="KZ-RU").agreement_parties.all():
        AgreementPartyFactory(agreement=agreement, party=row.party, side=row.side, name_kk=row.name_kk)
    SourceFactory(agreement=agreement, text=TEXT)
    return agreement
