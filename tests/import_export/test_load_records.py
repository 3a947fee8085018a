import json
from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history.manager import HistoryManager

from agreements.models import Agreement, AuthenticLanguage, Commitment, Event, Source
from demo_data.agreements import Records
from import_export.bulk_load.files import FileRefused, Loading
from import_export.record_format.reader import read_yaml
from languages import LANGUAGES
from parties.models import Official, Party, Post

pytestmark = pytest.mark.database

FIXTURES = Path(settings.FIXTURE_DIRS[0])
MOMENT = datetime(2026, 11, 24, 8, tzinfo=UTC)
AGGREGATE = [
    model
    for model in apps.get_app_config("agreements").get_models()
    if isinstance(getattr(model, "history", None), HistoryManager)
    and model.__name__ not in ("CooperationArea", "AreaLink")
]


@pytest.fixture
def areas(db):
    call_command("loaddata", "areas.json", verbosity=0)


@pytest.fixture
def records() -> list[dict]:
    """Thirty records as a file has them; the drafts among them have no identifier."""
    return list(Records(30, 9, {"KZ-RU": 100}))


def as_lines(path: Path, records: list[dict]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def load(*paths: Path) -> str:
    out = StringIO()
    call_command("load_records", *map(str, paths), stdout=out)
    return out.getvalue()


def content() -> dict[str, list]:
    """Every row of every table, but for what logs changes and indexes words."""
    models = [model for app in ("parties", "agreements") for model in apps.get_app_config(app).get_models(True)]
    return {
        model.__name__: sorted(map(repr, model._base_manager.values_list()))
        for model in models
        if not model.__name__.startswith(("Word", "Change"))
    }


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        Loading(MOMENT).load(path)
    return str(refused.value)


def test_the_memorandum_is_loaded_as_its_fixture_has_it(areas):
    with translation.override("en"):
        assert load(FIXTURES / "memorandum.yaml") == "memorandum.yaml: loaded 1, already there 0.\n"
    loaded = Agreement.objects.get()
    assert loaded.identifier == "KZ-RU-1"
    assert loaded.is_public
    assert not loaded.is_sample
    assert loaded.commitments.count() == 9
    assert loaded.sources.get().text == (FIXTURES / "memorandum.kk.txt").read_bytes().decode()


def test_loading_a_second_time_changes_nothing(areas, records, tmp_path):
    path = as_lines(tmp_path / "records.jsonl", records)
    load(path, FIXTURES / "memorandum.yaml")
    before = content()
    with translation.override("en"):
        assert "records.jsonl: loaded 0, already there 30." in load(path, FIXTURES / "memorandum.yaml")
    assert content() == before


def test_what_came_from_a_fixture_is_passed_over_if_it_is_the_same(memorandum):
    before = content()
    with translation.override("en"):
        assert load(FIXTURES / "memorandum.yaml") == "memorandum.yaml: loaded 0, already there 1.\n"
    assert content() == before


def test_what_is_there_and_differs_is_refused(memorandum):
    Commitment.objects.filter(number=3).update(text_ru="Иначе.")
    with translation.override("en"):
        assert refusal(FIXTURES / "memorandum.yaml") == (
            "memorandum.yaml: KZ-RU-1 is already in the registry, and not as this record has it."
        )


def test_what_was_loaded_and_edited_since_is_passed_over(areas):
    load(FIXTURES / "memorandum.yaml")
    Commitment.objects.filter(number=3).update(text_ru="Исправлено.")
    with translation.override("en"):
        assert "already there 1" in load(FIXTURES / "memorandum.yaml")
    assert Commitment.objects.get(number=3).text_ru == "Исправлено."


def test_a_draft_without_an_identifier_is_not_loaded_twice(areas, records, tmp_path):
    record = next(each for each in records if "identifier" in each["agreement"])
    record["publication"], record["relations"] = [], []
    del record["agreement"]["identifier"]
    path = as_lines(tmp_path / "draft.jsonl", [record, record])
    load(path)
    load(path)
    draft = Agreement.objects.get()
    assert (draft.status, draft.pair, draft.pair_number) == ("draft", "", None)
    draft.delete()
    load(path)
    assert Agreement.objects.count() == 1


def test_an_interrupted_load_leaves_whole_files_and_is_finished_by_the_same_command(areas, records, tmp_path):
    first = as_lines(tmp_path / "first.jsonl", records[:10])
    second = as_lines(tmp_path / "second.jsonl", records[10:])
    loading = Loading(MOMENT)
    loading.load(first)

    def interrupt(_size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load(second, interrupt)
    assert Agreement.objects.count() == 10
    with translation.override("en"):
        out = load(first, second)
    assert out == "first.jsonl: loaded 0, already there 10.\nsecond.jsonl: loaded 20, already there 0.\n"
    assert Agreement.objects.count() == 30


def test_a_longer_file_loads_only_its_new_lines(areas, records, tmp_path):
    load(as_lines(tmp_path / "records.jsonl", records[:20]))
    with translation.override("en"):
        assert "loaded 10, already there 20" in load(as_lines(tmp_path / "records.jsonl", records))


def test_a_bad_line_is_named_and_nothing_of_its_file_stays(areas, records, tmp_path):
    records[4]["commitments"][0]["modality"] = "promised"
    records[6]["commitments"][0]["areas"] = ["astrology"]
    bad, good = as_lines(tmp_path / "bad.jsonl", records[:20]), as_lines(tmp_path / "good.jsonl", records[20:])
    with translation.override("en"), pytest.raises(CommandError) as refused:
        load(bad, good)
    lines = str(refused.value).splitlines()
    assert lines[0].startswith("bad.jsonl, line 5, “commitment 1”: “promised” is no code of “modality”;")
    assert lines[1] == "bad.jsonl, line 7, “commitment 1”: “astrology” is no code of a cooperation area."
    assert lines[2:] == ["Nothing of the files named above was loaded."]
    assert Agreement.objects.count() == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_are_told_in_the_language_of_the_user(areas, records, tmp_path, language):
    records[0]["commitments"][0]["areas"] = []
    path = as_lines(tmp_path / "records.jsonl", records[:1])
    with translation.override(language):
        assert translation.gettext("No cooperation area is given.") in refusal(path)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ('{"agreement": {}', "records.jsonl, line 2: This is no JSON: "),
        ('{"agreement": {}, "agreement": {}}', "records.jsonl, line 2: This is no JSON: “agreement” is given twice."),
        ("[]", "records.jsonl, line 2: This must be a set of keys and values."),
    ],
)
def test_a_line_that_is_no_record_is_named(areas, records, tmp_path, damage, message):
    path = as_lines(tmp_path / "records.jsonl", records[:1])
    with path.open("a") as file:
        file.write(damage + "\n")
    with translation.override("en"):
        assert refusal(path).startswith(message)
    assert not Agreement.objects.exists()


