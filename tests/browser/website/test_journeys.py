"""What readers come for: from an area to the sentence of the source, in each language, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement, Commitment, Relation
from tests.support.factories import AgreementFactory, AgreementPartyFactory, EventFactory, publish

MUSIC = "music"
WORDS = {"kk": "музыка мекемелері", "ru": "учреждениями", "en": "institutions"}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_area_to_the_sentence_that_says_so(visit, language, javascript):
    page = visit(javascript=javascript)
    page.goto(f"/{language}/")
    page.locator(f"main a[href='/{language}/commitments/?area={MUSIC}']").first.click()

    rows = page.locator("main .row-title a")
    expected = Commitment.objects.filter(areas__code=MUSIC)
    expect(rows).to_have_count(expected.count())
    rows.first.click()

    commitment = Commitment.objects.get(number=int(re.search(r"kz-ru-1-(\d+)/", page.url)[1]))
    passage = commitment.passages.get()
    expect(page.locator("h1")).to_have_text(getattr(commitment, f"text_{language}"))
    expect(page.locator("mark")).to_have_text(passage.exact)

    page.locator(f"main a[href$='#passage-1-{passage.start}-{passage.end}']").first.click()
    expect(page).to_have_url(re.compile(rf"/{language}/agreements/kz-ru-1/#passage-1-{passage.start}-{passage.end}$"))
    marked = page.locator(f"#passage-1-{passage.start}-{passage.end}")
    expect(marked).to_be_in_viewport()
    expect(page.locator(".source-text")).to_have_attribute("lang", "kk")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1280, 360])
def test_choosing_a_sentence_shows_its_claims_and_a_claim_its_sentence(visit, javascript, width):
    page = visit(javascript=javascript, width=width)
    page.goto("/kk/agreements/kz-ru-1/")
    passage = Commitment.objects.get(number=9).passages.get()
    place = f"1-{passage.start}-{passage.end}"

    if width == 360:  # folded there
        page.locator("#commitment-9 .in-sentence > summary").click()
    page.locator(f"#commitment-9 a[href='#passage-{place}'], #commitment-9 a[href$='/#passage-{place}']").first.click()
    expect(page.locator(f"#passage-{place}")).to_be_in_viewport()

    page.locator(f"#passage-{place} a.marked").first.click()
    if not (javascript and width == 1280):  # there the record stands beside its source and comes by itself
        page.locator(f"#claims-{place} a[href='#commitment-9']").click()  # the folded list opens by itself
    expect(page.locator("#commitment-9")).to_be_in_viewport()


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_filters_are_chosen_taken_away_and_shared(visit, language, javascript):
    page = visit(javascript=javascript)
    page.goto(f"/{language}/commitments/")
    page.locator("#domain-music").check()
    page.locator("#form-institutional-ties").check()
    page.locator(".filters-apply button").click()
    expect(page).to_have_url(re.compile(r"area=music.*area=institutional-ties"))
    expect(page.locator("main .row-title a")).to_have_count(1)
    shared = page.url
    assert visit(javascript=javascript).goto(shared).status == 200

    page.locator(".chosen a").first.click()
    expect(page.locator("#domain-music")).not_to_be_checked()
    expect(page.locator("#form-institutional-ties")).to_be_checked()


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_area_narrowed_twice_to_one_commitment_and_its_sentence(visit, language, javascript):
    page = visit(javascript=javascript)
    page.goto(f"/{language}/areas/music/")
    page.locator(f"main a[href='/{language}/commitments/?area=music']").first.click()
    sought = Commitment.objects.filter(areas__code="music").get(areas__code="institutional-ties")
    for choice in ("#form-institutional-ties", f"#modality-{sought.modality}"):
        facet = page.locator(f"details.facet:has({choice})")
        if facet.get_attribute("open") is None:
            facet.locator("> summary").click()
        page.locator(choice).check()
        if not javascript:
            page.locator(".filters-apply button").click()
        expect(page.locator(choice)).to_be_checked()
        value = choice.partition("-")[2]
        expect(page).to_have_url(re.compile(rf"={value}\b"))
    rows = page.locator("main .row-title a")
    expect(rows).to_have_count(1)
    rows.first.click()
    expect(page).to_have_url(re.compile(rf"/commitments/kz-ru-1-{sought.number}/$"))
    expect(page.locator("mark")).to_have_text(sought.passages.get().exact)


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_two_countries_to_their_timeline_and_the_agreement_that_was_replaced(
    visit, registry, language, javascript
):
    old, new = between_the_same(signed="2012-05"), between_the_same(signed="2019-10-15")
    Relation.objects.create(agreement=new, kind="replaces", other=old)
    publish(old)
    publish(new)
    page = visit(javascript=javascript)
    page.goto(f"/{language}/countries/")
    page.locator(f"main a[href='/{language}/countries/kz/']").first.click()
    page.locator(f"main a[href='/{language}/countries/kz-ru/']").first.click()
    expect(page.locator("svg .thread").first).to_be_attached()
    table = page.locator("table.instruments tbody tr")
    expect(table).to_have_count(3)
    page.locator(f"#relations ~ ul a[href$='/{old.identifier.lower()}/']").click()
    expect(page).to_have_url(re.compile(rf"/{language}/agreements/{old.identifier.lower()}/$"))
    expect(page.locator(f"main a[href='/{language}/agreements/{new.identifier.lower()}/']").first).to_be_visible()


def between_the_same(*, signed: str) -> Agreement:
    """A draft between the sides of the memorandum, signed at `signed`."""
    agreement = AgreementFactory(title_kk=f"Келісім {signed}")
    for row in Agreement.objects.get(pair_number=1).agreement_parties.all():
        AgreementPartyFactory(agreement=agreement, party=row.party, side=row.side, name_kk=row.name_kk)
    EventFactory(agreement=agreement, date=signed)
    return agreement


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_words_are_found_in_the_readers_language_whatever_their_case(visit, language):
    page = visit(javascript=False)
    page.goto(f"/{language}/")
    page.locator("main #site-search-words").fill(WORDS[language].upper())
    page.locator("main #site-search button").click()
    expect(page.locator("main .row-title a").first).to_be_visible()


def test_the_language_switch_stays_on_the_page(visit):
    page = visit(javascript=False)
    page.goto("/kk/commitments/?area=music")
    page.locator("a[hreflang='ru'][href='/ru/commitments/?area=music']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#domain-music")).to_be_checked()


def test_every_kazakh_letter_is_drawn_by_the_registrys_own_typeface(visit):
    page = visit()
    page.goto("/kk/")
    page.evaluate("() => document.fonts.ready")
    drawn = page.evaluate(
        """letters => Promise.all([...letters].map(async letter =>
            (await document.fonts.load("16px 'Source Sans 3 Variable'", letter)).length > 0))""",
        "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё",
    )
    assert all(drawn)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_page_scrolls_sideways_on_a_small_screen(visit, language):
    page = visit(width=320)
    for address in ("", "commitments/", "agreements/kz-ru-1/", "commitments/kz-ru-1-3/", "areas/", "about/"):
        page.goto(f"/{language}/{address}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), address


def test_the_main_content_is_reached_by_keyboard_first(visit):
    page = visit()
    page.goto("/kk/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_in_viewport()
    target = skip.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page.locator(f"main{target}")).to_be_focused()
