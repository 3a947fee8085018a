"""Chromium for journeys, in front of a real server on the database of the tests: SQLite, or that of DATABASE_URL."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from tests.servers import address_of, environment_of, gunicorn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    OpenPage = Callable[..., Page]

PASSWORD = "a-long-enough-password"
PATIENCE = 20_000  # milliseconds that a busy machine may take for one step
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


def watched(context: BrowserContext, host: str) -> Page:
    """A page whose journey fails on a script error, a broken file or a request to another host."""
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(f"script: {error}"))
    page.on("console", lambda said: page.problems.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: page.problems.append(asked.url) if not own(asked.url, host) else None)
    page.on("response", lambda got: page.problems.append(f"{got.status} {got.url}") if got.status >= 500 else None)
    return page


def own(url: str, host: str) -> bool:
    return url.startswith((host, "data:", "about:", "blob:"))


@pytest.fixture
def quick_passwords() -> None:
    """The server knows the passwords of production only."""


@pytest.fixture(scope="session")
def server(django_db_setup, tmp_path_factory) -> Iterator[str]:
    """The address of a server as `make run` starts it, on the database of the tests."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """A server on the database of the tests, whose files and log are in `folder`."""
    settings = {"DATABASE_URL": address_of(connection.settings_dict), "MEDIA_ROOT": str(folder), **settings}
    log = folder / "server.log"
    with gunicorn(environment_of(**settings), "--workers", "2", "--threads", "4", log=log) as port:
        yield f"http://127.0.0.1:{port}"
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


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


@contextmanager
def windows(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """Opens pages of the registry at `address`, each in its own context; none may have had a problem."""
    opened = []

    def open_page(
        *,
        javascript: bool = True,
        width: int = 1280,
        scheme: str = "light",
        language: str = "kk",
        inspected: bool = False,
    ) -> Page:
        context = chromium.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=language,
            base_url=address,
            bypass_csp=inspected,  # axe writes styles of its own into the page
        )
        context.set_default_timeout(PATIENCE)
        page = watched(context, address)
        opened.append((context, page))
        return page

    yield open_page
    problems = [problem for _context, page in opened for problem in page.problems]
    for context, _page in opened:
        context.close()
    assert not problems


@pytest.fixture
def publisher(registry) -> User:
    """An account that edits and publishes."""
    return account("aigerim")


@pytest.fixture
def colleague(registry) -> User:
    """Another of the same kind: who wrote last does not publish."""
    return account("dana")


def account(name: str) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["editors", "publishers"]))
    return user