def test_what_only_the_database_refuses_is_named_too(areas, records, tmp_path):
    records = [record for record in records if not record["relations"]]
    records[2]["evidence"] = [
        {"claim": f"evidence {number}", "field": "title", "words": records[2]["sources"][0]["text"]}
        for number in (1, 2)
    ]
    with translation.override("en"):
        assert refusal(as_lines(tmp_path / "records.jsonl", records[:5])) == (
            "records.jsonl, line 3: This passage is already evidence for this field."
        )
    assert not Party.objects.exists()


def test_an_identifier_that_two_lines_give_is_refused(areas, records, tmp_path):
    identified = [record for record in records if record["agreement"].get("identifier") and not record["relations"]]
    other = json.loads(json.dumps(identified[0]))
    other["agreement"]["number"] = "another"
    with translation.override("en"):
        assert refusal(as_lines(tmp_path / "records.jsonl", [identified[0], other])) == (
            "records.jsonl, line 2: Another agreement has this identifier."
        )


def test_a_relation_to_an_unknown_agreement_is_refused(areas, records, tmp_path):
    records[0]["relations"] = [{"claim": "relation", "kind": "cites", "other": "KZ-UZ-999"}]
    with translation.override("en"):
        assert "line 1: There is no such record: agreement KZ-UZ-999." in refusal(
            as_lines(tmp_path / "records.jsonl", records[:1])
        )


def test_a_party_of_another_kind_is_refused_and_one_renamed_since_stays_as_it_is(areas, records, tmp_path):
    slug = records[0]["parties"][0]["slug"]
    load(as_lines(tmp_path / "records.jsonl", records[:1]))
    Party.objects.filter(slug=slug).update(name_en="Renamed")
    records[1]["parties"] = [*records[0]["parties"], *records[1]["parties"]]
    named = {party["slug"]: party for party in records[1]["parties"]}
    records[1]["parties"] = list(named.values())
    load(as_lines(tmp_path / "more.jsonl", records[1:2]))
    assert Party.objects.get(slug=slug).name_en == "Renamed"
    named[slug]["kind"] = "company"
    records[1]["agreement"]["identifier"] = f"{records[1]['agreement']['identifier']}9"
    with translation.override("en"):
        assert "is already known with another kind or country" in refusal(as_lines(tmp_path / "x.jsonl", records[1:2]))


def test_the_text_of_a_source_is_given_once(areas, records, tmp_path):
    source = records[0]["sources"][0]
    (tmp_path / "text.txt").write_text(source["text"], encoding="utf-8")
    source["text_file"] = "text.txt"
    with translation.override("en"):
        assert "exactly one of “text” and “text_file”" in refusal(as_lines(tmp_path / "records.jsonl", records[:1]))
        del source["text_file"], source["text"]
        assert "exactly one of “text” and “text_file”" in refusal(as_lines(tmp_path / "records.jsonl", records[:1]))


