from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from agreements.models import Agreement, Commitment, Statement

pytestmark = pytest.mark.database


def first_records(*options: str) -> str:
    said = StringIO()
    call_command("first_records", *options, stdout=said)
    return said.getvalue()


def test_a_new_registry_gets_the_memorandum_and_an_account_whose_password_works(db, client):
    said = first_records()
    password = said.split("password ")[1].split(" ")[0]
    assert Agreement.objects.get().identifier == "KZ-RU-1"
    assert client.post("/admin/login/", {"username": "demo", "password": password, "next": "/admin/"}).url == "/admin/"
    assert set(User.objects.get().groups.values_list("name", flat=True)) == {"editors", "publishers"}


def test_a_second_start_keeps_what_was_edited_and_says_nothing(db):
    first_records()
    Agreement.objects.update(title_en="Edited")
    assert first_records() == ""
    assert Agreement.objects.get().title_en == "Edited"
    assert User.objects.count() == 1


def test_no_account_is_made_where_none_is_wanted(db):
    first_records("--without-account")
    assert Agreement.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("model", [Agreement, Commitment, Statement])
def test_every_loaded_record_has_one_first_version_with_its_relations(db, model):
    first_records("--without-account")
    for record in model.objects.all():
        version = record.history.get()
        assert version.history_type == "+"
    if model is Commitment:
        assert version.passages.count() == record.passages.count() > 0
