import datetime as dt
import random
import re

import pytest
from django.http import QueryDict
from django.utils import translation

from agreements.models import Agreement
from search.lists.agreements import AgreementFilter, CommitmentFilter
from tests.support.factories import (
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    SourceFactory,
    agreement_between,
    publish,
)

pytestmark = pytest.mark.database

TODAY = dt.date(2026, 11, 24)


def asked(query: str) -> CommitmentFilter:
    return CommitmentFilter(QueryDict(query), on=TODAY)


def numbers(query: str) -> list[int]:
    return [commitment.number for commitment in asked(query).qs]


def counts(query: str, facet: str) -> dict[str, int]:
    choices = next(choices for found, choices in asked(query).counted_facets if found.name == facet)
    return {choice.value: choice.count for choice in choices if choice.count}


@pytest.fixture
def areas(db):
    performing = AreaFactory(code="performing-arts")
    return {
        "performing-arts": performing,
        "music": AreaFactory(code="music", broader=performing),
        "film": AreaFactory(code="film"),
        "tours": AreaFactory(code="tours", facet="form"),
        "joint-events": AreaFactory(code="joint-events", facet="form"),
    }


@pytest.fixture
def record(draft, areas):
    """One agreement with four commitments: 1 music tours, 2 film tours, 3 music events, 4 performing arts."""
    for number, codes in enumerate(
        (("music", "tours"), ("film", "tours"), ("music", "joint-events"), ("performing-arts",)), start=1
    ):
        CommitmentFactory(
            agreement=draft,
            number=number,
            areas=[areas[code] for code in codes],
            modality="agreed" if number < 3 else "expected",
            text_kk=f"Гастрольдік САПАРЛАР {number}",
            text_ru=f"Ёлка и гастроли 100% {number}",
        )
    return publish(draft)


def test_without_a_question_everything_public_is_listed_in_order(record):
    assert numbers("") == [1, 2, 3, 4]


def test_the_same_facet_twice_widens(record):
    assert numbers("area=music&area=film") == [1, 2, 3]
    assert numbers("modality=agreed&modality=expected") == [1, 2, 3, 4]


def test_the_two_facets_of_areas_narrow_each_other(record):
    assert numbers("area=tours") == [1, 2]
    assert numbers("area=music&area=tours") == [1]
    assert numbers("area=music&area=film&area=tours") == [1, 2]


def test_different_facets_narrow(record):
    assert numbers("area=music&modality=expected") == [3]


def test_a_broader_area_stands_for_its_narrower_ones(record):
    assert numbers("area=performing-arts") == [1, 3, 4]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=RU", [1, 2, 3, 4]),
        ("country=FR", []),
        ("party=music-house", [1, 2, 3, 4]),
        ("implementation=no_evidence", [1, 2, 3, 4]),
        ("implementation=complete", []),
        ("type=memorandum", [1, 2, 3, 4]),
        ("type=treaty", []),
        ("level=mixed", [1, 2, 3, 4]),
        ("level=municipal", []),
        ("pair=kz-ru", [1, 2, 3, 4]),
        ("pair=RU-kz", [1, 2, 3, 4]),
        ("pair=fr-kz", []),
        ("words=сапарлар", [1, 2, 3, 4]),
        ("words=ГАСТРОЛЬДІК+3", [3]),
        ("words=ёлка", [1, 2, 3, 4]),
        ("words=100%25", [1, 2, 3, 4]),
        ("words=100_", [1, 2, 3, 4]),
        ("words=%25", []),
        ("words=сапар", [1, 2, 3, 4]),
        ("words=-сапар", []),
        ("words=сапарлар+-3", [1, 2, 4]),
        ("words=%22сапарлар+3%22", [3]),
        ("words=%223+сапарлар%22", []),
        ("words=«гастроли+100»", [1, 2, 3, 4]),
        ("words=меморандум", [1, 2, 3, 4]),
        ("words=музей", []),
        ("area=", [1, 2, 3, 4]),
        ("unknown=1", [1, 2, 3, 4]),
    ],
)
def test_each_parameter_finds_what_it_says(record, query, found):
    assert numbers(query) == found


