"""The first day of an office on an empty database: accounts, a report, review, the public, an activity, a table."""

from __future__ import annotations

import base64
import re

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.support.browser import PASSWORD, Desk, move_to, press, serving, windows
from tests.support.processes.servers import empty_database, environment_of, run
from tests.support.tables import as_csv

pytestmark = pytest.mark.database

REPORT = (
    "2024 жылғы 14 мамырда Алматыда «Жетісу» мемлекеттік оркестрі мен Будапешт филармониясы меморандумға қол қойды. "
    "Тараптар бірлескен концерттер өткізуге келісті."
)
PROMISE = "Тараптар бірлескен концерттер өткізуге келісті"
PARTIES = [
    ["slug", "kind", "country", "name_kk"],
    ["zhetysu-orchestra", "cultural_institution", "KZ", "«Жетісу» мемлекеттік оркестрі"],
    ["budapest-philharmonic", "cultural_institution", "HU", "Будапешт филармониясы"],
]
AGREEMENTS = [
    [
        "agreement",
        "title_kk",
        "type",
        "level",
        "side_1",
        "side_2",
        "signed",
        "commitment",
        "text_kk",
        "areas",
        "modality",
    ],
    *(
        [
            *(f"T-{number}", f"{number}-хаттама", "protocol", "interinstitutional"),
            *("zhetysu-orchestra", "budapest-philharmonic", f"{2001 + number}"),
            *("", f"{number}-концерт", "music", "agreed"),
        ]
        for number in range(1, 16)
    ),
]


