"""Public pages by the version of the data: kept, told as unchanged, and never older than an acknowledged edit."""

import re

import pytest
from django.core.cache import caches
from django.db import connection

from agreements.change_log.log import current_version, shrink_log
from agreements.models import Agreement, Change, Commitment
from search.index import process_index
from tests.support.factories import CommitmentFactory, UserFactory, publish, withdraw
from website.views import decorators

ADDRESSES = ["/kk/", "/ru/commitments/?area=music", "/en/agreements/", "/kk/agreements/kz-ru-1/", "/kk/areas/"]


#: Nothing is kept inside a transaction; what migrations wrote comes back after each test.
pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.database]


@pytest.fixture(scope="module", autouse=True)
def what_was_emptied_comes_back(django_db_setup, django_db_blocker):
    """Each of these tests empties the tables at its end; tests of other modules may come next and need the groups."""
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(autouse=True)
def nothing_kept_from_other_tests():
    process_index.forget()
    caches["pages"].clear()
    yield
    process_index.forget()
    caches["pages"].clear()


@pytest.fixture
def record(db, ministry, music_house, music):
    from tests.support.factories import agreement_between  # noqa: PLC0415 needs the fixtures' database

    agreement = agreement_between(ministry, music_house)
    CommitmentFactory(agreement=agreement, areas=[music])
    return publish(agreement)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_did_not_change_is_told_so_without_being_made(client, record, address, monkeypatch):
    first = client.get(address)
    assert first.status_code == 200
    monkeypatch.setattr(decorators, "_remembered", lambda *_args: pytest.fail("the page was made again"))
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged_is_told_in_one_query(client, record, address, django_assert_num_queries):
    etag = client.get(address).headers["ETag"]
    with django_assert_num_queries(1):
        client.get(address, headers={"if-none-match": etag})


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_page_costs_one_query_and_is_the_same(client, record, address, django_assert_num_queries):
    first = client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content


def test_a_kept_file_is_still_told_what_it_is_and_what_it_is_called(client, record):
    first, again = (client.get("/kk/agreements/kz-ru-1/citation.bib") for _n in range(2))
    for name in ("Content-Type", "Content-Disposition"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("address", ADDRESSES)
def test_after_a_change_the_page_is_another(client, record, address):
    first = client.get(address)
    Agreement.objects.update(title_kk="Жаңа атау", title_ru="Новое название", title_en="New title")
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]
    if "areas" not in address:
        assert re.search("Жаңа атау|Новое название|New title", again.content.decode())


def test_after_a_restoration_and_another_edit_a_page_of_the_lost_state_is_made_anew(client, record):
    """As many changes as were lost, with the same numbers: the sequence comes back with the copy."""
    copied = current_version()
    Agreement.objects.update(title_en="A title that was lost")
    lost = client.get("/en/agreements/")
    again = list(Change.objects.filter(pk__gt=copied.last).values("pk", "subject", "key", "is_pending"))
    Agreement.objects.update(title_en="A title after the restoration")
    Change.objects.filter(pk__gt=copied.last).delete()
    Change.objects.bulk_create(Change(**change) for change in again)
    page = client.get("/en/agreements/", headers={"if-none-match": lost.headers["ETag"]})
    assert page.status_code == 200
    assert "A title after the restoration" in page.content.decode()
    assert "A title that was lost" not in page.content.decode()


def test_each_language_query_and_host_has_its_own_name(client, record, settings):
    settings.ALLOWED_HOSTS = ["testserver", "registry.example"]
    etags = {client.get(f"/{language}/commitments/?{query}").headers["ETag"] for language in ("kk", "ru", "en")
             for query in ("", "area=music", "page=1")}  # fmt: skip
    etags.add(client.get("/kk/commitments/", headers={"host": "registry.example"}).headers["ETag"])
    assert len(etags) == 10


def test_another_release_makes_pages_anew(client, record, settings):
    etag = client.get("/kk/").headers["ETag"]
    settings.RELEASE = "another"
    assert client.get("/kk/", headers={"if-none-match": etag}).status_code == 200


def test_errors_are_neither_kept_nor_named(client, record):
    for address, status in (("/kk/agreements/kz-ru-9/", 404), ("/kk/commitments/?area=cooking", 400)):
        response = client.get(address)
        assert response.status_code == status
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] == "no-cache"


def test_what_is_withdrawn_is_gone_at_once_also_from_kept_pages(client, record):
    address = "/kk/agreements/kz-ru-1/"
    etag = client.get(address).headers["ETag"]
    withdraw(record)
    assert client.get(address).status_code == 410
    assert client.get(address, headers={"if-none-match": etag}).status_code == 410
    assert record.title_kk not in client.get("/kk/agreements/").content.decode()