@pytest.mark.parametrize(
    "query",
    [
        "area=cooking",
        "country=XX",
        "party=nobody",
        "pair=kz-xx",
        "pair=kz",
        "pair=kz-ru-1",
        "from=94",
        "to=2999x",
        "from=2017&to=2016",
        "modality=perhaps",
        "implementation=done",
        "type=pact",
        "year=-1",
        "year=0",
        "year=99999",
        "year=12a",
        "area=%00",
        "words=%00",
        f"words={'a' * 201}",
        "party=9223372036854775808",
    ],
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_value_that_cannot_be_is_a_clear_error(record, query, language):
    with translation.override(language):
        question = asked(query)
        assert not question.is_valid()
        assert list(question.problems)


def test_a_draft_party_is_no_value_and_no_choice(record, ministry):
    hidden = PartyFactory(slug="hidden", country="UZ")
    agreement_between(ministry, hidden)
    assert not asked("party=hidden").is_valid()
    assert "hidden" not in counts("", "party")
    assert "UZ" not in counts("", "country")


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("2016-11-07", ["2016"]),
        ("2016", ["2016"]),
        ("2016-12/2017-01", ["2016", "2017"]),
        ("199X", [str(year) for year in range(1990, 2000)]),
    ],
)
def test_a_vague_signature_belongs_to_every_year_it_can_mean(record, date, years):
    EventFactory(agreement=record, kind="signed", date=date)
    assert sorted(counts("", "year")) == sorted(years)
    for year in years:
        assert numbers(f"year={year}") == [1, 2, 3, 4]
    assert numbers(f"year={int(years[0]) - 1}") == []
    assert numbers(f"year={int(years[-1]) + 1}") == []
    assert numbers("year=not-stated") == []


def test_two_sides_that_sign_in_one_year_are_one_agreement_of_that_year(record):
    for row, date in zip(record.agreement_parties.all(), ("2016-01", "2016-05"), strict=True):
        EventFactory(agreement=record, kind="signed", date=date, by=row)
    assert counts("", "year") == {"2016": 4}


@pytest.mark.parametrize(
    ("date", "offered"), [("/2016", ["2016"]), ("2016/..", ["2016"]), ("1000/2999", ["1000", "2999"])]
)
def test_an_open_or_endless_period_offers_its_ends_and_is_not_said_to_be_unstated(record, date, offered):
    EventFactory(agreement=record, kind="signed", date=date)
    assert sorted(counts("", "year")) == offered
    for year in offered:
        assert numbers(f"year={year}") == [1, 2, 3, 4]


def test_a_year_counts_every_record_that_can_be_of_it(record, ministry):
    EventFactory(agreement=record, kind="signed", date="1000/2999")
    other = agreement_between(ministry, PartyFactory(slug="uzbek", country="UZ"))
    CommitmentFactory(agreement=other, areas=list(record.commitments.first().areas.all()))
    EventFactory(agreement=publish(other), kind="signed", date="2016")
    assert counts("", "year")["2016"] == 5 == len(numbers("year=2016"))


def test_more_words_than_can_be_looked_for_are_refused_and_not_cut(record):
    assert asked("words=" + "+".join(["сапарлар"] * 12)).is_valid()
    assert not asked("words=" + "+".join(["сапарлар"] * 13)).is_valid()


def test_a_choice_shown_by_fallback_says_its_language(record):
    with translation.override("en"):
        parties = next(choices for facet, choices in asked("").counted_facets if facet.name == "party")
        areas = next(choices for facet, choices in asked("").counted_facets if facet.name == "domain")
        assert {choice.value: choice.language for choice in parties} == {"music-house": "", "ministry": ""}
        record.agreement_parties.get(side=2).party.__class__.objects.filter(slug="ministry").update(name_en="")
        parties = next(choices for facet, choices in asked("").counted_facets if facet.name == "party")
    assert {choice.value: choice.language for choice in parties}["ministry"] == "kk"
    assert {choice.language for choice in areas} == {""}


