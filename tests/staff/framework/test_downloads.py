"""A list of the desk and its file hold the same records in the same order, for whoever may see the list."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from agreements.models import Agreement, Commitment
from file_formats.table import AT_ONCE
from parties.models import Party
from staff.framework import downloads
from tests.support.desk.editing import desk_of
from tests.support.factories import CommitmentFactory, PartyFactory, SourceFactory, agreement_between, publish

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AGREEMENTS = "/admin/agreements/agreement/"
PARTIES = "/admin/parties/party/"
COMMITMENTS = "/admin/agreements/commitment/"
FORMULA = '=HYPERLINK("https://example.org";"А")'


@pytest.fixture
def records(ministry, music_house, music):
    """Sixty drafts, more than a page, and one published agreement; formulas among the titles."""
    house = PartyFactory(slug="opera", country="AZ", name_kk="Опера театры", name_ru="Оперный театр", parent=ministry)
    for number in range(60):
        agreement_between(ministry, house if number % 2 else music_house, title_kk=f"Келісім {number % 7}")
    published = agreement_between(ministry, house, title_kk=FORMULA, type="treaty", title_en="Treaty")
    SourceFactory(agreement=published)
    CommitmentFactory(agreement=published, areas=[music], text_kk="Музыка күндері")
    publish(published)


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def listed(client: Client, path: str, query: str) -> list[str]:
    """The texts of a list's first column, in the three languages of the record, on all of its pages."""
    changelist = client.get(f"{path}?{query}").context["cl"]
    name = next(name for name in changelist.list_display if name != "action_checkbox")
    pages = changelist.paginator
    return [getattr(row, f"{name}_kk") for number in pages.page_range for row in pages.page(number).object_list]


@pytest.mark.parametrize(
    ("path", "heading", "queries"),
    [
        (
            AGREEMENTS,
            "Title (kk)",
            ("", "q=опера&o=1.-2", "type__exact=treaty", "status__exact=draft&o=-1&p=2", "desk=mine", "q=жоқ"),
        ),
        (PARTIES, "Name (kk)", ("o=-1", "kind__exact=cultural_institution", "q=опера")),
        (COMMITMENTS, "Text (kk)", ("", "q=музыка", "number=1&o=2.-1", "number__gt=1")),
    ],
)
def test_the_file_holds_what_the_list_shows_in_the_same_order(records, path, heading, queries):
    editor = desk_of("editors")
    editor.cookies["django_language"] = "en"
    for query in queries:
        texts = [row[heading].removeprefix("'") for row in rows_of(editor, f"{path}download.csv?{query}")]
        assert texts == listed(editor, path, query), query


def test_a_row_tells_the_list_in_the_readers_language_all_three_texts_and_codes(records):
    editor = desk_of("editors")
    editor.cookies["django_language"] = "en"
    row = rows_of(editor, f"{AGREEMENTS}download.csv?type__exact=treaty")[0]
    assert (row["Title"], row["Title (kk)"], row["Title (en)"]) == ("Treaty", f"'{FORMULA}", "Treaty")
    assert (row["Type"], row["Type (code)"]) == ("Treaty", "treaty")
    assert (row["Identifier"], row["Publication (code)"]) == ("AZ-KZ-1", "published")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d", row["Last saved"])
    house = rows_of(editor, f"{PARTIES}download.csv?q=опера")[0]
    assert (house["Country"], house["Country (code)"]) == ("Azerbaijan", "AZ")
    assert house["Belongs to"].startswith("Ministry of Culture")
    Activity.objects.create(title_kk="Гастроль", kind="tour", state="held", date="2016-11")
    tour = rows_of(editor, "/admin/activities/activity/download.csv")[0]
    assert (tour["Date or period"], tour["Date or period (EDTF)"]) == ("November 2016", "2016-11")


def test_a_spreadsheet_of_the_desk_holds_no_formula_and_says_that_it_is_for_staff(records):
    editor = desk_of("editors")
    editor.cookies["django_language"] = "en"
    response = editor.get(f"{AGREEMENTS}download.xlsx?type__exact=treaty")
    assert 'filename="agreement-' in response.headers["Content-Disposition"]
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as book:
        sheets = [unescape(book.read(f"xl/worksheets/sheet{number}.xml").decode()) for number in (1, 2)]
    assert "<f>" not in "".join(sheets)
    assert FORMULA in sheets[0]
    assert "For staff only" in sheets[1]
    assert f"http://testserver{AGREEMENTS}?type__exact=treaty" in sheets[1]


def test_too_many_rows_for_a_spreadsheet_lead_to_csv_with_the_same_question(records, monkeypatch):
    monkeypatch.setattr(downloads, "ROWS_AT_MOST", 0)
    response = desk_of("editors").get(f"{AGREEMENTS}download.xlsx?type__exact=treaty")
    assert response.status_code == 400
    assert f'href="{AGREEMENTS}download.csv?type__exact=treaty"' in response.content.decode()


def test_who_may_not_see_a_list_may_not_download_it(records):
    person = User.objects.create_user("parties-only", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_party"))
    client = Client()
    client.force_login(person)
    assert len(rows_of(client, f"{PARTIES}download.csv")) == Party.objects.count()
    for ending in ("csv", "xlsx"):
        assert client.get(f"{AGREEMENTS}download.{ending}").status_code == 403
        assert Client().get(f"{AGREEMENTS}download.{ending}").status_code == 302


def test_addresses_that_ask_nonsense_are_refused_as_by_the_list(records):
    auditor = desk_of("auditors")
    for query in ("type__exact=%00", "q=%00", "id__in=" + "9" * 20, "agreement_parties__party__slug=x", "_to_field=x"):
        answers = [auditor.get(f"{AGREEMENTS}{page}?{query}").status_code for page in ("", "download.csv")]
        assert answers in ([400, 400], [200, 200]), query  # PostgreSQL looks for a number of 20 digits, and finds none
    wrong = auditor.get(f"{AGREEMENTS}download.xlsx?nothing=1")
    assert (wrong.status_code, wrong.headers["Location"]) == (302, f"{AGREEMENTS}?e=1")
    assert auditor.get(f"{AGREEMENTS}download.pdf").status_code == 404
    assert len(rows_of(auditor, f"{PARTIES}download.csv?e=1&p=99&o=77.x")) == Party.objects.count()


def test_each_part_of_a_file_costs_the_same(records, django_assert_max_num_queries):
    auditor = desk_of("auditors")
    commitment = Commitment.objects.get()
    Commitment.objects.bulk_create(
        Commitment(agreement=commitment.agreement, number=n, text_kk="Гастроль", modality="agreed")
        for n in range(2, AT_ONCE + 10)
    )
    with django_assert_max_num_queries(12):
        assert len(rows_of(auditor, f"{COMMITMENTS}download.csv")) == AT_ONCE + 9
    with django_assert_max_num_queries(12):
        assert len(rows_of(auditor, f"{AGREEMENTS}download.csv")) == Agreement.objects.count()


def test_lists_link_to_their_files_with_the_question_and_without_the_page(records):
    auditor = desk_of("auditors")
    page = auditor.get(f"{AGREEMENTS}?status__exact=draft&p=2&o=-1").content.decode()
    for ending in ("csv", "xlsx"):
        assert f'href="{AGREEMENTS}download.{ending}?status__exact=draft&amp;o=-1"' in page
    assert "download.csv" not in auditor.get(f"{AGREEMENTS}?_popup=1").content.decode()
    assert "download.csv" not in desk_of("administrators").get(reverse("admin:auth_user_changelist")).content.decode()
