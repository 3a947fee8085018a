"""Tables of cooperation areas."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import CooperationArea
from import_export.spreadsheets.areas import AREAS, area_table
from import_export.spreadsheets.reader import TableRefused
from import_export.spreadsheets.templates import blank_csv, blank_xlsx
from tests.support.desk.editing import desk_of
from tests.support.factories import AreaFactory, CommitmentFactory, publish
from tests.support.tables import as_csv, mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HEAD = ["code", "facet", "broader", "label_kk", "definition_kk"]


def test_areas_come_below_others_and_those_without_a_line_stay(music):
    table = [
        HEAD,
        ["opera", "сала", "music", "Опера", "Опера өнері."],
        ["opera-houses", "domain", "opera", "Опера театрлары", "Театрлар."],
        ["music", "", "", "", "Музыка өнері."],
    ]
    raw = as_csv(table).encode("utf-8-sig")
    area_table(raw, "areas.csv").write()
    houses = CooperationArea.objects.get(code="opera-houses")
    assert (houses.broader.code, houses.broader.broader, houses.broader.facet) == ("opera", music, "domain")
    assert houses.broader.broader.definition_kk == "Музыка өнері."
    assert area_table(raw, "areas.csv").changed == []
    for blank in (blank_csv, blank_xlsx):  # its head is understood: nothing but lines are missing
        with pytest.raises(TableRefused) as refused:
            area_table(blank(AREAS), f"a.{blank.__name__[6:]}")
        assert [mistake.line for mistake in refused.value.mistakes] == [0]


def test_mistakes_of_areas_are_named_by_line_and_column(music, tours):
    dance = AreaFactory(code="dance", broader=music)
    table = [
        HEAD,
        ["Опера", "domain", "", "Опера", "Опера өнері."],
        ["opera", "", "nothing", "", ""],
        ["film", "domain", "tours", "Кино", "Кино."],
        ["theatre", "domain", "", "Музыка", "Театр."],
    ]
    told = {(line, column) for line, column, _message in mistakes(area_table, table)}
    wanted = {(2, "code"), (3, "facet"), (3, "label_kk"), (3, "definition_kk"), (3, "broader"), (4, "broader"), (5, "")}
    assert wanted == told
    circle = [["code", "broader"], ["music", "dance"]]
    assert [(line, column) for line, column, _ in mistakes(area_table, circle)] == [(2, "broader")]
    assert mistakes(area_table, [["code", "facet"], ["music", "form"]]) == [
        (2, "facet", "dance stands below music: both belong to the same facet.")
    ]
    twins = [HEAD, ["film", "domain", "", "Кино", "Кино."], ["cinema", "domain", "", "Кино", "Кино."]]
    assert mistakes(area_table, twins) == [(3, "label_kk", "Another area of this facet has this label.")]
    dance.refresh_from_db()
    assert (CooperationArea.objects.count(), dance.broader, music.broader) == (3, music, None)


def test_only_publishers_change_areas_that_the_public_sees_by_a_table(draft, music, tours):
    CommitmentFactory(agreement=draft, areas=[music])
    publish(draft)
    address = reverse("admin:agreements_cooperationarea_import_table")
    raw = as_csv([["code", "label_ru"], ["music", "Звуки"], ["tours", "Поездки"]]).encode()
    for group, answer in (("editors", 403), ("publishers", 302)):
        desk = desk_of(group)
        page = desk.post(address, {"file": SimpleUploadedFile("a.csv", raw)})
        assert bool(page.context["forbidden"]) == (answer == 403)
        sent = {"carried": page.context["carried"], "name": "a.csv", "state": page.context["preview"].state}
        assert desk.post(address, sent).status_code == answer
        assert CooperationArea.objects.filter(label_ru__in=["Звуки", "Поездки"]).count() == (answer == 302) * 2
    assert music.history.first().history_user.username == "publishers"
