"""Tables of activities: what they say, of which commitments, and who may take them in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity
from agreements.models import Commitment, Passage
from import_export.spreadsheets.activities import ACTIVITIES, activity_table
from import_export.spreadsheets.reader import TableRefused
from import_export.spreadsheets.templates import blank_csv, blank_xlsx
from tests.support.desk.editing import agreed, desk_of
from tests.support.tables import as_csv, as_xlsx, mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ADDRESS = "admin:activities_activity_import_table"
HEAD = ["activity", "title_kk", "kind", "state", "date", "place_ru", "commitments", "organisers", "outcome_en"]
CONCERT = [
    "",
    "Концерт",
    "Concert or performance",
    "held",
    "2017-05",
    "Астана",
    "kz-ru-1-3, KZ-RU-1-1",
    "",
    "1,200 came.",
]


def read(raw: bytes, name: str, **told: object):
    return activity_table(raw, name, Commitment.objects.select_related("agreement"), **told)


def saved(desk, table: list[list[str]]) -> int:
    """What the desk answers to the table once it was looked at."""
    page = desk.post(reverse(ADDRESS), {"file": SimpleUploadedFile("a.csv", as_csv(table).encode("utf-8-sig"))})
    sent = {"carried": page.context["carried"], "name": "a.csv", "state": page.context["preview"].state}
    return desk.post(reverse(ADDRESS), sent).status_code


def test_a_table_of_activities_taken_in_twice_doubles_nothing(memorandum):
    (organiser, *_others) = [row.party.slug for side in memorandum.sides for row in side]
    tour = agreed("Меморандум")
    table = [
        HEAD,
        [*CONCERT[:7], organiser, CONCERT[8]],
        ["", "Гастроль", "tour", "planned", "07.11.2016", "", f"draft-{tour.agreement_id}-1", "", ""],
    ]
    for raw, name in ((as_csv(table).encode("utf-8-sig"), "a.csv"), (as_xlsx(table), "a.xlsx")):
        read(raw, name).write()
        concert = Activity.objects.get(kind="concert")
        assert {each.identifier for each in concert.commitments.all()} == {"KZ-RU-1-1", "KZ-RU-1-3"}
        assert ([each.slug for each in concert.organisers.all()], concert.outcome_en) == ([organiser], "1,200 came.")
        assert Activity.objects.get(kind="tour").date == "2016-11-07"
        assert read(raw, name).changed == []
    assert Activity.objects.count() == 2


def test_a_marked_activity_changes_in_what_the_line_says(memorandum):
    read(as_csv([HEAD, CONCERT]).encode(), "a.csv").write()
    concert = Activity.objects.get()
    raw = as_csv([["activity", "state", "commitments"], [f"activity-{concert.pk}", "cancelled", "KZ-RU-1-2"]]).encode()
    (line,) = read(raw, "a.csv").changed
    assert [field.name for field, _old, _new in line.columns] == ["state", "commitments"]
    read(raw, "a.csv").write()
    concert.refresh_from_db()
    assert (concert.state, concert.outcome_en, concert.commitments.get().number) == ("cancelled", "1,200 came.", 2)


def test_the_same_words_about_another_commitment_are_another_activity(memorandum):
    read(as_csv([HEAD, CONCERT]).encode(), "a.csv").write()
    elsewhere = [*CONCERT[:6], f"draft-{agreed('Басқа').agreement_id}-1", "", ""]
    read(as_csv([HEAD, elsewhere]).encode(), "a.csv").write()
    assert Activity.objects.count() == 2


def test_mistakes_of_activities_are_named_by_line_and_column(memorandum):
    read(as_csv([HEAD, CONCERT]).encode(), "a.csv").write()
    concert = Activity.objects.get()
    concert.proof_passages.add(Passage.objects.filter(source__agreement=memorandum).first())
    mark, elsewhere = f"activity-{concert.pk}", f"draft-{agreed('Басқа').agreement_id}-1"
    table = [
        HEAD,
        ["activity-999999999999999", "", "", "", "", "", "", "", ""],
        ["", "Гастроль", "dance", "held", "2016-13", "", "KZ-RU-1-99, draft-9-9, KZ", "nobody", ""],
        ["", "Гастроль", "", "", "", "", "", "", ""],
    ]
    told = {(line, column) for line, column, _message in mistakes(read, table)}
    assert told == {
        *((2, "activity"), (3, "kind"), (3, "date"), (3, "commitments"), (3, "organisers")),
        *((4, "kind"), (4, "state"), (4, "commitments")),
    }
    assert (3, "commitments", "There is no commitment “KZ-RU-1-99” that you may see.") in mistakes(read, table)
    twice = [HEAD, CONCERT, [mark, *CONCERT[1:6], "KZ-RU-1-1", "", ""]]
    assert mistakes(read, twice) == [(3, "activity", "Line 2 is about the same activity.")]
    moved = [["activity", "commitments"], [mark, elsewhere]]
    assert [(line, column) for line, column, _ in mistakes(read, moved)] == [(2, "commitments")]
    for blank in (blank_csv, blank_xlsx):  # its head is understood: nothing but lines are missing
        with pytest.raises(TableRefused) as refused:
            read(blank(ACTIVITIES), f"a.{blank.__name__[6:]}")
        assert [mistake.line for mistake in refused.value.mistakes] == [0]


@pytest.mark.parametrize("by", ["table", "page"])
def test_an_activity_goes_on_serving_what_an_assessment_takes_it_as_the_proof_of(memorandum, by):
    read(as_csv([HEAD, CONCERT]).encode(), "a.csv").write()
    concert = Activity.objects.get()
    publisher = desk_of("publishers")
    third = memorandum.commitments.get(number=3)
    words = {"reason_kk": "Концерт өтті", "proof_activity": concert.pk}
    found = {"commitment": third.pk, "implementation": "limited", "assessed_on": "2020-05-04", **words}
    assert publisher.post(reverse("admin:activities_assessment_add"), found).status_code == 302
    told = "An assessment of “KZ-RU-1-3” has this activity as its proof: it must go on serving it."
    if by == "table":
        line = [f"activity-{concert.pk}", "KZ-RU-1-1"]
        assert mistakes(read, [["activity", "commitments"], line]) == [(2, "commitments", told)]
    else:
        publisher.cookies["django_language"] = "en"
        address = reverse("admin:activities_activity_change", args=(concert.pk,))
        form = publisher.get(address).context["adminform"].form
        sent = {name: value for name, value in form.initial.items() if value not in (None, "")}
        sent |= {"commitments": [memorandum.commitments.get(number=1).pk], "organisers": [], "proof_passages": []}
        page = publisher.post(address, sent | {"started_from": concert.history.first().pk})
        assert page.context["adminform"].form.errors["commitments"] == [told]
    still = read(as_csv([["activity", "commitments"], [f"activity-{concert.pk}", "KZ-RU-1-3"]]).encode(), "a.csv")
    assert still.changed


def test_only_publishers_take_in_what_was_done_about_a_published_agreement(memorandum):
    assert saved(desk_of("editors"), [HEAD, CONCERT]) == 403
    assert not Activity.objects.exists()
    publisher = desk_of("publishers")
    assert saved(publisher, [HEAD, CONCERT]) == 302
    concert = Activity.objects.get()
    assert concert.history.first().history_user.username == "publishers"
    assert {each.commitment.number for each in concert.history.first().commitments.all()} == {1, 3}


def test_an_editor_neither_changes_a_public_activity_nor_makes_one_public(memorandum):
    commitment = agreed("Меморандум")
    inside = [*CONCERT[:6], f"draft-{commitment.agreement_id}-1", "", ""]
    editor = desk_of("editors")
    assert saved(editor, [HEAD, inside]) == 302
    concert = Activity.objects.get()
    mark = f"activity-{concert.pk}"
    assert saved(editor, [["activity", "commitments"], [mark, "KZ-RU-1-1"]]) == 403
    concert.commitments.add(memorandum.commitments.get(number=1))
    assert saved(editor, [["activity", "place_ru"], [mark, "Алматы"]]) == 403
    assert saved(editor, [["activity", "commitments"], [mark, f"draft-{commitment.agreement_id}-1"]]) == 403
    concert.refresh_from_db()
    assert concert.place_ru == "Астана"


def test_a_long_table_asks_the_tables_of_the_registry_as_often_as_a_short_one(memorandum):
    lines = [[*CONCERT[:1], f"Концерт {number}", *CONCERT[2:]] for number in range(60)]
    read(as_csv([HEAD, *lines]).encode(), "a.csv").write()
    changed = [[*line[:5], "Алматы", *line[6:]] for line in lines]
    raw = as_csv([HEAD, *changed]).encode()
    with CaptureQueriesContext(connection) as asked:
        assert len(read(raw, "a.csv").changed) == 60
    assert sum(" FROM " in query["sql"] for query in asked) <= 8