def test_a_file_beside_a_line_gives_the_text_of_its_source(areas, records, tmp_path):
    source = records[0]["sources"][0]
    text = source.pop("text")
    (tmp_path / "text.txt").write_bytes(text.encode())
    load(as_lines(tmp_path / "records.jsonl", [{**records[0], "sources": [{**source, "text_file": "text.txt"}]}]))
    assert Source.objects.get().text == text


def test_every_column_of_a_text_holds_what_the_record_says(areas, records, tmp_path):
    with translation.override("ru"):
        load(as_lines(tmp_path / "records.jsonl", records[:10]))
    for record in records[:10]:
        if "identifier" not in record["agreement"]:
            continue
        pair, _hyphen, number = record["agreement"]["identifier"].rpartition("-")
        row = Agreement.objects.values("pk", "title", "title_kk", "title_ru", "title_en").get(
            pair=pair, pair_number=number
        )
        title = record["agreement"]["title"]
        assert {language: row[f"title_{language}"] for language in LANGUAGES} == {
            language: title.get(language) for language in LANGUAGES
        }
        rows = Commitment.objects.filter(agreement=row["pk"]).values_list("number", "text_kk", "text_ru", "text_en")
        assert sorted(rows) == [
            (int(each["number"]), *(each["text"].get(language) for language in LANGUAGES))
            for each in record["commitments"]
        ]


def test_events_and_languages_are_loaded(areas, records, tmp_path):
    record = next(each for each in records if each["agreement"]["authentic_languages"] and len(each["events"]) > 1)
    record["relations"] = []
    load(as_lines(tmp_path / "records.jsonl", [record]))
    said = [(event["kind"], event["date"]) for event in record["events"]]
    assert sorted(Event.objects.values_list("kind", "date")) == sorted(said)
    codes = AuthenticLanguage.objects.values_list("language", flat=True)
    assert sorted(codes) == sorted(record["agreement"]["authentic_languages"])


def test_every_record_has_one_first_version_with_all_its_columns(areas, records, tmp_path):
    Loading(MOMENT).load(as_lines(tmp_path / "records.jsonl", records))
    loaded = [model for model in (Party, Official, Post, *AGGREGATE) if model._base_manager.exists()]
    assert len(loaded) > 10
    for model in loaded:
        kept = [field.attname for field in model.history.model._meta.fields if not field.name.startswith("history")]
        assert set(translated_columns(model)) <= set(kept)
        versions = model.history.filter(history_type="+", history_date=MOMENT)
        assert Counter(versions.values_list(*kept)) == Counter(model._base_manager.values_list(*kept)), model
        assert model.history.count() == model._base_manager.count()


def translated_columns(model) -> list[str]:
    fields = get_translatable_fields_for_model(model) or ()
    return [f"{name}_{language}" for name in fields for language in LANGUAGES]


@pytest.mark.parametrize("relation", ["areas", "bearers", "passages"])
def test_a_first_version_has_the_relations_of_its_record(areas, records, tmp_path, relation):
    load(as_lines(tmp_path / "records.jsonl", records))
    for commitment in Commitment.objects.all()[:40]:
        version = commitment.history.get()
        ends = [getattr(row, f"{relation_end(relation)}_id") for row in getattr(version, relation).all()]
        assert sorted(ends) == sorted(getattr(commitment, relation).values_list("pk", flat=True))


def relation_end(relation: str) -> str:
    return {"areas": "cooperationarea", "bearers": "agreementparty", "passages": "passage"}[relation]


def test_keys_given_in_bulk_are_not_given_again(areas, records, tmp_path, music_house):
    load(as_lines(tmp_path / "records.jsonl", records[:3]))
    agreement = Agreement.objects.create(title_kk="Келісім", type="agreement", level="mixed")
    assert agreement.history.get().pk
    Party.objects.create(slug="another", name_kk="Тарап", kind="state", country="KZ")


def test_values_are_read_as_texts(areas, records, tmp_path):
    records[0]["commitments"][0]["number"] = 1
    records[0]["commitments"][0]["due"] = 2025
    records[0]["relations"] = []
    load(as_lines(tmp_path / "records.jsonl", records[:1]))
    assert Commitment.objects.get(number=1).due == "2025"


def test_a_yaml_file_of_the_memorandum_and_its_json_are_the_same(areas, tmp_path):
    load(FIXTURES / "memorandum.yaml")
    record = read_yaml(FIXTURES / "memorandum.yaml")
    source = record["sources"][0]
    del source["text_file"]
    source["text"] = (FIXTURES / "memorandum.kk.txt").read_bytes().decode()
    (tmp_path / "memorandum.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    with translation.override("en"):
        assert load(tmp_path / "memorandum.json") == "memorandum.json: loaded 0, already there 1.\n"
