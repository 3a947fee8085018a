from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.template.base import Template
from django.template.response import SimpleTemplateResponse
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from agreements.models import Agreement
from tests.support.desk.addresses import addresses, one_of_each, path_of
from tests.support.factories import AreaFactory, PartyFactory, agreement_between
from tests.support.kept_rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.template import Context

LANGUAGES = ("kk", "ru", "en")


#: Tests that take half a minute or more.
LONGEST = frozenset({"test_edits_are_each_seen_at_once_by_every_worker"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test begins first, or one process would work on it alone in the end."""
    items.sort(key=lambda item: getattr(item, "originalname", "") not in LONGEST)
    for item in items:
        if is_said_again(item):
            item.add_marker(pytest.mark.said_again)


def is_said_again(item: pytest.Item) -> bool:
    """Whether a page is asked in Russian or English what the same test asks in Kazakh, words and their order aside."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    is_page = item.nodeid.startswith(("tests/website/", "tests/staff/", "tests/browser/", "tests/integration/"))
    about_words = any(part in item.nodeid for part in ("search", "words", "found", "sort"))
    return is_page and not about_words and given.get("language", "kk") != "kk"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test that commits the tables are empty: what migrations wrote is there again for the next one.

    The processes of `make test` take tests from each other, so that any test may be the next.
    """
    yield
    if nextitem is not None and commits(item) and not commits(nextitem):  # after the last one the database is gone
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


def commits(item: pytest.Item) -> bool:
    """Whether a test commits, so that its tables are emptied after it."""
    marker = item.get_closest_marker("django_db")
    return marker is not None and marker.kwargs.get("transaction", False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory) -> None:
    """SQLite lies in a file, as on a server, so that connections wait for each other; neither waits for its disk."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")
        database["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"
    else:
        database["OPTIONS"]["options"] += " -c synchronous_commit=off"


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
    settings.STATIC_ROOT = settings.BASE_DIR / "nothing_collected"  # another process may be collecting just now
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(autouse=True)
def four_eyes(settings) -> None:
    """As in production, whatever the .env of one's own machine says."""
    settings.FOUR_EYES = True


@pytest.fixture(scope="session")
def slots_of_this_process(tmp_path_factory):
    return tmp_path_factory.mktemp("slots")


@pytest.fixture(autouse=True)
def no_export_waits_for_another(settings, slots_of_this_process) -> None:
    """Tests run in several processes, and do not read every file they ask for to its end."""
    settings.EXPORTS_AT_ONCE, settings.EXPORT_SLOTS = 100, slots_of_this_process


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """No test is about how hard a password is to break."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def password_alone(settings) -> None:
    """Only tests/staff/accounts/test_sign_in.py is about the second factor."""
    settings.SECOND_FACTOR = False


@pytest.fixture(scope="session", autouse=True)
def unrecorded_widgets(django_test_environment) -> Iterator[None]:
    """The test client keeps a copy of the context of each template: not of the thousands that draw form fields."""
    recorded = Template._render

    def render(template: Template, context: Context) -> str:
        if template.name and template.name.startswith("django/forms/"):
            return template.nodelist.render(context)
        return recorded(template, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


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


@pytest.fixture(scope="session")
def memorandum_rows(django_db_setup, django_db_blocker) -> Rows:
    """What loading the areas and the memorandum writes."""
    with django_db_blocker.unblock():
        return Rows("areas.json", "memorandum.json")


@pytest.fixture
def memorandum(db, memorandum_rows) -> Agreement:
    """The first record of the registry, from its fixture."""
    memorandum_rows.write()
    return Agreement.objects.get()


@pytest.fixture
def desk_paths(memorandum, monkeypatch) -> dict[str, str]:
    """The path of every address of the desk by its name, with one record of each kind."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")  # what is said there is told elsewhere
    one_of_each(memorandum)
    return {name: f"/admin/{path_of(route)}" for name, route in addresses().items()}
