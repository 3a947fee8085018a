"""An editor, and the draft they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreements.models import (
    Agreement,
    AgreementParty,
    CooperationArea,
    Source,
)
from parties.models import Party
from tests.support.desk.editing import TEXT, commit, desk_of

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def editor() -> Client:
    return desk_of("editors")


@pytest.fixture
def kazakhstan() -> Party:
    return Party.objects.create(
        slug="ministry", kind="ministry", country="KZ", name_kk="Министрлік", name_ru="Министерство", name_en="Ministry"
    )


@pytest.fixture
def russia() -> Party:
    return Party.objects.create(
        slug="music-house", kind="cultural_institution", country="RU", name_kk="Музыка үйі", name_en="Music House"
    )


@pytest.fixture
def dance() -> CooperationArea:
    return CooperationArea.objects.create(code="dance", facet="domain", label_kk="Би", definition_kk="Би өнері")


@pytest.fixture
def agreement(kazakhstan, russia, dance) -> Agreement:
    record = Agreement.objects.create(title_kk="Меморандум", type="memorandum", level="mixed")
    AgreementParty.objects.create(agreement=record, side=1, party=kazakhstan, name_kk="Министрлік")
    AgreementParty.objects.create(agreement=record, side=2, party=russia, name_kk="Музыка үйі")
    Source.objects.create(
        agreement=record, number=1, kind="press_report", title_kk="Хабарлама", language="kk", text=TEXT
    )
    commit(record, dance, 1)
    return record
