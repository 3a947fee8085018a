"""Rows that nobody opened: the page has their headings, fetches their fields when asked, and saving spares them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from agreements.models import Agreement, AgreementEvidence, Commitment, Event, PartyEvidence
from agreements.versions.queries import WHOLE
from tests.support.desk.editing import desk_of, filled, new_commitment, new_row, opened, page_of, save, unopened
from tests.support.factories import CommitmentFactory, PassageFactory, PostFactory, SourceFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

CONTROL = re.compile(r"<(?:input|select|textarea|button)\b")
NAME = re.compile(r'<(?:input|select|textarea)\b[^>]*? name="([^"]+)"')
FOLDED = ("sources", "events", "commitments", "statements", "evidence", "party_evidence")


@pytest.fixture
def full(draft, music, tours) -> Agreement:
    """A draft with rows of every folded kind, whose every sort of field holds something."""
    side = draft.agreement_parties.first()
    source = SourceFactory(agreement=draft, published="2016-11", text="Екі жақ\r\nкөрмелер ұйымдастыруға келісті.")
    passage = PassageFactory(source=source, start=0, end=7, exact="Екі жақ")
    first = CommitmentFactory(
        agreement=draft, areas=[music, tours], bearer="named", due="2017/2018", recurrence="annual"
    )
    first.bearers.add(side)
    first.passages.add(passage)
    CommitmentFactory(agreement=draft, areas=[music], text_ru="Две\nстроки")
    preferred = Event.objects.create(agreement=draft, kind="signed", date="2016-11-07", by=None, place_kk="Алматы")
    Event.objects.create(agreement=draft, kind="signed", date="2016-11-08", preferred=preferred, reason_kk="Мәтін")
    draft.statements.create(number=1, form="quoted", text_kk="Сөз", speaker=PostFactory()).passages.add(passage)
    AgreementEvidence.objects.create(
        agreement=draft, field="term", passage=passage, conflicting_value="5 жыл", reason_kk="Мәтін басым"
    )
    PartyEvidence.objects.create(agreement_party=side, field="name", passage=passage)
    return draft


def closed(response) -> list[str]:
    inlines = response.context["inline_admin_formsets"]
    return [
        form.prefix
        for inline in inlines
        if inline.opts.folded
        for form in inline.formset.initial_forms
        if form.is_closed
    ]


def saved_rows(data: dict[str, object]) -> list[str]:
    return [f"{part}-{number}" for part in FOLDED for number in range(int(str(data[f"{part}-INITIAL_FORMS"])))]


def versions(agreement: Agreement) -> dict[str, int]:
    return {model.__name__: model.history.count() for model in WHOLE if model is not Agreement}


@pytest.mark.database
def test_a_page_of_closed_rows_is_saved_and_no_row_changes(editor, full):
    data = filled(editor.get(page_of(full)))
    before = versions(full)
    sent = unopened(data, *saved_rows(data)) | {"summary_kk": "Түйін"}
    assert save(editor, full, sent).status_code == 302
    full.refresh_from_db()
    assert full.summary_kk == "Түйін"
    assert versions(full) == before


def test_closed_and_opened_rows_send_the_same(editor, full):
    page = editor.get(page_of(full))
    assert closed(page) == saved_rows(filled(page))
    opening = re.sub(r"<input [^>]*-unopened[^>]*>", "", opened(editor, page))
    expected = {name for name, value in filled(page).items() if value != []}
    assert expected <= set(NAME.findall(opening))
    for part in FOLDED:
        rows = [name for name in NAME.findall(opening) if name.startswith(f"{part}-0-")]
        empty = [name for name in NAME.findall(opening) if name.startswith(f"{part}-__prefix__-")]
        assert {name.rpartition("-")[2] for name in empty} <= {name.rpartition("-")[2] for name in rows}, part


def test_a_closed_row_is_deleted_by_its_tick(editor, full):
    data = filled(editor.get(page_of(full)))
    sent = unopened(data, *saved_rows(data)) | {"commitments-1-DELETE": "on", "events-1-DELETE": "on"}
    assert save(editor, full, sent).status_code == 302
    assert [full.commitments.count(), full.events.count()] == [1, 1]


def test_the_rules_of_the_page_see_closed_rows(editor, full):
    data = filled(editor.get(page_of(full)))
    sent = unopened(data, *saved_rows(data))
    new_row(sent, "commitments", number="1", text_kk="Тағы бірі", modality="agreed", bearer="both")
    response = save(editor, full, sent)
    assert "number" in response.context["inline_admin_formsets"][4].formset.forms[2].errors
    assert closed(response) == saved_rows(data)
    sent = unopened(data, *saved_rows(data)) | {"events-0-DELETE": "on"}
    response = save(editor, full, sent)  # the other account prefers the one that goes
    assert "events-1" not in closed(response)
    assert full.events.count() == 2


def test_what_is_typed_on_an_open_row_comes_back_open_the_others_closed(editor, full):
    data = filled(editor.get(page_of(full)))
    others = [row for row in saved_rows(data) if row != "commitments-1"]
    response = save(editor, full, unopened(data, *others) | {"commitments-1-text_kk": "Жаңа", "title_kk": ""})
    assert closed(response) == others
    assert 'name="commitments-1-text_kk"' in response.content.decode()


@pytest.mark.database
def test_changes_by_others_are_told_of_rows_that_are_closed(editor, full, music):
    data = filled(editor.get(page_of(full)))
    colleague = desk_of("publishers")
    theirs = filled(colleague.get(page_of(full))) | {"commitments-1-text_kk": "Өзгерген", "statements-0-DELETE": "on"}
    new_commitment(theirs, music, "Байқау")
    assert save(colleague, full, theirs).status_code == 302
    response = save(editor, full, unopened(data, *saved_rows(data)) | {"summary_kk": "Менің түйінім"})
    notes = {name: note.kind for name, note in response.context["collision"].notes.items()}
    assert notes == {"commitments-1-text_kk": "taken", "commitments-2": "added"}
    assert [note.kind for _where, note in response.context["collision"].told].count("gone") == 1
    assert {"commitments-0", "sources-0", "events-0"} <= set(closed(response))
    assert not {"commitments-1", "commitments-2"} & set(closed(response))
    assert save(editor, full, filled(response)).status_code == 302
    full.refresh_from_db()
    assert full.summary_kk == "Менің түйінім"
    assert sorted(full.commitments.values_list("text_kk", flat=True))[0] == "Байқау"
    assert full.commitments.get(number=2).text_kk == "Өзгерген"


def test_a_deletion_of_a_closed_row_that_another_changed_is_asked_about(editor, full):
    data = filled(editor.get(page_of(full)))
    Commitment.objects.get(agreement=full, number=2).save()
    colleague = desk_of("publishers")
    theirs = filled(colleague.get(page_of(full))) | {"commitments-1-text_kk": "Өзгерген"}
    assert save(colleague, full, theirs).status_code == 302
    sent = unopened(data, *saved_rows(data)) | {"commitments-1-DELETE": "on"}
    response = save(editor, full, sent)
    assert response.context["collision"].notes["commitments-1"].kind == "deleting"
    assert full.commitments.filter(number=2).exists()


def test_closed_rows_are_not_given_back_as_typed(editor, full):
    data = filled(editor.get(page_of(full)))
    User.objects.get(username="editors").groups.set(Group.objects.filter(name="auditors"))
    sent = unopened(data, *saved_rows(data)) | {"summary_kk": "Ұзақ терілген", "commitments-0-DELETE": "on"}
    response = save(editor, full, sent)
    assert response.status_code == 403
    parts = response.context["parts"]
    assert [one.text for one in parts[0].typed] == ["Ұзақ терілген"]
    assert len(parts) == 1


@pytest.mark.database
@pytest.mark.parametrize("key", ["abc", "-1", str(2**64), "", "999999"])
def test_keys_of_no_row_change_nothing(editor, full, key):
    data = filled(editor.get(page_of(full)))
    sent = unopened(data, *saved_rows(data)) | {"commitments-0-unopened": key, "summary_kk": "Түйін"}
    assert save(editor, full, sent).status_code == 200
    full.refresh_from_db()
    assert not full.summary_kk


def test_a_row_of_another_record_is_not_reached(editor, full, music):
    stranger = CommitmentFactory(areas=[music])
    data = filled(editor.get(page_of(full)))
    sent = unopened(data, *saved_rows(data))
    sent |= {"commitments-0-unopened": stranger.pk, "commitments-0-DELETE": "on"}
    save(editor, full, sent)
    assert Commitment.objects.filter(pk=stranger.pk).exists()
    assert fields(editor, full, row="commitments-0", key=stranger.pk).status_code == 404


def fields(client: Client, agreement: Agreement, **asked: object):
    return client.get(reverse("admin:agreements_agreement_row_fields", args=(agreement.pk,)), asked)


@pytest.mark.parametrize(
    "row", ["", "commitments", "commitments-", "commitments--1", "x-0", "commitments-٣", "-0", "a" * 999]
)
def test_no_row_of_the_page_is_not_found(editor, full, row):
    key = full.commitments.first().pk
    assert fields(editor, full, row=row, key=key).status_code == 404
    assert fields(editor, full, row="commitments-0", key=f"{key}x").status_code == 404
    assert fields(editor, full, row="agreement_parties-0", key=full.agreement_parties.first().pk).status_code == 404


def test_readers_get_the_fields_to_read_and_no_empty_row(full):
    reader = desk_of("auditors")
    page = reader.get(page_of(full))
    assert "-unopened" not in page.content.decode()
    shown = fields(reader, full, row="commitments-0", key=full.commitments.first().pk).content.decode()
    assert "readonly" in shown
    assert not re.search(r'<select|<textarea|<button|<input(?! type="hidden")', shown)
    assert fields(reader, full, row="commitments-__prefix__").status_code == 403


def test_the_page_stays_light_however_many_its_commitments(editor, full, music):
    def weigh() -> tuple[int, int]:
        page = editor.get(page_of(full)).content.decode()
        return len(page), len(CONTROL.findall(page))

    bytes_of_two, controls_of_two = weigh()
    for _number in range(8):
        CommitmentFactory(agreement=full, areas=[music])
    bytes_of_ten, controls_of_ten = weigh()
    assert controls_of_two < 150
    assert controls_of_ten - controls_of_two == 2 * 8  # its key and its tick
    assert bytes_of_ten - bytes_of_two < 8 * 2000


def test_one_row_costs_as_many_queries_as_any(editor, full, music, django_assert_max_num_queries):
    for _number in range(8):
        CommitmentFactory(agreement=full, areas=[music])
    fields(editor, full, row="commitments-0", key=full.commitments.first().pk)
    with django_assert_max_num_queries(25):
        fields(editor, full, row="commitments-9", key=full.commitments.last().pk)