def test_a_signature_that_is_not_stated_is_a_choice_of_its_own(record):
    assert counts("", "year") == {"not-stated": 4}
    assert numbers("year=not-stated") == [1, 2, 3, 4]
    assert numbers("year=2016&year=not-stated") == [1, 2, 3, 4]


def test_an_account_that_is_not_preferred_gives_no_year(record):
    preferred = EventFactory(agreement=record, kind="signed", date="2016")
    EventFactory(agreement=record, kind="signed", date="2017", preferred=preferred, reason_kk="Себебі")
    assert counts("", "year") == {"2016": 4}


def test_a_choice_counts_what_choosing_it_would_show(record):
    """A facet's own selection is left out of its counts, the others' are kept."""
    query = "area=music&modality=expected"
    assert counts(query, "domain") == {"music": 1, "performing-arts": 2}
    assert counts(query, "form") == {"joint-events": 1}
    assert counts(query, "modality") == {"agreed": 1, "expected": 1}


def test_choices_that_would_show_nothing_are_kept_with_a_zero(record):
    choices = next(choices for facet, choices in asked("").counted_facets if facet.name == "modality")
    assert {choice.value: choice.count for choice in choices}["obliged"] == 0


def test_chosen_values_are_known_one_by_one(record):
    assert [choice.value for _facet, choice in asked("area=music&area=tours&country=RU").chosen] == [
        "music",
        "tours",
        "RU",
    ]


def test_counts_agree_with_lists_for_random_questions(record, ministry, areas):
    """Choosing a value shows exactly as many as its count said, whatever else is chosen."""
    chance = random.Random(2016)
    uzbek = PartyFactory(slug="uzbek", country="UZ")
    for year in ("2010", "2011-05", ""):
        other = agreement_between(ministry, uzbek, type=chance.choice(["treaty", "plan"]))
        EventFactory(agreement=other, kind="signed", date=year)
        for _n in range(5):
            some = chance.sample(sorted(areas), 2)
            CommitmentFactory(
                agreement=other, areas=[areas[code] for code in some], modality=chance.choice(["agreed", "obliged"])
            )
        publish(other)
    for _n in range(30):
        facet, choices = chance.choice(asked("").counted_facets)
        context = chance.choice(
            ["", "area=music", "country=UZ", "modality=agreed", "area=tours&country=UZ", "year=2010"]
        )
        if facet.parameter in context:
            continue
        counted = {
            c.value: c.count for f, found in asked(context).counted_facets if f.name == facet.name for c in found
        }
        choice = chance.choice(choices)
        question = f"{context}&{facet.parameter}={choice.value}"
        assert len(numbers(question)) == counted.get(choice.value, 0), question


def test_agreements_are_listed_once_whatever_their_parties_and_commitments(record):
    def found(query: str) -> list[Agreement]:
        return list(AgreementFilter(QueryDict(query), on=TODAY).qs)

    for query in (
        "",
        "area=music",
        "area=music&area=tours",
        "country=KZ&country=RU",
        "words=министрлігі",
        "words=санкт",
        "level=mixed",
    ):
        assert found(query) == [record], query
    for query in ("area=joint-events&area=film", "level=interstate", "words=музей"):
        assert len(found(query)) == (query.startswith("area")), query


def test_agreements_are_counted_once_each(record):
    question = AgreementFilter(QueryDict(""), on=TODAY)
    for facet, choices in question.counted_facets:
        assert {choice.count for choice in choices} <= {0, 1}, facet.name


@pytest.mark.parametrize("size", [10, 40])
def test_a_question_costs_a_fixed_number_of_queries(draft, areas, size, django_assert_max_num_queries):
    for _n in range(size):
        CommitmentFactory(agreement=draft, areas=[areas["music"], areas["tours"]])
    publish(draft)
    with django_assert_max_num_queries(24):
        question = asked("area=music&country=RU")
        assert len(question.qs) == size
        assert question.counted_facets


