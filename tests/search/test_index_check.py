"""`rebuild_index --check` sees whatever is missing, altered, too many or double in any table of the index of words."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation
from pyroaring import BitMap

from agreements.models import (
    Change,
    Commitment,
    FrequentTerm,
    LateAgreement,
    Word,
    WordDocument,
    WordFrame,
)
from search.checks.index_check import checked
from search.words import common_terms
from search.words.sync import catch_up, rebuild
from tests.support.factories import CommitmentFactory, SourceFactory, agreement_between, publish, withdraw

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def few_are_frequent(monkeypatch):
    monkeypatch.setattr(common_terms, "FREQUENT", 1)


@pytest.fixture
def records(ministry, music_house, music):
    """Four published agreements in the index, with bitmaps of their terms, and one withdrawn."""
    found = []
    for number in range(5):
        agreement = agreement_between(ministry, music_house)
        CommitmentFactory(agreement=agreement, areas=[music], text_kk="Музейлер байланысы", text_en=f"Museum {number}")
        SourceFactory(agreement=agreement)
        found.append(publish(agreement))
    withdraw(found.pop())
    rebuild()
    return found


def sql(*statements: str):
    def run(_records) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


def on_both(sqlite: str, postgresql: str):
    def run(records) -> None:
        sql(sqlite if connection.vendor == "sqlite" else postgresql)(records)

    return run


VECTORS = "UPDATE agreements_worddocument SET vector = "
FAULTS = {
    "half of the documents are gone": lambda records: WordDocument.objects.filter(pk__in=halved(WordDocument)).delete(),
    "a document has another digest": sql("UPDATE agreements_worddocument SET digest = digest + 1"),
    "a document is nobody's": lambda records: WordDocument.objects.create(pk=(records[-1].pk + 99) << 16, digest=1),
    "a document is of a place that is empty": lambda records: WordDocument.objects.create(
        pk=(records[0].pk << 16) + 500, digest=1
    ),
    "half of the terms are gone": on_both(
        "DELETE FROM agreements_words WHERE rowid % 2 = 0", f"{VECTORS} '' WHERE id % 2 = 0"
    ),
    "all terms are gone": on_both("DELETE FROM agreements_words", f"{VECTORS} ''"),
    "a term is another": on_both(
        "UPDATE agreements_words SET en = 'ballet' WHERE en LIKE 'museum%'", f"{VECTORS} 'eballet:1'::tsvector"
    ),
    "a term stands elsewhere": on_both(
        "UPDATE agreements_words SET en = '0 museum' WHERE en = 'museum 0'", f"{VECTORS} strip(vector)"
    ),
    "there are terms without a document": on_both(
        "INSERT INTO agreements_words (rowid, en) VALUES (123456789012, 'ballet')",
        "INSERT INTO agreements_worddocument (id, digest, vector) VALUES (123456789012, 0, 'eballet:1')",
    ),
    "half of the words are gone": lambda records: Word.objects.filter(pk__in=halved(Word)).delete(),
    "a word is another": lambda records: Word.objects.filter(text="museum").update(text="mausoleum"),
    "a word is none": lambda records: Word.objects.create(text="Ab1"),
    "half of the bitmaps are gone": lambda records: FrequentTerm.objects.filter(pk__in=halved(FrequentTerm)).delete(),
    "a bitmap of one column is gone": lambda records: FrequentTerm.objects.filter(term="museum").last().delete(),
    "a bitmap is another": lambda records: FrequentTerm.objects.filter(term="museum", column="en").update(
        documents=BitMap([0]).serialize()
    ),
    "a bitmap is none": lambda records: FrequentTerm.objects.filter(term="museum").update(documents=b"nothing"),
    "a bitmap is of another term": lambda records: FrequentTerm.objects.filter(term="museum").update(term="ballet"),
    "a bitmap is double": lambda records: FrequentTerm.objects.bulk_create(
        [FrequentTerm(frame=row.frame, column=row.column, term=row.term, documents=row.documents)
         for row in FrequentTerm.objects.filter(term="museum")]
    ),
    "the numbering is another": lambda records: WordFrame.objects.update(documents=shorter()),
    "the numbering is none": lambda records: WordFrame.objects.update(documents=b"nothing"),
    "the numbering is gone": lambda records: common_terms.forget(),
    "there are two numberings": lambda records: WordFrame.objects.create(pk=uuid4(), documents=b""),
    "a late agreement is not named": lambda records: (edited(records), LateAgreement.objects.all().delete()),
    "agreements are late without bitmaps": lambda records: (
        common_terms.forget(), LateAgreement.objects.create(pk=records[0].pk)
    ),
    "a change waits": lambda records: Commitment.objects.update(text_en="Ballet"),
    "a change that waited is forgotten": lambda records: (
        Commitment.objects.update(text_en="Ballet"), Change.objects.update(is_pending=False)
    ),
    "a change waits that was none": lambda records: Change.objects.create(subject="agreement", key=records[0].pk),
}  # fmt: skip


def halved(model) -> list[int]:
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return keys[: len(keys) // 2]


def shorter() -> bytes:
    numbers = common_terms.numbers_of_frame(bytes(WordFrame.objects.get().documents))[:-1]
    return common_terms.packed(numbers)


def edited(records) -> None:
    records[0].commitments.update(text_en="Ballet")
    catch_up()


def test_a_healthy_index_passes(records, capsys):
    with translation.override("en"):
        call_command("rebuild_index", "--check")
    assert capsys.readouterr().out == "The index of words is what the tables make it.\n"


def test_it_passes_after_edits_withdrawals_and_deletions(records, ministry):
    edited(records)
    withdraw(records[1])
    records[2].commitments.all().delete()
    ministry.__class__.objects.filter(pk=ministry.pk).update(name_en="Renamed")
    catch_up()
    assert checked().differences == []
    call_command("rebuild_index", "--check")


def test_words_of_what_is_public_no_more_are_told_and_are_no_fault(records, capsys):
    edited(records)
    call_command("rebuild_index")
    records[0].commitments.update(text_en="Opera")
    catch_up()
    assert checked().forgotten == 1
    capsys.readouterr()
    with translation.override("en"):
        call_command("rebuild_index", "--check")
    assert "Known words that stand in no public text any more: 1." in capsys.readouterr().out


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_is_told_and_mended_by_building_anew(records, fault):
    FAULTS[fault](records)
    found = checked().differences
    assert found
    assert all(difference.rows > 0 and difference.example for difference in found)
    with pytest.raises(CommandError, match=r"rebuild_index"):
        call_command("rebuild_index", "--check")
    call_command("rebuild_index")
    assert checked().differences == []


def test_an_index_of_nothing_that_holds_something_is_wrong(db):
    assert checked().differences == []
    WordDocument.objects.create(pk=1 << 16, digest=1)
    assert [difference.rows for difference in checked().differences] == [1]


def test_the_terms_that_fts5_keeps_beside_its_texts_are_looked_at_too(records):
    """PostgreSQL keeps both in one row."""
    if connection.vendor == "sqlite":
        sql("DELETE FROM agreements_words_docsize WHERE id % 2 = 0")(records)
    else:
        sql(f"{VECTORS} ''")(records)
    assert checked().differences


def test_how_many_and_which_are_told(records):
    WordDocument.objects.filter(pk__gte=records[0].pk << 16, pk__lt=(records[0].pk + 1) << 16).delete()
    common_terms.forget()
    common_terms.put_together()
    with translation.override("en"):
        (told,) = map(str, checked().differences)
    assert told == f"Texts that are missing: 4 (KZ-RU-1, {records[0].pk << 16})"
