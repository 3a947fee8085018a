"""Whatever changes what the public sees raises the version, by whichever way it is written."""

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from activities.change_log import WATCHED as OF_ACTIVITIES
from activities.models import Activity
from agreements.change_log.log import KEPT, LATEST, compact_log, current_version, read_log
from agreements.change_log.triggers import OPERATIONS, WATCHED
from agreements.models import Agreement, Change, Commitment, CooperationArea
from agreements.models.change_log import TOKENS
from parties.models import Party
from search.words.sync import catch_up
from tests.support.factories import AreaFactory, CommitmentFactory, EventFactory, PartyFactory, publish
from tests.support.triggers import triggers

pytestmark = pytest.mark.database

#: Tables that no public page shows: who may edit, what is derived from others, older versions.
NOT_SHOWN = {
    "agreements_change",
    "agreements_frequentterm",
    "agreements_lateagreement",
    "agreements_lostpassage",
    "agreements_reviewcomment",
    "agreements_word",
    "agreements_worddocument",
    "agreements_wordframe",
}


def test_every_watched_table_has_its_triggers(db):
    wanted = {table.trigger(operation) for table in (*WATCHED, *OF_ACTIVITIES) for operation in OPERATIONS}
    assert {name for name in triggers() if name.endswith("_is_a_change")} == wanted


def test_every_table_of_the_registry_is_watched_or_is_not_shown():
    """A new table needs a decision: add it to WATCHED and install its triggers, or name it here."""
    tables = set()
    for room in ("parties", "agreements", "activities"):
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            if not issubclass(model, models.Model) or "historical" in model._meta.db_table:
                continue
            tables.add(model._meta.db_table)
    assert tables - NOT_SHOWN == {table.table for table in (*WATCHED, *OF_ACTIVITIES)}


@pytest.fixture
def record(draft, music):
    CommitmentFactory(agreement=draft, areas=[music])
    return publish(draft)


WAYS = {
    "a saved record": lambda record: record.save(),
    "a bulk update": lambda record: Agreement.objects.filter(pk=record.pk).update(number="1"),
    "a bulk insert": lambda record: Commitment.objects.bulk_create(
        [Commitment(agreement=record, number=7, text_kk="Көрме", modality="agreed")]
    ),
    "a relation": lambda record: record.commitments.first().areas.add(AreaFactory(code="film")),
    "a removed relation": lambda record: record.commitments.first().areas.clear(),
    "a deletion": lambda record: record.commitments.all().delete(),
    "an event": lambda record: EventFactory(agreement=record),
    "a renamed party": lambda record: Party.objects.update(name_kk="Министрлік"),
    "a renamed area": lambda record: CooperationArea.objects.update(label_kk="Ән"),
    "an activity": lambda record: Activity.objects.create(kind="tour", state="held", title_kk="Сапар"),
    "a statement of SQL": lambda record: connection.cursor().execute(
        "UPDATE agreements_agreement SET title_en = 'Anything'"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_by_any_way_raises_the_version(record, way):
    before = current_version()
    WAYS[way](record)
    assert current_version() != before
    assert current_version().changes > before.changes


def test_reading_changes_nothing(record):
    before = current_version()
    list(Agreement.objects.published())
    assert current_version() == before == read_log().version


def test_a_change_that_is_undone_leaves_the_version_as_it_was(record):
    before = current_version()

    @transaction.atomic
    def save_and_fail() -> None:
        record.save()
        assert current_version() != before
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert current_version() == before


def test_the_log_tells_which_agreements_changed(record, ministry):
    before = read_log()
    commitment = record.commitments.first()
    Commitment.objects.update(implementation="limited")
    commitment.areas.clear()
    Party.objects.filter(pk=ministry.pk).update(short_name="ММ")
    assert read_log().since(before) == {"agreement": {record.pk}, "party": {ministry.pk}}


def test_old_changes_are_put_together_without_a_new_count_and_late_readers_are_told(record):
    catch_up()
    early = read_log()
    Change.objects.bulk_create([Change(subject="page", key=0, is_pending=False) for _n in range(KEPT + 1)])
    late, before = read_log(), current_version()
    compact_log()
    after = current_version()
    assert (after.changes, after.token) == (before.changes, before.token)
    assert Change.objects.count() <= LATEST + 2
    assert read_log().since(late) == {}
    assert read_log().since(early) is None


def test_what_the_index_of_words_has_not_read_is_never_put_together(record):
    Change.objects.bulk_create([Change(subject="agreement", key=record.pk) for _n in range(KEPT + 1)])
    compact_log()
    assert Change.objects.filter(is_pending=True).count() > KEPT


def test_moving_a_row_changes_both_agreements(record, ministry):
    other = Agreement.objects.create(title_kk="Басқа", type="treaty", level="mixed")
    before = read_log()
    PartyFactory(slug="another")
    record.agreement_parties.filter(side=2).update(agreement=other)
    assert read_log().since(before)["agreement"] == {record.pk, other.pk}


def changes_after(pk: int) -> list[Change]:
    return list(Change.objects.filter(pk__gt=pk).order_by("pk"))


def test_as_many_changes_after_a_lost_database_make_another_version(record):
    copied = read_log()
    record.save()
    lost = read_log()
    restored = [
        Change(pk=change.pk, subject=change.subject, key=change.key) for change in changes_after(copied.version.last)
    ]
    Change.objects.filter(pk__gt=copied.version.last).delete()
    assert read_log().version == copied.version
    Change.objects.bulk_create(restored)
    now = current_version()
    assert (now.epoch, now.changes, now.last) == (lost.version.epoch, lost.version.changes, lost.version.last)
    assert now != lost.version
    assert str(now) != str(lost.version)
    assert read_log().since(lost) is None
    assert read_log().since(copied) == {"agreement": {record.pk}}


def test_every_change_has_a_token_of_its_own_whoever_writes_it(record):
    before = current_version().last
    for way in ("a saved record", "a bulk insert", "a statement of SQL"):
        WAYS[way](record)
    tokens = [change.token for change in changes_after(before)]
    assert len(set(tokens)) == len(tokens) >= 3
    assert all(0 <= token < TOKENS for token in tokens)
