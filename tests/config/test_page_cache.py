"""A cache that fails is no cache: pages are made without it, quickly, and the log tells it once."""

import logging
import zlib

import pytest
from django.core.cache import caches

from config import page_cache
from search.index import process_index
from tests.support.factories import CommitmentFactory, agreement_between, publish
from tests.support.processes.fake_redis import fake_redis
from website import rendered_pages

#: Nothing is kept inside a transaction.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def redis(settings):
    with fake_redis() as server:
        use(settings, server.address)
        yield server
        del caches["pages"]


def use(settings, address: str) -> None:
    """Keep pages in the Redis of `address`, of which nothing is known yet."""
    process_index.forget()
    page_cache._breakers.clear()
    settings.KEEP_PAGES = True
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "config.page_cache.PageCache", "LOCATION": address}}


@pytest.fixture
def record(ministry, music_house, music):
    agreement = agreement_between(ministry, music_house)
    CommitmentFactory(agreement=agreement, areas=[music])
    return publish(agreement)


def test_a_page_is_kept_in_redis_and_given_out_from_there(client, record, redis, django_assert_num_queries):
    first = client.get("/kk/agreements/kz-ru-1/citation.bib")
    assert len(redis.kept) == 1
    with django_assert_num_queries(1):
        again = client.get("/kk/agreements/kz-ru-1/citation.bib")
    assert again.content == first.content
    assert again.headers["Content-Disposition"] == first.headers["Content-Disposition"]


@pytest.mark.parametrize("way", ["hangs", "garbage"])
def test_a_redis_that_fails_is_asked_once_and_every_page_comes(client, record, redis, way, caplog):
    redis.way = way
    with caplog.at_level(logging.WARNING, "config.page_cache"):
        for _n in range(5):
            assert client.get("/kk/agreements/").status_code == 200
    assert redis.asked == 1
    assert [message.levelname for message in caplog.records] == ["WARNING"]


def test_without_any_redis_every_page_comes(client, record, settings):
    with fake_redis() as gone:
        address = gone.address
    use(settings, address)
    assert [client.get("/kk/").status_code for _n in range(3)] == [200, 200, 200]
    del caches["pages"]


@pytest.mark.parametrize("address", ["redis://", "nonsense", "redis://127.0.0.1:99999/x"])
def test_an_address_that_leads_nowhere_harms_no_page(client, record, settings, address):
    use(settings, address)
    assert client.get("/kk/").status_code == 200
    del caches["pages"]


def test_a_redis_that_went_away_in_between_is_used_again_when_it_is_back(client, record, redis, monkeypatch, caplog):
    moment = [100.0]
    monkeypatch.setattr(page_cache, "monotonic", lambda: moment[0])
    client.get("/kk/")
    redis.way = "garbage"
    assert client.get("/kk/").status_code == 200
    redis.way, asked = "works", redis.asked
    assert client.get("/kk/").status_code == 200
    assert redis.asked == asked
    moment[0] += page_cache.PAUSE + 1
    assert client.get("/kk/").status_code == 200
    assert redis.asked > asked
    assert "Redis works again" in caplog.text


def test_whatever_else_stands_in_the_place_of_a_page_is_no_page(client, record, redis):
    first = client.get("/kk/").content
    broken = [b"", b"7", b"\x80\x04N.", zlib.compress(b"no head"), zlib.compress(b'["one"]\nno page'), b"\x00" * 99]
    for left_there in broken:
        for place in redis.kept:
            redis.kept[place] = left_there
        assert client.get("/kk/").content == first, left_there


def test_a_page_of_another_name_in_the_same_place_is_not_taken_for_it(client, record, monkeypatch):
    monkeypatch.setattr(rendered_pages, "PLACES", 1)
    caches["pages"].clear()
    pages = [client.get(address).content for address in ("/kk/", "/ru/", "/kk/agreements/")]
    assert [client.get(address).content for address in ("/kk/", "/ru/", "/kk/agreements/")] == pages
    assert len(caches["pages"]._cache) == 1


def test_a_page_that_is_too_large_is_not_kept(client, record, redis, monkeypatch):
    monkeypatch.setattr(rendered_pages, "AT_MOST", 100)
    assert client.get("/kk/").status_code == 200
    assert redis.kept == {}


def test_nothing_that_a_cache_can_be_asked_raises_while_redis_is_away(settings):
    with fake_redis() as gone:
        address = gone.address
    use(settings, address)
    pages = caches["pages"]
    answers = [pages.add("a", b""), pages.get("a"), pages.set("a", b""), pages.touch("a"), pages.delete("a")]
    answers += [pages.get_many(["a"]), pages.has_key("a"), pages.set_many({"a": b""}), pages.delete_many(["a"])]
    assert [*answers, pages.clear()] == [False, None, None, False, False, {}, False, ["a"], None, False]
    del caches["pages"]
