"""What the public sees leaves the same trace whether it was changed on its page or by a table."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Activity
from agreements.models import Agreement, CooperationArea, ReviewComment
from agreements.publication.peer_review import CHANGED_IN_PUBLIC
from agreements.versions.queries import last_writing
from import_export.record_export.document import as_json, document_of
from parties.models import Party
from tests.support.desk.editing import desk_of, filled
from tests.support.tables import as_csv

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def take_in(desk, address: str, table: list[list[str]]) -> int:
    page = desk.post(address, {"file": SimpleUploadedFile("a.csv", as_csv(table).encode())})
    sent = {"carried": page.context["carried"], "name": "a.csv", "state": page.context["preview"].state}
    return desk.post(address, sent).status_code


def type_in(desk, record, **changes: object) -> int:
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))
    return desk.post(address, filled(desk.get(address)) | changes).status_code


def traces(record) -> list[object]:
    """The versions of a record that a person made, and what waits for the look of another."""
    versions = record.history.filter(history_user__isnull=False)
    notes = ReviewComment.objects.filter(place=CHANGED_IN_PUBLIC).values_list("agreement_id", "written_by__username")
    return [[(each.history_type, each.history_user.username) for each in versions], list(notes)]


@pytest.mark.parametrize("model", [Party, CooperationArea, Activity])
def test_a_table_leaves_the_trace_that_the_page_leaves(memorandum, model):
    activity = Activity.objects.create(title_kk="Гастроль", kind="tour", state="held")
    activity.commitments.add(memorandum.commitments.get(number=3))
    named = {
        Party: ("slug", "slug", "name_ru", reverse("admin:agreements_agreement_import_table", args=("parties",))),
        CooperationArea: ("code", "code", "label_ru", reverse("admin:agreements_cooperationarea_import_table")),
        Activity: ("activity", "pk", "title_ru", reverse("admin:activities_activity_import_table")),
    }
    key, column, text, address = named[model]
    first, *_others = model.objects.filter(**PUBLIC[model]).distinct().order_by("pk")
    publisher = desk_of("publishers")
    mark = str(getattr(first, column))
    mark = f"activity-{mark}" if model is Activity else mark
    assert take_in(publisher, address, [[key, text], [mark, "Из таблицы"]]) == 302
    by_table = traces(first)
    first.history.all().delete()
    ReviewComment.objects.all().delete()
    assert type_in(publisher, first, **{text: "Со страницы"}) == 302
    waiting = [(memorandum.pk, "publishers")] if model is Activity else []
    assert traces(first) == by_table == [[("~", "publishers")], waiting]


PUBLIC = {
    Party: {"agreement_parties__agreement__status": "published"},
    CooperationArea: {"commitments__agreement__status": "published"},
    Activity: {"commitments__agreement__status": "published"},
}


def test_a_public_agreement_is_noted_on_its_page_and_changed_by_no_file(memorandum):
    publisher = desk_of("publishers")
    table = [["agreement", "number"], ["KZ-RU-1", "12"]]
    address = reverse("admin:agreements_agreement_import_table", args=("agreements",))
    page = publisher.post(address, {"file": SimpleUploadedFile("a.csv", as_csv(table).encode())})
    assert "carried" not in page.context
    document = document_of(memorandum)
    document["agreement"]["number"] = "12"
    record = reverse("admin:agreements_agreement_import_record")
    page = publisher.post(record, {"file": SimpleUploadedFile("a.json", as_json(document).encode())})
    assert "carried" not in page.context
    assert traces(memorandum)[1] == []
    assert type_in(publisher, memorandum, number="12") == 302
    assert traces(memorandum)[1] == [(memorandum.pk, "publishers")]


def test_who_took_in_a_draft_by_a_table_wrote_last_in_it(memorandum):
    Agreement.objects.update(status="draft")
    address = reverse("admin:agreements_agreement_import_table", args=("agreements",))
    table = [["agreement", "commitment", "text_ru"], ["KZ-RU-1", "3", "Обмен"]]
    assert take_in(desk_of("publishers"), address, table) == 302
    assert last_writing(memorandum).by.username == "publishers"
