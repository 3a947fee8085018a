"""The fixtures are built from what people write, and a mistake in it is refused by name."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from import_export.record_format.areas import area_codes, area_rows
from import_export.record_format.reader import RecordRefused, read_yaml
from import_export.record_format.record import record_rows

pytestmark = pytest.mark.database

FOLDER = Path(settings.FIXTURE_DIRS[0])
BUILT = ("areas.json", "memorandum.json")
AREAS = read_yaml(FOLDER / "areas.yaml")
MEMORANDUM = read_yaml(FOLDER / "memorandum.yaml")
CODES = area_codes(area_rows(AREAS, "areas.yaml"))


@pytest.fixture
def record() -> dict:
    """The memorandum's record, to be damaged."""
    return deepcopy(MEMORANDUM)


@pytest.fixture
def vocabulary() -> dict:
    """The vocabulary of areas, to be damaged."""
    return deepcopy(AREAS)


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """A copy of the fixtures' folder in which the command works."""
    shutil.copytree(FOLDER, tmp_path / "fixtures")
    settings.FIXTURE_DIRS = [tmp_path / "fixtures"]
    return tmp_path / "fixtures"


def build(record: dict, folder: Path = FOLDER) -> list[dict]:
    with translation.override("en"):
        return record_rows(record, file="memorandum.yaml", folder=folder, areas=CODES)


def refusal(record: dict, folder: Path = FOLDER) -> str:
    """What is said about a damaged record."""
    with pytest.raises(RecordRefused) as refused:
        build(record, folder)
    return str(refused.value)


def areas_refusal(vocabulary: dict) -> str:
    with translation.override("en"), pytest.raises(RecordRefused) as refused:
        area_rows(vocabulary, "areas.yaml")
    return str(refused.value)


def fields(rows: list[dict], model: str) -> list[dict]:
    return [row["fields"] for row in rows if row["model"] == model]


def commitment(record: dict, number: int) -> dict:
    return record["commitments"][number - 1]


# --- the command ---


def test_the_committed_fixtures_are_up_to_date(capsys):
    with translation.override("en"):
        call_command("build_fixture", check=True)
    assert capsys.readouterr().out == "The fixtures are up to date.\n"


