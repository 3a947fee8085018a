from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.utils import translation

from agreements.models import Agreement
from tests.factories import AreaFactory, PartyFactory, agreement_between

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(autouse=True)
def kazakh_first() -> Iterator[None]:
    """Each test starts in Kazakh and leaves no language behind."""
    with translation.override("kk"):
        yield


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Tests need no collected files, and no TLS."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """No test is about how hard a password is to break."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ministry(db):
    """The Ministry of Culture and Sports of Kazakhstan."""
    return PartyFactory(
        slug="ministry",
        name_kk="ҚР Мәдениет және спорт министрлігі",
        name_ru="Министерство культуры и спорта Республики Казахстан",
        name_en="Ministry of Culture and Sports of the Republic of Kazakhstan",
    )


@pytest.fixture
def music_house(db):
    """The Saint Petersburg Music House."""
    return PartyFactory(
        slug="music-house",
        kind="cultural_institution",
        country="RU",
        name_kk="Санкт-Петербург Музыка үйі",
        name_ru="Санкт-Петербургский Дом музыки",
        name_en="Saint Petersburg Music House",
    )


@pytest.fixture
def draft(ministry, music_house) -> Agreement:
    """A draft between the ministry and the Music House."""
    return agreement_between(ministry, music_house)


@pytest.fixture
def music(db):
    return AreaFactory(code="music", label_kk="Музыка", label_ru="Музыка", label_en="Music")


@pytest.fixture
def tours(db):
    return AreaFactory(
        code="tours", facet="form", label_kk="Гастрольдік сапарлар", label_ru="Гастроли", label_en="Tours"
    )


@pytest.fixture
def memorandum(db) -> Agreement:
    """The first record of the registry, from its fixture."""
    call_command("loaddata", "areas.json", "memorandum.json", verbosity=0)
    return Agreement.objects.get()
