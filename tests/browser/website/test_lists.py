"""Lists without a reload: what was chosen, where the focus is and what is announced; and the same without scripts."""

import re

import pytest
from playwright.sync_api import expect

from agreements.models import Commitment


def number_of(*areas: str) -> int:
    found = Commitment.objects.all()
    for area in areas:
        found = found.filter(areas__code=area)
    return found.count()


@pytest.mark.database
def test_choosing_swaps_the_list_and_leaves_the_reader_where_he_was(visit):
    page = visit()
    page.goto("/kk/commitments/")
    page.evaluate("window.loadedOnce = true")
    page.locator("#facet-type summary").first.click()
    for chosen, title in ((("music",), "Музыка"), (("music", "institutional-ties"), "Музыка, ")):
        control = page.locator(f"#domain-{chosen[-1]}, #form-{chosen[-1]}")
        control.check()
        expect(page).to_have_url(re.compile(r"\?" + "&".join(f"area={area}" for area in chosen) + "$"))
        expect(page.locator("main .row-title a")).to_have_count(number_of(*chosen))
        expect(control).to_be_focused()
        expect(page.locator("#list-announced")).to_have_text(re.compile(rf"^{number_of(*chosen)}\b"))
        expect(page).to_have_title(re.compile(f": {title}"))
    expect(page.locator("#facet-type")).to_have_attribute("open", "")
    expect(page.locator(".languages a[lang=ru]")).to_have_attribute("href", re.compile("institutional-ties"))

    page.locator(".chosen a").first.click()
    expect(page).to_have_url(re.compile(r"\?area=institutional-ties$"))
    expect(page.locator("#list-heading")).to_be_focused()
    assert page.evaluate("window.loadedOnce")

    page.go_back()
    expect(page.locator("#domain-music")).to_be_checked()
    expect(page.locator("main .row-title a")).to_have_count(number_of("music", "institutional-ties"))


def test_what_is_typed_while_an_answer_is_on_its_way_is_not_lost(visit):
    page = visit()
    page.goto("/kk/commitments/")
    waiting = []

    def hold(route) -> None:
        waiting.append(route)

    page.route("**/commitments/?area=music", hold)
    page.locator("#domain-music").check()
    page.locator("#filter-words").press_sequentially("гастр")
    waiting[0].continue_()
    expect(page.locator("main .row-title a")).to_have_count(number_of("music"))
    page.keyboard.type("оль")
    expect(page.locator("#filter-words")).to_have_value("гастроль")
    expect(page.locator("#filter-words")).to_be_focused()

    page.locator("#filter-words").fill("")
    page.locator("#filter-from").fill("2020")
    page.locator("#filter-to").fill("2010")
    page.keyboard.press("Enter")
    expect(page.locator(".problems")).to_be_focused()  # a refused question is a list like any other
    expect(page.locator("#domain-music")).to_be_checked()


def test_on_a_narrow_screen_the_number_found_stays_in_sight_and_leads_to_the_list(visit):
    page = visit()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/kk/commitments/?find-pair=")
    page.locator("#filters-summary").click()
    apply = page.locator("#filter-apply")
    expect(apply).to_have_text(re.compile(rf"\b{number_of()}\b"))
    expect(apply).to_be_in_viewport()
    page.locator("#domain-music").check()
    expect(apply).to_have_text(re.compile(rf"\b{number_of('music')}\b"))
    expect(apply).to_be_in_viewport()

    page.locator("#filter-from").fill("20")
    page.locator("#filter-to").focus()
    expect(page.locator("#filter-year-problem")).to_be_visible()
    expect(page.locator("#filter-from")).to_have_attribute("aria-invalid", "true")
    page.locator("#filter-from").fill("")
    page.locator("#filter-to").focus()
    expect(page.locator("#filter-year-problem")).to_be_hidden()

    apply.click()
    expect(page.locator("#filters")).not_to_have_attribute("open", "")
    expect(page.locator("#list-heading")).to_be_focused()


@pytest.mark.parametrize("language", ["kk", "en"])
def test_without_scripts_the_same_form_works_with_its_button(visit, language):
    page = visit(javascript=False, language=language)
    page.goto(f"/{language}/commitments/?find-pair=жоқ")
    expect(page.locator("#find-pair")).to_have_value("жоқ")
    expect(page.locator("#facet-pair input[type=checkbox]")).to_have_count(0)
    page.locator("#find-pair").fill("қаз" if language == "kk" else "KAZ")
    page.locator("#filter-apply").click()
    page.locator("#pair-kz-ru").check()
    page.locator("#filter-from").fill("1990")
    page.locator("#filter-apply").click()
    expect(page.locator(".chosen .chip")).to_have_count(2)
    page.locator(".chosen .chip").first.click()
    expect(page.locator("#filter-from")).to_have_value("")
    expect(page.locator("main .row-title a")).to_have_count(number_of())