def test_a_page_that_looked_at_a_person_is_never_kept(rf, record):
    made = []

    @decorators.cached_public_view
    def greeting(request):
        from django.http import HttpResponse  # noqa: PLC0415

        made.append(request.user.username)
        return HttpResponse(request.user.username)

    from django.contrib.auth.middleware import AuthenticationMiddleware  # noqa: PLC0415
    from django.contrib.sessions.middleware import SessionMiddleware  # noqa: PLC0415

    UserFactory(username="aigerim")
    whole = SessionMiddleware(AuthenticationMiddleware(greeting))
    for _n in range(2):
        response = whole(rf.get("/kk/"))
        assert "ETag" not in response.headers
        assert "public" not in response.headers.get("Cache-Control", "")
    assert len(made) == 2


def test_public_pages_look_at_nobody(client, record):
    """Otherwise none of them would be kept."""
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for address in ADDRESSES:
        response = client.get(address)
        assert response.headers["Cache-Control"].startswith("public"), address
        assert "Cookie" not in response.headers.get("Vary", "")


def test_a_shared_cache_may_keep_pages_for_as_long_as_the_setting_says(client, record, settings):
    settings.SHARED_CACHE_SECONDS = 30
    assert client.get("/kk/").headers["Cache-Control"] == "public, max-age=0, s-maxage=30"


def test_last_modified_is_not_told_while_another_change_could_have_the_same_second(client, record, monkeypatch):
    moment = [1_000_000.0]
    monkeypatch.setattr(decorators, "time", lambda: moment[0])
    assert "Last-Modified" not in client.get("/kk/").headers
    moment[0] += 5
    told = client.get("/kk/").headers["Last-Modified"]
    assert client.get("/kk/", headers={"if-modified-since": told}).status_code == 304
    Agreement.objects.update(number="2")
    assert client.get("/kk/", headers={"if-modified-since": told}).status_code == 200


def test_without_the_index_the_page_answers_from_the_tables_and_is_the_same(client, record, settings):
    settings.KEEP_PAGES = False
    for address in ("/kk/commitments/?area=music", "/kk/agreements/?country=RU&sort=country", "/kk/", "/kk/areas/"):
        settings.FACET_INDEX = True
        with_index = client.get(address).content
        settings.FACET_INDEX = False
        assert client.get(address).content == with_index


def test_an_index_seen_inside_a_transaction_that_is_undone_is_not_kept(client, record):
    from django.db import transaction  # noqa: PLC0415

    assert "KZ-RU-1" in client.get("/kk/agreements/").content.decode()
    with transaction.atomic():
        withdraw(record)
        assert "KZ-RU-1" not in client.get("/kk/agreements/").content.decode()
        transaction.set_rollback(True)
    assert "KZ-RU-1" in client.get("/kk/agreements/").content.decode()


def test_one_change_does_not_build_the_index_anew(client, record, music, monkeypatch):
    client.get("/kk/commitments/?area=music")
    monkeypatch.setattr(process_index, "_built", lambda _on: pytest.fail("the index was built anew"))
    for number in (2, 3):
        CommitmentFactory(agreement=record, number=number, areas=[music])
        page = client.get("/kk/commitments/?area=music").content.decode()
        assert f"/kk/commitments/kz-ru-1-{number}/" in page
    Commitment.objects.all().delete()
    assert "/kk/commitments/kz-ru-1-" not in client.get("/kk/commitments/?area=music").content.decode()


@pytest.mark.parametrize("size", [10, 60])
@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/kk/commitments/?area=music&country=RU&status=unknown&words=гастроль", 12),
        ("/kk/agreements/?area=music&words=гастроль", 14),
        ("/kk/commitments/?sort=country&page=1", 11),
        ("/kk/", 12),
        ("/kk/areas/", 3),
        ("/kk/countries/kz/", 11),
        ("/kk/countries/kz-ru/", 12),
    ],
)
def test_with_the_index_a_page_costs_few_queries_however_many_records(
    client, record, music, size, address, limit, settings, django_assert_max_num_queries
):
    settings.KEEP_PAGES = False
    for number in range(2, size):
        CommitmentFactory(agreement=record, number=number, areas=[music])
    client.get(address)
    with django_assert_max_num_queries(limit):
        assert client.get(address).status_code == 200


def test_giving_back_the_room_of_old_changes_changes_no_version(record):
    before = current_version()
    shrink_log()
    assert current_version() == before
