"""The desk where there are no scripts: a new agreement from the empty page to review, by keyboard and buttons alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement
from tests.support.browser import TEXT, sign_in
from tests.support.browser_pages import violations

ADD = "/admin/agreements/agreement/add/"


def add_row(page, part: str) -> None:
    page.locator(f"#{part}-group .add-row button").click()


def find(page, name: str, words: str) -> None:
    page.locator(f"[name='{name}.find']").fill(words)
    page.locator(f"button[name=_find][value='{name}']").click()


def choose(page, name: str, words: str, label: str) -> None:
    find(page, name, words)
    page.locator(f".desk-find:has([name='{name}.find']) li", has_text=label).first.locator("input").check()


def test_a_new_agreement_is_entered_and_sent_to_review(visit, publisher):
    page = visit(javascript=False)
    sign_in(page, "kk")
    page.goto(ADD)
    page.locator("#id_title_kk").fill("Көрмелер туралы хаттама")
    page.locator("#id_type").select_option("protocol")
    page.locator("#id_level").select_option("mixed")
    for row, words in enumerate(["Қазақстан мәдениет министрлігі", "музыка үйі"]):
        add_row(page, "agreement_parties")
        expect(page.locator(f"#id_agreement_parties-{row}-side")).to_be_focused()
        page.locator(f"#id_agreement_parties-{row}-side").select_option(str(row + 1))
        page.locator(f"[name='agreement_parties-{row}-party.find']").fill(words)
        page.keyboard.press("Enter")
    first = Agreement.objects.get(pair="KZ-RU").agreement_parties.get(side=1).party
    page.locator("[name='agreement_parties-0-party.chosen']").first.check()  # the nearest; the second was the only one
    add_row(page, "sources")
    page.locator("#id_sources-0-kind").select_option("press_report")
    page.locator("#id_sources-0-language").select_option("kk")
    page.locator("#id_sources-0-title_kk").fill("Хабарлама")
    page.locator("#id_sources-0-text").fill(TEXT)
    add_row(page, "commitments")
    page.locator("#id_commitments-0-text_kk").fill("Екі жақ көрмелер ұйымдастырады.")
    page.locator("#id_commitments-0-modality").select_option("agreed")
    choose(page, "commitments-0-areas", "", "Музыка")
    find(page, "commitments-0-areas", "museums-heritage")
    page.locator("#id_commitments-0-quoted").fill("көрмелер ұйымдастыруға келісті")
    assert Agreement.objects.count() == 1
    page.locator("input[name=_continue]").click()

    record = Agreement.objects.get(title_kk="Көрмелер туралы хаттама")
    assert [row.side for row in record.agreement_parties.order_by("side")] == [1, 2]
    assert record.agreement_parties.get(side=1).party == first
    commitment = record.commitments.get()
    assert {area.code for area in commitment.areas.all()} == {"music", "museums-heritage"}
    assert commitment.passages.get().exact == "көрмелер ұйымдастыруға келісті"
    page.locator("button[name=to][value=in_review]").click()
    record.refresh_from_db()
    assert record.status == "in_review"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing_on_what_is_shown_without_scripts(visit, publisher, language):
    bare = visit(javascript=False, language=language)
    sign_in(bare, language)
    bare.goto(ADD)
    for part in ("agreement_parties", "commitments"):
        add_row(bare, part)
    find(bare, "commitments-0-areas", "")
    find(bare, "agreement_parties-0-party", "Петерборг")
    # axe is a script itself: it looks at the same page in a browser that has them, without those of the desk.
    html = re.sub(r"<script\b.*?</script>", "", bare.content(), flags=re.DOTALL)
    page = visit(language=language, inspected=True)
    page.context.add_cookies(bare.context.cookies())
    shown = re.sub(r"(</?)noscript>", r"\1div>", html)
    page.route(f"**{ADD}", lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(ADD)
        expect(page.locator(".desk-find-told").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(page) == []
