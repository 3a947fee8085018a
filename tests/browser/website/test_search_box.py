"""The search box of every page: suggestions by keyboard, results without scripts; and a word explained in place."""

import re

import pytest
from playwright.sync_api import expect


def test_suggestions_are_reached_by_arrows_put_away_by_escape_and_opened_by_enter(visit):
    page = visit()
    page.goto("/kk/agreements/")
    box, suggested = page.locator("#site-search-words"), page.locator("#suggestions a")
    box.press_sequentially("петерб")
    expect(suggested.first).to_contain_text("Санкт-Петербург")
    expect(page.locator("#suggestions-count")).not_to_be_empty()
    page.keyboard.press("ArrowDown")
    expect(suggested.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(suggested).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_value("петерб")
    box.press_sequentially("у")
    expect(suggested.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/kk/parties/saint-petersburg-music-house/$"))


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_kazakh_word_typed_on_any_page_leads_to_the_agreement(visit, language, javascript):
    page = visit(javascript=javascript, width=360)
    page.goto(f"/{language}/about/")
    page.locator("#site-search-words").fill("меморандумның")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{language}/search/\?words="))
    page.locator("main a[href$='/agreements/kz-ru-1/']").first.click()
    expect(page).to_have_url(re.compile(rf"/{language}/agreements/kz-ru-1/$"))


def test_a_word_is_explained_in_place_by_keyboard_even_without_scripts(visit):
    page = visit(javascript=False)
    page.goto("/ru/commitments/kz-ru-1-3/")
    meaning = page.locator("#term-modality")
    expect(meaning).to_be_hidden()
    page.locator("[popovertarget=term-modality]").press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    page.locator("[popovertarget=term-modality]").click()
    meaning.locator("a").click()
    expect(page).to_have_url(re.compile(r"/ru/glossary/#modality$"))
