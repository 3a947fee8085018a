"""Countries, pairs and the map of the field: the index and the tables say the same, and pages tell what they know."""

import re
from collections import Counter

import pytest

from agreements.models import Agreement, Commitment, EventKind, Implementation, Relation
from search.facets.vocabulary import Vocabulary
from search.index.index import FacetIndex
from search.index.overviews import crossed, of_pair, tallies_by_pair
from tests.support.facets import TODAY, fill
from tests.support.factories import (
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    agreement_between,
    publish,
)
from website.pages import area_map, country_pairs
from website.templatetags.implementation import parts
from website.views import countries

pytestmark = pytest.mark.database


def concluded(*parties, signed: str = "", areas=(), **fields):
    """A published agreement, signed on that day and with a commitment in `areas`."""
    agreement = agreement_between(*parties, **fields)
    if signed:
        EventFactory(agreement=agreement, date=signed)
    if areas:
        CommitmentFactory(agreement=agreement, areas=list(areas))
    return publish(agreement)


def test_the_index_and_the_tables_say_the_same_of_pairs_and_of_the_map(db):
    fill(3, agreements=12)
    index = FacetIndex(TODAY)
    assert tallies_by_pair(index) == country_pairs.tallies_in_tables()
    for pair in [*country_pairs.tallies_in_tables(), "DE-KZ"]:
        assert of_pair(index, pair, 2) == country_pairs.between_in_tables(pair, 2)
    broader = Vocabulary.read().with_broader()
    expected: Counter[tuple[str, str]] = Counter()
    for commitment in Commitment.objects.published().prefetch_related("areas"):
        domains, forms = (
            {code for area in commitment.areas.all() if area.facet == facet for code in broader[area.pk]}
            for facet in ("domain", "form")
        )
        expected.update((domain, form) for domain in domains for form in forms)
    assert crossed(index.commitments.facets) == area_map.counts_in_tables() == expected


def test_shades_tell_none_from_few_and_few_from_many():
    assert [area_map.shade(count, 1, 1000) for count in (0, 1, 30, 1000)] == [0, 1, 3, 5]
    assert [area_map.shade(count, 40, 400) for count in (40, 399, 400)] == [1, 5, 5]
    assert area_map.shade(7, 7, 7) == 5


def test_two_countries_show_what_replaced_what_on_a_timeline(client, ministry, music_house, music):
    old = concluded(ministry, music_house, signed="2004-05-10", areas=[music], title_en="Agreement of 2004")
    EventFactory(agreement=old, kind=EventKind.REPLACED, date="2016-11-07")
    new = concluded(ministry, music_house, signed="2016-11-07", areas=[music], title_en="Agreement of 2016")
    undated = concluded(ministry, music_house)
    Relation.objects.create(agreement=new, kind="replaces", other=old)
    AreaFactory(code="museums", label_en="Museums")
    page = client.get("/en/countries/kz-ru/").content.decode()
    drawing = re.search(r'<svg class="drawing".*?<ul class="timeline-key"', page, re.DOTALL)[0]
    assert re.findall(r">(KZ-RU-\d)<", drawing) == [new.identifier, old.identifier]
    assert 'class="thread thread-replaces"' in drawing
    assert 'class="mark mark-end"' in drawing
    assert re.search(rf"date not stated in the source:.*?>{undated.identifier}</a>", page)
    told = re.search(r'<ul class="relations">.*?</ul>', page, re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", told).split())
    assert words == "KZ-RU-2 Agreement of 2016 Replaces: KZ-RU-1 Agreement of 2004"
    gaps = re.search(r'<ul class="gaps">.*?</ul>', page, re.DOTALL)[0]
    assert "Museums" in gaps
    assert "Music" not in gaps
    assert "/en/commitments/?pair=kz-ru&amp;area=music" in page


def test_a_relation_to_a_draft_and_a_drafts_numbers_stay_hidden(client, ministry, music_house, music):
    public = concluded(ministry, music_house, signed="2004", areas=[music])
    draft = agreement_between(ministry, music_house, title_kk="Құпия жоба")
    CommitmentFactory(agreement=draft, areas=[music])
    Relation.objects.create(agreement=draft, kind="replaces", other=public)
    before = client.get("/en/countries/kz-ru/").content.decode()
    assert "Құпия" not in before
    assert 'id="relations"' not in before
    assert client.get("/kk/countries/kz-uz/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "led"),
    [("ru-kz", "kz-ru"), ("KZ-RU", "kz-ru"), ("RU-kz?page=2", "kz-ru"), ("KZ", "kz")],
)
def test_another_order_or_capitals_lead_to_the_one_address(client, memorandum, asked, led):
    path, question, query = asked.partition("?")
    response = client.get(f"/kk/countries/{path}/{question}{query}")
    assert response.status_code == 301
    assert response.url == f"/kk/countries/{led}/"


@pytest.mark.parametrize("code", ["fr", "fr-kz", "kz-kz", "zz", "kz-zz", "kz-unesco", "İt", "İt-kz", "kz-\u212az"])
def test_countries_and_pairs_without_a_public_agreement_are_not_there(client, memorandum, code):
    assert client.get(f"/kk/countries/{code}/").status_code == 404


def test_an_organisation_and_a_country_and_two_sides_of_one_country_are_pairs_too(client, ministry):
    unesco = PartyFactory(
        slug="unesco", kind="international_organisation", country="", organisation_code="UNESCO", name_kk="ЮНЕСКО"
    )
    concluded(ministry, unesco, signed="2004-05-10")
    concluded(ministry, PartyFactory(slug="museum"), signed="2005")
    partners = client.get("/kk/countries/kz/").content.decode()
    assert "/kk/countries/kz-unesco/" in partners
    assert "ЮНЕСКО" in partners
    assert client.get("/kk/countries/kz-unesco/").status_code == 200
    assert client.get("/kk/countries/kz-kz/").status_code == 200


@pytest.mark.parametrize("agreements", [2, 9])
def test_a_pair_costs_no_more_queries_with_many_agreements(
    client, ministry, music_house, music, agreements, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(countries, "DRAWN", 4)
    for number in range(agreements):
        concluded(ministry, music_house, signed=f"{1980 + number}-05-10", areas=[music])
    Relation.objects.create(agreement=Agreement.objects.last(), kind="amends", other=Agreement.objects.first())
    for address, limit in (("kz-ru/", 17), ("kz/", 14), ("", 9)):
        with django_assert_max_num_queries(limit):
            page = client.get(f"/kk/countries/{address}").content.decode()
        if address == "kz-ru/":
            assert page.count('<text class="words"') == min(agreements, 4)
            assert ("?pair=kz-ru&amp;sort=newest" in page) == (agreements > 4)


def test_the_bar_is_exact_in_words_and_lets_the_few_be_seen():
    found = parts({"no_evidence": 996, "complete": 4, "limited": 0})
    assert [(part.code, part.count, part.per_cent) for part in found] == [
        ("complete", 4, "<1"),
        ("no_evidence", 996, ">99"),
    ]
    assert found[0].width > 1
    assert found[-1].left + found[-1].width == pytest.approx(100)
    assert parts({}) == []


def test_a_list_shows_what_came_of_it_unless_one_outcome_is_asked_for(client, memorandum):
    Commitment.objects.update(implementation=Implementation.COMPLETE)
    page = client.get("/kk/commitments/?area=music").content.decode()
    assert 'class="implementation-bar"' in page
    assert "/kk/commitments/?area=music&amp;implementation=complete" in page
    assert 'class="implementation-bar"' not in client.get("/kk/commitments/?implementation=complete").content.decode()
