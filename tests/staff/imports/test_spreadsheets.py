"""Tables of parties and agreements: whatever program wrote them, whoever filled them in."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from agreements.models import Agreement
from import_export.record_format.reader import RecordRefused, read_json
from import_export.spreadsheets.activities import ACTIVITIES
from import_export.spreadsheets.agreements import agreement_table
from import_export.spreadsheets.cells import NotATable, lines
from import_export.spreadsheets.columns import AGREEMENTS, PARTIES
from import_export.spreadsheets.parties import party_table
from import_export.spreadsheets.reader import TableReader
from import_export.spreadsheets.templates import blank_csv, blank_xlsx
from parties.models import Party
from tests.support.desk.editing import desk_of
from tests.support.factories import publish
from tests.support.tables import AGREEMENT_HEAD, AGREEMENT_LINES, as_csv, as_xlsx, mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PARTY_LINES = [
    ["slug", "kind", "name_kk", "name_ru", "country", "parent"],
    ["ministry", "министерство", "Мәдениет министрлігі", "Министерство; «культуры»", "Казахстан", ""],
    ["opera", "cultural_institution", "Опера театры", "", "KZ", "ministry"],
]


@pytest.mark.parametrize(
    "raw",
    [
        as_csv(PARTY_LINES).encode("utf-8-sig"),
        as_csv(PARTY_LINES, ",").encode(),
        as_csv(PARTY_LINES, "\t").encode("utf-16"),
        b"\xef\xbb\xbfsep=;\r\n" + as_csv(PARTY_LINES).encode(),
    ],
)
def test_every_csv_that_excel_writes_is_read(raw):
    table = party_table(raw, "parties.csv")
    table.write()
    opera = Party.objects.get(slug="opera")
    assert opera.parent.name_ru == "Министерство; «культуры»"
    assert (opera.parent.kind, opera.parent.country) == ("ministry", "KZ")
    assert party_table(raw, "parties.csv").changed == []


def test_xlsx_is_read_with_numbers_and_dates_as_typed():
    found = lines(as_xlsx([["a", 5.0, 1.5, None], [], ["ә"]]), "table.xlsx")
    assert [(line.number, line.cells) for line in found] == [(1, ("a", "5", "1.5")), (3, ("ә",))]


@pytest.mark.parametrize("kind", [PARTIES, AGREEMENTS], ids=lambda kind: kind.code)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_blank_tables_are_refused_only_because_they_have_no_lines(kind, language):
    read = party_table if kind is PARTIES else agreement_table
    with translation.override(language):
        blank, raw = blank_csv(kind), blank_xlsx(kind)
    for table, name in ((blank, "blank.csv"), (raw, "blank.xlsx")):
        assert mistakes(read, table, name) == [(0, "", "The table has no lines below the codes of its columns.")]
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    assert sheet.data_validations.count == sum(bool(column.choices) for column in kind.columns)


def test_mistakes_of_parties_are_named_by_line_and_column(music_house):
    table = [
        PARTY_LINES[0],
        ["music-house", "cultural_institution", "", "", "RU", "nobody"],
        ["music-house", "", "", "", "", ""],
        ["Опера", "dance", "Опера", "", "KZ", ""],
        ["opera", "", "", "", "", ""],
        ["union", "creative_union", "Одақ"],
        ["unesco", "international_organisation", "ЮНЕСКО", "", "FR", ""],
    ]
    found = mistakes(party_table, table)
    told = [(line, column) for line, column, _message in found]
    assert (2, "parent") in told
    assert (3, "slug", "Line 2 has the same key.") in found
    assert {(4, "slug"), (4, "kind"), (5, "kind"), (5, "name_kk")} <= set(told)
    assert (6, "", "This line has 3 cells, the table has 6 columns.") in found
    assert any(line == 7 and "no country" in message for line, _column, message in found)
    assert Party.objects.count() == 1


def test_codes_of_columns_are_known_and_there_once():
    assert sorted(mistakes(party_table, [["slug", "colour", "slug"]])) == [
        (1, "colour", "There is no such column."),
        (1, "slug", "This column is there twice."),
    ]
    assert "codes of the columns" in mistakes(party_table, [["Атауы"], ["Опера"]])[0][2]


def test_a_table_makes_drafts_with_their_commitments(ministry, music_house, music, tours):
    raw = as_csv(AGREEMENT_LINES).encode("utf-8-sig")
    agreement_table(raw, "agreements.csv").write()
    draft = Agreement.objects.get()
    assert draft.status == "draft"
    assert [str(row.party) for side in draft.sides for row in side] == [str(ministry), str(music_house)]
    first, second = draft.commitments.order_by("number")
    assert {area.code for area in first.areas.all()} == {"music", "tours"}
    assert (first.due, second.text_kk) == ("2016-11-07", "Семинар")
    assert agreement_table(raw, "agreements.csv").changed == []


def test_a_table_adds_to_a_draft_and_leaves_the_rest(memorandum):
    Agreement.objects.update(status="draft")
    table = [["agreement", "commitment", "text_ru", "number"], ["KZ-RU-1", "3", "Обмениваться опытом.", "12"]]
    raw = as_csv(table).encode()
    (line,) = agreement_table(raw, "agreements.csv").changed
    changed = [(each.model, each.columns) for each in line.plan.changes if each.columns]
    assert changed == [("agreements.agreement", ("number",)), ("agreements.commitment", ("text_ru",))]
    agreement_table(raw, "agreements.csv").write()
    assert memorandum.commitments.get(number=3).text_ru == "Обмениваться опытом."
    assert memorandum.statements.count() == 4


def test_one_agreement_under_two_marks_is_refused(memorandum):
    Agreement.objects.update(status="draft")
    head = ["agreement", "commitment", "text_ru"]
    table = [head, ["KZ-RU-1", "1", "А"], [f"draft-{memorandum.pk}", "2", "Б"]]
    ((line, column, message),) = mistakes(agreement_table, table)
    assert (line, column) == (3, "agreement")
    assert "the same agreement as “KZ-RU-1” in line 2" in message
    agreement_table(as_csv([head, ["KZ-RU-1", "1", "А"], ["kz-ru-1", "2", "Б"]]).encode(), "a.csv").write()
    texts = memorandum.commitments.filter(number__lte=2).order_by("number").values_list("text_ru", flat=True)
    assert list(texts) == ["А", "Б"]


def test_a_party_on_both_sides_is_told_of_once(ministry, music):
    line = ["A", "Меморандум", "memorandum", "mixed", "ministry", "ministry", "", "Гастроль", "music", "agreed", ""]
    told = [message for _line, _column, message in mistakes(agreement_table, [AGREEMENT_HEAD, line])]
    assert told == ["“ministry” is already on one of the sides."]


def test_what_cannot_be_read_is_told_in_the_language_of_the_reader():
    with translation.override("en"), pytest.raises(NotATable, match=r"^Line 2 cannot be read: a quotation mark"):
        party_table(b'slug,kind\r\n"a', "a.csv")
    for raw, told in (
        (b"\xff", "not in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"{\n,", "line 2, character 1"),
    ):
        with translation.override("en"), pytest.raises(RecordRefused) as refused:
            read_json(raw, "a.json")
        assert told in refused.value.problems[0].message


def test_mistakes_of_agreements_are_named_by_line_and_column(memorandum, ministry):
    table = [
        AGREEMENT_HEAD,
        [
            "A",
            "Меморандум",
            "memorandum",
            "mixed",
            "ministry, nobody",
            "",
            "1",
            "Гастроль",
            "dances",
            "agreed",
            "2016-13",
        ],
        ["A", "Шарт", "", "", "", "", "1", "", "", "", ""],
        ["KZ-RU-9", "", "", "", "", "", "", "", "", "", ""],
        ["KZ-RU-1", "", "", "", "", "", "3", "Басқаша", "", "", ""],
        ["", "", "", "", "", "", "", "Гастроль", "", "", ""],
    ]
    found = mistakes(agreement_table, table)
    assert {(2, "due"), (2, "side_1"), (2, "areas"), (3, "title_kk"), (3, "commitment"), (4, "agreement")} <= {
        (line, column) for line, column, _message in found
    }
    assert (6, "agreement", "Every line says to which agreement it belongs.") in found
    ((line, _column, message),) = mistakes(agreement_table, [table[0], table[4]])
    assert line == 2
    assert "this is: Published." in message


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"slug\nab\0c", "Save the table as “CSV UTF-8” or as XLSX"),
        ('"slug;ә\n'.encode(), "Line 1 cannot be read: a quotation mark"),
        ("slug;Ғалым".encode("utf-16")[:-1], "Save the table as “CSV UTF-8” or as XLSX"),
        ("slug;Министерство".encode("cp1251"), "Save the table as “CSV UTF-8” or as XLSX"),
        ("slug;Министерство".encode("utf-16-le"), "Save the table as “CSV UTF-8” or as XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an XLS file, or one with a password."),
        ("slug;name_kk\nopera;#Н/Д".encode(), "Line 2 has a formula that went wrong: #Н/Д."),
        (as_xlsx([["slug"], ["#REF!"]]), "Line 2 has a formula that went wrong: #REF!."),
        (as_xlsx([["slug", "name_kk"], ["opera", "=A1"]]), "Line 2 has a formula without its result."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_programs_wrote_otherwise_are_refused_with_the_way_out(raw, told):
    with translation.override("en"), pytest.raises(NotATable) as refused:
        lines(raw, "table.csv")
    assert str(refused.value).startswith(told)


def test_a_workbook_is_one_by_what_it_is_whatever_its_name():
    assert [line.cells for line in lines(as_xlsx([["slug"]]), "table.csv")] == [("slug",)]
    assert party_table(as_xlsx(PARTY_LINES), "table.txt").changed


def test_dates_of_a_spreadsheet_are_no_more_exact_than_they_are_shown():
    book, file = Workbook(), io.BytesIO()
    formats = ("yyyy-mm-dd", "dd.mm.yyyy", "mmm\\-yy", "[$-419]mmmm yyyy;@", "yyyy", "h:mm")
    for place, number_format in enumerate(formats, start=1):
        book.active.cell(1, place, dt.datetime(2016, 11, 1)).number_format = number_format  # noqa: DTZ001 as in a file
    book.save(file)
    dates = ("2016-11-01", "2016-11-01", "2016-11", "2016-11", "2016", "2016-11-01")
    assert lines(file.getvalue(), "table.xlsx")[0].cells == dates


def test_what_a_spreadsheet_made_a_date_of_by_itself_is_no_value():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["activity", "title_ru", "date", "place_ru"])
    for line in (2, 3):
        book.active.append(["", "Гастроль", dt.datetime(2016, 12, 5), "Алматы"])  # noqa: DTZ001 as in a file
        book.active.cell(line, 3).number_format = "dd.mm.yyyy"
    book.active.cell(3, 2, dt.datetime(2016, 12, 5)).number_format = "d\\-mmm"  # noqa: DTZ001
    book.active.cell(3, 3).number_format = "d\\-mmm"
    book.save(file)

    def read(raw: bytes, name: str) -> None:
        reading = TableReader(ACTIVITIES)
        reading.entries(raw, name)
        reading.refuse_if_wrong()

    told = "The spreadsheet made a date of what was typed here. Give the cell the format “Text” and type it anew."
    assert mistakes(read, file.getvalue(), "a.xlsx") == [(3, "title_ru", told), (3, "date", told)]


def test_lines_of_csv_are_counted_as_a_spreadsheet_shows_them():
    found = lines(b'sep=;\r\nslug;text\r\na;"1\n2\n3"\r\n\r\nb;4\r\n', "table.csv")
    assert [line.number for line in found] == [1, 2, 4]


def test_the_apostrophe_that_keeps_a_text_from_becoming_a_formula_is_no_part_of_it():
    (line,) = lines("'=1+1;'+7 727;'слово;=2".encode(), "table.csv")
    assert line.cells == ("=1+1", "+7 727", "'слово", "=2")


def test_the_desk_shows_what_a_table_changes_and_saves_it_whole(ministry, music_house, music, tours):
    editor = desk_of("editors")
    address = reverse("admin:agreements_agreement_import_table", args=("agreements",))
    assert editor.get(address).status_code == 200
    page = editor.post(address, {"file": SimpleUploadedFile("a.csv", as_csv(AGREEMENT_LINES).encode("utf-8-sig"))})
    assert '<ins lang="kk">Гастроль</ins>' in page.content.decode()
    state = page.context["preview"].state
    sent = {"carried": page.context["carried"], "name": "a.csv", "state": state}
    assert editor.post(address, sent | {"state": "other"}).status_code == 200
    assert not Agreement.objects.exists()
    assert editor.post(address, sent).status_code == 302
    assert Agreement.objects.get().history.first().history_user.username == "editors"
    assert editor.post(address, sent).status_code == 200  # there already
    assert Agreement.objects.count() == 1


def test_an_editor_changes_no_public_party_by_a_table(draft, ministry):
    publish(draft)
    editor = desk_of("editors")
    address = reverse("admin:agreements_agreement_import_table", args=("parties",))
    raw = as_csv([["slug", "name_ru"], ["ministry", "Другое"]]).encode()
    page = editor.post(address, {"file": SimpleUploadedFile("p.csv", raw)})
    assert page.context["forbidden"]
    sent = {"carried": page.context["carried"], "name": "p.csv", "state": page.context["preview"].state}
    assert editor.post(address, sent).status_code == 403
    ministry.refresh_from_db()
    assert ministry.name_ru != "Другое"


def test_only_known_tables_have_an_address(admin_client):
    for address in ("import/dances/", "import/parties/blank.pdf", "import/%00/"):
        assert admin_client.get(f"/admin/agreements/agreement/{address}").status_code in {302, 400, 404}
    assert admin_client.get("/admin/agreements/agreement/import/parties/blank.xlsx").status_code == 200
