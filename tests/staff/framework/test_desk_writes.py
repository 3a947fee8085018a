"""Every address of the desk that writes, asked to write without a surrounding transaction, as a server asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import Agreement, AgreementParty, AreaLink, CooperationArea, ReviewComment
from agreements.publication.peer_review import CHANGED_IN_PUBLIC, waiting_mark
from agreements.versions.queries import newest_versions
from import_export.record_export.document import as_json, document_of
from parties.models import Official, Party, PartyIdentifier, PartyName, Post, Succession
from staff.agreements.agreement import AgreementAdmin
from staff.transactions import CONTRADICTION
from tests.support.desk.addresses import TABLE
from tests.support.desk.editing import ADD_PAGE, filled, new_row, page_of
from tests.support.desk.sign_in import code_of
from tests.support.desk.writes import PASSWORD, Desk
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    AgreementFactory,
    AreaFactory,
    CommitmentFactory,
    OfficialFactory,
    PartyFactory,
    PostFactory,
    SourceFactory,
    agreement_between,
    publish,
)
from tests.support.tables import as_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[["Desk"], None]


pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.database]

#: What writes at each address that can write.
WRITES: dict[str, Write] = {}
#: Addresses at which nothing is written, whoever posts whatever there, by how their names end.
ONLY_READ = (
    "index", "app_list", "password_change_done", "jsi18n", "autocomplete", "view_on_site", "(?P<url>.*)$",
    "_redirect", "_history", "_download", "_blank_table", "_row_fields",
    "_row_fields_of_new", "agreement_changes", "agreement_record", "_source_document",
    "_area_suggestions", "_agreement_duplicates",
)  # fmt: skip
#: Rows that are edited on the page of their record; at their own addresses they are read.
ROWS = (
    "commitment", "passage", "partyevidence", "publicationmove", "agreementparty", "source", "event", "statement",
    "agreementevidence", "authenticlanguage", "relation",
)  # fmt: skip


def writes(*names: str) -> Callable[[Write], Write]:
    def entered(write: Write) -> Write:
        WRITES.update(dict.fromkeys(names, write))
        return write

    return entered


def a_draft() -> Agreement:
    """A draft that can be published."""
    agreement = agreement_between(PartyFactory(), PartyFactory(country="RU"))
    SourceFactory(agreement=agreement)
    area = CooperationArea.objects.filter(code="music").first() or AreaFactory()
    CommitmentFactory(agreement=agreement, areas=[area])
    return agreement


@writes("agreements_agreement_publication")
def publication(desk: Desk) -> None:
    agreement = a_draft()
    for to in ("in_review", "draft", "in_review", "published", "withdrawn", "in_review"):
        seen = newest_versions(agreement.pk)
        desk.does("agreements_agreement_publication", agreement.pk, to=to, seen=seen, note="Тексерілді")
        agreement.refresh_from_db()
        assert agreement.status == to
    assert agreement.moves.count() == 6


@writes("agreements_agreement_comment", "agreements_agreement_comment_resolved")
def comments(desk: Desk) -> None:
    agreement = a_draft()
    desk.does("agreements_agreement_comment", agreement.pk, place="title", text="Орысша атауы керек.")
    comment = agreement.review_comments.get()
    desk.does("agreements_agreement_comment_resolved", agreement.pk, comment.pk)
    comment.refresh_from_db()
    assert comment.resolved_by == desk.user


@writes("agreements_agreement_looked_at")
def confirmed_change(desk: Desk) -> None:
    agreement, colleague = publish(a_draft()), User.objects.create_user("dana")
    change = ReviewComment.objects.create(
        agreement=agreement,
        place=CHANGED_IN_PUBLIC,
        text=CHANGED_IN_PUBLIC,
        written_by=colleague,
        written_at=SOME_MOMENT,
    )
    desk.does("agreements_agreement_looked_at", agreement.pk, seen=waiting_mark(agreement))
    change.refresh_from_db()
    assert change.resolved_by == desk.user


@writes("agreements_agreement_version")
def restored_version(desk: Desk) -> None:
    agreement = a_draft()
    first = agreement.history.latest()
    desk.changes(agreement, title_kk="Басқа атау")
    desk.does("agreements_agreement_version", agreement.pk, "agreement", first.history_id)
    agreement.refresh_from_db()
    assert agreement.title_kk == first.title_kk


@writes("agreements_agreement_add")
def new_agreement(desk: Desk) -> None:
    data = filled(desk.get(reverse(ADD_PAGE))) | {"title_kk": "Жаңа бағдарлама", "type": "programme", "level": "mixed"}
    new_row(data, "agreement_parties", side="1", role="party", party=PartyFactory().pk)
    new_row(data, "sources", number="1", kind="press_report", title_kk="Хабар", language="kk", text="Екі жақ келісті.")
    new_row(data, "events", kind="signed", date="07.11.2016")
    desk.does("agreements_agreement_add", **data)
    assert Agreement.objects.get(title_kk="Жаңа бағдарлама").events.get().date == "2016-11-07"


@writes("agreements_agreement_change")
def changed_agreement(desk: Desk) -> None:
    agreement = a_draft()
    desk.changes(agreement, summary_kk="Қысқаша мазмұны")
    page = page_of(agreement)
    data = filled(desk.get(page))
    number = new_row(data, "events", kind="signed", date="2016-11").rpartition("-")[2]
    desk.post(page, data | {"commitments-0-text_kk": "Гастрольдер", f"events-{number}-place_kk": "Астана"})
    assert (agreement.commitments.get().text_kk, agreement.events.get().place_kk) == ("Гастрольдер", "Астана")
    stale = desk.post(page, data | {"summary_kk": "Кеш қалған", "started_from": "1"})
    assert stale.status_code == 200  # somebody else's change is laid beside it, under a lock


@writes("agreements_agreement_delete")
def deleted_agreement(desk: Desk) -> None:
    desk.deletes(AgreementFactory())


@writes("agreements_agreement_changelist")
def agreements_deleted_from_the_list(desk: Desk) -> None:
    desk.deletes_from_list(AgreementFactory())


@writes("agreements_agreement_import_record")
def imported_record(desk: Desk) -> None:
    document = document_of(a_draft())
    document["agreement"]["title"]["kk"] = "Файлдан келген меморандум"
    desk.imports(as_json(document).encode(), "record.json", "agreements_agreement_import_record")
    assert Agreement.objects.filter(title_kk="Файлдан келген меморандум").exists()


@writes("agreements_agreement_import_table")
def imported_parties(desk: Desk) -> None:
    table = [["slug", "kind", "country", "name_kk"], ["kazakh-opera", "cultural_institution", "KZ", "Опера театры"]]
    desk.imports(as_csv(table).encode(), "parties.csv", "agreements_agreement_import_table", "parties")
    assert Party.objects.get(name_kk="Опера театры").country == "KZ"


@writes("agreements_cooperationarea_import_table")
def imported_areas(desk: Desk) -> None:
    table = [["code", "facet", "label_kk", "definition_kk"], ["puppetry", "domain", "Қуыршақ театры", "Қуыршақ өнері"]]
    desk.imports(as_csv(table).encode(), "areas.csv", "agreements_cooperationarea_import_table")
    assert CooperationArea.objects.get(code="puppetry").label_kk == "Қуыршақ театры"


@writes("activities_activity_import_table")
def imported_activities(desk: Desk) -> None:
    commitment = a_draft().commitments.get()
    mark = f"draft-{commitment.agreement_id}-1"
    head = ["activity", "title_kk", "kind", "state", "date", "commitments"]
    table = [head, ["", "Кестеден", "tour", "held", "2017-05", mark]]
    desk.imports(as_csv(table).encode(), "activities.csv", "activities_activity_import_table")
    assert commitment.activities.get().title_kk == "Кестеден"


@writes("parties_party_add", "parties_official_add", "parties_post_add", "agreements_cooperationarea_add")
def new_records(desk: Desk) -> None:
    new = {
        "parties_party_add": {"name_kk": "Филармония", "kind": "cultural_institution", "country": "HU"},
        "parties_official_add": {"name_kk": "Дана Сапарова"},
        "parties_post_add": {"official": OfficialFactory().pk, "party": PartyFactory().pk, "title_kk": "директор"},
        "agreements_cooperationarea_add": {
            "code": "circus", "facet": "domain", "label_kk": "Цирк", "definition_kk": "Цирк өнері",
        },
    }  # fmt: skip
    for name, fields in new.items():
        desk.does(name, **(filled(desk.get(desk.at(name))) | fields))
    assert Party.objects.filter(name_kk="Филармония").exists()
    assert Official.objects.filter(name_kk="Дана Сапарова").exists()
    assert Post.objects.filter(title_kk="директор").exists()
    assert CooperationArea.objects.filter(code="circus").exists()


@writes("activities_activity_add", "activities_assessment_add")
def what_was_done(desk: Desk) -> None:
    commitment = publish(a_draft()).commitments.get()
    tour = {"title_kk": "Гастроль", "kind": "tour", "state": "held", "commitments": [commitment.pk]}
    desk.does("activities_activity_add", **tour)
    activity = commitment.activities.get()
    finding = {
        "commitment": commitment.pk, "implementation": "limited", "assessed_on": "2020-05-04", "reason_kk": "Өтті",
        "proof_activity": activity.pk,
    }  # fmt: skip
    desk.does("activities_assessment_add", **finding)
    commitment.refresh_from_db()
    assert commitment.implementation == "limited"


@writes("parties_party_change", "parties_official_change", "parties_post_change")
def changed_parties(desk: Desk) -> None:
    desk.changes(PartyFactory(), name_en="Philharmonic")
    desk.changes(OfficialFactory(), name_en="Dana Saparova")
    desk.changes(PostFactory(), title_en="director")


@writes("agreements_cooperationarea_change", "activities_activity_change")
def changed_area_and_activity(desk: Desk) -> None:
    desk.changes(AreaFactory(code="crafts"), label_en="Crafts")
    tour = ActivityFactory()
    tour.commitments.add(a_draft().commitments.get())
    desk.changes(tour, title_en="Tour in Astana")


@writes("parties_party_delete", "parties_official_delete", "parties_post_delete", "parties_partyname_delete",
        "parties_partyidentifier_delete", "parties_succession_delete")  # fmt: skip
def deleted_parties(desk: Desk) -> None:
    old, new = PartyFactory(), PartyFactory()
    desk.deletes(PartyName.objects.create(party=old, name_kk="Бұрынғы атау"))
    desk.deletes(PartyIdentifier.objects.create(party=old, scheme="wikidata", value="Q1"))
    desk.deletes(Succession.objects.create(predecessor=old, successor=new))
    for record in (PostFactory(), OfficialFactory(), new):
        desk.deletes(record)


@writes("agreements_cooperationarea_delete", "agreements_arealink_delete", "activities_activity_delete")
def deleted_areas_and_activities(desk: Desk) -> None:
    area = AreaFactory(code="weaving")
    scheme = AreaLink._meta.get_field("scheme").choices[0][0]
    desk.deletes(AreaLink.objects.create(area=area, scheme=scheme, value="1"))
    desk.deletes(area)
    desk.deletes(ActivityFactory())


@writes("parties_party_changelist", "parties_official_changelist", "parties_post_changelist",
        "parties_partyname_changelist", "parties_partyidentifier_changelist", "parties_succession_changelist",
        "agreements_cooperationarea_changelist", "agreements_arealink_changelist",
        "activities_activity_changelist")  # fmt: skip
def deleted_from_lists(desk: Desk) -> None:
    old, new, area = PartyFactory(), PartyFactory(), AreaFactory(code="puppets")
    scheme = AreaLink._meta.get_field("scheme").choices[0][0]
    for record in (
        PartyName.objects.create(party=old, name_kk="Бұрынғы атау"),
        PartyIdentifier.objects.create(party=old, scheme="wikidata", value="Q2"),
        Succession.objects.create(predecessor=old, successor=new),
        AreaLink.objects.create(area=area, scheme=scheme, value="2"),
        *(PostFactory(), OfficialFactory(), ActivityFactory(), area, new),
    ):
        desk.deletes_from_list(record)


@writes("auth_user_add", "auth_user_change", "auth_user_password_change", "auth_user_changelist", "auth_user_delete")
def accounts(desk: Desk) -> None:
    password = {"password1": "Ұзақ құпия сөз 7", "password2": "Ұзақ құпия сөз 7", "usable_password": "true"}
    desk.does("auth_user_add", username="zarina", **password)
    zarina = User.objects.get(username="zarina")
    page = filled(desk.get(desk.at("auth_user_change", zarina.pk)))
    desk.does("auth_user_change", zarina.pk, **(page | {"first_name": "Зарина", "is_staff": "on"}))
    desk.does("auth_user_password_change", zarina.pk, **password)
    TOTPDevice.objects.create(user=zarina, name="phone")
    desk.does("auth_user_changelist", action="forget_second_factor", _selected_action=[zarina.pk])
    zarina.refresh_from_db()
    assert (zarina.first_name, zarina.totpdevice_set.exists()) == ("Зарина", False)
    desk.deletes(zarina)


@writes("auth_group_add", "auth_group_change", "auth_group_changelist", "auth_group_delete")
def groups(desk: Desk) -> None:
    desk.does("auth_group_add", name="translators")
    group = Group.objects.get(name="translators")
    page = filled(desk.get(desk.at("auth_group_change", group.pk)))
    desk.does("auth_group_change", group.pk, **(page | {"name": "interpreters"}))
    desk.deletes(Group.objects.get(name="interpreters"))
    desk.deletes_from_list(Group.objects.create(name="guests"))


@writes("second_factor")
def second_factor(desk: Desk) -> None:
    desk.get(desk.at("second_factor"))
    phone = TOTPDevice.objects.get(user=desk.user)
    assert desk.post(desk.at("second_factor"), {"code": code_of(phone)}).status_code == 200  # ten codes are shown
    assert StaticDevice.objects.get(user=desk.user).token_set.count() == 10


@writes("login")
def signing_in(desk: Desk) -> None:
    stranger = Client()
    for password in ("wrong", PASSWORD):
        answer = stranger.post(desk.at("login"), {"username": "root", "password": password, "next": desk.at("index")})
    assert answer.status_code == 302
    desk.user.refresh_from_db()
    assert desk.user.last_login is not None
    stranger.post(desk.at("login"), {"username": "nobody", "password": "wrong"})
    assert AccessAttempt.objects.filter(username="nobody").exists()


@writes("password_change", "logout")
def ones_own_account(desk: Desk) -> None:
    new = "Ұзақ құпия сөз 8"
    desk.does("password_change", old_password=PASSWORD, new_password1=new, new_password2=new)
    desk.user.refresh_from_db()
    assert desk.user.check_password(new)
    assert desk.post(desk.at("logout")).status_code in {200, 302}
    assert desk.get(desk.at("index")).status_code == 302
    desk.force_login(desk.user)


def only_reads(name: str) -> bool:
    model, _underscore, page = name.removeprefix("agreements_").partition("_")
    is_row = name.startswith("agreements_") and model in ROWS and page in {"add", "change", "delete", "changelist"}
    of_a_record = ("parties_partyname_", "parties_partyidentifier_", "parties_succession_", "agreements_arealink_")
    is_row |= name.startswith(of_a_record) and name.endswith(("_add", "_change"))
    is_final = name in {
        "activities_assessment_change",
        "activities_assessment_delete",
        "activities_assessment_changelist",
    }
    return is_row or is_final or name.endswith(ONLY_READ)


def test_every_address_of_the_desk_writes_in_this_test_or_only_reads():
    by_writing = {name for name in TABLE if not only_reads(name)}
    assert by_writing == WRITES.keys(), by_writing ^ WRITES.keys()


@pytest.mark.parametrize("write", dict.fromkeys(WRITES.values()), ids=lambda write: write.__name__)
def test_what_the_desk_writes_needs_no_surrounding_transaction(write, settings):
    settings.FOUR_EYES = False  # one person plays all of them
    write(Desk())


def test_what_fails_after_a_move_undoes_the_move_as_well(monkeypatch):
    agreement, desk = a_draft(), Desk()
    desk.raise_request_exception = False
    monkeypatch.setattr("staff.agreements.agreement.messages.success", lambda *_args: 1 / 0)
    seen = newest_versions(agreement.pk)
    response = desk.post(desk.at("agreements_agreement_publication", agreement.pk), {"to": "in_review", "seen": seen})
    agreement.refresh_from_db()
    assert (response.status_code, agreement.status, agreement.moves.count()) == (500, "draft", 0)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_rule_that_is_checked_at_the_end_gives_back_what_was_typed(monkeypatch, settings, language):
    agreement, desk = a_draft(), Desk()
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    saved = AgreementAdmin.save_related

    def party_gone(*args: object) -> None:
        """Somebody deleted a party that this page had just read."""
        saved(*args)
        AgreementParty.objects.filter(agreement=agreement, side=1).update(party_id=PartyFactory().pk + 1000)

    monkeypatch.setattr(AgreementAdmin, "save_related", party_gone)
    page = page_of(agreement)
    response = desk.post(page, filled(desk.get(page)) | {"summary_kk": "Ұзақ терілген түйін"})
    with translation.override(language):
        assert gettext(str(CONTRADICTION.text)) in response.content.decode()
    assert response.status_code == 409
    assert "Ұзақ терілген түйін" in response.content.decode()
    agreement.refresh_from_db()
    assert not agreement.summary_kk


def test_a_lock_that_was_waited_for_in_vain_gives_back_what_was_typed(monkeypatch):
    agreement, desk = a_draft(), Desk()

    def locked(*_args: object, **_fields: object) -> None:
        raise OperationalError("database is locked")

    desk.raise_request_exception = False
    monkeypatch.setattr("staff.review.comments.ReviewComment.objects.create", locked)
    comment = {"place": "title", "text": "Орысша атауы керек."}
    response = desk.post(desk.at("agreements_agreement_comment", agreement.pk), comment)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert 'name="text" value="Орысша атауы керек."' in response.content.decode()


def test_passwords_are_not_given_back(monkeypatch):
    desk = Desk()
    desk.raise_request_exception = False

    def locked(*_args: object, **_options: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(User, "save", locked)
    new = {"old_password": PASSWORD, "new_password1": "Ұзақ құпия сөз 8", "new_password2": "Ұзақ құпия сөз 8"}
    response = desk.post(desk.at("password_change"), new)
    assert response.status_code == 503
    assert PASSWORD not in response.content.decode()
    assert "Ұзақ құпия сөз" not in response.content.decode()
