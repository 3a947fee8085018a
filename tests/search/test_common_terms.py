"""Bitmaps of frequent terms find what the engine alone finds, whatever was written since they were made."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import FrequentTerm, LateAgreement, WordFrame
from database.column_reader import NO_NUMBERS
from search.words import common_terms as frequent
from search.words import engine
from search.words.query_parser import parts_of
from search.words.sync import catch_up, rebuild
from tests.support.factories import CommitmentFactory, agreement_between, publish, withdraw

pytestmark = pytest.mark.database

ASKED = ("museum", "музей", "музейлер", "министрлік", "festival", "kz", '"ties of museums"', "ballet")


@pytest.fixture
def records(ministry, music_house, music):
    """Five published agreements; every term of more than one document is frequent."""
    found = []
    for _n in range(5):
        agreement = agreement_between(ministry, music_house)
        CommitmentFactory(
            agreement=agreement, areas=[music], text_kk="Музейлер байланысы", text_ru="Связи музеев",
            text_en="The ties of museums",
        )  # fmt: skip
        found.append(publish(agreement))
    return found


@pytest.fixture(autouse=True)
def few_are_frequent(monkeypatch):
    monkeypatch.setattr(frequent, "FREQUENT", 1)


def documents(matching, typed: str) -> set[int]:
    (part,) = parts_of(typed)
    return set(matching(part.sequences).tolist())


def assert_both_find_the_same() -> None:
    catch_up()
    for typed in ASKED:
        assert documents(frequent.matching, typed) == documents(engine.matching, typed)


def test_the_bitmaps_find_what_the_engine_finds(records):
    rebuild()
    assert FrequentTerm.objects.filter(term="museum", column="en").exists()
    assert_both_find_the_same()
    assert len(documents(frequent.matching, "museum")) == len(records)


def test_the_engine_is_not_asked_for_a_frequent_term(records, monkeypatch):
    rebuild()
    asked = []
    monkeypatch.setattr(engine, "matching", lambda sequences, *_within: asked.append(sequences) or NO_NUMBERS)
    assert len(documents(frequent.matching, "museum")) == len(records)
    assert {terms for sequences in asked for _column, terms in sequences}.isdisjoint({("museum",)})


def test_what_is_written_later_is_found_and_what_is_gone_is_not(records, ministry, music_house, music):
    rebuild()
    first, second, third, *_others = records
    first.commitments.update(text_kk="Фестиваль", text_ru="Фестиваль", text_en="A festival of museums")
    second.commitments.update(text_kk="Балет", text_ru="Балет", text_en="Ballet")
    withdraw(third)
    new = agreement_between(ministry, music_house)
    CommitmentFactory(agreement=new, areas=[music], text_kk="Музей", text_ru="Музей", text_en="Museums again")
    publish(new)
    assert_both_find_the_same()
    assert set(LateAgreement.objects.values_list("pk", flat=True)) == {first.pk, second.pk, third.pk, new.pk}
    assert len(documents(frequent.matching, "museum")) == len(records) - 1


def test_the_engine_answers_alone_once_too_many_are_late(records, monkeypatch):
    rebuild()
    monkeypatch.setattr(frequent, "LATE_AT_MOST", 1)
    for record in records[:2]:
        record.commitments.update(text_en="Ballet")
        assert_both_find_the_same()
    assert LateAgreement.objects.count() == 2
    assert WordFrame.objects.exists()
    frequent.put_together_if_useful()
    assert not LateAgreement.objects.exists()
    assert_both_find_the_same()


def test_bitmaps_are_dropped_where_very_many_are_written_at_once(records, monkeypatch):
    rebuild()
    monkeypatch.setattr(frequent, "LATE_AT_MOST", 1)
    for record in records:
        record.commitments.update(text_en="Ballet")
    assert_both_find_the_same()
    assert not WordFrame.objects.exists()
    assert not FrequentTerm.objects.exists()


def test_a_small_registry_needs_none(records, monkeypatch):
    monkeypatch.setattr(frequent, "FREQUENT", 1000)
    rebuild()
    frequent.put_together_if_useful()
    assert not WordFrame.objects.exists()
    assert_both_find_the_same()


def test_a_command_makes_them_anew(records, capsys):
    call_command("rebuild_index", "--frequent")
    assert capsys.readouterr().out == "Жиі кездесетін сөздер дайын.\n"
    assert FrequentTerm.objects.filter(term="museum", column="en").exists()
    assert_both_find_the_same()


def test_documents_are_not_written_while_bitmaps_are_made(records):
    """On PostgreSQL; the lock is taken before anything is looked at, so that nobody misses the other."""
    with CaptureQueriesContext(connection) as queries:
        frequent.become_late([records[0].pk])
    with CaptureQueriesContext(connection) as others:
        frequent.put_together()
    first, other = queries[0]["sql"], others[0]["sql"] if connection.vendor == "sqlite" else others[1]["sql"]
    if connection.vendor == "postgresql":
        assert f"pg_advisory_xact_lock_shared({frequent.LOCK})" in first
        assert f"pg_advisory_xact_lock({frequent.LOCK})" in other
    else:
        assert "advisory" not in first + other