@pytest.mark.parametrize(
    ("date", "within", "outside"),
    [
        ("2016-11-07", ["from=2016&to=2016", "from=1990", "to=2016"], ["from=2017", "to=2015"]),
        ("199X", ["from=1999", "to=1990", "from=1995&to=1996"], ["from=2000", "to=1989"]),
        ("2016/..", ["from=2050", "from=2016&to=2016"], ["to=2015"]),
        ("", [""], ["from=1000", "to=2999"]),
    ],
)
def test_a_period_holds_what_can_have_been_signed_in_it(record, date, within, outside):
    if date:
        EventFactory(agreement=record, kind="signed", date=date)
    assert all(numbers(query) == [1, 2, 3, 4] for query in within)
    assert not any(numbers(query) for query in outside)


def test_the_most_relevant_come_first_and_only_where_words_are_sought(ministry, areas):
    uzbek = PartyFactory(slug="uzbek", country="UZ")

    def published(title: str, promise: str, source: str) -> Agreement:
        agreement = agreement_between(ministry, uzbek, title_kk=title)
        CommitmentFactory(agreement=agreement, areas=[areas["film"]], text_kk=promise)
        SourceFactory(agreement=agreement, text=source)
        return publish(agreement)

    by_source = published("Хаттама", "Музейлер", "Мұражайда көрме ашылды.")
    by_commitment = published("Шарт", "Көрме өткізу", "Мәтін.")
    by_title = published("Көрме туралы келісім", "Музейлер", "Мәтін.")

    def found(query: str) -> list[Agreement]:
        return list(AgreementFilter(QueryDict(query), on=TODAY).qs)

    assert found("words=көрме") == [by_title, by_commitment, by_source]
    assert found("words=көрме&sort=number") == [by_source, by_commitment, by_title]
    assert found("sort=relevance") == found("") == [by_source, by_commitment, by_title]
    assert [commitment.agreement for commitment in asked("words=көрме").qs] == [by_commitment, by_title]
    assert [commitment.agreement for commitment in asked("words=туралы+-көрме").qs] == []


def test_agreements_are_found_and_counted_by_what_their_commitments_are(record):
    found = AgreementFilter(QueryDict("modality=expected&implementation=no_evidence"), on=TODAY)
    assert list(found.qs) == [record]
    assert found.found.counts["modality"] == {"agreed": 1, "expected": 1}
    assert not AgreementFilter(QueryDict("implementation=complete"), on=TODAY).qs


def test_choices_of_a_long_facet_are_found_by_a_part_of_their_names(record, ministry):
    for number, name in enumerate(["Музыка үйі", "Ұлттық мұражай", "Опера театры"] + ["Кітапхана"] * 12):
        other = agreement_between(ministry, PartyFactory(slug=f"house-{number}", name_kk=name, country="UZ"))
        CommitmentFactory(agreement=other, areas=list(record.commitments.first().areas.all()))
        publish(other)
    with translation.override("kk"):
        assert len(counts("", "party")) == 12
        assert sorted(counts("find-party=%20МУЗ", "party")) == ["house-0", "music-house"]
        assert sorted(counts("find-party=улттык", "party")) == ["house-1"]  # typed without a Kazakh keyboard
        assert sorted(counts("find-party=опера&party=house-1", "party")) == ["house-1", "house-2"]
        assert counts("find-pair=өзбек", "pair") == {"kz-uz": 15}
        assert counts("find-party=%00", "party") == {}
        offered = next(
            choices for facet, choices in asked("find-party=кітапхана").counted_facets if facet.name == "party"
        )
        assert (len(offered), offered.left_out) == (12, 0)


def test_what_is_chosen_stands_above_the_list_and_is_taken_away_one_by_one(client, record):
    EventFactory(agreement=record, kind="signed", date="2016")
    address = "/en/commitments/?words=100&from=2010&to=2016&pair=ru-kz&area=music&area=&page=1"
    page = client.get(address).content.decode()
    assert re.findall(r'<a class="chip chip-removable" href="([^"]+)">', page) == [
        "?area=music&amp;from=2010&amp;pair=kz-ru&amp;to=2016",
        "?area=music&amp;pair=kz-ru&amp;words=100",
        "?from=2010&amp;pair=kz-ru&amp;to=2016&amp;words=100",
        "?area=music&amp;from=2010&amp;to=2016&amp;words=100",
    ]
    assert "<title>Commitments: 100, 2010–2016, Area music, Kazakhstan – Russia · " in page


