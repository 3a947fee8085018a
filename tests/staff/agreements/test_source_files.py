"""Signed documents: only PDFs, read into the source page by page, hidden as long as their agreement is."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements.models import Source, SourceFile
from agreements.publication.workflow import move
from agreements.rules.passages import pages_found_again
from agreements.versions.diff import group_label
from agreements.versions.queries import last_writing
from file_formats.pdf import pages_of
from file_formats.sandbox import NotRead
from import_export.spreadsheets.agreements import agreement_table
from tests.support.desk.editing import desk_of, filled, new_row, opened, page_of, save
from tests.support.factories import SOME_MOMENT, CommitmentFactory, PassageFactory, SourceFactory, publish, withdraw

pytestmark = pytest.mark.django_db

FIRST, SECOND = "Taraptar muzyka salasynda yntymaqtasady.", "Ekinshi bet: gastrolder."


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page, made by hand as its format says."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode()


SIGNED = pdf(FIRST, SECOND)


def with_file(agreement) -> SourceFile:
    source = agreement.sources.first() or SourceFactory(agreement=agreement)
    return SourceFile.objects.create(
        source=source,
        document=ContentFile(SIGNED, name="x.pdf"),
        name="qol-qoiylgan.pdf",
        size=len(SIGNED),
        sha256=sha256(SIGNED).hexdigest(),
        pages=2,
        added_at=timezone.now(),
    )


def test_a_document_is_read_page_by_page():
    pages = pages_of(SIGNED)
    assert pages.texts == [FIRST, SECOND]
    assert [pages.text[start:][:5] for start in pages.starts] == [FIRST[:5], SECOND[:5]]


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"MZ\x90", b"%PDF-1.4\nnothing", b"%PDF-" + b"\0" * 1000, SIGNED[: len(SIGNED) // 3]]
)
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(NotRead):
        pages_of(content)


def test_a_locked_document_is_refused():
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=PdfReader(BytesIO(SIGNED)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(NotRead, match="encrypted"):
        pages_of(locked.getvalue())


def test_the_editor_attaches_a_document_and_its_text_becomes_the_sources(draft):
    editor = desk_of("editors")
    data = filled(editor.get(reverse("admin:agreements_agreement_change", args=(draft.pk,))))
    new_row(
        data,
        "sources",
        kind="authentic_text",
        language="kk",
        title_kk="Меморандум мәтіні",
        text="",
        document=SimpleUploadedFile("../қол қойылған.pdf", SIGNED, "image/png"),
    )
    assert save(editor, draft, data).status_code == 302
    source = Source.objects.get()
    file = source.file
    assert source.text == f"{FIRST}\n\n{SECOND}"
    assert (file.name, file.pages, file.sha256) == ("қол қойылған.pdf", 2, sha256(SIGNED).hexdigest())
    assert (file.page_of(0), file.page_of(len(FIRST) + 2), file.page_of(len(FIRST))) == (1, 2, 1)
    assert file.document.name.startswith("sources/")
    assert "қойылған" not in file.document.name
    got = editor.get(reverse("admin:agreements_source_document", args=(source.pk,)))
    assert b"".join(got.streaming_content) == SIGNED
    assert file.sha256 in opened(editor, editor.get(page_of(draft)))


def test_passages_are_found_in_the_document_where_the_typed_text_was_emptied(draft, music):
    source = SourceFactory(agreement=draft, text=f"{FIRST}\n{SECOND} Tek munda.")
    kept, lost = (
        PassageFactory(source=source, start=start, end=start + len(words), exact=words)
        for words in ("bet", "Tek munda")
        for start in [source.text.index(words)]
    )
    CommitmentFactory(agreement=draft, areas=[music]).passages.set([kept, lost])
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft))) | {"sources-0-text": ""}
    document = {"sources-0-document": SimpleUploadedFile("a.pdf", SIGNED)}
    refused = save(editor, draft, data | document)
    errors = refused.context["inline_admin_formsets"][2].formset.forms[0].errors["text"]
    assert len(errors) == 1
    assert "Tek munda" in errors[0]
    document["sources-0-document"].seek(0)
    assert save(editor, draft, data | document | {"sources-0-text_corrected": "on"}).status_code == 302
    source.refresh_from_db()
    kept.refresh_from_db()
    assert (source.text, kept.start) == (f"{FIRST}\n\n{SECOND}", len(FIRST) + 10)


def test_a_document_with_the_very_text_of_the_source_moves_nothing(draft, music):
    text = f"{FIRST}\r\n\r\n{SECOND}"
    source = SourceFactory(agreement=draft, text=text)
    passage = PassageFactory(source=source, start=len(FIRST) + 4, end=len(text), exact=SECOND)
    CommitmentFactory(agreement=draft, areas=[music]).passages.set([passage])
    editor = desk_of("editors")
    data = filled(editor.get(page_of(draft))) | {"sources-0-text": ""}
    assert save(editor, draft, data | {"sources-0-document": SimpleUploadedFile("a.pdf", SIGNED)}).status_code == 302
    source.refresh_from_db()
    passage.refresh_from_db()
    assert (source.text, passage.start) == (text, len(FIRST) + 4)


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "PDF емес"), ("ru", "не PDF"), ("en", "no PDF")], ids=["kk", "ru", "en"]
)
def test_another_kind_of_file_is_refused_in_the_editors_language(draft, settings, language, words):
    editor = desk_of("editors")
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    data = filled(editor.get(reverse("admin:agreements_agreement_change", args=(draft.pk,))))
    new_row(
        data,
        "sources",
        kind="authentic_text",
        language="kk",
        title_kk="Меморандум мәтіні",
        document=SimpleUploadedFile("signed.pdf", b"<html>not a PDF</html>", "application/pdf"),
    )
    page = save(editor, draft, data)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "Меморандум мәтіні" in page.content.decode()
    assert not SourceFile.objects.exists()


def test_the_public_reads_the_document_of_a_published_agreement_alone(draft, client):
    file = with_file(draft)
    admin_address = reverse("admin:agreements_source_document", args=(file.source.pk,))
    assert client.get(admin_address).status_code == 302
    publish(draft)
    address = f"/kk/agreements/{draft.identifier.lower()}/sources/1.pdf"
    response = client.get(address)
    assert b"".join(response.streaming_content) == SIGNED
    assert response.headers["Content-Type"] == "application/pdf"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert client.get(address, headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    assert client.get(address.replace("1.pdf", "2.pdf")).status_code == 404
    assert client.post(address).status_code == 405
    file.document.storage.delete(file.document.name)
    assert client.get(address).status_code == 404
    withdraw(draft)
    assert client.get(address).status_code == 404


def test_a_document_is_taken_away_with_a_tick_and_the_text_stays(draft):
    file = with_file(draft)
    editor = desk_of("editors")
    data = filled(editor.get(reverse("admin:agreements_agreement_change", args=(draft.pk,))))
    assert save(editor, draft, data | {"sources-0-without_document": "on"}).status_code == 302
    assert not SourceFile.objects.exists()
    assert Source.objects.get().text == file.source.text


def test_pages_follow_a_corrected_text(draft):
    pages = pages_of(SIGNED)
    corrected = pages.text.replace("muzyka", "мәдениет және музыка")
    moved = pages_found_again(pages.starts, pages.text, corrected)
    assert [corrected[start:][:8] for start in moved] == [FIRST[:8], SECOND[:8]]
    assert pages_found_again(pages.starts, pages.text, "something else") == []


def test_a_table_that_corrects_the_text_leaves_no_page_numbers_of_the_old_one(draft):
    file = with_file(draft)
    SourceFile.objects.update(page_starts=[0, len(FIRST) + 2])
    Source.objects.update(text=f"{FIRST}\n\n{SECOND}")
    for text, starts in ((f"Before. {FIRST} {SECOND}", [0, len(FIRST) + 9]), ("Other words.", [])):
        table = f"agreement;source_text\r\ndraft-{draft.pk};{text}"
        agreement_table(table.encode(), "a.csv").write()
        file.refresh_from_db()
        assert file.page_starts == starts


def test_a_document_attached_since_it_was_public_is_told_as_a_change(client, draft):
    file = with_file(draft)
    editor = desk_of("editors")
    withdraw(publish(draft))
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    other = SimpleUploadedFile("жаңа.pdf", pdf(FIRST))
    assert save(editor, draft, filled(editor.get(page_of(draft))) | {"sources-0-document": other}).status_code == 302
    response = editor.get(reverse("admin:agreements_agreement_changes", args=(draft.pk,)))
    [documents] = [one for one in response.context["groups"] if one.label == group_label(SourceFile)]
    assert {part.fate for part in documents.parts} == {"added", "removed"}
    assert any("жаңа.pdf" in part.heading for part in documents.parts)
    assert last_writing(draft).by.username == "editors"
    assert editor.get(reverse("admin:agreements_agreement_history", args=(draft.pk,))).status_code == 200
    comment = {"place": f"sourcefile-{file.pk}", "text": "Қай құжат?"}
    assert editor.post(reverse("admin:agreements_agreement_comment", args=(draft.pk,)), comment).status_code == 200
    move(draft, "published", by=None, at=SOME_MOMENT)
    page = client.get(f"{draft.get_absolute_url()}changes/").content.decode()
    assert group_label(SourceFile) in page
    assert "жаңа.pdf" not in page


def test_a_chosen_file_that_is_lost_is_named_on_its_row_and_in_the_message(draft):
    file = with_file(draft)
    editor, publisher = desk_of("editors"), desk_of("publishers")
    stale = filled(editor.get(page_of(draft)))
    source = {"kind": "translation", "language": "kk", "title_kk": "Жаңа дереккөз", "text": "Мәтін"}
    new_row(stale, "sources", **source, document=SimpleUploadedFile("екінші.pdf", SIGNED))
    meanwhile = filled(publisher.get(page_of(draft)))
    new_row(meanwhile, "sources", **source)
    assert save(publisher, draft, meanwhile | {"summary_kk": "Түйін"}).status_code == 302
    response = save(editor, draft, stale)
    assert response.status_code == 200
    told = [(error.anchor, "екінші.pdf" in error.message) for error in response.context["told_errors"]]
    assert [anchor for anchor, names_it in told if names_it] == ["", "id_sources-2-document"]
    assert SourceFile.objects.get() == file