class Person(Desk):
    """Somebody at the desk, in a window of their own."""

    def __init__(self, page, name: str, *, shows_code: bool) -> None:
        super().__init__(page, "kk")
        page.on("dialog", lambda question: question.accept())
        page.goto("/admin/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("input[type=submit], button[type=submit]").last.click()
        if shows_code:
            self.set_up_phone()
        expect(page.locator("#user-tools")).to_contain_text(name)

    def set_up_phone(self) -> None:
        secret = self.page.locator(".second-factor-secret").inner_text().replace(" ", "")
        key = base64.b32decode(secret + "=" * (-len(secret) % 8))
        self.page.locator("#id_code").fill(f"{totp(key):06d}")
        self.page.locator(".sign-in-page input[type=submit]").click()
        expect(self.page.locator(".recovery-codes li")).to_have_count(10)
        self.page.locator(".sign-in-page a.button").click()

    def find(self, field: str, words: str, prefix: str = "") -> None:
        """Look for a record by words of its name, and take the first that is offered."""
        self.page.locator(f".field-{field}:has(#id_{prefix}{field}) .select2-selection").click()
        self.page.locator(".select2-search__field:focus").type(words)
        self.page.locator(".select2-results__option", has_text=words).first.click()

    def saves(self, button: str = "_continue") -> None:
        press(self.page.locator(f"input[name={button}]"))
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def imports(self, address: str, table: list[list[str]]) -> None:
        self.page.goto(address)
        raw = as_csv(table).encode("utf-8-sig")
        self.page.locator("#id_file").set_input_files({"name": "table.csv", "mimeType": "text/csv", "buffer": raw})
        press(self.page.locator(".desk-upload button[type=submit]"))
        press(self.page.locator(".desk-publication form button[type=submit]"))
        expect(self.page.locator(".messagelist .success")).to_contain_text(str(len(table) - 1))

    def moves(self, to: str) -> None:
        move_to(self.page, to)
        expect(self.page.locator(".messagelist .success")).to_be_visible()


@pytest.fixture
def open_window(chromium, tmp_path):
    """Windows of a registry that was set up as docs/operating.md says, on a database with nothing in it."""
    with empty_database(tmp_path) as address:
        settings = {"DATABASE_URL": address, "SECOND_FACTOR": "true"}
        commands = environment_of(**settings, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
        run(commands, "manage.py", "migrate", "--verbosity", "0")
        run(commands, "manage.py", "first_records", "--without-account")
        run(commands, "manage.py", "createsuperuser", "--noinput", "--username", "root", "--email", "")
        with serving(tmp_path, **settings) as registry, windows(chromium, registry) as open_page:
            yield open_page


def makes_accounts(root: Person) -> None:
    for name, groups in (("aigerim", ["Редакторлар"]), ("dana", ["Редакторлар", "Жариялаушылар"])):
        root.page.goto("/admin/auth/user/add/")
        root.fill(username=name, password1=PASSWORD, password2=PASSWORD)
        root.saves("_save")
        root.page.locator("#id_is_staff").check()
        for group in groups:
            offered = root.page.locator("#id_groups_from option", has_text=re.compile(rf"^\s*{group}"))
            root.page.locator("#id_groups_from").select_option(offered.get_attribute("value"))
            root.page.locator("#id_groups_add").click()
        root.saves("_save")


def enters_agreement(editor: Person) -> None:
    editor.page.goto("/admin/agreements/agreement/add/")
    editor.fill(title_kk="«Жетісу» оркестрі мен Будапешт филармониясының меморандумы")
    editor.choose(type="memorandum", level="interinstitutional")
    for row, side, party in (("agreement_parties-0", "1", "Жетісу"), ("agreement_parties-1", "2", "Будапешт")):
        editor.add_row("agreement_parties")
        editor.choose(**{f"{row}-side": side})
        editor.find("party", party, f"{row}-")
    editor.add_row("sources")
    editor.choose(**{"sources-0-kind": "press_report", "sources-0-language": "kk"})
    editor.fill(**{"sources-0-title_kk": "Меморандум туралы хабар", "sources-0-text": REPORT})
    editor.add_row("events")
    editor.choose(**{"events-0-kind": "signed"})
    editor.fill(**{"events-0-date": "14.05.2024"})
    editor.add_row("commitments")
    editor.fill(**{"commitments-0-text_kk": PROMISE, "commitments-0-quoted": PROMISE})
    editor.choose(**{"commitments-0-modality": "agreed"})
    editor.find("areas", "Музыка", "commitments-0-")
    editor.saves()
    editor.moves("in_review")


def reviews_and_publishes(publisher: Person) -> None:
    page = publisher.page
    page.goto("/admin/")
    page.locator("#content a[href*='/change/']", has_text="Жетісу").first.click()
    page.locator("#review-comments details summary").last.click()
    page.locator("#new-comment-text").fill("Тексерілді.")
    page.locator(".desk-comment button[type=submit]").click()
    expect(page.locator("#review-comments")).to_contain_text("Тексерілді.")
    page.locator(".desk-publication form[action*='/resolved/'] button").first.click()
    publisher.moves("published")


def tells_what_was_done(publisher: Person) -> None:
    publisher.page.goto("/admin/activities/activity/add/")
    publisher.fill(title_kk="Алматыдағы бірлескен концерт", date="2024-10")
    publisher.choose(kind="concert", state="held")
    publisher.find("commitments", "концерттер")
    publisher.saves()


def test_the_first_day_of_an_office_from_an_empty_database_to_a_withdrawn_record(open_window):
    root = Person(open_window(), "root", shows_code=True)
    makes_accounts(root)
    editor = Person(open_window(), "aigerim", shows_code=False)
    publisher = Person(open_window(), "dana", shows_code=True)
    reader = open_window()

    editor.imports("/admin/agreements/agreement/import/parties/", PARTIES)
    enters_agreement(editor)
    record = editor.page.url
    assert reader.goto("/kk/agreements/hu-kz-1/").status == 404
    reviews_and_publishes(publisher)

    reader.goto("/kk/agreements/hu-kz-1/")
    expect(reader.locator(".promise")).to_have_count(1)
    expect(reader.locator(".source-text .passage")).to_have_text(PROMISE)
    tells_what_was_done(publisher)
    reader.goto("/kk/commitments/hu-kz-1-1/")
    expect(reader.locator("main")).to_contain_text("Алматыдағы бірлескен концерт")
    reader.goto("/kk/search/?words=концерттерді")
    expect(reader.locator("main")).to_contain_text("Будапешт")

    editor.imports("/admin/agreements/agreement/import/agreements/", AGREEMENTS)
    editor.page.goto("/admin/agreements/agreement/?q=хаттама")
    expect(editor.page.locator("#result_list tbody tr")).to_have_count(15)
    reader.goto("/kk/agreements/")
    expect(reader.locator("main .row-title")).to_have_count(2)  # the memorandum and this one: drafts are not public

    publisher.page.goto(record)
    publisher.moves("withdrawn")
    assert reader.goto("/kk/agreements/hu-kz-1/").status == 410
