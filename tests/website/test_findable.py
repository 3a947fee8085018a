"""What search engines, messages and slow connections get: sitemaps, what a page says of itself, how heavy it is."""

import gzip
import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.support.factories import PartyFactory, agreement_between, publish, withdraw
from website.views import sitemaps

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
LANGUAGES = ("kk", "ru", "en")


def located(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return re.findall("<loc>([^<]+)</loc>", response.content.decode())


def test_robots_are_led_to_the_sitemap_and_it_to_every_section(client, db):
    robots = client.get("/robots.txt").content.decode()
    index = re.search(r"^Sitemap: (\S+)$", robots, re.MULTILINE)[1]
    assert located(client, index) == [f"http://testserver/sitemap-{section}.xml" for section in sitemaps.SECTIONS]


def test_every_address_of_the_sitemap_opens_and_names_its_translations(client, memorandum):
    for section in sitemaps.SECTIONS:
        text = client.get(f"/sitemap-{section}.xml").content.decode()
        addresses = re.findall("<loc>([^<]+)</loc>", text)
        assert len(addresses) % 3 == 0
        assert text.count('hreflang="x-default"') == len(addresses) > 0
        for address in addresses[:3]:
            assert client.get(address).status_code == 200, address
    assert "http://testserver/ru/commitments/kz-ru-1-9/" in located(client, "/sitemap-commitments.xml")


def test_a_long_section_has_pages_and_none_beyond_them(client, ministry, monkeypatch):
    monkeypatch.setattr(sitemaps.PathSitemap, "limit", 2 * 3)
    agreements = [publish(agreement_between(ministry, PartyFactory(country="RU"))) for _number in range(5)]
    withdraw(agreements[1])
    assert len([address for address in located(client, "/sitemap.xml") if "agreements" in address]) == 2
    pages = [located(client, f"/sitemap-agreements.xml?p={page}") for page in (1, 2)]
    expected = [f"http://testserver/{code}/agreements/kz-ru-{n}/" for n in (1, 3, 4, 5) for code in LANGUAGES]
    assert [address for page in pages for address in page] == expected
    for nonsense in ("agreements.xml?p=3", "agreements.xml?p=0", "agreements.xml?p=%00", "drafts.xml"):
        assert client.get(f"/sitemap-{nonsense}").status_code == 404, nonsense


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shared_link_is_shown_with_title_description_and_picture(client, memorandum, language):
    text = client.get(f"/{language}/agreements/kz-ru-1/").content.decode()
    said = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', text))
    assert said["title"] in re.search("<title>(.*)</title>", text)[1]
    assert f'<meta name="description" content="{said["description"]}">' in text
    assert said["url"] == f"http://testserver/{language}/agreements/kz-ru-1/"
    assert said["locale"].startswith(language)
    assert said["image"] == "http://testserver/static/img/card.png"
    assert (STATIC / "img" / "card.png").read_bytes()[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_results_of_a_search_are_not_indexed_but_its_page_is(client, db):
    assert 'name="robots" content="noindex' in client.get("/kk/search/?words=музыка").content.decode()
    assert 'name="robots"' not in client.get("/kk/search/").content.decode()


def test_the_style_guide_is_there_in_development_only(client, db, settings):
    assert client.get(reverse("styleguide")).status_code == 404
    settings.DEBUG = True
    assert client.get(reverse("styleguide")).status_code == 200


@pytest.mark.parametrize(("address", "shown"), [("", "mailto:"), ("help@example.org", "mailto:help@example.org")])
def test_barriers_are_reported_to_an_address_only_where_there_is_one(client, db, settings, address, shown):
    settings.CONTACT_EMAIL = address
    assert (shown in client.get("/en/accessibility/").content.decode()) is bool(address)


def test_our_style_and_scripts_stay_light():
    def size(pattern: str) -> int:
        return sum(len(gzip.compress(path.read_bytes())) for path in sorted(STATIC.glob(pattern)))

    assert size("css/*.css") < 25_000
    assert size("js/*.js") < 10_000


def test_the_icon_is_found_where_browsers_ask_for_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.url) == (302, "/static/img/favicon.svg")
