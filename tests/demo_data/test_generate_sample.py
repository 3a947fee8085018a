import json
import random
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import translation

from activities.models import Activity, Assessment
from agreements.models import Agreement, Commitment, CooperationArea, Event, Implementation, Passage, PublicationMove
from agreements.rules.completeness import obstacles
from demo_data.agreements import Records
from demo_data.sentences import Promises
from demo_data.words import DEEDS, FIELDS, things
from languages.partial_dates import parse
from parties.models import Official, Party, Post

pytestmark = pytest.mark.database

APPS = ("parties", "agreements", "activities")
#: What differs between two runs, or is made anew from the rows.
LEFT_OUT = ("Change", "Word")


def generate(number: int = 40, seed: int = 3, **options) -> None:
    call_command("generate_sample", agreements=number, seed=seed, stdout=StringIO(), **options)


def content() -> dict[str, list[tuple]]:
    """Every row, without its primary key and those it points to, and without moments of versions."""
    found = {}
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models(True)):
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and not field.is_relation and field.name not in ("id", "history_date")
        ]
        if fields and not model.__name__.startswith(LEFT_OUT):
            found[model.__name__] = sorted(map(repr, model._base_manager.values_list(*fields)))
    return found


def test_the_same_seed_makes_the_same_rows(db):
    generate()
    first = content()
    call_command("generate_sample", drop=True, stdout=StringIO())
    generate()
    assert content() == first


def test_another_seed_makes_other_rows(db):
    assert next(iter(Records(1, 1, {}))) != next(iter(Records(1, 2, {})))


def test_samples_are_marked_and_so_are_their_parties(db):
    generate()
    assert Agreement.objects.samples().count() == Agreement.objects.count() == 40
    assert all(slug.startswith("sample-") for slug in Party.objects.values_list("slug", flat=True))
    assert Agreement.objects.published().count() > 30


def test_samples_are_refused_beside_real_published_agreements(memorandum):
    with translation.override("en"), pytest.raises(CommandError, match="published agreements; samples would mislead"):
        generate()
    assert Agreement.objects.get() == memorandum


def test_samples_can_be_forced_beside_real_ones_and_leave_their_identifiers_alone(memorandum):
    generate(force=True)
    assert Agreement.objects.count() == 41
    assert memorandum.identifier == "KZ-RU-1"


def test_dropped_samples_leave_nothing_behind(memorandum):
    before = content()
    generate(force=True)
    assert PublicationMove.objects.count() > 40
    out = StringIO()
    with translation.override("en"):
        call_command("generate_sample", drop=True, stdout=out)
    assert out.getvalue() == "Removed 40 sample agreements.\n"
    assert content() == before
    assert not get_user_model().objects.filter(username="sample-assessor").exists()


def test_what_a_real_record_needs_is_kept_when_samples_are_dropped(memorandum):
    generate(force=True)
    party = Party.objects.filter(slug__startswith="sample-").first()
    memorandum.agreement_parties.create(party=party, side=1, name_kk="Тарап")
    activity = Activity.objects.create(kind="tour", state="held", title_kk="Гастроль")
    activity.commitments.set([memorandum.commitments.first(), Commitment.objects.filter(agreement__is_sample=True)[0]])
    call_command("generate_sample", drop=True, stdout=StringIO())
    assert list(Party.objects.filter(slug__startswith="sample-")) == [party]
    assert activity.commitments.get().agreement == memorandum


def test_every_record_holds_what_forms_ask(db):
    generate(60)
    chosen = random.Random(5)
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        if "Historical" in model.__name__ or model.__name__.startswith(LEFT_OUT):
            continue
        rows = list(model._base_manager.all())
        for row in chosen.sample(rows, min(8, len(rows))):
            row.full_clean()


def test_published_samples_have_no_obstacles(db):
    generate()
    assert [obstacles(agreement) for agreement in Agreement.objects.published()[:15]] == [[]] * 15


def test_passages_stand_where_they_say(db):
    generate()
    passages = Passage.objects.select_related("source")
    assert all(each.source.text[each.start : each.end] == each.exact for each in passages)
    share = Commitment.objects.exclude(passages=None).count() / Commitment.objects.count()
    assert 0.4 < share < 0.65


def test_an_implementation_is_what_the_assessment_found_with_a_proof(db):
    generate(60)
    for assessment in Assessment.objects.select_related("commitment", "proof_activity"):
        assert assessment.commitment.implementation == assessment.implementation
        if assessment.implementation != Implementation.NO_EVIDENCE:
            assert assessment.commitment in assessment.proof_activity.commitments.all()
    assessed = Commitment.objects.exclude(implementation=Implementation.NO_EVIDENCE)
    assert assessed.exists()
    assert not assessed.filter(assessments=None).exists()


