"""How long texts may be: what the desk takes once can always be saved again, and a limit is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from agreements.rules import text_limits
from agreements.rules.text_limits import PAGE_AT_MOST, TEXTS_AT_MOST
from file_formats.pdf import Pages
from import_export.record_export.document import as_json, document_of
from import_export.record_format.reader import RecordRefused, read_json
from import_export.record_format.record import record_rows
from import_export.record_import.plan import planned
from import_export.spreadsheets.agreements import agreement_table
from import_export.spreadsheets.reader import TableRefused
from staff.agreements.forms import source_files
from staff.request_limits import SMALL_FORM
from tests.support.desk.editing import desk_of, errors_of, filled, new_row, page_of, save
from tests.support.factories import SourceFactory

pytestmark = pytest.mark.django_db

#: As much as a long book has.
BOOK = 1_390_000


@pytest.fixture
def short(monkeypatch) -> None:
    """Limits that a test meets with few characters."""
    monkeypatch.setattr(text_limits, "TEXT_AT_MOST", 30)
    monkeypatch.setattr(text_limits, "TEXTS_AT_MOST", 40)


def source_row(text: str = "") -> dict[str, str]:
    return {"number": "", "kind": "press_report", "title_kk": "Хабар", "language": "kk", "text": text}


def test_two_long_documents_can_be_attached_and_saved_again(draft, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(source_files, "pages_of", lambda _content: Pages(["ә" * BOOK]))
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft)))
    for _document in range(2):
        row = new_row(data, "sources", **source_row())
        data[f"{row}-document"] = SimpleUploadedFile("a.pdf", b"%PDF-1.4", "application/pdf")
    assert save(editor, draft, data).status_code == 302
    again = filled(editor.get(page_of(draft))) | {"summary_kk": "Түйін"}
    assert save(editor, draft, again).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_kk == "Түйін"


def test_a_request_has_room_for_the_longest_texts_in_letters_of_any_language():
    assert project.DATA_UPLOAD_MAX_MEMORY_SIZE == PAGE_AT_MOST > TEXTS_AT_MOST * len("𐐷".encode())


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.usefixtures("short")
def test_a_text_that_is_too_long_is_an_error_of_its_field(draft, settings, language):
    editor = desk_of("editors")
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    data = filled(editor.get(page_of(draft)))
    new_row(data, "sources", **source_row("ә" * 31))
    response = save(editor, draft, data)
    with translation.override(language):
        assert response.context["inline_admin_formsets"][2].formset.forms[-1].errors == {
            "text": [text_limits.too_long("ә" * 31)]
        }
    assert "ә" * 31 in response.content.decode()


@pytest.mark.usefixtures("short")
def test_too_long_texts_of_all_sources_are_one_error_and_nothing_is_lost(draft):
    SourceFactory(agreement=draft, text="ә" * 25)
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft)))
    new_row(data, "sources", **source_row("б" * 16))
    response = save(editor, draft, data)
    assert response.context["inline_admin_formsets"][2].formset.non_form_errors() == [
        text_limits.too_long_together(["ә" * 25, "б" * 16])
    ]
    assert "б" * 16 in response.content.decode()


def test_what_is_there_already_stays_however_long(draft, monkeypatch):
    SourceFactory(agreement=draft, text="ә" * 50)
    monkeypatch.setattr(text_limits, "TEXT_AT_MOST", 30)
    monkeypatch.setattr(text_limits, "TEXTS_AT_MOST", 40)
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft)))
    assert save(editor, draft, data | {"summary_kk": "Түйін"}).status_code == 302
    assert errors_of(save(editor, draft, filled(editor.get(page_of(draft))) | {"sources-0-text": "ә" * 51}))


@pytest.mark.parametrize(("texts", "why"), [(["ә" * 31], "too_long"), (["ә" * 25, "б" * 25], "too_long_together")])
@pytest.mark.usefixtures("short")
def test_record_files_have_the_same_limits(draft, texts, why):
    for number, text in enumerate(texts, 1):
        SourceFactory(agreement=draft, number=number, text=text)
    raw = as_json(document_of(draft)).encode()
    with pytest.raises(RecordRefused) as refused:
        planned(raw, "a.json")
    expected = text_limits.too_long(texts[0]) if why == "too_long" else text_limits.too_long_together(texts)
    assert [problem.message for problem in refused.value.problems] == [expected]
    with pytest.raises(RecordRefused):  # the way of load_records
        record_rows(read_json(raw, "a.json"), file="a.json", folder=Path(), areas=frozenset(), bare=True)


@pytest.mark.usefixtures("short")
def test_tables_have_the_same_limits(draft):
    SourceFactory(agreement=draft)
    table = f"agreement;source_text\r\ndraft-{draft.pk};{'ә' * 31}"
    with pytest.raises(TableRefused) as refused:
        agreement_table(table.encode(), "a.csv")
    assert text_limits.too_long("ә" * 31) in [mistake.message for mistake in refused.value.mistakes]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_is_too_much_even_so_is_told_with_its_limit_and_a_way_back(draft, settings, language):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
    editor = desk_of("editors")
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for sent in ({"data": {"summary_kk": "ә" * 1_600_000}}, {"data": "a" * 3_000_001, "content_type": FORM}):
        response = editor.post(page_of(draft), **sent)
        assert response.status_code == 413
        assert response.headers["Content-Language"] == language
        assert "3 " in response.context["met"]
        assert text_limits.in_groups(TEXTS_AT_MOST) in response.content.decode()


FORM = "application/x-www-form-urlencoded"


def test_too_many_fields_are_told_as_such(draft, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    response = desk_of("editors").post(page_of(draft), {f"field-{number}": "a" for number in range(30)})
    assert response.status_code == 413
    assert "20" in response.context["met"]


@pytest.mark.parametrize(("address", "status"), [("/i18n/setlang/", 413), ("/admin/login/", 413), ("/kk/", 405)])
def test_outside_the_desk_little_is_taken(address, status):
    sent = "a=" + "b" * SMALL_FORM
    assert Client().post(address, sent, content_type=FORM).status_code == status
