"""The list of activities: narrowed by state, kind, areas, years, countries, parties and words; taken away."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.http import QueryDict

from activities.models import Activity
from search.lists.activities import ActivityFilter
from tests.support.factories import (
    ActivityFactory,
    AreaFactory,
    CommitmentFactory,
    PartyFactory,
    agreement_between,
    publish,
)
from tests.support.tables import FORMULA

pytestmark = pytest.mark.database

TODAY = dt.date(2026, 11, 24)


def activity(title: str, commitment, *organisers, **fields) -> Activity:
    made = ActivityFactory(title_kk=title, **fields)
    made.commitments.add(commitment)
    made.organisers.set(organisers)
    return made


@pytest.fixture
def activities(ministry, music_house, tours):
    """Four activities for two published agreements, one of which a draft shares; one for the draft alone."""
    performing = AreaFactory(code="performing-arts")
    music = AreaFactory(code="music", broader=performing)
    opera = PartyFactory(slug="opera", kind="cultural_institution", country="AZ", name_kk="Опера театры")
    hidden = PartyFactory(slug="secret-house", country="UZ")
    russian, azeri = agreement_between(ministry, music_house), agreement_between(ministry, opera)
    draft = agreement_between(ministry, hidden)
    concerts = CommitmentFactory(agreement=russian, areas=[music, tours])
    stages = CommitmentFactory(agreement=azeri, areas=[performing])
    secret = CommitmentFactory(agreement=draft, areas=[AreaFactory(code="film")])
    for agreement in (russian, azeri):
        publish(agreement)
    shared = activity(
        "Астанадағы гастроль", concerts, music_house, hidden, date="2019-05-14", place_kk="Астана", place_ru="Астана"
    )
    shared.commitments.add(secret)
    activity("Көктемгі фестиваль", stages, opera, kind="festival", state="planned", date="2031")
    activity("Опера кеші", stages, kind="concert", state="cancelled", date="2018/2020")
    activity("Кездесу", concerts, kind="meeting", outcome_en="A report was written")
    activity("Құпия көрме", secret, hidden, kind="exhibition", date="2015")
    return shared


def titles(query: str) -> list[str]:
    asked = ActivityFilter(QueryDict(query), on=TODAY)
    assert asked.is_valid(), asked.errors
    return [each.title_kk for each in asked.records]


def counts(query: str) -> dict[str, dict[str, int]]:
    asked = ActivityFilter(QueryDict(query), on=TODAY)
    return {
        facet.name: {choice.value: choice.count for choice in choices if choice.count}
        for facet, choices in asked.counted_facets
    }


def test_the_latest_comes_first_and_what_has_no_date_last(activities):
    assert titles("") == ["Көктемгі фестиваль", "Астанадағы гастроль", "Опера кеші", "Кездесу"]
    assert titles("sort=oldest") == ["Опера кеші", "Астанадағы гастроль", "Көктемгі фестиваль", "Кездесу"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=planned", ["Көктемгі фестиваль"]),
        ("state=planned&state=cancelled", ["Көктемгі фестиваль", "Опера кеші"]),
        ("kind=tour", ["Астанадағы гастроль"]),
        ("area=performing-arts", ["Көктемгі фестиваль", "Астанадағы гастроль", "Опера кеші", "Кездесу"]),
        ("area=music", ["Астанадағы гастроль", "Кездесу"]),
        ("area=music&area=tours&kind=meeting", ["Кездесу"]),
        ("country=AZ", ["Көктемгі фестиваль", "Опера кеші"]),
        ("party=music-house", ["Астанадағы гастроль", "Кездесу"]),
        ("organiser=opera", ["Көктемгі фестиваль"]),
        ("from=2019&to=2019", ["Астанадағы гастроль", "Опера кеші"]),
        ("from=2021", ["Көктемгі фестиваль"]),
        ("to=2018", ["Опера кеші"]),
        ("words=гастролі", ["Астанадағы гастроль"]),
        ("words=report", ["Кездесу"]),
        ("words=астана -гастроль", []),
        ("words=коктемги", ["Көктемгі фестиваль"]),
    ],
)
def test_each_choice_narrows_and_the_same_one_twice_widens(activities, query, found):
    assert titles(query) == found
    assert {each.title_kk for each in ActivityFilter(QueryDict(query), on=TODAY).qs} == set(found)


def test_counts_tell_what_a_choice_would_show(activities):
    for facet, parameter in {"state": "state", "kind": "kind", "domain": "area", "party": "party"}.items():
        for value, count in counts("")[facet].items():
            assert len(titles(f"{parameter}={value}")) == count, (facet, value)
    assert counts("state=planned")["state"] == {"planned": 1, "held": 2, "cancelled": 1}
    assert counts("state=planned")["country"] == {"KZ": 1, "AZ": 1}


def test_a_draft_gives_no_activity_no_choice_and_no_count(client, activities):
    found = counts("")
    assert "UZ" not in found["country"]
    assert "film" not in found["domain"]
    assert set(found["organiser"]) == {"music-house", "opera"}
    assert titles("country=UZ") == titles("words=құпия") == titles("kind=exhibition") == []
    for query in ("", "country=UZ", "words=құпия", "from=2015&to=2015"):
        text = client.get(f"/kk/activities/?{query}").content.decode()
        assert "secret-house" not in text
        assert "Құпия" not in text
    assert client.get("/kk/activities/?organiser=secret-house").status_code == 400


def test_a_period_that_ends_before_it_begins_is_told(client, activities):
    response = client.get("/en/activities/?from=2020&to=2010")
    assert response.status_code == 400
    assert "ends (2010) before it begins (2020)" in response.content.decode()


def test_where_nothing_fits_that_is_not_told_as_if_nothing_were_recorded(client, activities):
    text = client.get("/en/activities/?kind=publication").content.decode()
    assert "Nothing in the registry fits all of these choices at once." in text
    assert "nobody has recorded one yet" not in text


def test_a_sought_word_is_marked_where_it_stands(client, activities):
    text = client.get("/en/activities/", {"words": "гастроль"}).content.decode()
    assert '<mark class="sought">гастроль</mark>' in text


def test_the_file_holds_what_the_page_lists_and_runs_nothing(client, activities):
    Activity.objects.filter(pk=activities.pk).update(title_en=FORMULA)
    response = client.get("/en/activities/export.csv?from=2018&page=3")
    rows = list(csv.DictReader(StringIO(response.getvalue().decode()[1:])))
    assert [row["Title (kk)"] for row in rows] == titles("from=2018")
    tour = rows[1]
    assert tour["Title (en)"] == f"'{FORMULA}"
    assert (tour["Kind of activity (code)"], tour["State (code)"], tour["When"]) == ("tour", "held", "2019-05-14")
    assert (tour["Serves"], tour["Organised by"]) == ("KZ-RU-1-1", "Saint Petersburg Music House")
    assert "secret-house" not in str(rows)
    assert client.get("/en/activities/export.xlsx").getvalue().startswith(b"PK")
    assert client.get("/en/activities/export.csv?state=nonsense").status_code == 400


@pytest.mark.parametrize("number", [3, 60])
def test_more_activities_cost_no_more_queries(client, draft, music, ministry, number, django_assert_max_num_queries):
    commitments = [CommitmentFactory(agreement=draft, areas=[music]) for _n in range(number)]
    publish(draft)
    for commitment in commitments:
        activity("Гастроль", commitment, ministry, date="2019")
    for query in ("", "country=RU&area=music&sort=oldest", "words=гастроль&from=2010"):
        with django_assert_max_num_queries(13):
            assert client.get(f"/kk/activities/?{query}").status_code == 200
