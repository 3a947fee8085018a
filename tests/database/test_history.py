import pytest
from django.apps import apps
from modeltranslation.translator import translator

from parties.models import Party

pytestmark = pytest.mark.database

TRANSLATED = sorted(translator.get_registered_models(abstract=False), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_history_keeps_every_language_column(model):
    if model.__name__.startswith("Historical"):
        pytest.fail("history itself must not be registered for translation")
    kept = {field.name for field in model.history.model._meta.get_fields()}
    columns = {field.name for fields in translator.get_options_for_model(model).all_fields.values() for field in fields}
    assert columns
    assert columns <= kept


def test_every_record_of_the_registry_has_a_history():
    rooms = ("parties", "agreements", "activities")
    every = [model for app in rooms for model in apps.get_app_config(app).get_models()]
    ours = [model for model in every if model._meta.default_permissions]  # what is derived is nobody's to edit
    without = {m.__name__ for m in ours if not hasattr(m, "history") and not m.__name__.startswith("Historical")}
    assert without == {"PublicationMove"}  # a log itself, written once and never changed


@pytest.mark.django_db
def test_an_earlier_russian_name_can_be_read_from_the_history(ministry):
    before = ministry.name_ru
    ministry.name_ru = "Министерство культуры и информации"
    ministry.save()
    assert [version.name_ru for version in Party.history.filter(slug="ministry")] == [ministry.name_ru, before]