def test_a_question_that_is_partly_refused_keeps_its_facets_and_what_was_understood(client, record):
    response = client.get("/en/agreements/?area=music&area=cooking&from=2010&to=2005&sort=date&find-party=x")
    assert response.status_code == 400
    page = response.content.decode()
    assert re.search(r'<input type="checkbox" id="domain-music"[^>]* checked>', page)
    assert 'id="facet-status"' in page
    assert re.findall(r'<a class="chip [^"]*" href="[^"]*">(?:<span[^>]*>[^<]*</span>)?(.*?)</a>', page) == [
        "Cooperation area: cooking (not applied)",
        "Signed to: 2005 (not applied)",
        "Order: date (not applied)",
        "Years of signature: from 2010",
        "Domain: <span>Area music</span>",
    ]
    assert "Order: “date” is none of the choices." in page
    assert 'value="2005"' in page


def test_a_country_is_understood_in_small_letters_and_written_in_capitals(client, record):
    page = client.get("/en/commitments/?country=kz&country=ru").content.decode()
    assert 'href="?country=RU"' in page
    assert not asked("country=ß").is_valid()


def test_what_is_typed_to_find_a_choice_is_in_no_link(client, record):
    page = client.get("/en/commitments/?area=music&words=&find-pair=kaz&page=1").content.decode()
    links = re.findall(r'href="([^"]*[?][^"]*)"', page)
    assert {"/ru/commitments/?area=music&amp;page=1", "export.csv?area=music"} <= set(links)
    assert not [link for link in links if "find-" in link or "words=" in link]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("commitments/", "area=music&amp;"),
        ("activities/", "area=music&amp;"),
        ("parties/ministry/", ""),  # it knows no areas
        ("areas/music/", ""),
    ],
)
def test_past_its_end_a_list_leads_to_its_last_page_with_the_same_question(client, record, path, kept):
    response = client.get(f"/en/{path}?area=music&find-pair=kaz&page=999")
    assert response.status_code == 404
    assert f'href="?{kept}page=1"' in response.content.decode()


@pytest.fixture
def many_areas(draft, areas):
    """A commitment in every one of sixteen domains, five of them below others, and a second one in two of them."""
    below = [AreaFactory(code=f"music-{n}", broader=areas["music"], label_kk=f"Саз {n}") for n in range(3)]
    others = [AreaFactory(code=f"domain-{n:02}", label_kk=f"Сала {n}") for n in range(10)]
    every = [areas["performing-arts"], areas["music"], areas["film"], *below, *others]
    for number, area in enumerate([*every, below[2], others[9]], start=1):
        CommitmentFactory(agreement=draft, number=number, areas=[area])
    return publish(draft)


def shown_domains(query: str) -> list[tuple[str, int]]:
    choices = next(choices for found, choices in asked(query).counted_facets if found.name == "domain")
    return [(choice.value, choice.depth) for choice in choices if choice.count]


def test_a_long_facet_of_areas_offers_the_frequent_ones_under_their_broader_terms(many_areas):
    first = shown_domains("")
    assert 12 <= len(first) < 16
    for narrower, broader in (("music-2", "music"), ("music", "performing-arts")):
        places = [value for value, _depth in first]
        assert places.index(broader) < places.index(narrower)
    assert len(shown_domains("more=domain")) == 16
    assert ("music-0", 2) in shown_domains("area=music-0")


def test_an_area_is_found_by_a_part_of_its_name_and_shown_under_its_broader_terms(many_areas):
    assert shown_domains("find-domain=саз 1") == [("performing-arts", 0), ("music", 1), ("music-1", 2)]
    assert shown_domains("find-domain=сала 09") == []
    assert shown_domains("find-domain=САЛА 7") == [("domain-07", 0)]
