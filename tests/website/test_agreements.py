import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from agreements.models import Commitment
from tests.support.factories import AreaFactory, CommitmentFactory, EventFactory, PassageFactory, SourceFactory, publish

LANGUAGES = ("kk", "ru", "en")


def page(client: Client, name: str, language: str = "kk", query: str = "", **arguments: object) -> str:
    with translation.override(language):
        response = client.get(reverse(name, kwargs=arguments) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("accepted", "address"),
    [
        ("kk", "/kk/"),
        ("ru-RU,ru;q=0.9", "/ru/"),
        ("en-GB", "/en/"),
        ("fr", "/kk/"),
        ("", "/kk/"),
        ("de,en;q=0.5", "/en/"),
    ],
)
def test_the_entrance_leads_to_the_readers_language_and_to_kazakh_by_default(client, db, accepted, address):
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response.url) == (302, address)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_links_to_itself_in_the_other_languages_and_keeps_the_question(client, memorandum, language):
    text = page(client, "commitments:list", language, "?area=music&area=tours")
    for other in LANGUAGES:
        assert f'hreflang="{other}"' in text
        assert f"/{other}/commitments/?area=music&amp;area=tours" in text
    assert 'hreflang="x-default"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_memorandum_tells_what_the_source_says_and_what_it_does_not(client, memorandum, language):
    text = page(client, "agreements:detail", language, identifier=memorandum)
    assert getattr(memorandum, f"title_{language}") in text
    gaps = re.search(r'<ul class="gap-list">(.*?)</ul>', text, re.DOTALL)
    assert gaps[1].count("<li") >= 12  # in one list, not a row each
    assert {"kk": "Қол қойылған күні", "ru": "Дата подписания", "en": "Date of signing"}[language] in gaps[1]
    assert "KZ-RU-1" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_stands_on_the_page_word_for_word(client, memorandum, language):
    text = page(client, "agreements:detail", language, identifier=memorandum)
    source = memorandum.sources.get()
    block = re.search(r'<(\w+)[^>]*class="[^"]*\bsource-text\b[^"]*"[^>]*>(.*?)</\1>', text, re.DOTALL)
    assert block, "the source's text stands in an element of class source-text"
    assert re.sub(r"<[^>]+>", "", block[2]) == source.text
    assert 'lang="kk"' in block[0].split(">")[0]


def test_every_claim_leads_to_its_passage_and_every_passage_to_its_claims(client, memorandum):
    text = page(client, "agreements:detail", identifier=memorandum)
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= ids, links - ids
    for commitment in memorandum.commitments.all():
        assert f"commitment-{commitment.number}" in ids & links
        for passage in commitment.passages.all():
            place = f"1-{passage.start}-{passage.end}"
            assert f"passage-{place}" in ids & links
            assert f"claims-{place}" in ids & links


def test_ids_are_given_once(client, memorandum):
    for text in (
        page(client, "agreements:detail", identifier=memorandum),
        page(client, "commitments:list"),
        page(client, "site:home"),
    ):
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_commitment_shows_its_sentence_with_the_exact_words_marked(client, memorandum, language):
    for commitment in memorandum.commitments.all():
        text = page(client, "commitments:detail", language, identifier=commitment)
        for passage in commitment.passages.all():
            assert re.search(rf"<mark[^>]*>{re.escape(passage.exact)}</mark>", text)


def test_misprints_of_the_source_are_kept(client, memorandum):
    text = page(client, "agreements:detail", identifier=memorandum)
    assert all(misprint in text for misprint in ("музканттарды", "кәбіпқойлардың", "Федерациясыныің"))


def test_commitments_are_found_by_area_and_the_counts_say_how_many(client, memorandum):
    text = page(client, "commitments:list", "en", "?area=music")
    expected = Commitment.objects.filter(areas__code="music")
    assert text.count('href="/en/commitments/kz-ru-1-') >= expected.count() > 0
    for commitment in memorandum.commitments.exclude(pk__in=expected):
        assert f"/en/commitments/kz-ru-1-{commitment.number}/" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_list_says_so_and_offers_a_way_back(client, memorandum, language):
    text = page(client, "commitments:list", language, "?implementation=complete&country=FR")
    assert f'href="/{language}/commitments/"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_activities_are_honestly_none(client, memorandum, language):
    text = page(client, "activities:list", language)
    none = {"kk": "іс-шара жазылмаған", "ru": "мероприятия не записано", "en": "No activity is recorded"}[language]
    assert none in text


def test_a_missing_translation_is_shown_in_its_own_language(client, draft, music):
    CommitmentFactory(agreement=draft, areas=[music], text_kk="Көрме ұйымдастыру", text_en=None, text_ru="")
    publish(draft)
    text = page(client, "commitments:list", "en")
    assert '<span lang="kk">Көрме ұйымдастыру</span></a> <span class="in-language">(in Kazakh)</span>' in text


