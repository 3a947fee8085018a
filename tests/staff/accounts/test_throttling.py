"""Guessing passwords, with the limits of a real server: it is slowed down, and no owner is ever locked out by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.translation import gettext

from staff.accounts.devices import COOKIE
from staff.accounts.throttling import address_of
from tests.support.desk.sign_in import PASSWORD, SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OFFICE, HOME, STRANGERS = "192.0.2.7", "203.0.113.5", "198.51.100.7"
NOT_TRIED = (
    "Too many wrong passwords were entered from here. During the wait no password is checked, not even the right one."
)


@pytest.fixture(autouse=True)
def dana() -> User:
    person = User.objects.create_user("dana", password=PASSWORD, is_staff=True)
    person.groups.add(Group.objects.get(name="editors"))
    return person


def attempt(name: str, password: str, address: str, browser: Client | None = None):
    return (browser or Client()).post(SIGN_IN, {"username": name, "password": password}, REMOTE_ADDR=address)


def guess(name: str, address: str, times: int = 1, browser: Client | None = None) -> int:
    """The status of the last of so many wrong passwords."""
    return [attempt(name, "wrong", address, browser).status_code for _time in range(times)][-1]


def known_browser() -> Client:
    """A browser in which Dana worked at the desk once, and signed out."""
    browser = Client()
    attempt("dana", PASSWORD, OFFICE, browser)
    browser.get("/admin/", REMOTE_ADDR=OFFICE)
    browser.post("/admin/logout/", REMOTE_ADDR=OFFICE)
    assert COOKIE in browser.cookies
    return browser


def test_fifty_wrong_passwords_from_one_address_lock_nobody_else_out(settings):
    assert settings.AXES_FAILURE_LIMIT == 5
    for _again in range(2):
        assert guess("dana", STRANGERS, 50) == 429
        assert attempt("dana", PASSWORD, HOME).status_code == 302


def test_whoever_waits_is_told_that_nothing_was_tried_and_for_how_long(settings):
    guess("dana", STRANGERS, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    for password in (PASSWORD, "wrong"):
        response = attempt("dana", password, STRANGERS)
        page = response.content.decode()
        assert response.status_code == 429
        assert 295 <= int(response.headers["Retry-After"]) <= 300, "trying meanwhile makes the wait no longer"
        assert response.context["minutes"] == 5
        assert gettext(NOT_TRIED) in page
        assert "errornote" not in page
        assert "sessionid" not in response.cookies


def test_an_account_that_is_guessed_from_many_addresses_stays_open_to_its_owner():
    for number in range(20):
        guess("dana", f"100.64.0.{number}", 5)
    assert attempt("dana", PASSWORD, HOME).status_code == 302


def test_an_account_that_is_guessed_from_many_addresses_gives_new_ones_fewer_tries():
    for number in range(10):
        guess("dana", f"100.64.0.{number}", 5)
    assert guess("dana", STRANGERS, 2) == 200
    assert attempt("dana", PASSWORD, STRANGERS).status_code == 429
    assert guess("marat", STRANGERS, 4) == 200, "other accounts are as ever"


def test_an_address_that_tries_one_password_on_many_accounts_waits_and_no_other():
    for number in range(50):
        assert guess(f"account-{number}", STRANGERS) == 200
    response = attempt("dana", PASSWORD, STRANGERS)
    assert (response.status_code, "errornote" in response.content.decode()) == (429, False)
    assert attempt("dana", PASSWORD, HOME).status_code == 302


def test_a_known_browser_lets_its_owner_in_while_others_guess():
    browser = known_browser()
    for number in range(50):
        guess(f"account-{number}", OFFICE)
    assert guess("dana", OFFICE, 5) == 429
    assert attempt("dana", PASSWORD, OFFICE, browser).status_code == 302
    assert guess("dana", OFFICE) == 429, "which forgives the strangers nothing"


def test_whoever_guesses_in_a_known_browser_waits_wherever_they_carry_it():
    browser = known_browser()
    assert guess("dana", OFFICE, 5, browser) == 429
    assert attempt("dana", PASSWORD, HOME, browser).status_code == 429
    assert attempt("dana", PASSWORD, OFFICE).status_code == 302


def test_a_known_browser_is_a_stranger_to_other_accounts_and_after_a_new_password(dana):
    browser = known_browser()
    guess("marat", OFFICE, 5)
    assert attempt("marat", "wrong", OFFICE, browser).status_code == 429
    dana.set_password("another-long-password")
    dana.save()
    guess("dana", OFFICE, 5)
    assert attempt("dana", "another-long-password", OFFICE, browser).status_code == 429


def test_no_browser_is_known_by_what_it_calls_itself():
    name = Client()
    name.defaults["HTTP_USER_AGENT"] = "device abc"
    assert guess("dana", STRANGERS, 5, name) == 429
    name.defaults["HTTP_USER_AGENT"] = "another"
    assert attempt("dana", PASSWORD, STRANGERS, name).status_code == 429


@pytest.mark.parametrize("account", ["dana", "nobody"])
def test_ways_to_write_a_name_of_an_account_count_together(account):
    ways = [account, account.upper(), f" {account} ", account.title(), f"{account}\t"]
    answers = [attempt(way, "wrong", STRANGERS) for way in ways]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert attempt(account, PASSWORD, STRANGERS).status_code == 429
    assert AccessAttempt.objects.get().username == account


def test_a_right_password_forgives_the_own_failures_of_this_address_only():
    guess("dana", OFFICE, 4)
    guess("dana", HOME, 4)
    assert attempt("dana", PASSWORD, OFFICE).status_code == 302
    assert guess("dana", OFFICE, 4) == 200
    assert guess("dana", HOME) == 429


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::99", "2001:db8:1:2::"),
        ("2001:db8:1:3::99", "2001:db8:1:3::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", None),
    ],
)
def test_of_ipv6_a_network_counts_as_one_address(given, counted):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=given)) == counted


@pytest.mark.parametrize(
    ("forwarded", "counted"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("10.9.8.7, 203.0.113.5", "203.0.113.5"),
        ("203.0.113.5:8080", "203.0.113.5"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::"),
        ("unknown", "192.0.2.7"),
        ("203.0.113.5,", "192.0.2.7"),
        ("", "192.0.2.7"),
    ],
)
def test_what_a_proxy_forwards_counts_behind_a_proxy_only(settings, forwarded, counted):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of(request) == "192.0.2.7"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == counted


def test_who_moves_through_a_network_of_ipv6_is_one_stranger():
    for number in range(5):
        status = guess("dana", f"2001:db8:1:2::{number}")
    assert status == 429
    assert attempt("dana", PASSWORD, "2001:db8:1:2::77").status_code == 429
    assert attempt("dana", PASSWORD, "2001:db8:1:3::77").status_code == 302
