"""The list of parties: narrowed by kind, country and words of names, counted, ordered, taken away."""

import csv
import re
from io import StringIO

import pytest
from django.http import QueryDict

from parties.models import PartyName
from search.lists.parties import PartyFilter
from tests.support.facets import TODAY
from tests.support.factories import PartyFactory, agreement_between, publish
from tests.support.tables import FORMULA

pytestmark = pytest.mark.database


@pytest.fixture
def parties(ministry, music_house):
    """Four public parties and a hidden one of another kind and country; the ministry was called otherwise before."""
    PartyName.objects.create(party=ministry, name_kk="Ақпарат комитеті", name_ru="Комитет информации")
    union = PartyFactory(slug="union", kind="creative_union", country="RU", name_kk="Әртістер одағы", name_en="Union")
    unesco = PartyFactory(slug="unesco", kind="international_organisation", country="", organisation_code="UNESCO")
    hidden = PartyFactory(slug="secret-house", kind="company", country="UZ", name_kk="Жасырын музыка үйі")
    for other in (music_house, music_house, union, unesco):
        publish(agreement_between(ministry, other))
    agreement_between(ministry, hidden)
    return union


def slugs(query: str) -> list[str]:
    asked = PartyFilter(QueryDict(query), on=TODAY)
    assert asked.is_valid(), asked.errors
    return [party.slug for party in asked.records]


def counts(query: str, facet: str) -> dict[str, int]:
    asked = PartyFilter(QueryDict(query), on=TODAY)
    return next(
        {choice.value: choice.count for choice in choices if choice.count}
        for found, choices in asked.counted_facets
        if found.name == facet
    )


def test_every_public_party_is_listed_in_the_readers_alphabet(parties):
    assert slugs("") == ["union", "ministry", "unesco", "music-house"]
    assert slugs("sort=name") == slugs("")


def test_those_with_the_most_agreements_come_first_where_that_is_asked(parties):
    assert slugs("sort=agreements")[:2] == ["ministry", "music-house"]


def test_kinds_widen_and_countries_narrow(parties):
    assert slugs("kind=ministry&kind=creative_union") == ["union", "ministry"]
    assert slugs("country=RU") == ["union", "music-house"]
    assert slugs("country=ru&kind=creative_union") == ["union"]
    assert slugs("country=FR") == []


def test_counts_tell_what_a_choice_would_show_and_leave_its_own_facet_out(parties):
    assert counts("country=RU", "kind") == {"cultural_institution": 1, "creative_union": 1}
    assert counts("country=RU", "country") == {"KZ": 1, "RU": 2}
    for value, count in counts("", "kind").items():
        assert len(slugs(f"kind={value}")) == count


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("одағы", ["union"]),
        ("артистер одагы", ["union"]),
        ("union", ["union"]),
        ("комитета информации", ["ministry"]),
        ("Ақпарат", ["ministry"]),
        ("дома музыки", ["music-house"]),
        ("музыка -Петербург", []),
        ("-музыка", ["union", "ministry", "unesco"]),
        ("!!!", []),
        ("жасырын", []),
    ],
)
def test_words_of_names_of_any_day_and_language_are_found_as_anybody_types_them(parties, words, found):
    asked = QueryDict(mutable=True)
    asked["words"] = words
    assert slugs(asked.urlencode()) == found


def test_an_earlier_name_by_which_a_party_was_found_is_shown_with_the_word_marked(client, parties):
    text = client.get("/en/parties/", {"words": "акпарат"}).content.decode()
    assert '<mark class="sought">Ақпарат</mark>' in text.split('href="/en/parties/ministry/"')[1].split("</li>")[0]


def test_what_the_list_finds_the_queryset_finds_too(parties):
    for query in ("", "kind=ministry", "country=RU&words=музыка"):
        assert {party.slug for party in PartyFilter(QueryDict(query), on=TODAY).qs} == set(slugs(query))


def test_a_hidden_party_is_offered_counted_and_found_nowhere(client, parties):
    assert "UZ" not in counts("", "country")
    assert "company" not in counts("", "kind")
    assert slugs("country=UZ") == []
    for query in ("", "country=UZ", "words=жасырын", "kind=company"):
        assert "secret-house" not in client.get(f"/kk/parties/?{query}").content.decode()


def test_a_refused_question_is_shown_again_and_keeps_what_can_be_understood(client, parties):
    response = client.get("/en/parties/?kind=nonsense&country=RU")
    assert response.status_code == 400
    text = response.content.decode()
    assert 'role="alert"' in text
    assert "(not applied)" in text
    assert re.search(r'value="RU" checked', text)


def test_the_file_holds_what_the_page_lists_and_runs_nothing(client, parties):
    type(parties).objects.filter(pk=parties.pk).update(name_en=FORMULA)
    response = client.get("/en/parties/export.csv?country=RU&sort=agreements&page=2")
    rows = list(csv.DictReader(StringIO(response.getvalue().decode()[1:])))
    assert [row["Identifier"] for row in rows] == slugs("country=RU&sort=agreements")
    assert rows[1]["Name (en)"] == f"'{FORMULA}"
    assert (rows[0]["Kind of party (code)"], rows[0]["Country"]) == ("cultural_institution", "Russia")
    assert rows[0]["Number of agreements"] == "2"
    assert client.get("/en/parties/export.xlsx?kind=nonsense").status_code == 400
    assert client.get("/en/parties/export.xlsx").getvalue().startswith(b"PK")


def test_the_search_leads_to_all_parties_it_found(client, parties):
    text = client.get("/en/search/", {"words": "музыка"}).content.decode()
    assert 'href="/en/parties/?words=%D0%BC%D1%83%D0%B7%D1%8B%D0%BA%D0%B0"' in text


@pytest.mark.parametrize("number", [3, 40])
def test_more_parties_cost_no_more_queries(client, ministry, number, django_assert_max_num_queries):
    for n in range(number):
        publish(agreement_between(ministry, PartyFactory(slug=f"party-{n}", country="UZ")))
    for query in ("", "kind=ministry&country=UZ&sort=agreements", "words=министрлігі"):
        with django_assert_max_num_queries(10):
            assert client.get(f"/kk/parties/?{query}").status_code == 200