def test_a_rebuild_gives_the_same_bytes(folder):
    call_command("build_fixture", verbosity=0)
    assert [(folder / name).read_bytes() for name in BUILT] == [(FOLDER / name).read_bytes() for name in BUILT]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_language_of_whoever_builds_changes_nothing(language):
    with translation.override(language):
        built = record_rows(MEMORANDUM, file="memorandum.yaml", folder=FOLDER, areas=CODES)
    assert built == json.loads((FOLDER / "memorandum.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BUILT)
def test_a_built_fixture_is_readable_and_ends_with_a_line_end(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "музыка" in text.lower()
    assert text.endswith("]\n")


def test_the_command_says_in_words_what_it_wrote(folder, capsys):
    with translation.override("en"):
        call_command("build_fixture")
    assert "Wrote memorandum.json: parties 2, " in (said := capsys.readouterr().out)
    assert "commitments 9, statements 4." in said


@pytest.mark.parametrize("name", BUILT)
def test_a_check_refuses_an_edited_fixture_and_leaves_it_alone(folder, name):
    (folder / name).write_text("[]\n")
    with translation.override("en"), pytest.raises(CommandError, match=f"Out of date: {name}") as refused:
        call_command("build_fixture", check=True)
    assert refused.value.returncode == 1
    assert (folder / name).read_text() == "[]\n"


def test_a_check_refuses_a_missing_fixture(folder):
    (folder / "memorandum.json").unlink()
    with pytest.raises(CommandError, match=r"memorandum\.json"):
        call_command("build_fixture", check=True)


def test_a_refused_record_writes_neither_fixture(folder):
    for name in BUILT:
        (folder / name).unlink()
    yaml = folder / "memorandum.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("level: mixed", "level: celestial"), encoding="utf-8")
    with pytest.raises(CommandError, match="celestial"):
        call_command("build_fixture")
    assert not any((folder / name).exists() for name in BUILT)


# --- damaged records ---


def test_words_that_stand_nowhere_in_the_source_are_refused(record):
    commitment(record, 3)["passages"][0]["words"] = "тәжірибе мен озық технологиялармен алмасамыз"
    assert refusal(record) == (
        "memorandum.yaml, “commitment 3, passages 1”: “тәжірибе мен озық технологиялармен алмасамыз” "
        "does not stand in the source. Copy the words exactly."
    )


def test_a_corrected_misprint_is_no_quotation(record):
    passage = record["statements"][2]["passages"][0]
    passage["words"] = passage["words"].replace("музканттарды", "музыканттарды")
    assert "“Roldugin's plan, passages 1”" in refusal(record)


def test_words_that_stand_in_several_places_are_refused_without_context(record):
    del record["sides"][1]["parties"][0]["evidence"][0]["before"]
    assert refusal(record) == (
        "memorandum.yaml, “passage behind the Music House's name”: “Санкт-Петербург Музыка үйі” stands in 3 places. "
        "Add the words just before it to tell them apart."
    )


def test_the_words_after_them_tell_equal_places_apart(record):
    evidence = record["sides"][1]["parties"][0]["evidence"][0]
    del evidence["before"]
    evidence["after"] = " мәдени, әлеуметтік"
    assert build(record) == build(MEMORANDUM)


def test_a_claim_without_a_passage_is_refused(record):
    commitment(record, 4)["passages"] = []
    assert refusal(record) == "memorandum.yaml, “commitment 4”: No passage is given."


def test_an_unknown_area_is_refused(record):
    commitment(record, 6)["areas"] = ["music", "ballet"]
    assert refusal(record) == "memorandum.yaml, “commitment 6”: “ballet” is no code of a cooperation area."


def test_a_commitment_without_an_area_is_refused(record):
    commitment(record, 6)["areas"] = []
    assert refusal(record) == "memorandum.yaml, “commitment 6”: No cooperation area is given."


@pytest.mark.parametrize("kazakh", [None, "", "  "])
def test_a_missing_or_empty_kazakh_text_is_refused(record, kazakh):
    del commitment(record, 2)["text"]["kk"]
    if kazakh is not None:
        commitment(record, 2)["text"]["kk"] = kazakh
    assert refusal(record) == "memorandum.yaml, “commitment 2”: The Kazakh text of “text” is missing or empty."


def test_a_missing_translation_may_follow(record):
    del commitment(record, 2)["text"]["en"]
    assert fields(build(record), "agreements.commitment")[1]["text_en"] is None


def test_a_text_in_a_fourth_language_is_refused(record):
    commitment(record, 2)["text"]["de"] = "gemeinsame Veranstaltungen"
    assert "“commitment 2, text”: “de” is no key" in refusal(record)


@pytest.mark.parametrize(
    ("claim", "place", "key"),
    [
        ("the Ministry", lambda record: record["parties"][0], "kind"),
        ("the Ministry", lambda record: record["parties"][0], "country"),
        ("agreement", lambda record: record["agreement"], "type"),
        ("agreement", lambda record: record["agreement"], "level"),
        ("agreement", lambda record: record["agreement"], "legal_character"),
        ("agreement, clauses", lambda record: record["agreement"]["clauses"], "renewal"),
        ("the report", lambda record: record["sources"][0], "kind"),
        ("the report", lambda record: record["sources"][0], "language"),
        ("passage behind the title", lambda record: record["evidence"][0], "field"),
        ("the Ministry as a party", lambda record: record["sides"][0]["parties"][0], "role"),
        ("commitment 1", lambda record: record["commitments"][0], "modality"),
        ("commitment 1", lambda record: record["commitments"][0], "bearer"),
        ("the Minister's statement", lambda record: record["statements"][0], "form"),
    ],
)
def test_an_unknown_code_is_refused(record, claim, place, key):
    place(record)[key] = "zz"
    assert f"memorandum.yaml, “{claim}”: “zz” is no code of “{key}”; known are: " in refusal(record)


def test_an_unknown_speaker_is_refused(record):
    record["statements"][0]["speaker"] = "the-director"
    assert refusal(record) == (
        "memorandum.yaml, “the Minister's statement”: “the-director” is no official of this record."
    )


def test_an_unknown_party_on_a_side_is_refused(record):
    record["sides"][0]["parties"][0]["party"] = "ministry-of-magic"
    assert "“the Ministry as a party”: “ministry-of-magic” is no party of this record." in refusal(record)


def test_an_unknown_party_of_a_post_is_refused(record):
    record["officials"][0]["post"]["party"] = "ministry-of-magic"
    assert "“the Minister, post”: “ministry-of-magic” is no party of this record." in refusal(record)


@pytest.mark.parametrize("key", ["activities", "authentic_languages", "successions"])
def test_records_that_a_file_cannot_hold_are_refused_and_not_passed_over(record, key):
    record[key] = []
    assert refusal(record) == f"memorandum.yaml: “{key}” is no key that is known here."


def test_an_unknown_key_is_refused(record):
    commitment(record, 9)["implementation"] = "complete"
    assert refusal(record) == "memorandum.yaml, “commitment 9”: “implementation” is no key that is known here."


def test_a_missing_key_is_refused(record):
    del commitment(record, 9)["modality"]
    assert refusal(record) == "memorandum.yaml, “commitment 9”: “modality” is missing."


def test_a_claim_without_a_name_is_named_by_its_place(record):
    del commitment(record, 9)["claim"]
    assert refusal(record) == "memorandum.yaml, “commitments 9”: “claim” is missing."


def test_two_claims_of_one_name_are_refused(record):
    commitment(record, 9)["claim"] = "commitment 8"
    assert refusal(record) == "memorandum.yaml, “commitment 8”: Another entry has the same name."


def test_a_number_given_to_two_commitments_is_refused(record):
    commitment(record, 9)["number"] = "8"
    assert refusal(record) == "memorandum.yaml, “commitment 9”: Another commitment has the number 8."


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "nine", "٣", "99999"])
def test_a_number_that_is_none_is_refused(record, number):
    commitment(record, 9)["number"] = number
    assert refusal(record) == "memorandum.yaml, “commitment 9”: “number” must be a number from 1 to 32767."


def test_a_single_side_is_refused(record):
    del record["sides"][1]
    assert "memorandum.yaml: An agreement has exactly two sides, not 1." in refusal(record)


def test_a_third_side_is_refused(record):
    record["sides"].append({"claim": "a third side", "parties": []})
    assert "memorandum.yaml: An agreement has exactly two sides, not 3." in refusal(record)


def test_a_side_without_a_party_is_refused(record):
    record["sides"][1]["parties"] = []
    assert "memorandum.yaml, “the side of Russia”: This side has no party." in refusal(record)


def test_a_party_on_both_sides_is_refused(record):
    record["sides"][1]["parties"][0]["party"] = "kazakhstan-ministry-of-culture-and-sports"
    assert "“kazakhstan-ministry-of-culture-and-sports” is already on one of the sides." in refusal(record)


def test_an_identifier_of_another_pair_is_refused(record):
    record["agreement"]["identifier"] = "KZ-UZ-1"
    assert refusal(record) == (
        "memorandum.yaml, “agreement”: The sides of the agreement make the pair “KZ-RU”, not that of its identifier."
    )


@pytest.mark.parametrize("identifier", ["kz-ru-1", "KZ-RU", "KZ-RU-0", "1"])
def test_an_identifier_of_another_form_is_refused(record, identifier):
    record["agreement"]["identifier"] = identifier
    assert f"“agreement”: “{identifier}” is no identifier; it looks like KZ-RU-1." in refusal(record)


def test_a_step_of_publication_that_is_not_allowed_is_refused(record):
    del record["publication"][0]
    assert refusal(record) == ("memorandum.yaml, “published”: A record that is “draft” cannot become “published”.")


@pytest.mark.parametrize("moment", ["2026-11-23", "2026-11-23T08:00:00", "yesterday"])
def test_a_moment_without_its_time_zone_is_refused(record, moment):
    record["publication"][0]["at"] = moment
    assert "“sent for review”: “at” must be a moment with its time zone" in refusal(record)


def test_a_step_of_publication_before_the_one_before_it_is_refused(record):
    record["publication"][1]["at"] = record["publication"][0]["at"]
    assert refusal(record) == "memorandum.yaml, “published”: This step is not later than the one before."


def test_a_quoted_statement_with_a_corrected_misprint_is_refused(record):
    text = record["statements"][2]["text"]
    text["kk"] = text["kk"].replace("музканттарды", "музыканттарды")
    assert refusal(record) == (
        "memorandum.yaml, “Roldugin's plan”: A quoted statement keeps the words of its source, misprints included."
    )


def test_named_bearers_are_required_exactly_where_the_bearer_is_named(record):
    commitment(record, 1)["bearer"] = "named"
    assert "“commitment 1”: “bearers” are listed exactly where the bearer is “named”." in refusal(record)


def test_a_bearer_that_is_no_party_to_the_agreement_is_refused(record):
    commitment(record, 1).update(bearer="named", bearers=["bolshoi-theatre"])
    assert refusal(record) == "memorandum.yaml, “commitment 1”: “bolshoi-theatre” is no party to the agreement."


def test_a_named_bearer_is_pointed_to_as_it_stands_in_the_agreement(record):
    commitment(record, 1).update(bearer="named", bearers=["saint-petersburg-music-house"])
    bearers = fields(build(record), "agreements.commitment")[0]["bearers"]
    assert bearers == [["KZ-RU", 1, "saint-petersburg-music-house"]]


def test_a_signatory_is_pointed_to_in_the_post_held_then(record):
    record["sides"][0]["parties"][0]["signatory"] = "arystanbek-mukhamediuly"
    signatory = fields(build(record), "agreements.agreementparty")[0]["signatory"]
    assert signatory == ["arystanbek-mukhamediuly", "kazakhstan-ministry-of-culture-and-sports", "министр"]


def test_a_date_is_written_with_both_its_bounds(record):
    commitment(record, 1)["due"] = "2016-11"
    due = {key: value for key, value in fields(build(record), "agreements.commitment")[0].items() if "due" in key}
    assert due == {"due": "2016-11", "due_earliest_on": "2016-11-01", "due_before_on": "2016-12-01"}


def test_a_date_that_is_none_is_refused(record):
    commitment(record, 1)["due"] = "November"
    assert "memorandum.yaml, “commitment 1”: due: “November” is not a date" in refusal(record)


def test_a_text_longer_than_its_column_is_refused_before_a_database_does(record):
    record["agreement"]["number"] = "1" * 101
    assert "memorandum.yaml, “agreement”: number: " in refusal(record)


def test_a_missing_source_text_is_refused(record, tmp_path):
    assert "memorandum.yaml, “the report”: The text of the source cannot be read" in refusal(record, tmp_path)


def test_with_two_sources_a_quotation_says_which(record):
    record["sources"].append(record["sources"][0] | {"claim": "the second report", "number": "2"})
    assert "“commitment 1, passages 1”: Say by “source” which source is quoted; there are: 1, 2." in refusal(record)


def test_line_ends_of_a_source_are_kept(record, tmp_path):
    words = b"\r\n".join((FOLDER / "memorandum.kk.txt").read_bytes().splitlines()) + b"\r\n"
    (tmp_path / "memorandum.kk.txt").write_bytes(words)
    assert fields(build(record, tmp_path), "agreements.source")[0]["text"].encode() == words


def test_all_problems_are_reported_together(record):
    commitment(record, 1)["areas"] = ["ballet"]
    commitment(record, 2)["modality"] = "sworn"
    record["statements"][0]["speaker"] = "nobody"
    assert [line.split("”")[0] for line in refusal(record).splitlines()] == [
        "memorandum.yaml, “commitment 1",
        "memorandum.yaml, “commitment 2",
        "memorandum.yaml, “the Minister's statement",
    ]


@pytest.mark.parametrize("content", [None, [], "a text", {"parties": "none"}, {"agreement": []}, {"commitments": [1]}])
def test_a_file_of_another_shape_is_refused_in_words(content):
    assert "memorandum.yaml" in refusal(content)


@pytest.mark.parametrize("yaml", ["parties: [", "a: 1\na: 2\n", "\x00"])
def test_a_file_that_is_no_proper_yaml_is_refused(tmp_path, yaml):
    (tmp_path / "record.yaml").write_text(yaml)
    with pytest.raises(RecordRefused, match=r"record\.yaml"):
        read_yaml(tmp_path / "record.yaml")


def test_values_are_read_as_the_texts_they_are(tmp_path):
    (tmp_path / "record.yaml").write_text("{country: NO, year: 2016, day: 2016-11-07, number: 010}")
    assert read_yaml(tmp_path / "record.yaml") == {
        "country": "NO",
        "year": "2016",
        "day": "2016-11-07",
        "number": "010",
    }


# --- damaged vocabularies ---


def test_a_code_used_in_both_facets_is_refused(vocabulary):
    vocabulary["forms"][0]["code"] = "music"
    assert areas_refusal(vocabulary) == "areas.yaml, “music”: Another entry has the same name."


def test_a_broader_area_must_exist(vocabulary):
    vocabulary["domains"][2]["broader"] = "arts"
    assert areas_refusal(vocabulary) == (
        "areas.yaml, “music”: The broader area “arts” must stand before it in the same facet."
    )


def test_a_broader_area_stands_before_its_narrower_ones(vocabulary):
    vocabulary["domains"][1], vocabulary["domains"][2] = vocabulary["domains"][2], vocabulary["domains"][1]
    assert "“music”: The broader area “performing-arts” must stand before it" in areas_refusal(vocabulary)


def test_a_broader_area_belongs_to_the_same_facet(vocabulary):
    vocabulary["forms"][0]["broader"] = "music"
    assert "“people-exchange”: The broader area “music” must stand before it" in areas_refusal(vocabulary)


@pytest.mark.parametrize("key", ["label", "definition"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_area_has_its_texts_in_three_languages(vocabulary, key, language):
    vocabulary["domains"][2][key][language] = ""
    assert "areas.yaml, “music”: " in areas_refusal(vocabulary)


def test_an_unknown_facet_is_refused(vocabulary):
    vocabulary["moods"] = []
    assert areas_refusal(vocabulary) == "areas.yaml: “moods” is no key that is known here."


def test_an_unknown_scheme_is_refused(vocabulary):
    vocabulary["domains"][2]["links"][0]["scheme"] = "dewey"
    assert "areas.yaml, “music, links 1”: “dewey” is no code of “scheme”" in areas_refusal(vocabulary)


def test_two_areas_of_one_label_are_refused(vocabulary):
    vocabulary["domains"][2]["label"]["ru"] = "Театр"
    assert areas_refusal(vocabulary) == (
        "areas.yaml, “theatre, label”: Another area of this facet has the label “Театр”."
    )


def test_notes_on_the_native_check_stay_in_the_file():
    rows = area_rows(AREAS, "areas.yaml")
    assert any("native_check" in area for area in AREAS["domains"])
    assert not any("native_check" in row["fields"] for row in rows)
