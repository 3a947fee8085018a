"""Chromium for journeys, in front of a real server on the database of the tests: SQLite, or that of DATABASE_URL."""

from __future__ import annotations

import os
import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect, sync_playwright

from tests.support.browser import PASSWORD, PATIENCE, serving, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    OpenPage = Callable[..., Page]


expect.set_options(timeout=PATIENCE)

# Playwright runs its own event loop in the thread of the tests, which Django would take for a view of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium was not found; `make browser` says how to give it."
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def quick_passwords() -> None:
    """The server knows the passwords of production only."""


@pytest.fixture(scope="session")
def server(django_db_setup, tmp_path_factory) -> Iterator[str]:
    """The address of a server as `make run` starts it, on the database of the tests."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def registry(server, db, memorandum_rows) -> str:
    """The address of a running registry with the memorandum in it."""
    memorandum_rows.write()
    return server


@pytest.fixture
def visit(chromium, registry) -> Iterator[OpenPage]:
    """Opens a context of its own: `visit(javascript=False, width=360, scheme="dark")` gives a page."""
    with windows(chromium, registry) as open_page:
        yield open_page


@pytest.fixture
def publisher(registry) -> User:
    """An account that edits and publishes."""
    return account("aigerim")


@pytest.fixture
def colleague(registry) -> User:
    """Another of the same kind: who wrote last does not publish."""
    return account("dana")


@cache
def hashed_password() -> str:
    """Made once: production's hash takes a second."""
    return make_password(PASSWORD)


def account(name: str) -> User:
    user = User.objects.create(username=name, password=hashed_password(), is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["editors", "publishers"]))
    return user
