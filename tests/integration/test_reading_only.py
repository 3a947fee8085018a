"""A reader writes nothing and waits for nobody: every public page answers from a database that refuses to be written.

What was written past our code is found all the same, before anybody has entered it in the index of words.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.change_log.log import current_version
from agreements.models import Agreement, Change, Commitment, Source, Word
from search.checks.index_check import differences
from search.words import pending as pending_module
from search.words.engine import matching
from search.words.pending import pending
from search.words.query_parser import parts_of
from search.words.spelling import respellings
from search.words.sync import catch_up
from tests.support.browser_pages import PAGES
from tests.support.desk.addresses import ROLES, TABLE
from tests.support.desk.editing import desk_of
from tests.support.factories import CommitmentFactory, SourceFactory, publish
from tests.support.search import found

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.database


FILES = [
    "agreements/export.csv", "agreements/export.xlsx", "commitments/export.csv", "commitments/export.csv?words=балет",
    "parties/export.csv", "activities/export.csv", "agreements/kz-ru-1/citation.bib",
    "commitments/kz-ru-1-3/citation.ris", "agreements/kz-ru-1/passages/1-0-56.json",
]  # fmt: skip
ASKED = [
    "agreements/?words=балет", "commitments/?words=балет", "commitments/?words=балет&area=music",
    "commitments/?words=балетт", "search/?words=балет", "search/suggestions/?words=балет", "agreements/?words=-балет",
    "commitments/?sort=country", "agreements/?words=Roldugin",
]  # fmt: skip
ELSEWHERE = ["/", "/robots.txt", "/sitemap.xml", "/sitemap-agreements.xml", "/styleguide/", "/admin/login/"]
ADDRESSES = [*ELSEWHERE, *(f"/kk/{page}" for page in [*PAGES, *FILES, *ASKED]), "/ru/search/?words=балет", "/en/"]
#: What changes a database or waits for others.
WRITING = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|LOCK|BEGIN|SAVEPOINT|VACUUM)\b|advisory", re.I)


@contextmanager
def refusing_writes() -> Iterator[None]:
    """Within, the database may only be read."""
    sqlite = connection.vendor == "sqlite"
    setting = "PRAGMA query_only = {}" if sqlite else "SET default_transaction_read_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(setting.format("on"))
    try:
        with pytest.raises(DatabaseError):
            Word.objects.create(text="refused")
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(setting.format("off"))


@pytest.fixture
def waiting(db, memorandum_rows, settings) -> Agreement:
    """The memorandum, with changes that nobody has entered: a new text, a renamed party, a text that is gone."""
    settings.KEEP_PAGES = False
    memorandum_rows.write()
    catch_up()
    Commitment.objects.filter(number=3).update(text_kk="Балет кештері", text_ru="Вечера балета", text_en="Ballet")
    Source.objects.update(publisher="Балет")
    Agreement.objects.get().agreement_parties.first().party.__class__.objects.update(short_name="Балет")
    assert Change.objects.filter(is_pending=True).exists()
    return Agreement.objects.get()


def answers() -> dict[str, tuple[int, bytes]]:
    client, found = Client(), {}
    for address in ADDRESSES:
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        found[address] = response.status_code, content
    return found


def text_of(address: str, content: bytes) -> bytes:
    """What may differ between two answers: a workbook has its moment, a form its token."""
    if address.endswith(".xlsx"):
        return b""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", content)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_page_is_the_same_from_a_database_that_is_only_read(waiting):
    with refusing_writes():
        before = answers()
    assert Change.objects.filter(is_pending=True).exists()
    statuses = {address: status for address, (status, _content) in before.items()}
    odd = {address: status for address, status in statuses.items() if status != 200}
    assert odd == {
        "/": 302, "/styleguide/": 404, "/kk/commitments/?area=nonsense": 400, "/kk/agreements/kz-ru-77/": 404
    }  # fmt: skip
    assert "/kk/commitments/kz-ru-1-3/" in before["/kk/commitments/?words=балет"][1].decode()
    catch_up()
    after = answers()
    differing = [
        address for address in ADDRESSES if text_of(address, before[address][1]) != text_of(address, after[address][1])
    ]
    assert differing == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_public_page_asks_for_a_lock_or_writes(waiting):
    with CaptureQueriesContext(connection) as asked:
        answers()
    assert asked.captured_queries
    assert [query["sql"] for query in asked.captured_queries if WRITING.search(query["sql"])] == []


@pytest.mark.parametrize("role", ["editors", "publishers", "administrators", "auditors"])
def test_looking_at_the_desk_asks_for_no_lock_and_writes_nothing(desk_paths, role):
    """But for the page that begins to set up a phone: its secret is kept before it is shown."""
    desk = desk_of(role)
    del desk_paths["second_factor"]
    with CaptureQueriesContext(connection) as asked:
        for name, place in desk_paths.items():
            response = desk.get(place)
            assert response.status_code == int(TABLE[name][ROLES.index(role)].split("/")[0]), place
            if response.streaming:
                list(response)
    assert [query["sql"] for query in asked.captured_queries if WRITING.search(query["sql"])] == []


@pytest.fixture
def record(draft, music) -> Agreement:
    CommitmentFactory(agreement=draft, areas=[music], text_kk="Музейлер байланысы", text_en="Ties of museums")
    SourceFactory(agreement=draft, text="Сергей Ролдугин меморандумның маңызын айтты.")
    return publish(draft)


#: Words, phrases, names in the other alphabet, Kazakh typed without its keyboard, what was there before, nothing.
TYPED = [
    "балет", "ballet", "evenings ballet", '"evenings of ballet"', '"ballet evenings"', "кеш", "кештерінің",
    "Чайковский", "Chaikovsky", "мәдениет", "маданиет", "museums", "Roldugin", "-museums", "kz-ru-1",
    '"кештер апталар"', "%", "0fence0",
]  # fmt: skip


def change_behind_the_desk(record) -> None:
    Commitment.objects.update(text_kk="Мәдениет кештері", text_ru="Вечера Чайковского", text_en="Evenings of ballet")
    Commitment.objects.bulk_create([Commitment(agreement=record, number=7, text_kk="Апталар", modality="agreed")])


def everywhere(typed: str) -> list[set[int]]:
    return [set(pending().matching(part.sequences).tolist()) for part in parts_of(typed)]


@pytest.mark.parametrize("typed", TYPED)
def test_what_waits_is_found_as_the_index_will_find_it(record, typed):
    change_behind_the_desk(record)
    before = everywhere(typed)
    catch_up()
    assert pending().agreements == ()
    assert before == everywhere(typed) == [set(matching(part.sequences).tolist()) for part in parts_of(typed)]


def test_a_near_spelling_of_what_waits_is_offered_and_none_of_what_is_gone(record):
    assert respellings("musuems") == ["museums"]
    change_behind_the_desk(record)
    assert respellings("musuems") == []
    assert "evenings" in respellings("evenigns")
    Agreement.objects.update(status="withdrawn")
    assert respellings("evenigns") == []
    assert found("ballet") == set()


def test_nothing_is_read_where_nothing_waits(record, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert pending() == pending_module.Pending()


@pytest.fixture
def too_much(record, monkeypatch):
    """More waits than a question reads."""
    monkeypatch.setattr(pending_module, "READ_AT_MOST", 0)
    change_behind_the_desk(record)


def test_the_index_answers_as_it_stands_where_very_much_waits_and_the_page_says_so(record, client, too_much, caplog):
    assert found("museums") == {record.pk}
    assert "rebuild_index --pending" in caplog.text
    assert respellings("musuems") == []
    for address in ("/kk/agreements/?words=museums", "/kk/commitments/?words=museums", "/kk/search/?words=museums"):
        assert 'id="behind"' in client.get(address).content.decode()
    assert 'id="behind"' not in client.get("/kk/agreements/").content.decode()


def test_a_command_enters_what_waits_and_pages_are_made_anew(record, too_much):
    before = current_version()
    call_command("rebuild_index", "--pending")
    assert found("ballet") == {record.pk}
    assert current_version() != before
    assert differences() == []


def test_a_long_text_is_too_much_as_many_are(record, monkeypatch):
    monkeypatch.setattr(pending_module, "CHARACTERS_AT_MOST", 40)
    assert pending_module.too_much([record.pk])
    Source.objects.update(text="Қысқа.")
    assert not pending_module.too_much([record.pk])
