import pytest

from tests.support.factories import withdraw


@pytest.mark.parametrize(
    "address", ["/kk/", "/kk/agreements/kz-ru-1/", "/kk/nowhere/", "/kk/commitments/?area=nonsense"]
)
def test_a_page_is_asked_for_again_before_it_is_shown_anew(client, memorandum, address):
    assert client.get(address).headers["Cache-Control"] == "no-cache"


def test_a_withdrawn_record_that_came_back_is_not_kept_as_gone(client, memorandum):
    withdraw(memorandum)
    response = client.get("/kk/agreements/kz-ru-1/")
    assert (response.status_code, response.headers["Cache-Control"]) == (410, "no-cache")


@pytest.mark.parametrize("address", ["/kk/", "/admin/login/", "/kk/nowhere/"])
def test_nothing_may_come_from_another_host(client, db, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_admin_keeps_its_own_word_about_caching(client, db):
    assert "no-store" in client.get("/admin/login/").headers["Cache-Control"]
