"""A form for a new record that is sent twice makes one record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from activities.models import Activity, Assessment
from agreements.models import Agreement
from parties.models import Party
from tests.support.desk.editing import desk_of, filled
from tests.support.factories import CommitmentFactory

pytestmark = pytest.mark.database

PARTY = "admin:parties_party_add"
TYPED = {"name_kk": "Театр", "kind": "cultural_institution", "country": "KZ"}


@pytest.mark.django_db
def test_the_second_leads_to_the_record_that_the_first_made():
    editor, address = desk_of("editors"), reverse(PARTY)
    data = filled(editor.get(address)) | TYPED
    assert editor.post(address, data).status_code == 302
    response = editor.post(address, data | {"_continue": "1"})
    party = Party.objects.get()
    assert response.url == reverse("admin:parties_party_change", args=(party.pk,))
    assert editor.get(response.url).status_code == 200


@pytest.mark.django_db
def test_every_kind_of_record_is_made_once(draft):
    publisher, commitment = desk_of("publishers"), CommitmentFactory(agreement=draft)
    Agreement.objects.exclude(pk=draft.pk).delete()
    for kind, model, typed in (
        ("agreements_agreement", Agreement, {"title_kk": "Келісім", "type": "agreement", "level": "mixed"}),
        (
            "activities_activity",
            Activity,
            {"title_kk": "Гастроль", "kind": "tour", "state": "held", "commitments": [commitment.pk]},
        ),
        (
            "activities_assessment",
            Assessment,
            {"commitment": commitment.pk, "implementation": "no_evidence", "reason_kk": "Дәлел жоқ"},
        ),
    ):
        address, before = reverse(f"admin:{kind}_add"), model.objects.count()
        data = filled(publisher.get(address)) | typed
        for _press in range(2):
            assert publisher.post(address, data).status_code == 302
        assert model.objects.count() == before + 1


@pytest.mark.django_db
def test_another_page_or_other_words_on_the_same_make_another_record():
    editor, address = desk_of("editors"), reverse(PARTY)
    first = filled(editor.get(address)) | TYPED
    for data in (first, first | {"name_kk": "Музей"}, filled(editor.get(address)) | TYPED):
        assert editor.post(address, data).status_code == 302
    assert Party.objects.count() == 3


@pytest.mark.django_db
def test_a_record_deleted_since_is_made_anew():
    editor, address = desk_of("editors"), reverse(PARTY)
    data = filled(editor.get(address)) | TYPED
    editor.post(address, data)
    Party.objects.all().delete()
    editor.post(address, data)
    assert Party.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_sent_at_once_one_makes_the_record():
    at_once = 2 if connection.vendor == "postgresql" else 1  # SQLite in memory takes one after the other
    editor, address = desk_of("editors"), reverse(PARTY)
    data = filled(editor.get(address)) | TYPED
    clients = [Client() for _press in range(2)]
    for client in clients:
        client.force_login(User.objects.get(username="editors"))

    def press(client: Client) -> int:
        try:
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(at_once) as pool:
        assert list(pool.map(press, clients)) == [302, 302]
    assert Party.objects.count() == 1