def test_a_row_of_an_agreement_tells_when_it_was_signed_and_how_it_stands(client, draft):
    assert draft.legal_character != "binding"
    publish(draft)
    silent = page(client, "agreements:list", "en")
    assert "Date of signature not stated in the source" in silent
    assert "Status not stated in the source" in silent
    EventFactory(agreement=draft, kind="signed", date="2016-11-17")
    EventFactory(agreement=draft, kind="entered_into_force", date="2016-12")
    told = page(client, "agreements:list", "en")
    assert "<span>Signed: 17 November 2016</span>" in told
    assert "<span>In effect</span>" in told


def test_overlapping_passages_leave_the_source_word_for_word(client, draft, music):
    source = SourceFactory(agreement=draft)
    commitment = CommitmentFactory(agreement=draft, areas=[music])
    for start, end in ((0, 20), (4, 30), (4, 10)):
        commitment.passages.add(PassageFactory(source=source, start=start, end=end, exact=source.text[start:end]))
    text = page(client, "agreements:detail", identifier=publish(draft))
    block = re.search(r'<(\w+)[^>]*class="[^"]*\bsource-text\b[^"]*"[^>]*>(.*?)</\1>', text, re.DOTALL)
    assert re.sub(r"<[^>]+>", "", block[2]) == source.text


@pytest.mark.parametrize(
    "name", ["site:home", "commitments:list", "agreements:list", "areas:list", "site:about", "search:results"]
)
def test_nothing_comes_from_another_host(client, memorandum, name):
    response = client.get(reverse(name))
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    text = response.content.decode()
    assert not re.search(r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//', text)
    assert not re.search(r'<link[^>]+rel="(?:stylesheet|icon|preload)"[^>]+href="(?:https?:)?//', text)
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def budget(client: Client, address: str, limit: int, assert_queries) -> None:
    with assert_queries(limit):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("commitments", [10, 200])
def test_pages_cost_no_more_queries_with_more_commitments(client, draft, commitments, django_assert_max_num_queries):
    areas = [AreaFactory(code="music"), AreaFactory(code="tours", facet="form")]
    source = SourceFactory(agreement=draft, text="ә" * 1000)
    for n in range(commitments):
        commitment = CommitmentFactory(agreement=draft, areas=areas)
        commitment.passages.add(PassageFactory(source=source, start=n, end=n + 3, exact="әәә"))
    publish(draft)
    # Inside a test's transaction the tables answer; tests/website/test_versions.py holds the budgets of the index.
    limits = {
        "/kk/": 21,
        "/kk/agreements/": 23,
        "/kk/agreements/kz-ru-1/": 26,
        "/kk/agreements/kz-ru-1/?by=domain": 26,
        "/kk/agreements/kz-ru-1/passages/1-3-6/": 10,
        "/kk/agreements/kz-ru-1/passages/1-3-6.json": 10,
        "/kk/agreements/kz-ru-1/side-by-side/": 7,
        "/kk/agreements/kz-ru-1/citation.bib": 4,
        "/kk/commitments/": 23,
        "/kk/commitments/?area=music&country=RU&words=гастроль": 24,
        "/kk/agreements/kz-ru-1/changes/": 20,
        "/kk/commitments/kz-ru-1-3/": 14,
        "/kk/areas/": 9,
        "/kk/areas/music/": 13,
        "/kk/countries/": 9,
        "/kk/countries/kz/": 15,
        "/kk/countries/kz-ru/": 17,
        "/kk/parties/": 7,
        "/kk/parties/?country=RU&words=министрлігі": 10,
        "/kk/parties/ministry/": 18,
        "/kk/activities/": 10,
        "/kk/activities/?area=music&words=гастроль&from=2010": 12,
        "/kk/about/": 1,
        "/kk/glossary/": 1,
        "/kk/accessibility/": 1,
        "/kk/search/": 1,
        "/kk/search/?words=гастроль": 35,
        "/kk/search/suggestions/?words=мәдени": 30,
    }
    for address, limit in limits.items():
        budget(client, address, limit, django_assert_max_num_queries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_lists_are_paged_and_keep_the_question(client, draft, music, language):
    for _n in range(30):
        CommitmentFactory(agreement=draft, areas=[music])
    publish(draft)
    first = page(client, "commitments:list", language, "?area=music")
    assert "area=music&amp;page=2" in first
    second = page(client, "commitments:list", language, "?area=music&page=2")
    assert f"/{language}/commitments/kz-ru-1-30/" in second
    assert f"/{language}/commitments/kz-ru-1-1/" not in second
