"""Pages in Chromium, and what people do on them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from agreements.models import CooperationArea
from parties.models import Party
from tests.support.processes.servers import address_of, environment_of, gunicorn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    OpenPage = Callable[..., Page]


PICTURES = os.environ.get("HANDBOOK")


class Desk:
    """A page of the desk, and what a person does there."""

    def __init__(self, page, language: str) -> None:
        self.page, self.language, self.pictures = page, language, 0

    def photograph(self, place: str) -> None:
        """A picture of what stands around `place`, if the handbook is being made."""
        if PICTURES:
            self.pictures += 1
            self.page.locator(place).first.evaluate(
                "one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 90)"
            )
            self.page.screenshot(path=Path(PICTURES) / f"{self.language}-{self.pictures}.png")

    def add_row(self, part: str) -> None:
        self.page.locator(f"#{part}-group .add-row a").click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"#id_{name.replace('__', '-')}").fill(value)

    def choose(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"#id_{name.replace('__', '-')}").select_option(value)

    def look_for(self, row: str, field: str, words: str) -> None:
        """Choose what is looked for in Kazakh, and shown in the language of the desk."""
        shown = getattr(Party.objects.get(name_kk__contains=words), f"name_{self.language}")
        self.page.locator(f".field-{field}:has(#id_{row}-{field}) .select2-selection").click()
        self.page.locator(".select2-search__field:focus").type(words)
        self.page.locator(".select2-results__option", has_text=shown).first.click()

    def save(self) -> None:
        save(self.page)
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def use(self, words: str, part: str) -> None:
        """Select `words` of the source and make something of them."""
        self.page.locator("#workbench-text-1").evaluate(SELECT_ANYWHERE, words)
        self.page.locator(f"[data-use={part}]").click()
        expect(self.page.locator(f"#{part}-group :focus")).to_have_count(1)


#: Selects words of a text that may be cut into pieces by marks.
SELECT_ANYWHERE = """(text, words) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start >= 0) { getSelection().setBaseAndExtent(node, start, node, start + words.length); return; }
  }
  throw new Error(`not there: ${words}`);
}"""


PASSWORD = "a-long-enough-password"


PATIENCE = 20_000  # milliseconds that a busy machine may take for one step


def watched(context: BrowserContext, host: str) -> Page:
    """A page whose journey fails on a script error, a broken file or a request to another host."""
    page = context.new_page()
    page.host = host
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(f"script: {error}"))
    page.on("console", lambda said: page.problems.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: page.problems.append(asked.url) if not own(asked.url, host) else None)
    page.on("response", lambda got: page.problems.append(f"{got.status} {got.url}") if got.status >= 500 else None)
    return page


def own(url: str, host: str) -> bool:
    return url.startswith((host, "data:", "about:", "blob:"))


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """A server on the database of the tests, whose files and log are in `folder`."""
    settings = {"DATABASE_URL": address_of(connection.settings_dict), "MEDIA_ROOT": str(folder), **settings}
    log = folder / "server.log"
    with gunicorn(environment_of(**settings), "--workers", "2", "--threads", "4", log=log) as port:
        yield f"http://127.0.0.1:{port}"
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


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


TEXT = "Екі жақ көрмелер ұйымдастыруға келісті. Мұражайлар тәжірибе алмасады."


def sign_in(page, language: str, name: str = "aigerim") -> None:
    page.goto("/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    press(page.locator("input[type=submit], button[type=submit]").last)
    expect(page.locator("html")).to_have_attribute("lang", language)


def enter_as(page: Page, name: str = "aigerim") -> None:
    """Be signed in, as if a minute ago: for journeys that are about something else than signing in."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    cookie = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": cookie, "value": client.cookies[cookie].value, "url": page.host}])


def press(button: Locator) -> None:
    """Press a button that sends a form, and wait for the answer.

    A click alone returns before the answer is there: cookies thrown away meanwhile come back with it, and the
    database has not changed yet.
    """
    with button.page.expect_navigation():
        button.click()


def save(page: Page) -> None:
    press(page.locator("input[name=_continue]"))


def move_to(page: Page, status: str) -> None:
    press(page.locator(f"button[name=to][value={status}]"))


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def add_commitment(page, quoted: str) -> None:
    """Fill the first empty commitment of the form as an editor does."""
    page.locator("#commitments-group .add-row a").click()
    row = "commitments-0"
    page.locator("#modeltranslation-main-switch").select_option(label="kk")
    page.locator(f"#id_{row}-text_kk").fill("Екі жақ көрмелер ұйымдастыруға келісті.")
    page.locator(f"#id_{row}-modality").select_option("agreed")
    choose_area(page, row, CooperationArea.objects.get(code="museums-heritage"))
    page.locator(f"#id_{row}-quoted").fill(quoted)


def choose_area(page, row: str, area: CooperationArea) -> None:
    """Looked for in Kazakh and in capitals, whatever the language of the desk."""
    page.locator(f".field-areas:has(#id_{row}-areas) .select2-selection").click()
    page.locator(".select2-search__field:focus").type(area.label_kk.upper())
    shown = getattr(area, f"label_{page.locator('html').get_attribute('lang')}")
    page.locator(".select2-results__option", has_text=shown).first.click()