def test_records_are_skewed_as_real_ones_are():
    records = list(Records(1500, 1, {}))
    numbers = [len(record["commitments"]) for record in records]
    assert 9 < sum(numbers) / len(numbers) < 12
    assert (min(numbers), max(numbers)) == (1, 60)
    links = [len(commitment["areas"]) for record in records for commitment in record["commitments"]]
    assert 1.5 < sum(links) / len(links) < 1.7
    signed = [event for record in records for event in record["events"] if event["kind"] == "signed"]
    assert 0.87 < len(signed) / len(records) < 0.93
    years = sorted(parse(event["date"]).earliest.year for event in signed)
    assert years[0] < 1945
    assert years[len(years) // 2] > 2000
    renewed = [record for record in records if record["agreement"]["clauses"]["renewal"] != "not_stated"]
    assert 0.5 < len(renewed) / len(records) < 0.58
    countries = {party.get("country") for record in records for party in record["parties"]}
    assert len(countries) > 120
    hidden = [record for record in records if "identifier" not in record["agreement"]]
    assert 0.01 < len(hidden) / len(records) < 0.04


def parties_of(record: dict) -> list[list[str]]:
    return [[party["party"] for party in side["parties"]] for side in record["sides"]]


def test_related_samples_have_the_same_parties_and_fitting_types():
    known, kinds = {}, Counter()
    for record in Records(3000, 1, {}):
        for relation in record["relations"]:
            other = known[relation["other"]]
            kinds[relation["kind"]] += 1
            assert parties_of(record) == parties_of(other)
            assert record["sources"][0]["published"] > other["sources"][0]["published"]
            if relation["kind"] == "amends":
                assert record["agreement"]["type"] == "amendment"
                assert "amended" in {event["kind"] for event in other["events"]}
            if relation["kind"] == "replaces":
                assert record["agreement"]["type"] == other["agreement"]["type"]
                assert "replaced" in {event["kind"] for event in other["events"]}
            if relation["kind"] == "implements":
                assert record["agreement"]["type"] in {"programme", "plan", "roadmap"}
                assert other["agreement"]["type"] in {"agreement", "treaty", "convention", "memorandum"}
        if identifier := record["agreement"].get("identifier"):
            known[identifier] = record
    assert set(kinds) == {"amends", "extends", "replaces", "implements", "based_on", "cites"}
    assert 0.03 < sum(kinds.values()) / 3000 < 0.07


def test_sample_activities_come_after_the_signature_and_plans_prove_nothing(db):
    generate(120)
    activities = list(Activity.objects.prefetch_related("commitments__agreement__sources"))
    assert activities
    for activity in activities:
        signed = activity.commitments.get().agreement.sources.get().published
        assert activity.date[:4] >= signed
    assert not Assessment.objects.exclude(proof_activity=None).exclude(proof_activity__state="held").exists()


def test_some_texts_lack_a_translation_but_never_kazakh():
    texts = [commitment["text"] for record in Records(100, 1, {}) for commitment in record["commitments"]]
    assert all(text["kk"] for text in texts)
    assert 0 < sum("ru" not in text for text in texts) < len(texts) / 10
    assert 0 < sum("en" not in text for text in texts) < len(texts) / 10


def test_the_vocabulary_knows_the_areas_of_the_registry(db):
    generate(1)
    codes = set(CooperationArea.objects.values_list("code", flat=True))
    assert codes >= {*FIELDS, *(deed.form for deed in DEEDS), *(thing.domain for thing in things())}


def test_a_promise_is_a_sentence_in_three_languages():
    promises = Promises(random.Random(1))
    for _turn in range(50):
        for text in promises.draw().texts:
            assert text.endswith(".")
            assert "  " not in text


def test_a_file_of_samples_is_loaded_as_they_would_be_made(db, tmp_path):
    path = tmp_path / "sample.jsonl"
    generate(jsonl=path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 40
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["agreement"]["sample"] == "true"
    assert not Agreement.objects.exists()
    call_command("loaddata", "areas.json", verbosity=0)
    call_command("load_records", str(path), stdout=StringIO())
    loaded = content()
    call_command("generate_sample", drop=True, stdout=StringIO())
    generate()
    for name in ("Agreement", "AgreementParty", "Event", "Source", "Passage", "PublicationMove"):
        assert content()[name] == loaded[name]


def test_officials_and_vague_dates_occur(db):
    generate(120)
    assert Official.objects.exists()
    assert Post.objects.filter(statements__isnull=False).exists()
    assert Event.objects.filter(date__regex=r"^[0-9]{4}$").exists()
