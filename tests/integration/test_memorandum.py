"""The first record says what its source says, where it says so, and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from activities.models import Activity, Assessment
from agreements.models import (
    Agreement,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    Event,
    Passage,
    Source,
    Statement,
)
from agreements.publication.workflow import obstacles
from agreements.rules.numbering import pair_of
from parties.models import Party

pytestmark = pytest.mark.database

FOLDER = Path(settings.FIXTURE_DIRS[0])
FIXTURES = ("areas.json", "memorandum.json")
ROWS = [row for name in FIXTURES for row in json.loads((FOLDER / name).read_text(encoding="utf-8"))]

#: Where each passage stands, as the record sheet of the source gives it.
COMMITMENTS = {
    1: (1357, 1431),
    2: (1510, 1581),
    3: (1583, 1650),
    4: (1730, 1802),
    5: (1976, 2023),
    6: (2069, 2147),
    7: (2149, 2212),
    8: (2277, 2330),
    9: (2389, 2482),
}
MODALITIES = {
    1: "expected",
    2: "agreed",
    3: "agreed",
    4: "agreed",
    5: "intended",
    6: "expected",
    7: "expected",
    8: "expected",
    9: "agreed",
}
FIELDS = {"title": (0, 56), "summary": (80, 149), "publisher": (182, 198)}
MINISTRY = {"name": (1444, 1478), "official": (206, 263)}
MUSIC_HOUSE = {"name": (1483, 1509), "official": (430, 495)}
PLAN = (1060, 1137)


def load() -> None:
    call_command("loaddata", *FIXTURES, verbosity=0)


def place(passage: Passage) -> tuple[int, int]:
    return passage.start, passage.end


def all_rows() -> dict[str, list[tuple]]:
    """Every row of the three apps, versions included; not what is derived from them."""
    with connection.cursor() as cursor:
        found = {}
        for app in ("parties", "agreements", "activities"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                if not model._meta.default_permissions:
                    continue
                table = model._meta.db_table
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 a name of Django's
                found[table] = sorted(cursor.fetchall(), key=repr)
    return found


# --- the source and its passages ---


def test_the_source_is_kept_byte_for_byte():
    digest = hashlib.sha256((FOLDER / "memorandum.kk.txt").read_bytes()).hexdigest()
    assert digest == "cb13b79da43b12f5bb7fa7c6f78f72730fdd776a89e0f2641f9724dd7db04d51"


def test_the_database_holds_the_source_byte_for_byte(memorandum):
    assert Source.objects.get().text.encode() == (FOLDER / "memorandum.kk.txt").read_bytes()


def test_each_commitment_rests_on_the_passage_of_the_record_sheet(memorandum):
    found = {row.number: [place(passage) for passage in row.passages.all()] for row in memorandum.commitments.all()}
    assert found == {number: [passage] for number, passage in COMMITMENTS.items()}


def test_fields_rest_on_the_passages_of_the_record_sheet(memorandum):
    assert {row.field: place(row.passage) for row in memorandum.evidence.all()} == FIELDS


def test_the_parties_rest_on_the_passages_of_the_record_sheet(memorandum):
    found = [
        {row.field: place(row.passage) for row in party.evidence.all()} for party in memorandum.agreement_parties.all()
    ]
    assert found == [MINISTRY, MUSIC_HOUSE]


def test_the_plan_is_a_statement_and_rests_on_the_passage_of_the_record_sheet(memorandum):
    plan = Passage.objects.get(start=PLAN[0], end=PLAN[1])
    assert [(statement.number, statement.form) for statement in plan.statements.all()] == [(3, "quoted")]
    assert not plan.commitments.exists()


def test_every_passage_has_the_words_that_stand_there_and_those_around_them(memorandum):
    text = Source.objects.get().text
    for passage in Passage.objects.all():
        assert text[passage.start : passage.end] == passage.exact
        assert text[: passage.start].endswith(passage.prefix)
        assert text[passage.end :].startswith(passage.suffix)


def test_every_passage_stands_behind_a_claim(memorandum):
    claims = ("commitments", "statements", "agreement_evidence", "party_evidence")
    idle = Passage.objects.filter(**{f"{claim}__isnull": True for claim in claims})
    assert not idle.exists()


def test_quotations_keep_the_misprints_of_the_source(memorandum):
    misprints = ("музканттарды", "кәбіпқойлардың")
    assert all(Passage.objects.filter(exact__contains=misprint).exists() for misprint in misprints)


def test_a_quoted_statement_keeps_its_misprint_and_a_reported_one_corrects_it(memorandum):
    texts = dict(memorandum.statements.values_list("number", "text_kk"))
    assert "музканттарды" in texts[3]
    assert "кәсіпқойлардың" in texts[2]


def test_the_words_of_the_commitments_correct_the_misprints(memorandum):
    assert "Федерациясының " in memorandum.commitments.get(number=8).text_kk


# --- what the source says ---


def test_the_two_sides_are_a_ministry_and_an_institution(memorandum):
    parties = memorandum.agreement_parties.values_list("side", "party__kind", "party__country", "name_kk")
    assert list(parties) == [
        (1, "ministry", "KZ", "ҚР Мәдениет және спорт министрлігі"),
        (2, "cultural_institution", "RU", "Санкт-Петербург Музыка үйі"),
    ]


def test_the_countries_are_no_parties(memorandum):
    assert Party.objects.count() == 2


def test_there_are_nine_commitments_numbered_in_the_order_of_the_source(memorandum):
    assert list(memorandum.commitments.values_list("number", flat=True)) == list(range(1, 10))


def test_each_commitment_is_as_firm_as_the_verb_of_the_source(memorandum):
    assert dict(memorandum.commitments.values_list("number", "modality")) == MODALITIES


def test_both_sides_bear_every_commitment(memorandum):
    assert set(memorandum.commitments.values_list("bearer", flat=True)) == {"both"}


def test_every_commitment_has_an_area(memorandum):
    assert not memorandum.commitments.filter(areas__isnull=True).exists()


def test_the_statements_are_the_ministers_and_roldugins(memorandum):
    statements = memorandum.statements.values_list("number", "speaker__official__slug", "form")
    assert list(statements) == [
        (1, "arystanbek-mukhamediuly", "reported"),
        (2, "sergei-roldugin", "reported"),
        (3, "sergei-roldugin", "quoted"),
        (4, "sergei-roldugin", "quoted"),
    ]


def test_every_text_is_in_three_languages(memorandum):
    for row in (*Commitment.objects.all(), *Statement.objects.all()):
        assert len({row.text_kk, row.text_ru, row.text_en} - {None, ""}) == 3


# --- what the source does not say ---


def test_there_are_no_events_activities_assessments_or_authentic_languages(memorandum):
    assert [model.objects.count() for model in (Event, Activity, Assessment, AuthenticLanguage)] == [0, 0, 0, 0]


def test_no_clause_is_stated(memorandum):
    clauses = ("term", "renewal", "joint_commission", "programme", "costs")
    assert {getattr(memorandum, clause) for clause in clauses} == {"not_stated"}


def test_whether_the_memorandum_binds_is_undetermined(memorandum):
    assert memorandum.legal_character == "undetermined"


def test_the_memorandum_has_no_number(memorandum):
    assert memorandum.number == ""


def test_nobody_is_said_to_have_signed(memorandum):
    assert not AgreementParty.objects.filter(signatory__isnull=False).exists()


def test_no_row_bears_a_date_but_the_steps_of_publication():
    dates = {
        (row["model"], name)
        for row in ROWS
        for name, value in row["fields"].items()
        if value and (name.endswith(("_on", "_at")) or name in {"held", "published", "due", "date", "used"})
    }
    assert dates == {("agreements.publicationmove", "made_at")}


def test_implementation_of_every_commitment_is_no_evidence(memorandum):
    assert set(memorandum.commitments.values_list("implementation", flat=True)) == {"no_evidence"}


# --- the fixture ---


def test_the_memorandum_is_published_under_its_identifier(memorandum):
    assert memorandum.is_public
    assert memorandum.identifier == "KZ-RU-1"


def test_the_identifier_is_the_one_its_sides_make(memorandum):
    assert pair_of(memorandum) == memorandum.pair


def test_the_record_could_have_been_published_by_hand(memorandum):
    assert obstacles(memorandum) == []


def test_it_was_published_by_nobody_step_by_step(memorandum):
    steps = memorandum.moves.values_list("from_status", "to_status", "made_by")
    assert list(steps) == [("draft", "in_review", None), ("in_review", "published", None)]


def test_loading_a_second_time_changes_nothing(memorandum):
    before = all_rows()
    load()
    assert all_rows() == before


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_loading_in_any_language_gives_the_same_three_texts(db, language):
    with translation.override(language):
        load()
    assert Agreement.objects.values_list("title_kk", "title_ru", "title_en").get() == (
        "Өзара түсінушілік пен ынтымақтастық жөніндегі меморандум",
        "Меморандум о взаимопонимании и сотрудничестве",
        "Memorandum of Understanding and Cooperation",
    )


def test_no_row_has_a_primary_key():
    assert not any("pk" in row for row in ROWS)


@pytest.mark.parametrize("model", sorted({row["model"] for row in ROWS}))
def test_a_row_writes_every_column_of_its_table(model):
    meta = apps.get_model(model)._meta
    columns = {field.name for field in (*meta.concrete_fields, *meta.many_to_many)} - {meta.pk.name}
    assert all(set(row["fields"]) == columns for row in ROWS if row["model"] == model)
