"""The editor's journey: sign in, add a commitment with a passage, publish, see it in public."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from agreements.models import Agreement, Commitment
from agreements.publication.workflow import move
from tests.support.browser import TEXT, add_commitment, enter_as, move_to, save, sign_in, sign_out
from tests.support.factories import SOME_MOMENT


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_commitment_is_added_with_its_passage_published_by_another_and_seen(
    visit, publisher, colleague, draft, language
):
    page = visit(language=language)
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    add_commitment(page, "көрмелер ұйымдастыруға келісті")
    save(page)

    commitment = Commitment.objects.get(agreement=draft)
    passage = commitment.passages.get()
    assert TEXT[passage.start : passage.end] == "көрмелер ұйымдастыруға келісті"
    assert passage.marked_by == publisher

    move_to(page, "in_review")
    expect(page.locator("button[name=to][value=published]")).to_have_count(0)  # who wrote last does not publish
    sign_out(page)
    enter_as(page, "dana")
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.on("dialog", lambda question: question.accept())  # the identifier is for ever
    move_to(page, "published")
    draft.refresh_from_db()
    assert draft.is_public
    assert [made.made_by for made in draft.moves.all()] == [publisher, colleague]

    page.goto(f"/{language}/commitments/kz-ru-2-1/")
    expect(page.locator("mark")).to_have_text(passage.exact)
    page.goto(f"/{language}/commitments/?area=museums-heritage")
    expect(page.locator("main .row-title a")).to_have_count(1)


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_words_that_stand_nowhere_are_refused_and_nothing_typed_is_lost(visit, publisher, draft, language):
    page = visit(language=language)
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    wrong = "көрмелер ұйымдастырмауға келісті"
    add_commitment(page, wrong)
    save(page)
    with translation.override(language):
        refusal = gettext("“%(words)s” does not stand in the source. Copy the words exactly.") % {"words": wrong}
    expect(page.locator(".errorlist", has_text=refusal).first).to_be_visible()
    expect(page.locator("#id_commitments-0-text_kk")).to_have_value("Екі жақ көрмелер ұйымдастыруға келісті.")
    expect(page.locator("#id_commitments-0-quoted")).to_have_value(wrong)
    assert not Commitment.objects.filter(agreement=draft).exists()


def test_language_tabs_work_with_the_registrys_own_files(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    expect(page.locator("#id_title_kk")).to_be_visible()
    expect(page.locator("#id_title_ru")).to_be_hidden()
    page.locator(".ui-tabs-nav [role=tab]", has_text="ru").first.click()
    expect(page.locator("#id_title_ru")).to_be_visible()


def test_the_admin_is_used_in_the_language_chosen_there(visit, publisher):
    page = visit()
    sign_in(page, "kk")
    page.locator("form[action*='setlang'] button[value=en], form[action*='setlang'] [value=en]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def open_first_rows(page) -> None:
    """Open the first closed row of each part of an agreement's page, and wait for its fields."""
    for row in page.locator("details[data-key]").evaluate_all(
        "all => all.map(one => one.closest('.inline-related').id).filter(id => id.endsWith('-0'))"
    ):
        page.locator(f"#{row} > details > summary").click()
        expect(page.locator(f"#{row} fieldset").first).to_be_visible()


@pytest.mark.parametrize(("language", "scheme"), [("kk", "light"), ("ru", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_the_desk(visit, publisher, draft, language, scheme):
    move(draft, "in_review", by=publisher, at=SOME_MOMENT)
    page = visit(scheme=scheme, language=language, inspected=True)
    enter_as(page)
    found = {}
    memorandum = Agreement.objects.get(pair="KZ-RU")
    for address in (
        "",
        "agreements/agreement/",
        f"agreements/agreement/{memorandum.pk}/change/",
        f"agreements/agreement/{draft.pk}/change/",
        f"agreements/agreement/{draft.pk}/history/",
        f"agreements/agreement/{memorandum.pk}/changes/",
        "agreements/agreement/import/record/",
        "agreements/agreement/import/parties/",
        "activities/activity/import/",
        "second-factor/",
        "parties/party/",
        "parties/party/add/",
        "agreements/cooperationarea/",
        "activities/activity/add/",
    ):
        page.goto(f"/admin/{address}")
        open_first_rows(page)
        wrong = Axe().run(page).response["violations"]
        if wrong:
            found[address] = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in wrong]
    assert found == {}


def test_the_desk_fits_a_small_screen(visit, publisher, draft):
    page = visit(width=360)
    enter_as(page)
    for address in ("", "agreements/agreement/", f"agreements/agreement/{draft.pk}/change/"):
        page.goto(f"/admin/{address}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), address
    assert re.search(r"/admin/", page.url)
