"""Two editors on one page at once: the second is told, sees both values, loses nothing, and saves on top knowingly."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from agreements.models import Agreement, Commitment, Source
from agreements.versions.restoring import restore
from agreements.versions.snapshots import present_state
from import_export.record_export.document import as_json, document_of
from import_export.record_import.plan import planned
from import_export.spreadsheets.agreements import agreement_table
from tests.support.desk.editing import desk_of, filled, new_commitment, page_of, save
from tests.support.factories import ActivityFactory, CommitmentFactory, EventFactory, SourceFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FIELDS = ("summary_kk", "summary_ru", "summary_en", "clauses_note_kk", "clauses_note_ru", "title_ru", "title_en")


@pytest.fixture
def first() -> Client:
    return desk_of("editors")


@pytest.fixture
def second() -> Client:
    return desk_of("publishers")


@pytest.fixture
def draft(draft, music) -> Agreement:
    SourceFactory(agreement=draft)
    for text in ("Гастроль", "Көрме", "Семинар"):
        CommitmentFactory(agreement=draft, text_kk=text, areas=[music])
    return draft


def opened(client: Client, agreement: Agreement) -> dict[str, object]:
    return filled(client.get(page_of(agreement)))


def notes(response) -> dict[str, str]:
    return {name: note.kind for name, note in response.context["collision"].notes.items()}


def test_the_second_sees_both_values_loses_nothing_and_saves_on_top(first, second, draft):
    first_form, second_form = opened(first, draft), opened(second, draft)
    assert (
        save(first, draft, first_form | {"summary_kk": "Бірінші", "summary_ru": "Первый", "number": "7"}).status_code
        == 302
    )
    typed = second_form | {"summary_kk": "Екінші", "title_ru": "Меморандум", "commitments-0-text_ru": "Гастроли"}
    response = save(second, draft, typed)
    assert response.status_code == 200
    assert notes(response) == {"summary_kk": "differs", "summary_ru": "taken", "number": "taken"}
    note = response.context["collision"].notes["summary_kk"]
    assert (note.by, note.saved) == ("editors", "Бірінші")
    shown = filled(response)
    assert (shown["summary_kk"], shown["summary_ru"], shown["number"]) == ("Екінші", "Первый", "7")
    assert (shown["title_ru"], shown["commitments-0-text_ru"]) == ("Меморандум", "Гастроли")
    draft.refresh_from_db()
    assert (draft.summary_kk, draft.title_ru) == ("Бірінші", None)
    assert save(second, draft, shown).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary_kk, draft.summary_ru, draft.title_ru, draft.number) == ("Екінші", "Первый", "Меморандум", "7")
    assert draft.commitments.get(number=1).text_ru == "Гастроли"


def test_rows_added_changed_and_removed_meanwhile_find_their_places(first, second, draft, music, tours):
    first_form, second_form = opened(first, draft), opened(second, draft)
    first_form |= {"commitments-0-DELETE": "on", "commitments-1-areas": [str(tours.pk)], "commitments-2-DELETE": "on"}
    new_commitment(first_form, music, "Байқау")
    assert save(first, draft, first_form).status_code == 302
    second_form |= {"commitments-1-text_kk": "Көрмелер", "commitments-2-text_kk": "Семинарлар"}
    new_commitment(second_form, music, "Фильм")
    response = save(second, draft, second_form)
    assert notes(response) == {"commitments-0-areas": "taken", "commitments-1": "added", "commitments-2": "removed"}
    assert [note.kind for _where, note in response.context["collision"].told].count("gone") == 1
    assert save(second, draft, filled(response) | {"commitments-2-number": ""}).status_code == 302
    texts = sorted(Commitment.objects.filter(agreement=draft).values_list("text_kk", flat=True))
    assert texts == ["Байқау", "Көрмелер", "Семинарлар", "Фильм"]
    assert draft.commitments.get(text_kk="Көрмелер").areas.get() == tours


def test_a_source_changed_by_both_shows_the_saved_text(first, second, draft):
    first_form, second_form = opened(first, draft), opened(second, draft)
    text = Source.objects.get(agreement=draft).text
    assert save(first, draft, first_form | {"sources-0-text": f"{text} Соңы."}).status_code == 302
    response = save(second, draft, second_form | {"sources-0-text": f"Басы. {text}"})
    assert notes(response) == {"sources-0-text": "differs"}
    assert filled(response)["sources-0-text"] == f"Басы. {text}"


def colliding_edits(draft: Agreement, clients: tuple[Client, Client], rounds: int) -> tuple[int, int]:
    """How many edits two editors made, each on a page opened before the other saved, and how many of them are there."""
    chance, made = random.Random(6), {}
    for number in range(rounds):
        mine, other = chance.sample(FIELDS, 2)
        pages = [opened(client, draft) for client in clients]
        for client, page, name in zip(clients, pages, (mine, other), strict=True):
            made[name] = f"{name} {number}"
            response = save(client, draft, page | {name: made[name]})
            while response.status_code == 200:
                response = save(client, draft, filled(response))
    draft.refresh_from_db()
    return len(made), sum(getattr(draft, name) == text for name, text in made.items())


def test_of_colliding_edits_none_is_lost(first, second, draft):
    made, kept = colliding_edits(draft, (first, second), rounds=3)
    assert made == kept > 2


def test_of_colliding_edits_without_the_guard_some_are_lost(first, second, draft, monkeypatch):
    monkeypatch.setattr("staff.framework.forms.OptimisticLockForm._last_version", lambda _form: None)
    made, kept = colliding_edits(draft, (first, second), rounds=3)
    assert kept < made


def by_a_table(draft: Agreement) -> None:
    table = f"agreement;commitment;text_kk\r\ndraft-{draft.pk};1;Кестеден"
    agreement_table(table.encode(), "a.csv").write()


def by_a_record_file(draft: Agreement) -> None:
    Agreement.objects.update(pair="KZ-RU", pair_number=1)
    draft.refresh_from_db()
    document = document_of(draft)
    document["commitments"][0]["text"]["kk"] = "Кестеден"
    raw = as_json(document).encode()
    assert planned(raw, "a.json").write()


def by_restoration(draft: Agreement) -> None:
    earlier, part = present_state(draft), (Commitment, draft.commitments.get(number=1).pk)
    earlier[part] = earlier[part] | {"text_kk": "Кестеден"}
    assert len(restore(draft, present_state(draft), earlier, "as of yesterday").back) == 1


@pytest.mark.parametrize("other", [by_a_table, by_a_record_file, by_restoration])
def test_a_page_opened_before_another_way_of_writing_does_not_undo_it(second, draft, other):
    second_form = opened(second, draft)
    other(draft)
    response = save(second, draft, second_form | {"title_ru": "Меморандум"})
    assert notes(response) == {"commitments-0-text_kk": "taken"}
    assert save(second, draft, filled(response)).status_code == 302
    draft.refresh_from_db()
    assert (draft.title_ru, draft.commitments.get(number=1).text_kk) == ("Меморандум", "Кестеден")


def test_rows_that_are_not_there_are_no_error_of_the_site(second, draft):
    second_form = opened(second, draft)
    for nonsense in (
        {"commitments-0-id": ""},
        {"events-INITIAL_FORMS": "1", "events-TOTAL_FORMS": "1"},
        {"commitments-INITIAL_FORMS": "0"},
    ):
        assert save(second, draft, second_form | nonsense).status_code in {200, 302, 400}
        second_form = opened(second, draft)


def test_an_event_that_a_record_file_removed_is_told(second, draft):
    Agreement.objects.update(pair="KZ-RU", pair_number=1)
    draft.refresh_from_db()
    EventFactory(agreement=draft)
    second_form, document = opened(second, draft), document_of(draft)
    document["events"] = []
    raw = as_json(document).encode()
    assert planned(raw, "a.json").write()
    response = save(second, draft, second_form)
    assert [note.kind for _where, note in response.context["collision"].told] == ["gone"]
    assert save(second, draft, filled(response)).status_code == 302


@pytest.mark.parametrize("started", ["", "9" * 30, "999999"])
def test_a_page_without_its_starting_version_is_refused_and_keeps_input(first, draft, started):
    response = save(first, draft, opened(first, draft) | {"started_from": started, "summary_kk": "Түйін"})
    assert response.status_code == 200
    assert "Түйін" in response.content.decode()
    draft.refresh_from_db()
    assert not draft.summary_kk


def test_parties_and_activities_are_guarded_in_the_same_way(second, draft, ministry):
    tour = ActivityFactory()
    tour.commitments.set(draft.commitments.all())
    for record, name, other, place in (
        (ministry, "name_ru", "short_name_kk", "parties_party"),
        (tour, "title_ru", "title_en", "activities_activity"),
    ):
        url = reverse(f"admin:{place}_change", args=(record.pk,))
        first_form, second_form = filled(second.get(url)), filled(second.get(url))
        assert second.post(url, first_form | {name: "Алғашқы", other: "Бірінші"}).status_code == 302
        response = second.post(url, second_form | {name: "Кейінгі"})
        assert notes(response) == {name: "differs", other: "taken"}
        assert second.post(url, filled(response)).status_code == 302
        record.refresh_from_db()
        assert (getattr(record, name), getattr(record, other)) == ("Кейінгі", "Бірінші")
