"""Tables of agreements: what they say of an agreement's life and clauses, and the lists of a blank one."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from agreements.models import Agreement
from import_export.spreadsheets import templates as blank_tables
from import_export.spreadsheets.agreements import agreement_table
from import_export.spreadsheets.columns import AGREEMENTS
from import_export.spreadsheets.templates import blank_xlsx
from tests.support.factories import EventFactory
from tests.support.tables import AGREEMENT_LINES, as_csv, mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIFE = {
    "signed": "07.11.2016",
    "signed_place_kk": "Астана",
    "entered_into_force": "2017",
    "term": "белгілі мерзімге",
    "term_months": "60",
    "renewal": "automatic",
    "renewal_months": "12",
    "notice_months": "6",
    "joint_commission": "provided",
    "costs": "each_its_own",
}


def with_columns(said: dict[str, str], lines: list[list[str]] = AGREEMENT_LINES) -> bytes:
    """The table with further columns, filled in the first line."""
    head, first, *rest = lines
    table = [[*head, *said], [*first, *said.values()], *([*line, *[""] * len(said)] for line in rest)]
    return as_csv(table).encode("utf-8-sig")


def test_the_life_and_the_clauses_of_an_agreement_come_with_a_table(ministry, music_house, music, tours):
    agreement_table(with_columns(LIFE), "a.csv").write()
    agreement = Agreement.objects.get()
    assert [(event.kind, str(event.date), event.place_kk) for event in agreement.events.order_by("kind")] == [
        ("entered_into_force", "2017", None),
        ("signed", "2016-11-07", "Астана"),
    ]
    assert (agreement.term, agreement.term_months, agreement.renewal, agreement.renewal_months) == (
        *("fixed", 60),
        *("automatic", 12),
    )
    assert (agreement.notice_months, agreement.joint_commission, agreement.costs) == (6, "provided", "each_its_own")
    assert agreement.programme == "not_stated"


def test_a_table_corrects_the_day_that_is_there_and_leaves_what_one_side_did(memorandum):
    draft = Agreement.objects.get()
    Agreement.objects.update(status="draft")
    EventFactory(agreement=draft, kind="signed", by=draft.agreement_parties.first(), date="2015")
    for day in ("2016-11", "2016-11-07"):
        table = as_csv([["agreement", "signed"], ["KZ-RU-1", day]]).encode("utf-8-sig")
        assert agreement_table(table, "a.csv").changed
        agreement_table(table, "a.csv").write()
        assert not agreement_table(table, "a.csv").changed
    assert sorted(str(event.date) for event in draft.events.all()) == ["2015", "2016-11-07"]


def test_what_cannot_be_a_clause_or_a_day_is_named_by_its_column(ministry, music_house, music, tours):
    said = {"signed": "2016-13", "term": "long", "term_months": "2000", "notice_months": "six"}
    found = mistakes(agreement_table, with_columns(said, AGREEMENT_LINES[:2]))
    assert [(line, column) for line, column, _message in found] == [
        *((2, "signed"), (2, "term")),
        *((2, "term_months"), (2, "notice_months")),
    ]
    found = mistakes(agreement_table, with_columns({"term_months": "12"}, AGREEMENT_LINES[:2]))
    assert [message for _line, _column, message in found] == ["Only a fixed term has a length in months."]


def test_a_blank_table_lists_the_codes_of_parties_and_areas(ministry, music_house, music, monkeypatch):
    with translation.override("ru"):
        book = load_workbook(io.BytesIO(blank_xlsx(AGREEMENTS)))
    rows = [tuple(cell.value for cell in row) for row in book["Стороны"].iter_rows()]
    assert rows[0] == ("Код", "kk", "ru", "en")
    assert {row[0] for row in rows[1:]} == {ministry.slug, music_house.slug}
    assert book["Направления сотрудничества"]["A2"].value == music.code
    lists = {str(one.sqref)[0:1]: one.formula1 for one in book.worksheets[0].data_validations.dataValidation}
    assert "'Стороны'!$A$2:$A$3" in lists.values()
    monkeypatch.setattr(blank_tables, "LISTED_AT_MOST", 1)
    with translation.override("kk"):
        cut = load_workbook(io.BytesIO(blank_xlsx(AGREEMENTS)))["Тараптар"]
    assert cut["A3"].value == "Алғашқы 1 ғана тізілген."
