"""Record files on the desk."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Agreement, Commitment, SourceFile
from import_export.record_export.document import as_json, document_of
from staff.imports import upload
from tests.support.desk.editing import desk_of
from tests.support.factories import SOME_MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
IMPORT = "admin:agreements_agreement_import_record"


@pytest.fixture
def editor():
    client = desk_of("editors")
    client.cookies["django_language"] = "en"
    return client


def shown(client, raw: bytes, name: str = "record.json"):
    """The page after a file was chosen."""
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, raw)})


def confirmed(client, page):
    """The page after its button was pressed."""
    plan = page.context["preview"]
    return client.post(
        reverse(IMPORT), {"carried": page.context["carried"], "name": page.context["name"], "state": plan.state}
    )


def test_a_record_goes_out_and_comes_in_as_a_draft_by_the_editor(editor, memorandum):
    page = editor.get(reverse("admin:agreements_agreement_change", args=(memorandum.pk,)))
    address = reverse("admin:agreements_agreement_record", args=(memorandum.pk,))
    assert address in page.content.decode()
    answer = editor.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="KZ-RU-1.json"'
    document = json.loads(answer.content)
    document["agreement"]["identifier"] = "KZ-RU-9999"
    page = shown(editor, as_json(document).encode())
    assert "The record is new: it becomes a draft." in page.content.decode()
    assert "No record here has the identifier KZ-RU-9999" in page.content.decode()
    answer = confirmed(editor, page)
    taken_in = Agreement.objects.get(pair="")  # or the next of the pair would be KZ-RU-10000
    assert answer.url == reverse("admin:agreements_agreement_change", args=(taken_in.pk,))
    assert taken_in.status == "draft"
    assert taken_in.history.get().history_user.username == "editors"
    assert not taken_in.moves.exists()


def test_what_changed_since_the_preview_is_shown_anew_and_not_overwritten(editor, memorandum):
    Agreement.objects.update(status="draft")
    document = document_of(Agreement.objects.get())
    document["agreement"]["number"] = "12"
    page = shown(editor, as_json(document).encode())
    Commitment.objects.filter(number=1).update(text_ru="Иначе.")
    answer = confirmed(editor, page)
    assert "The registry changed since the preview" in answer.content.decode()
    assert answer.context["preview"].state != page.context["preview"].state
    assert Agreement.objects.get().number == ""
    assert Commitment.objects.get(number=1).text_ru == "Иначе."


def test_the_preview_tells_each_column_that_would_change(editor, memorandum):
    Agreement.objects.update(status="draft")
    document = document_of(memorandum)
    document["commitments"][2]["text"]["ru"] = "Обмениваться опытом."
    page = shown(editor, as_json(document).encode()).content.decode()
    assert "Commitment: 3" in page
    assert '<ins lang="ru">Обмениваться опытом.</ins>' in page
    assert '<del lang="ru">Министерство культуры' in page


def test_what_a_file_says_otherwise_of_parties_that_are_there_is_told_and_left(editor, memorandum):
    document = document_of(memorandum)
    assert shown(editor, as_json(document).encode()).context["otherwise"] == []
    document["parties"][0]["name"]["kk"] = "Басқа министрлік"
    document["parties"][0]["name"].pop("en")  # what is left out says nothing
    document["officials"][0]["post"]["title"]["ru"] = "директор"
    page = shown(editor, as_json(document).encode())
    told = [(part.heading, [column.name for column in part.columns]) for part in page.context["otherwise"]]
    assert told == [("Party: Басқа министрлік", ["Name [kk]"]), ("Post of an official: Minister", ["Post [ru]"])]
    assert "A record file changes none of them" in page.content.decode()
    assert "this agreement, and it says the same" in page.content.decode()


def test_a_record_file_names_the_signed_document_and_says_that_it_does_not_carry_it(
    editor, memorandum, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    values = {"name": "memorandum.pdf", "size": 3, "sha256": "a" * 64, "pages": 1, "added_at": SOME_MOMENT}
    file = SourceFile(source=memorandum.sources.get(), document=ContentFile(b"pdf", name="a.pdf"), **values)
    file.save()
    document = document_of(memorandum)
    assert document["sources"][0]["document"] == {"name": "memorandum.pdf", "sha256": "a" * 64}
    said = "“memorandum.pdf” is named by the file"
    assert said not in shown(editor, as_json(document).encode()).content.decode()
    Agreement.objects.update(status="draft")
    document["commitments"][0]["text"]["en"] = "Another wording"
    assert said not in shown(editor, as_json(document).encode()).content.decode()
    file.delete()
    assert said in shown(editor, as_json(document).encode()).content.decode()
    document["sources"][0]["document"]["sha256"] = "A"
    assert "A SHA-256 has 64 characters" in shown(editor, as_json(document).encode()).content.decode()


def test_mistakes_are_told_and_nothing_is_offered(editor, memorandum):
    document = document_of(memorandum)
    document["commitments"][1]["modality"] = "firm"
    page = shown(editor, as_json(document).encode())
    assert "<code>commitments[1]</code>" in page.content.decode()
    assert "preview" not in page.context


def test_an_editor_gives_no_public_official_another_post(editor, memorandum):
    document = document_of(memorandum)
    del document["agreement"]["identifier"]
    official = document["officials"][0]
    official["other_posts"] = [{**official["post"], "party": "theatre"}]
    document["parties"].append({**document["parties"][0], "claim": "theatre", "slug": "theatre"})
    raw = as_json(document).encode()
    page = shown(editor, raw)
    assert [reason for reason in page.context["forbidden"] if "another post" in reason]
    assert confirmed(editor, page).status_code == 403
    assert shown(desk_of("publishers"), raw).context["forbidden"] == []


@pytest.mark.parametrize(("name", "size"), [("record.yaml", 10), ("record.json", upload.FILE_AT_MOST + 1)])
def test_other_and_larger_files_are_refused(editor, name, size):
    assert shown(editor, b"{" * size, name).context["form"].errors


@pytest.mark.parametrize("packed", ["", "###", "eJwrSS0uAQAEXQHB", upload.encode_upload(b"[]")[:-6], "x" * 100])
def test_a_form_that_is_not_ours_changes_nothing(editor, packed):
    answer = editor.post(reverse(IMPORT), {"carried": packed, "name": "a", "state": "new"})
    assert answer.status_code == 200
    assert not Agreement.objects.exists()


def test_who_may_not_add_agreements_takes_none_in(client, admin_user, memorandum):
    admin_user.is_superuser = False
    admin_user.save()
    client.force_login(admin_user)
    assert client.get(reverse(IMPORT)).status_code == 403
    assert client.get(reverse("admin:agreements_agreement_record", args=(memorandum.pk,))).status_code == 403
