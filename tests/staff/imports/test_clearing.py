"""Clearing what is recorded by a table: by a mark that nobody writes by chance, and only what a record may lack."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from activities.models import Activity
from agreements.models import Agreement, Commitment
from import_export.spreadsheets.activities import activity_table
from import_export.spreadsheets.agreements import agreement_table
from import_export.spreadsheets.areas import area_table
from import_export.spreadsheets.columns import PARTIES
from import_export.spreadsheets.parties import party_table
from import_export.spreadsheets.reader import CLEAR, clearing_note
from import_export.spreadsheets.templates import blank_csv, blank_xlsx
from tests.support.desk.editing import desk_of
from tests.support.factories import AreaFactory
from tests.support.tables import as_csv, mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LANGUAGES = ("kk", "ru", "en")
NEEDED = "This cannot be cleared: every record has it."


def written(read, table: list[list[str]]) -> None:
    read(as_csv(table).encode(), "table.csv").write()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_in_any_language_clears_a_text_and_a_link(ministry, music_house, language):
    with translation.override(language):
        mark = str(CLEAR).upper()
    music_house.parent, music_house.short_name_ru = ministry, "Дом музыки"
    music_house.save()
    table = [["slug", "short_name_ru", "parent"], ["music-house", mark, mark]]
    written(party_table, table)
    music_house.refresh_from_db()
    assert (music_house.short_name_ru, music_house.parent) == (None, None)
    assert party_table(as_csv(table).encode(), "table.csv").changed == []


def test_a_cleared_text_of_two_records_is_no_double(music, tours):
    written(area_table, [["code", "label_ru", "broader"], ["music", "[clear]", ""], ["tours", "[clear]", "[clear]"]])
    music.refresh_from_db()
    assert music.label_ru is None
    under = AreaFactory(code="opera", broader=music)
    written(area_table, [["code", "broader"], ["opera", "[clear]"]])
    under.refresh_from_db()
    assert under.broader is None


def test_dates_and_links_of_an_activity_are_cleared(memorandum, ministry):
    activity = Activity.objects.create(title_kk="Гастроль", kind="tour", state="held", date="2017", place_ru="Алматы")
    activity.commitments.add(memorandum.commitments.get(number=1))
    activity.organisers.add(ministry)
    head = ["activity", "date", "place_ru", "organisers"]
    table = [head, [f"activity-{activity.pk}", "[clear]", "[clear]", "[clear]"]]
    written(lambda raw, name: activity_table(raw, name, Commitment.objects.all()), table)
    activity.refresh_from_db()
    assert (activity.date, activity.earliest_on, activity.before_on, activity.place_ru) == ("", None, None, None)
    assert not activity.organisers.exists()
    assert activity.commitments.exists()


def test_what_is_cleared_of_a_draft_is_not_stated_any_more(memorandum):
    Agreement.objects.update(status="draft", number="12", summary_ru="Кратко")
    third = memorandum.commitments.get(number=3)
    third.text_ru, third.due = "Обмен", "2017"
    third.save()
    head = ["agreement", "number", "summary_ru", "source_publisher", "side_2", "commitment", "text_ru", "due"]
    table = [head, ["KZ-RU-1", "[clear]", "[clear]", "[clear]", "", "3", "[clear]", "[clear]"]]
    written(agreement_table, table)
    memorandum.refresh_from_db()
    third.refresh_from_db()
    assert (memorandum.number, memorandum.summary_ru, third.text_ru, third.due) == ("", None, None, "")
    assert memorandum.sources.get(number=1).publisher == ""
    assert all(memorandum.sides)
    assert agreement_table(as_csv(table).encode(), "table.csv").changed == []


@pytest.mark.parametrize(
    ("read", "table", "columns"),
    [
        (party_table, [["slug", "kind", "name_kk"], ["music-house", "[clear]", "[clear]"]], ["kind", "name_kk"]),
        (party_table, [["slug"], ["[clear]"]], ["slug"]),
        (
            agreement_table,
            [
                ["agreement", "type", "legal_character", "source_title_kk", "commitment", "text_kk", "areas"],
                ["KZ-RU-1", "[clear]", "[clear]", "[clear]", "3", "[clear]", "[clear]"],
            ],
            ["areas", "legal_character", "source_title_kk", "text_kk", "type"],
        ),
    ],
)
def test_what_every_record_has_cannot_be_cleared(memorandum, music_house, read, table, columns):
    Agreement.objects.update(status="draft")
    found = mistakes(read, table)
    assert sorted(column for _line, column, message in found if message == NEEDED) == columns


def test_a_dash_is_neither_a_value_nor_clears(music_house):
    told = "A dash says nothing: leave the cell blank, or write [clear] to clear what is recorded."
    table = [["slug", "name_ru", "short_name_ru"], ["music-house", "—", "-"]]
    assert mistakes(party_table, table) == [(2, "name_ru", told), (2, "short_name_ru", told)]


def test_the_preview_says_what_is_cleared(music_house):
    music_house.short_name_ru = "Дом музыки"
    music_house.save()
    raw = as_csv([["slug", "short_name_ru"], ["music-house", "[clear]"]]).encode()
    publisher = desk_of("publishers")
    publisher.cookies["django_language"] = "en"
    address = reverse("admin:agreements_agreement_import_table", args=("parties",))
    page = publisher.post(address, {"file": SimpleUploadedFile("p.csv", raw)}).content.decode()
    assert '<del lang="ru">Дом музыки</del>' in page
    assert "<em>cleared</em>" in page
    assert "[clear] clears it." in page


def test_blank_tables_tell_how_one_clears_in_three_languages():
    notes = load_workbook(io.BytesIO(blank_xlsx(PARTIES))).worksheets[-1]
    told = []
    for language in LANGUAGES:
        with translation.override(language):
            told.append(clearing_note())
            assert clearing_note() in blank_csv(PARTIES).decode()
    assert [cell.value for cell in notes[1]] == [None, *told]
