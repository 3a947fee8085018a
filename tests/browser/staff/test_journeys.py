"""What editors do beside entering: they meet on one page, bring back what was, take in a record from a file."""

from __future__ import annotations

import json

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from agreements.models import Agreement
from tests.support.browser import enter_as, save


@pytest.fixture
def desk(visit):
    """Opens the desk for somebody, in a window of their own."""

    def opened(name: str, language: str):
        page = visit(language=language)
        enter_as(page, name)
        return page

    return opened


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_two_people_on_one_page_lose_nothing(desk, publisher, colleague, draft, language):
    first, second = desk("aigerim", language), desk("dana", language)
    for page in (first, second):
        page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
        page.locator("#modeltranslation-main-switch").select_option(label="kk")
    first.locator("#id_summary_kk").fill("Бірінші түйін")
    save(first)
    expect(first.locator(".messagelist .success")).to_be_visible()

    second.locator("#id_summary_kk").fill("Екінші түйін")
    second.locator("#id_number").fill("17")
    save(second)
    expect(second.locator(".desk-collision")).to_contain_text("Бірінші түйін")
    expect(second.locator("#id_summary_kk")).to_have_value("Екінші түйін")
    save(second)
    expect(second.locator(".messagelist .success")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.summary_kk, draft.number) == ("Екінші түйін", "17")
    assert draft.history.filter(summary_kk="Бірінші түйін").exists()


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_earlier_version_is_read_and_brought_back(desk, publisher, draft, language):
    first = draft.history.latest()
    page = desk("aigerim", language)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("#modeltranslation-main-switch").select_option(label="kk")
    page.locator("#id_title_kk").fill("Қате атау")
    save(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/history/")
    page.locator(f"a[href$='/versions/agreement/{first.history_id}/']").click()
    page.locator(".desk-restore button").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    draft.refresh_from_db()
    assert draft.title_kk == first.title_kk


@pytest.mark.database
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_record_goes_out_as_a_file_and_comes_in_as_a_draft(desk, publisher, language):
    memorandum = Agreement.objects.get(pair="KZ-RU")
    page = desk("aigerim", language)
    page.goto(f"/admin/agreements/agreement/{memorandum.pk}/change/")
    with page.expect_download() as started:
        page.locator(f".object-tools a[href$='/{memorandum.pk}/record/']").click()
    document = json.loads(started.value.path().read_text(encoding="utf-8"))
    document["agreement"]["identifier"] = "KZ-RU-9999"
    document["agreement"]["title"]["kk"] = "Файлдан келген меморандум"
    page.goto("/admin/agreements/agreement/import/record/")
    file = {"name": "record.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}
    page.locator("#id_file").set_input_files(file)
    page.locator(".desk-upload button[type=submit]").click()
    expect(page.locator(".desk-publication")).to_contain_text("record.json")
    page.locator(".desk-publication form button[type=submit]").click()
    with translation.override(language):
        expect(page.locator(".messagelist .success")).to_have_text(
            gettext("The record is now a draft of the registry.")
        )
    imported = Agreement.objects.get(title_kk="Файлдан келген меморандум")
    assert (imported.status, imported.commitments.count()) == ("draft", memorandum.commitments.count())
