"""Record files: what is exported is read back as it was, and a file changes drafts only, wholly or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from modeltranslation.manager import get_translatable_fields_for_model

from agreements.models import Agreement, Commitment, Event, Passage
from agreements.rules.passages import locate, mark
from demo_data.agreements import Records
from import_export.bulk_load.writer import Writer
from import_export.record_export.document import as_json, document_of
from import_export.record_format.reader import RecordRefused, read_json
from import_export.record_format.record import record_rows
from import_export.record_import.plan import planned
from parties.models import Official, Party, Post
from tests.support.factories import CommitmentFactory, EventFactory, PassageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.database

FIXTURES = Path(settings.FIXTURE_DIRS[0])
MOMENT = datetime(2026, 11, 24, 8, tzinfo=UTC)
AREAS = frozenset(json.loads((FIXTURES / "areas.json").read_text())[n]["fields"].get("code", "") for n in range(46))


@pytest.fixture
def areas(db):
    call_command("loaddata", "areas.json", verbosity=0)


def write(document: dict, name: str = "record") -> None:
    """The whole record with its steps of publication, as load_records writes it."""
    raw = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    rows = record_rows(read_json(raw, name), file=name, folder=None, areas=AREAS, bare=True)
    writer = Writer(MOMENT)
    writer.add(rows)
    writer.flush()


def everything() -> dict[str, list]:
    """Every row of the registry: each column, and of what it points to the words instead of the keys."""
    models = [Party, Official, Post, *apps.get_app_config("agreements").get_models()]
    return {
        model.__name__: sorted(_row(each) for each in model._base_manager.all())
        for model in models
        if not model.__name__.startswith(("Word", "Change", "Historical", "Spelling", "CooperationArea", "AreaLink"))
    }


def _row(record) -> str:
    copies = get_translatable_fields_for_model(type(record)) or ()
    fields = [field for field in record._meta.concrete_fields if not field.primary_key and field.name not in copies]
    several = record._meta.local_many_to_many
    values = {field.name: _value(record, field.name) for field in fields}
    return repr(values | {field.name: sorted(map(_words, getattr(record, field.name).all())) for field in several})


def _value(record, name):
    value = getattr(record, name)
    return _words(value) if hasattr(value, "_meta") else value


def _words(record) -> str:
    """Enough of a record to know which one it is."""
    if isinstance(record, Event):
        return f"{record.kind} {record.date} {record.note_kk}"
    return repr(record.natural_key())


def again(agreement: Agreement) -> dict:
    return document_of(Agreement.objects.get(pk=agreement.pk))


@st.composite
def records(draw) -> dict:
    """Records of the generator, with what it does not draw: conflicts, preferences, quotations hard to place."""
    record = next(iter(Records(1, draw(st.integers(0, 10_000)), {"KZ-RU": 100})))
    source = record["sources"][0]
    source["text"] = draw(st.sampled_from(["", "аба абабаб ", "Екі жақ\r\n"])) + source["text"]
    words = source["text"][: draw(st.integers(1, 9))]
    quotation = {"words": words, "before": "", "after": source["text"][len(words) : len(words) + 60]}
    if draw(st.booleans()):
        source["passages"] = [quotation]
    if draw(st.booleans()):
        conflict = {"conflicting_value": "Протокол", "reason": {"kk": "Түпнұсқа басқаша.", "en": "The original."}}
        record["evidence"] = [{"claim": "evidence", "field": "type", **quotation, **conflict}]
    if record["agreement"]["authentic_languages"] and draw(st.booleans()):
        record["agreement"]["prevailing_language"] = record["agreement"]["authentic_languages"][-1]
    if draw(st.booleans()):
        told = {"kind": "registered", "note": {"ru": "Второй источник"}, "passages": [quotation]}
        other = {"preferred": "the register", "reason": {"kk": "Тізілім дәлірек."}}
        record["events"] += [
            {"claim": "the press", "date": "2001", **told, **other},
            {"claim": "the register", "kind": "registered", "date": "2000-05", "passages": []},
        ]
    if draw(st.booleans()):
        record["sources"].append(source | {"claim": "another source", "number": "7", "passages": [quotation]})
        for each in (*record["commitments"], *record["events"], *record["evidence"]):
            for quoted in each.get("passages", [each]):
                quoted["source"] = "1"
    return record


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_what_is_exported_is_read_back_as_it_was(areas, record):
    record["relations"] = []
    with transaction.atomic():
        write(record)
        before, document = everything(), document_of(Agreement.objects.get())
        transaction.set_rollback(True)
    with transaction.atomic():
        write(document)
        assert everything() == before
        assert document_of(Agreement.objects.get()) == document
        transaction.set_rollback(True)


def test_the_memorandum_is_exported_and_read_back_as_it_was(areas):
    with transaction.atomic():
        call_command("load_records", FIXTURES / "memorandum.yaml", stdout=StringIO())
        before, document = everything(), document_of(Agreement.objects.get())
        transaction.set_rollback(True)
    write(document)
    assert everything() == before
    assert document["sources"][0]["text"] == (FIXTURES / "memorandum.kk.txt").read_bytes().decode()


@pytest.fixture
def unfinished(draft, music) -> Agreement:
    """A draft as editors leave them overnight: without an identifier, a second side, areas or Kazakh notes."""
    draft.agreement_parties.get(side=2).delete()
    CommitmentFactory(agreement=draft, bearer="named")
    source = SourceFactory(agreement=draft)
    mark(source, locate(source.text, "Екі жақ"), by=None, at=None)
    corrected = PassageFactory(source=source, start=4, end=9, exact="тарап", prefix="Екі ")
    EventFactory(agreement=draft, note_ru="Только по-русски.").passages.add(corrected)
    return draft


def test_an_unfinished_draft_is_exported_and_taken_in(unfinished):
    before, document = everything(), again(unfinished)
    assert document["events"][0]["passages"] == [{"words": "тарап", "start": 4, "before": "Екі "}]
    unfinished.delete()
    raw = as_json(document).encode()
    taken_in = planned(raw, "draft.json").write()
    assert everything() == before
    assert planned(raw, "draft.json").changes_nothing
    assert taken_in.status == "draft"


def test_an_official_with_two_posts_keeps_both(draft):
    minister = PostFactory()
    chairman = PostFactory(official=minister.official, title_kk="төраға")
    draft.agreement_parties.filter(side=1).update(signatory=minister)
    draft.statements.create(number=1, speaker=chairman, form="reported", text_kk="Маңызы зор.")
    document = again(draft)
    assert document["statements"][0]["speaker"] == f"{minister.official.slug}:2"
    before = everything()
    draft.delete()
    planned(as_json(document).encode(), "record.json").write()
    assert everything() == before


@pytest.fixture
def withdrawn_to_draft(memorandum) -> Agreement:
    """The memorandum with its identifier, as a draft again."""
    Agreement.objects.update(status="draft")
    return Agreement.objects.get()


def test_a_draft_is_brought_up_to_date_part_by_part(withdrawn_to_draft):
    document = again(withdrawn_to_draft)
    third = Commitment.objects.get(number=3)
    versions = third.history.count()
    document["commitments"][2]["text"]["ru"] = "Обмениваться опытом."
    document["statements"].pop()
    document["events"] = [{"claim": "event 1", "kind": "signed", "date": "2016-11", "passages": []}]
    raw = as_json(document).encode()
    plan = planned(raw, "record.json")
    told = sorted(
        (each.model, each.state.value, each.columns) for each in plan.changes if each.state.value != "unchanged"
    )
    assert told == [
        ("agreements.commitment", "changed", ("text_ru",)),
        ("agreements.event", "new", ()),
        ("agreements.statement", "removed", ()),
    ]
    plan.write()
    assert again(withdrawn_to_draft) == document | {"sources": again(withdrawn_to_draft)["sources"]}
    third.refresh_from_db()
    assert third.text_ru == "Обмениваться опытом."
    assert third.history.count() == versions + 1
    assert planned(raw, "record.json").changes_nothing


def test_a_plan_tells_that_what_it_found_has_changed(withdrawn_to_draft):
    document = again(withdrawn_to_draft)
    document["agreement"]["number"] = "12"
    raw = as_json(document).encode()
    state = planned(raw, "record.json").state
    Commitment.objects.filter(number=1).update(text_ru="Иначе.")
    assert planned(raw, "record.json").state != state


def refusal(document: dict | bytes) -> str:
    raw = document if isinstance(document, bytes) else as_json(document).encode()
    with pytest.raises(RecordRefused) as refused, translation.override("en"):
        planned(raw, "record.json")
    return " ".join(f"{problem.path}: {problem.message}" for problem in refused.value.problems)


def test_a_file_changes_nothing_public_and_deletes_no_lasting_commitment(memorandum):
    document = again(memorandum)
    assert planned(as_json(document).encode(), "record.json").changes_nothing
    document["commitments"].pop()
    assert "this is: Published." in refusal(document)
    Agreement.objects.update(status="draft")
    assert "lacks commitment 9" in refusal(document)


def test_a_published_record_without_its_identifier_becomes_another_draft(memorandum):
    document = again(memorandum)
    del document["agreement"]["identifier"]
    taken_in = planned(as_json(document).encode(), "record.json").write()
    assert (taken_in.status, taken_in.identifier) == ("draft", "")
    assert again(taken_in)["commitments"] == document["commitments"]


def test_mistakes_are_told_with_their_path(memorandum):
    document = again(memorandum)
    document["commitments"][1]["modality"] = "firm"
    document["commitments"][2]["passages"][0]["words"] = "нигде"
    document["sources"][0]["text_file"] = document["sources"][0].pop("text")
    said = refusal(document)
    assert "commitments[1]: “firm” is no code of “modality”" in said
    assert "sources[0]: Here the text of a source stands in the record itself" in said


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"a": "\\ud800"}', b'{"a":1,"a":1}']
)
def test_what_is_no_record_is_refused(db, raw):
    assert refusal(raw)


def test_the_database_refuses_a_record_as_a_whole(withdrawn_to_draft):
    document = again(withdrawn_to_draft)
    document["parties"].append(
        {"claim": "x", "slug": "unesco", "name": {"kk": "ЮНЕСКО"}, "kind": "international_organisation"}
        | {"organisation_code": "UNESCO"}
    )
    Party.objects.create(slug="other", name_kk="Басқа", kind="international_organisation", organisation_code="UNESCO")
    document["agreement"]["number"] = "12"
    plan = planned(as_json(document).encode(), "record.json")
    with pytest.raises(RecordRefused), translation.override("en"):
        plan.write()
    assert not Party.objects.filter(slug="unesco").exists()
    assert Agreement.objects.get().number == ""


def test_the_export_of_a_record_asks_no_more_for_a_long_one(memorandum):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again(memorandum)
    before = len(asked)
    for number in range(10, 30):
        commitment = CommitmentFactory(agreement=memorandum, number=number)
        commitment.passages.add(Passage.objects.first())
    with CaptureQueriesContext(connection) as asked:
        again(memorandum)
    assert len(asked) <= before


def test_the_command_writes_files_that_load_records_knows(memorandum, draft, tmp_path):
    with translation.override("en"):
        call_command("export_record", "--all", "--output", tmp_path, stdout=StringIO(), stderr=StringIO())
        assert {path.name for path in tmp_path.iterdir()} == {"KZ-RU-1.json", f"draft-{draft.pk}.json"}
        out = StringIO()
        call_command("load_records", tmp_path / "KZ-RU-1.json", stdout=out)
        assert "loaded 0, already there 1" in out.getvalue()
        with pytest.raises(CommandError, match="no agreement KZ-RU-9"):
            call_command("export_record", "KZ-RU-9")
