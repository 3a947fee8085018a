"""Two who write at once leave an index that is what the tables make it. SQLite takes one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction

from agreements.models import Change, ChangeSubject, Commitment, Word
from parties.models import Party
from search.checks.index_check import differences
from search.words.sync import catch_up, rebuild
from search.words.vocabulary import learn
from tests.support.factories import AgreementPartyFactory, CommitmentFactory, PartyFactory, agreement_between, publish

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.database]

#: Seconds that one gives the other, who may have to wait for it.
MOMENT = 0.5


@pytest.fixture
def records():
    ministry, music_house = PartyFactory(slug="ministry"), PartyFactory(slug="music-house", country="RU")
    found = [publish(agreement_between(ministry, music_house)) for _n in range(2)]
    for record in found:
        CommitmentFactory(agreement=record)
    catch_up()
    return found


def at_once(*acts) -> None:
    """Run `acts` side by side, each with its own connection; on SQLite one after the other."""

    def alone(act) -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts) if connection.vendor == "postgresql" else 1) as pool:
        for done in [pool.submit(alone, act) for act in acts]:
            done.result(timeout=60)


def test_two_who_edit_one_agreement_are_both_in_the_index(records):
    edited = Event()

    def edit() -> None:
        with transaction.atomic():
            Commitment.objects.filter(agreement=records[0]).update(text_ru="Балет")
            edited.set()
            catch_up()

    def edit_another_row() -> None:
        edited.wait(60)
        with transaction.atomic():
            records[0].agreement_parties.filter(side=1).update(name_en="Ballet")
            catch_up()

    at_once(edit, edit_another_row)
    assert differences() == []


def test_a_word_that_two_learn_at_once_is_known_once(records):
    learnt = Event()

    def first() -> None:
        with transaction.atomic():
            learn(["ballet"])
            learnt.set()
            Event().wait(MOMENT)

    def second() -> None:
        learnt.wait(60)
        learn(["ballet", "opera"])

    at_once(first, second)
    assert Word.objects.filter(text__in=("ballet", "opera")).count() == 2


def test_an_agreement_is_found_by_a_name_given_at_the_same_moment(records):
    theatre = PartyFactory(slug="theatre", name_en="Old Theatre")
    renamed, linked = Event(), Event()

    def rename() -> None:
        with transaction.atomic():
            Party.objects.filter(pk=theatre.pk).update(name_en="Grand Theatre")
            renamed.set()
            linked.wait(MOMENT if connection.vendor == "sqlite" else 60)
            catch_up()

    def link() -> None:
        renamed.wait(60)
        with transaction.atomic():
            AgreementPartyFactory(agreement=records[0], party=theatre)
            catch_up()
            linked.set()
            Event().wait(MOMENT)

    at_once(rename, link)
    catch_up()
    assert differences() == []


def test_nobody_waits_for_a_long_load_that_enters_what_waited(records):
    Commitment.objects.update(text_en="Ballet")  # waits
    entered, edited, waited = Event(), Event(), []

    def load() -> None:
        with transaction.atomic():
            list(Change.objects.select_for_update().filter(is_pending=True))
            entered.set()
            waited.append(not edited.wait(MOMENT if connection.vendor == "sqlite" else 20))
            catch_up()

    def edit() -> None:
        entered.wait(60)
        other = PartyFactory(slug="other")
        with transaction.atomic():
            Party.objects.filter(pk=other.pk).update(name_en="Renamed")
            catch_up()
        edited.set()

    at_once(load, edit)
    assert waited == [connection.vendor == "sqlite"]
    catch_up()
    assert not Change.objects.filter(is_pending=True, subject=ChangeSubject.AGREEMENT).exists()
    assert differences() == []


def test_building_anew_beside_an_edit_loses_neither(records):
    edited = Event()

    def edit() -> None:
        with transaction.atomic():
            Commitment.objects.filter(agreement=records[0]).update(text_en="Ballet")
            edited.set()
            catch_up()

    def build() -> None:
        edited.wait(60)
        rebuild()

    at_once(edit, build)
    assert differences() == []
