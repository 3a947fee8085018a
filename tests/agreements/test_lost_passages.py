"""The list of passages that lost their place is right after every way of writing, and costs what is lost."""

from __future__ import annotations

import json
from random import Random

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Lower, Substr, Upper
from django.db.models.query import QuerySet

from agreements.change_log.lost_passages import TRIGGERS
from agreements.models import Commitment, LostPassage, Passage, Source
from agreements.versions.restoring import restore
from agreements.versions.snapshots import present_state
from import_export.record_export.document import as_json, document_of
from import_export.record_import.plan import planned
from import_export.spreadsheets.agreements import agreement_table
from staff.worklists.incomplete import lost
from tests.support.factories import CommitmentFactory, PassageFactory, SourceFactory, publish
from tests.support.triggers import triggers

pytestmark = pytest.mark.database

TEXT = "ә😀ә Екі жақ келісті. Екі жақ гастроль ұйымдастырады."
WORDS = ("Екі жақ", "келісті", "гастроль")


def computed() -> set[int]:
    """The lost passages, found by looking at each."""
    there = Substr("source__text", F("start") + 1, F("end") - F("start"))
    return set(Passage.objects.annotate(there=there).exclude(exact=F("there")).values_list("pk", flat=True))


def listed() -> set[int]:
    return set(LostPassage.objects.values_list("pk", flat=True))


def marked(source: Source, words: str, **other) -> Passage:
    start = TEXT.index(words)
    return PassageFactory(source=source, start=start, end=start + len(words), exact=words, **other)


@pytest.fixture
def source(draft, music) -> Source:
    """A source with three passages, on which a commitment rests."""
    source = SourceFactory(agreement=draft, text=TEXT)
    CommitmentFactory(agreement=draft, areas=[music]).passages.set([marked(source, words) for words in WORDS])
    return source


def by_sql(statement: str):
    return lambda source: connection.cursor().execute(statement, [source.pk])


def by_a_fixture_that_brings_passages_first(source: Source) -> None:
    rows = [*source.passages.all(), source]
    rows[0].exact = "Үш жақ"[:7].ljust(7, "қ")
    kept = json.loads(serializers.serialize("json", rows))
    Source.objects.filter(pk=source.pk).delete()
    for row in kept:
        for loaded in serializers.deserialize("json", json.dumps([row])):
            loaded.save()


def by_a_table(source: Source) -> None:
    head = f"agreement;source_text\r\ndraft-{source.agreement_id};"
    agreement_table(f"{head}Алғы сөз. {TEXT}".encode(), "a.csv").write()


def by_a_record_file(source: Source) -> None:
    agreement = publish(source.agreement)
    agreement.moves.all().delete()
    type(agreement).objects.update(status="draft")
    Source.objects.update(text=TEXT.replace("келісті", "уағдаласты"))
    assert listed()
    document = document_of(agreement)
    document["sources"][0]["text"] = TEXT
    raw = as_json(document).encode()
    planned(raw, "a.json").write()


def by_restoration(source: Source) -> None:
    earlier = present_state(source.agreement)
    Commitment.objects.update(text_kk="Басқаша")
    Source.objects.update(text=TEXT[1:])
    restore(source.agreement, present_state(source.agreement), earlier, "as of yesterday")


WAYS = {
    "a corrected text": lambda source: Source.objects.filter(pk=source.pk).update(text=TEXT.replace("келісті", "қол")),
    "a text put right again": lambda source: [Source.objects.update(text=text) for text in (TEXT[1:], TEXT)],
    "a saved source": lambda source: Source(pk=source.pk, **vars_of(source, text=TEXT[2:])).save(),
    "a change of each row": lambda source: Source.objects.bulk_update([with_text(source, TEXT[4:])], ["text"]),
    "a moved passage": lambda source: Passage.objects.filter(exact="келісті").update(start=1, end=8),
    "words typed over": lambda source: Passage.objects.filter(exact="келісті").update(exact="уағдала"),
    "a passage of another source": lambda source: Passage.objects.filter(exact="келісті").update(
        source=SourceFactory(agreement=source.agreement, number=2)
    ),
    "many new passages": lambda source: Passage.objects.bulk_create(
        Passage(source=source, start=place, end=place + 3, exact=words) for place, words in enumerate(["ә😀ә", "жоқ"])
    ),
    "a passage past the end": lambda source: PassageFactory(source=source, start=900, end=907),
    "lost, then deleted": lambda source: [Source.objects.update(text="-"), Passage.objects.all().delete()],
    "lost, then deleted as rows": lambda source: [
        Source.objects.update(text="-"),
        Commitment.passages.through.objects.all().delete(),
        QuerySet(Passage)._raw_delete(connection.alias),
    ],
    "lost with its source": lambda source: [Source.objects.update(text="-"), source.delete()],
    "a statement of SQL": by_sql("UPDATE agreements_source SET text = 'x' || text WHERE id = %s"),
    "a fixture that brings passages first": by_a_fixture_that_brings_passages_first,
    "a fixture": lambda source: call_command("loaddata", "areas.json", "memorandum.json", verbosity=0),
    "a table": by_a_table,
    "a record file": by_a_record_file,
    "a restoration": by_restoration,
}


def vars_of(source: Source, **changed) -> dict:
    names = [field.attname for field in Source._meta.concrete_fields if field.name != "id"]
    return {name: getattr(source, name) for name in names} | changed


def with_text(source: Source, text: str) -> Source:
    source.text = text
    return source


@pytest.mark.parametrize("way", WAYS)
def test_the_list_is_right_after_every_way_of_writing(source, way):
    assert listed() == computed() == set()
    WAYS[way](source)
    assert listed() == computed()


def test_the_ways_do_lose_passages(source):
    WAYS["a corrected text"](source)
    assert len(listed()) == 2
    WAYS["a moved passage"](source)
    assert len(listed()) == 2
    WAYS["a passage past the end"](source)
    assert len(listed()) == 3


def test_what_is_undone_loses_nothing(source):
    with transaction.atomic():
        Source.objects.update(text="-")
        assert len(listed()) == 3
        transaction.set_rollback(True)
    assert listed() == set()


def test_the_list_is_right_after_any_row_of_changes(source):
    chance = Random(8)
    other = SourceFactory(agreement=source.agreement, number=2, text=TEXT)
    for _step in range(60):
        of = chance.choice([source, other])
        match chance.randrange(4):
            case 0:
                cut = chance.randrange(len(TEXT))
                Source.objects.filter(pk=of.pk).update(text=chance.choice([TEXT, TEXT[cut:] or "-", TEXT + "."]))
            case 1:
                Passage.objects.filter(source=of).update(exact=Upper("exact"))
            case 2:
                start = chance.randrange(20)
                if not of.passages.filter(start=start, end=start + 7).exists():
                    PassageFactory(source=of, start=start, end=start + 7, exact=TEXT[start : start + 7])
            case 3:
                Passage.objects.filter(source=of).update(exact=Lower("exact"))
        assert listed() == computed()


def test_the_triggers_are_there(db):
    assert {trigger.name for trigger in TRIGGERS} <= triggers()


def test_looking_for_them_reads_no_text(source, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        assert lost().total == 0
    assert "agreements_source" not in captured[0]["sql"]
