"""The shortcut of the tests themselves: rows written again are those that loading writes."""

import pytest
from django.core.management import call_command

from agreements.models import Agreement, Commitment
from parties.models import Party
from tests.support.factories import CommitmentFactory, PartyFactory, agreement_between
from tests.support.kept_rows import kept_models

pytestmark = pytest.mark.database

#: History counts on and tells the time of loading; keys are those of the day where the fixture names none.
OF_THE_MOMENT = {"id", "pk", "history_id", "history_date", "m2m_history_id"}


def content() -> dict[str, list[str]]:
    return {
        model.__name__: sorted(
            str({name: value for name, value in row.items() if name not in OF_THE_MOMENT and not name.endswith("_id")})
            for row in model._base_manager.values()
        )
        for model in kept_models()
    }


@pytest.fixture
def loaded(db) -> dict[str, list[str]]:
    call_command("loaddata", "areas.json", "memorandum.json", verbosity=0)
    found = content()
    for model in kept_models():
        model._base_manager.all()._raw_delete(using="default")
    assert not Agreement.objects.exists()
    return found


def test_the_memorandum_of_the_tests_is_that_of_its_fixture(loaded, memorandum):
    written = content()
    assert sum(map(len, written.values())) > 200
    assert written == loaded


def test_new_records_get_keys_of_their_own(memorandum):
    known = {model: set(model.objects.values_list("pk", flat=True)) for model in (Agreement, Commitment, Party)}
    for record in (agreement_between(PartyFactory(), PartyFactory()), CommitmentFactory(), PartyFactory()):
        assert record.pk not in known[type(record)]
