"""What is taken away is what the page lists; nothing in it runs; nothing in it is a draft's."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from itertools import product
from zipfile import ZipFile

import pytest

from agreements.models import Agreement, Commitment
from file_formats.table import AT_ONCE, inert
from tests.support.factories import (
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    SourceFactory,
    agreement_between,
    publish,
    withdraw,
)
from tests.support.tables import FORMULA
from website.views import exports as views

pytestmark = pytest.mark.database


@pytest.fixture
def records(ministry, music_house, music, tours):
    """Twelve published agreements with two commitments each, signed in different years; a draft and a withdrawn one."""
    house = PartyFactory(slug="opera", country="AZ", name_kk="Опера театры", name_ru="Оперный театр")
    for number in range(14):
        other = house if number % 3 else music_house
        agreement = agreement_between(ministry, other, title_kk=f"Келісім {number}", level="mixed")
        SourceFactory(agreement=agreement)
        CommitmentFactory(agreement=agreement, areas=[music], modality="obliged")
        CommitmentFactory(agreement=agreement, areas=[music, tours] if number % 2 else [tours], due="2031")
        if number % 4:
            EventFactory(agreement=agreement, date=str(1990 + number), by=None)
        if number < 13:
            publish(agreement)
    withdraw(Agreement.objects.published().first())


def rows_of(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def listed_on_pages(client, path: str, query: str) -> list[str]:
    first = client.get(f"{path}?{query}").context["page"]
    pages = [first, *(client.get(f"{path}?{query}&page={n}").context["page"] for n in first.paginator.page_range[1:])]
    return [row.identifier for page in pages for row in page.object_list]


@pytest.mark.parametrize("path", ["/en/agreements/", "/ru/commitments/"])
def test_what_is_taken_away_is_what_the_pages_list_in_the_same_order(client, records, path):
    for query in ("", "country=AZ&sort=newest", "area=tours&year=1993", "words=опера&sort=oldest", "type=treaty"):
        rows = rows_of(client, f"{path}export.csv?{query}&page=2")
        assert [next(iter(row.values())) for row in rows] == listed_on_pages(client, path, query), query


def test_a_row_leaves_empty_what_is_not_stated(client, memorandum):
    row = rows_of(client, "/en/agreements/export.csv")[0]
    assert row["Identifier"] == "KZ-RU-1"
    assert [row[f"Title ({language})"] for language in ("kk", "ru", "en")] == [
        memorandum.title_kk, memorandum.title_ru, memorandum.title_en,
    ]  # fmt: skip
    assert (row["Country of the first side (code)"], row["Country of the second side (code)"]) == ("KZ", "RU")
    assert (row["Type"], row["Type (code)"], row["Level (code)"]) == ("Memorandum", "memorandum", "mixed")
    assert row["Sample record"] == ""
    assert row["Address"] == "http://testserver/en/agreements/kz-ru-1/"
    promise = rows_of(client, "/en/commitments/export.csv")[0]
    assert promise["Due"] == ""
    assert promise["Implementation (code)"] == "no_evidence"
    assert promise["Agreement"] == "KZ-RU-1"


def test_a_spreadsheet_holds_the_same_rows_and_no_formula(client, draft, music):
    Agreement.objects.update(title_kk=FORMULA, title_ru="+7", title_en="@now")
    CommitmentFactory(agreement=draft, areas=[music], text_kk=FORMULA)
    publish(draft)
    response = client.get("/en/agreements/export.xlsx")
    assert 'filename="agreements-' in response.headers["Content-Disposition"]
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    texts = [unescape(text) for text in re.findall(r"<t[^>]*>(.*?)</t>", sheet)]
    assert {FORMULA, "+7", "@now", "KZ-RU-1", "Title (kk)"} <= set(texts)
    assert rows_of(client, "/en/agreements/export.csv")[0]["Title (kk)"] == f"'{FORMULA}"


def test_what_would_begin_a_formula_is_preceded_by_an_apostrophe():
    for start in ("=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1"):
        assert inert(start) == f"'{start}"
    assert (inert("1=1"), inert(-1), inert("")) == ("1=1", -1, "")


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "түсініксіз"), ("ru", "не удалось понять"), ("en", "understood")]
)
def test_a_question_that_cannot_be_understood_is_refused_as_on_the_page(client, memorandum, language, words):
    for form, query in product(("csv", "xlsx"), ("area=cooking", "year=-1", "country=%00", "type=" + "9" * 40)):
        response = client.get(f"/{language}/commitments/export.{form}?{query}")
        assert response.status_code == 400
        assert response.context["filter"].errors
        assert f'<html lang="{language}"' in response.content.decode()
        assert words in response.content.decode()
    assert client.post(f"/{language}/commitments/export.csv").status_code == 405


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_too_many_rows_for_a_spreadsheet_are_refused_with_a_way_to_csv(client, memorandum, language, monkeypatch):
    monkeypatch.setattr(views, "ROWS_AT_MOST", 0)
    response = client.get(f"/{language}/commitments/export.xlsx?area=music")
    assert response.status_code == 400
    assert 'href="export.csv?area=music"' in response.content.decode()


def test_rows_are_read_in_parts_and_each_part_costs_the_same(client, draft, music, django_assert_max_num_queries):
    CommitmentFactory(agreement=draft, areas=[music])
    publish(draft)
    commitment = Commitment.objects.get()
    Commitment.objects.bulk_create(
        Commitment(agreement=commitment.agreement, number=n, text_kk="Гастроль", modality="agreed")
        for n in range(2, AT_ONCE + 10)
    )
    with django_assert_max_num_queries(30):
        assert len(rows_of(client, "/kk/commitments/export.csv")) == AT_ONCE + 9


def test_what_is_withdrawn_while_a_file_is_read_is_left_out(client, draft, music):
    CommitmentFactory(agreement=draft, areas=[music])
    publish(draft)
    response = client.get("/kk/commitments/export.csv")
    withdraw(draft)
    assert b"".join(response.streaming_content).decode().count("\n") == 1


def test_lists_link_to_their_files_with_the_question_and_without_the_page(client, memorandum):
    page = client.get("/en/commitments/?area=music&page=1").content.decode()
    assert 'href="export.csv?area=music"' in page
    assert 'href="export.xlsx?area=music"' in page
