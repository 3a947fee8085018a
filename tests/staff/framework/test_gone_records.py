"""Records are called something wherever they are named, also where what they point to is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from simple_history.models import registered_models

from agreements.models import AgreementEvidence, Relation
from tests.support.desk_fuzz.records import records_to_ask_about
from tests.support.factories import AgreementFactory

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROOMS = ("parties", "agreements", "activities")
MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
GONE = 10**9
KEPT = sorted((model for model in registered_models.values() if model in admin.site._registry), key=str)


def pointing_nowhere(model: type[Model]) -> list[Any]:
    """A record for each choice that its fields offer, all of whose foreign keys lead to nothing."""
    keys = {field.attname: GONE for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one}
    choices = [(field.name, code) for field in model._meta.concrete_fields for code, _label in field.flatchoices]
    return [model(pk=GONE, **keys, **dict([choice])) for choice in choices] or [model(pk=GONE, **keys)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_name_of_a_record_never_asks_for_what_is_gone(model):
    assert all(isinstance(str(record), str) for record in pointing_nowhere(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_record_is_called_something_before_anything_is_chosen(model):
    assert isinstance(str(model()), str)


def test_a_record_that_points_to_what_was_deleted_says_so():
    assert "(жойылған)" in str(AgreementEvidence(field="title", passage_id=GONE))
    assert "(жойылған)" in str(Relation(kind="cites", other_id=GONE))


def test_the_history_of_a_deleted_record_is_read_when_all_it_points_to_is_gone_too():
    by = User.objects.create_superuser("root")
    records_to_ask_about(AgreementFactory(), by)
    client = Client()
    client.force_login(by)
    for model in KEPT:
        gone = model.history.filter(history_type="-").values_list("id", flat=True)
        assert gone, model
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
        assert {client.get(reverse(name, args=(key,))).status_code for key in gone} == {200}, model
