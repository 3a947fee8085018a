"""A record names a file with the text of a source: nothing but a plain file beside the record is ever opened."""

import json
import os

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from agreements.models import Agreement, Source
from agreements.rules import text_limits
from demo_data.agreements import Records
from import_export.record_format import claims, text_files
from import_export.record_format.reader import RecordRefused
from import_export.record_format.text_files import NotBeside, content_beside, read_beside
from import_export.record_import.plan import planned

TEXT = "Тараптар концерттер береді."


@pytest.fixture
def home(tmp_path):
    """A directory with a secret in it, and below it the one of the records."""
    (tmp_path / "secret.txt").write_text("SECRET_KEY=hidden")
    folder = tmp_path / "records"
    (folder / "texts").mkdir(parents=True)
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "texts" / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / ".env").write_text("SECRET_KEY=hidden")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "env.txt").symlink_to(folder / ".env")
    (folder / "elsewhere").symlink_to(tmp_path)
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    return folder


@pytest.mark.parametrize("name", ["text.txt", "texts/text.txt", "./text.txt"])
def test_a_plain_file_beside_the_record_or_below_is_read(home, name):
    assert read_beside(home, name).decode() == TEXT


def test_a_link_that_stays_beside_the_record_is_followed(home):
    (home / "link.txt").symlink_to("texts/text.txt")
    assert read_beside(home, "link.txt").decode() == TEXT


OUTSIDE = ["../secret.txt", "texts/../../secret.txt", "/etc/passwd", "/dev/zero", "out.txt", "elsewhere/secret.txt",
           "device.txt", ".env", "env.txt", "texts/../.env", "a\0b", "", ".", "..", "/"]  # fmt: skip
NO_PLAIN_FILE = ["nowhere.txt", "texts", "pipe.txt", "round.txt", "x" * 5000, "text.txt/x"]


@pytest.mark.parametrize("name", OUTSIDE + NO_PLAIN_FILE)
def test_nothing_else_is_opened(home, name):
    with pytest.raises(NotBeside):
        read_beside(home, name)
    assert content_beside(home, name) == b""


def test_a_record_whose_folder_is_reached_by_a_link_has_its_files_beside_it(home, tmp_path):
    (tmp_path / "link").symlink_to(home)
    assert read_beside(tmp_path / "link", "text.txt").decode() == TEXT


def test_no_more_is_read_than_a_source_can_have(home, monkeypatch):
    monkeypatch.setattr(text_files, "BYTES_AT_MOST", 10)
    with translation.override("en"), pytest.raises(NotBeside, match=r"“text.txt” has more than 10 bytes"):
        read_beside(home, "text.txt")


def test_a_file_without_end_is_refused_without_reading_it(home):
    with (home / "huge.txt").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    with pytest.raises(NotBeside):
        read_beside(home, "huge.txt")


def record_with(text_file: str, sources: int = 1) -> dict:
    (record,) = Records(1, 9, {"KZ-RU": 100})
    source = {**record["sources"][0], "text_file": text_file}
    del source["text"]
    record["sources"] = [{**source, "number": str(number + 1), "claim": f"s{number}"} for number in range(sources)]
    return record


@pytest.fixture
def areas(db):
    call_command("loaddata", "areas.json", verbosity=0)


def refusal(home, record: dict) -> str:
    file = home / "records.jsonl"
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command("load_records", str(file))
    assert not Agreement.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "out.txt", ".env", "a\0b"])
def test_a_record_that_names_another_file_is_refused_by_file_line_and_claim(areas, home, name):
    told = refusal(home, record_with(name))
    shown = name.replace("\0", "␀")
    assert f"records.jsonl, line 1, “s0”: The text of the source cannot be read: “{shown}” is no file beside" in told
    assert "hidden" not in told


@pytest.mark.parametrize("name", ["texts", "pipe.txt", "nowhere.txt"])
def test_a_record_that_names_no_plain_file_is_refused(areas, home, name):
    assert f"“s0”: The text of the source cannot be read: “{name}” is not there" in refusal(home, record_with(name))


def test_what_is_no_text_is_refused(areas, home):
    (home / "text.txt").write_bytes(b"\xff\xfe")
    assert "The text of the source cannot be read" in refusal(home, record_with("text.txt"))
    assert not Source.objects.exists()


def test_a_file_named_many_times_is_not_read_past_what_an_agreement_takes(areas, home, monkeypatch):
    monkeypatch.setattr(text_limits, "TEXTS_AT_MOST", 50)
    read = []
    monkeypatch.setattr(claims, "read_beside", lambda folder, name: read.append(name) or TEXT.encode())
    assert "an agreement takes at most 50" in refusal(home, record_with("text.txt", sources=30))
    assert len(read) == 2


def test_an_uploaded_record_opens_no_file_at_all(areas, home, monkeypatch):
    monkeypatch.chdir(home)
    monkeypatch.setattr(os, "open", None)
    with translation.override("en"), pytest.raises(RecordRefused, match="stands in the record itself"):
        planned(json.dumps(record_with("text.txt")).encode(), "record.json")
