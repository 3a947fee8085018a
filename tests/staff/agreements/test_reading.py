"""Finding agreements in the admin, reading their histories, and addresses nobody types by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.publication import workflow
from tests.support.desk.editing import LANGUAGES, commit, desk_of, opened, page_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return desk_of("editors")


@pytest.mark.parametrize("words", ["меморандум", "МЕМОРАНДУМ", "министрл"])
def test_search_finds_cyrillic_words_in_any_case_and_any_language_of_the_page(editor, draft, words):
    draft.title_ru = "Протокол"
    draft.save()
    for language in LANGUAGES:
        editor.cookies["django_language"] = language
        page = editor.get(reverse("admin:agreements_agreement_changelist"), {"q": words})
        assert [row.pk for row in page.context["cl"].result_list] == [draft.pk]


def test_the_history_tells_changes_of_translated_texts_and_of_publication(editor, draft):
    draft.title_ru = "Меморандум о сотрудничестве"
    draft.save()
    workflow.move(draft, "in_review", by=None, at=timezone.now())
    for language in LANGUAGES:
        editor.cookies["django_language"] = language
        page = editor.get(reverse("admin:agreements_agreement_history", args=(draft.pk,)))
        assert "Меморандум о сотрудничестве" in page.content.decode()
        own = [version for version in page.context["page_obj"] if not version.part]
        changed = [len(version.history_delta_changes) for version in own]
        assert changed == [1, 1, 0]


def test_the_history_of_a_commitment_tells_changes_of_its_areas(editor, draft, music):
    commitment = commit(draft, music, 1)
    page = editor.get(reverse("admin:agreements_commitment_history", args=(commitment.pk,)))
    assert "<ins" in page.content.decode()
    assert "Музыка" in page.content.decode()
    assert editor.get(reverse("admin:agreements_commitment_change", args=(commitment.pk,))).status_code == 200
    assert editor.post(reverse("admin:agreements_commitment_change", args=(commitment.pk,)), {}).status_code == 403


@pytest.mark.parametrize(
    "query", ["?q=%00", "?status__exact=%00", "?status__exact=draft%00", "?%00=1", "?pair__gt=%00"]
)
def test_nul_bytes_in_an_address_are_no_server_error(editor, draft, query):
    assert editor.get(reverse("admin:agreements_agreement_changelist") + query).status_code in (200, 302, 400)


def test_nul_bytes_are_refused_in_autocompletes_keys_and_notes(editor, draft):
    choice = {"app_label": "agreements", "model_name": "commitment", "field_name": "areas", "term": "\0"}
    assert editor.get(reverse("admin:autocomplete"), choice).status_code == 400
    assert editor.get("/admin/agreements/agreement/%00/change/").status_code in (302, 400, 404)
    url = reverse("admin:agreements_agreement_publication", args=(draft.pk,))
    editor.post(url, {"to": "in_review", "note": "\0"})
    assert not draft.moves.exists()


def test_autocompletes_find_areas_in_any_case_and_say_their_facet(editor, music):
    choice = {"app_label": "agreements", "model_name": "commitment", "field_name": "areas", "term": "МУЗЫ"}
    [found] = editor.get(reverse("admin:autocomplete"), choice).json()["results"]
    assert found["text"].startswith("Музыка (")


def test_nothing_on_the_page_comes_from_another_host(editor, draft):
    page = opened(editor, editor.get(page_of(draft)))
    loaded = re.findall(r'(?:src|href)="((?:https?:)?//[^"]+)"', page)
    assert loaded == []
    assert "vendor/jquery-ui/jquery-ui.min.js" in page
    assert not re.search(r"<script(?![^>]*src)[^>]*>|<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Келісімдер: 1"), ("ru", "Соглашения: 1"), ("en", "Agreements: 1")]
)
def test_a_list_says_how_many_it_has_in_a_form_that_fits_every_number(editor, draft, settings, language, words):
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = editor.get(reverse("admin:agreements_agreement_changelist")).content.decode()
    paginator = page.partition('<p class="paginator">')[2].partition("</p>")[0]
    assert " ".join(paginator.split()) == words
