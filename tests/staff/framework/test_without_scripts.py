"""The desk without scripts: rows are added and records are found by buttons, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, AgreementParty, Commitment, CooperationArea
from parties.models import Party
from tests.support.desk.editing import ADD_PAGE, commit, desk_of, errors_of, filled, new_row, page_of, save

pytestmark = pytest.mark.django_db

NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
TYPED = {"title_kk": "Көрмелер туралы хаттама", "type": "protocol", "level": "mixed", "term_months": "көп"}


def opened(client: Client) -> dict[str, object]:
    """A new agreement's page as it would be sent, with something typed on it."""
    return filled(client.get(reverse(ADD_PAGE))) | TYPED


def post(client: Client, data: dict[str, object]):
    return client.post(reverse(ADD_PAGE), data)


def looking(name: str, words: str = "", offered: str = "", chosen: object = ()) -> dict[str, object]:
    """What the controls of a choice send."""
    return {f"{name}.find": words, f"{name}.offered": offered, f"{name}.chosen": chosen}


def told(response, name: str) -> str:
    found = re.search(rf'id="id_{name}_told">(.*?)</p>', response.content.decode())
    return found[1] if found else ""


def offered(response, name: str) -> dict[str, str]:
    controls = re.findall(
        rf'name="{name}\.chosen" value="([^"]*)"( checked)?> ([^<]*)</label>', response.content.decode()
    )
    return {label: "chosen" if checked else "offered" for _key, checked, label in controls}


@pytest.fixture
def house(russia) -> Party:
    return Party.objects.create(slug="opera-house", kind="cultural_institution", country="RU", name_kk="Опера үйі")


def test_a_row_is_added_with_nothing_saved_nothing_checked_and_nothing_lost(editor, agreement):
    response = post(editor, opened(editor) | {"_add_row": "commitments", "_save": ""})
    assert response.status_code == 200
    assert errors_of(response) == ""
    shown = filled(response)
    assert {name: shown[name] for name in TYPED} == TYPED
    assert (shown["commitments-TOTAL_FORMS"], shown["commitments-0-recurrence"]) == ("1", "not_stated")
    assert re.search(r'<input[^>]*name="commitments-0-number"[^>]*autofocus', response.content.decode())
    again = post(editor, shown | {"commitments-0-text_kk": "Көрмелер өткізеді", "_add_row": "commitments"})
    shown = filled(again)
    assert (shown["commitments-0-text_kk"], shown["commitments-TOTAL_FORMS"]) == ("Көрмелер өткізеді", "2")
    assert Agreement.objects.count() == 1


def test_an_agreement_is_entered_with_nothing_but_buttons(editor, kazakhstan, russia, dance):
    shown = opened(editor) | {"term_months": ""}
    for part in ("agreement_parties", "agreement_parties", "sources", "commitments"):
        shown = filled(post(editor, shown | {"_add_row": part}))
    shown |= {"sources-0-kind": "press_report", "sources-0-title_kk": "Хабарлама", "sources-0-language": "kk"}
    shown |= {"sources-0-text": "Тараптар гастрольдер өткізеді.", "commitments-0-quoted": "гастрольдер өткізеді"}
    shown |= {"commitments-0-text_kk": "Гастроль", "commitments-0-modality": "agreed", "commitments-0-bearer": "both"}
    shown |= {"agreement_parties-0-side": "1", "agreement_parties-1-side": "2"}
    shown |= looking("agreement_parties-0-party", "ministry") | looking("agreement_parties-1-party", "МУЗЫКА ҮЙІ")
    response = post(editor, shown | looking("commitments-0-areas", "dance") | {"_continue": ""})
    assert response.status_code == 302, errors_of(response)
    record = Agreement.objects.get()
    assert [row.party for row in record.agreement_parties.order_by("side")] == [kazakhstan, russia]
    assert record.commitments.get().areas.get() == dance
    assert record.commitments.get().passages.get().exact == "гастрольдер өткізеді"


def test_rows_can_be_added_on_every_page_that_has_them_and_only_without_scripts(agreement, kazakhstan, dance):
    publisher = desk_of("publishers")
    pages = [
        page_of(agreement),
        reverse("admin:parties_party_change", args=(kazakhstan.pk,)),
        reverse("admin:parties_official_add"),
        reverse("admin:parties_post_add"),
        reverse("admin:agreements_cooperationarea_change", args=(dance.pk,)),
        reverse("admin:activities_activity_add"),
        reverse("admin:activities_assessment_add"),
    ]
    for address in pages:
        response = publisher.get(address)
        html = response.content.decode()
        parts = [inline.formset.prefix for inline in response.context["inline_admin_formsets"]]
        assert re.findall(r'name="_add_row" value="(\w+)"', html) == parts
        choices = set(re.findall(r'<select name="([^"]+)"[^>]*admin-autocomplete', html))
        assert {f"{name}.find" for name in choices if "__prefix__" not in name} == set(
            re.findall(r'name="([^"]+\.find)"', html)
        )
        assert not re.search(r"_add_row|_find|_enter|\.offered|\.chosen", NOSCRIPT.sub("", html))


def test_words_find_one_several_the_nearest_or_nothing(editor, kazakhstan, russia, house):
    shown = filled(post(editor, opened(editor) | {"_add_row": "agreement_parties"}))
    name = "agreement_parties-0-party"

    def find(words: str):
        return post(editor, shown | looking(name, words) | {"_find": name})

    assert offered(find("үйі"), name) == {"Музыка үйі": "offered", "Опера үйі": "offered"}
    assert offered(find("министр"), name) == {"Министрлік": "chosen"}
    assert list(offered(find("Музыкалык уйы"), name)) == ["Музыка үйі"]
    assert len(offered(find(""), name)) == 3
    nothing = find("Жоқ")
    assert offered(nothing, name) == {}
    assert "Жоқ" in told(nothing, name)
    assert f'id="id_{name}_find"' in re.search(r"<input[^>]*autofocus[^>]*>", nothing.content.decode())[0]


def test_an_activity_finds_the_commitments_it_serves(editor, agreement):
    address = reverse("admin:activities_activity_add")
    shown = filled(editor.get(address)) | {"title_kk": "Гастроль", "kind": "tour", "state": "planned", "_save": ""}
    of_its_agreement = editor.post(address, shown | looking("commitments", "меморандум"))
    assert list(offered(of_its_agreement, "commitments").values()) == ["chosen"]
    assert editor.post(address, shown | looking("commitments", "1-міндеттеме")).status_code == 302
    assert agreement.commitments.get().activities.get().title_kk == "Гастроль"


def test_only_a_record_of_exactly_that_name_is_saved_unseen(editor, agreement, house):
    name = "agreement_parties-1-party"
    data = filled(editor.get(page_of(agreement)))
    for words in ("үйі", "опера", "Оперы"):
        response = save(editor, agreement, data | looking(name, words) | {"_save": ""})
        assert response.status_code == 200
        assert response.context["open_places"][0][2] == response.context["unfinished"].found[name].told()
        assert not agreement.agreement_parties.filter(party=house).exists()
    assert save(editor, agreement, data | looking(name, "опера ҮЙІ") | {"_save": ""}).status_code == 302
    assert agreement.agreement_parties.filter(party=house).exists()


def test_enter_finds_what_was_typed_and_saves_where_there_is_nothing_to_find(editor, agreement, house):
    name = "agreement_parties-1-party"
    data = filled(editor.get(page_of(agreement)))
    response = save(editor, agreement, data | looking(name, "Опера үйі") | {"_enter": "1"})
    assert offered(response, name) == {"Опера үйі": "chosen"}
    assert not agreement.agreement_parties.filter(party=house).exists()
    assert save(editor, agreement, data | looking(name, chosen=house.pk) | {"_enter": "1"}).status_code == 302
    assert agreement.agreement_parties.filter(party=house).exists()


def test_ticks_add_and_take_away_and_what_is_offered_stays_until_it_is_chosen(editor, agreement, dance):
    music, film = (
        CooperationArea.objects.create(code=code, facet="domain", label_kk=label, definition_kk=label)
        for code, label in (("music", "Музыка"), ("film", "Кино"))
    )
    name = "commitments-0-areas"
    data = filled(editor.get(page_of(agreement)))
    response = save(editor, agreement, data | looking(name, "film", chosen=dance.pk) | {"_find": name})
    assert set(offered(response, name).values()) == {"chosen"}
    kept = looking(name, offered=f"{music.pk},{film.pk},0,nonsense", chosen=[film.pk])
    response = save(editor, agreement, data | kept | {"_add_row": "commitments"})
    assert sorted(offered(response, name).values()) == ["chosen", "offered"]
    assert save(editor, agreement, data | kept).status_code == 302
    assert Commitment.objects.get().areas.get() == film
    assert "areas" in errors_of(save(editor, agreement, filled(editor.get(page_of(agreement))) | looking(name)))


def test_many_open_choices_cost_no_more_queries_than_one(
    editor,
    agreement,
    dance,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    for number in range(2, 12):
        commit(agreement, dance, number)
    data = filled(editor.get(page_of(agreement))) | {"_add_row": "commitments"}
    with django_assert_max_num_queries(70) as asked:
        save(editor, agreement, data | looking("commitments-0-areas", offered=str(dance.pk)))
    for row in range(11):
        data |= looking(f"commitments-{row}-areas", offered=str(dance.pk))
    with django_assert_num_queries(len(asked)):
        save(editor, agreement, data)


def test_a_row_added_over_anothers_changes_tells_of_them(editor, agreement, house):
    data = filled(editor.get(page_of(agreement)))
    others = filled(editor.get(page_of(agreement)))
    new_row(others, "agreement_parties", side="2", party=house.pk, role="party")
    assert save(desk_of("publishers"), agreement, others | {"summary_kk": "Бірінші"}).status_code == 302
    row = new_row(data, "agreement_parties", side="1", role="party")
    data |= looking(f"{row}-party", "үйі") | {"_find": f"{row}-party", "_add_row": "commitments"}
    response = save(editor, agreement, data)
    assert response.context["collision"].notes["summary_kk"].kind == "taken"
    assert len(offered(response, "agreement_parties-3-party")) == 2
    assert filled(response)["commitments-TOTAL_FORMS"] == "2"
    assert save(editor, agreement, filled(response) | looking("agreement_parties-3-party")).status_code == 200


def test_a_chosen_file_that_the_page_loses_is_named_in_its_row(editor):
    shown = filled(post(editor, opened(editor) | {"_add_row": "sources"}))
    file = SimpleUploadedFile("memo.pdf", b"%PDF-1.4", content_type="application/pdf")
    response = post(editor, shown | {"sources-0-document": file, "_add_row": "events"})
    assert "memo.pdf" in errors_of(response)


def test_who_may_not_see_parties_finds_none_and_other_fields_find_nothing(agreement):
    person = User.objects.create_user("only", is_staff=True)
    names = ("add_agreement", "add_agreementparty")
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(person)
    shown = filled(post(client, opened(client) | {"_add_row": "agreement_parties"}))
    name = "agreement_parties-0-party"
    response = post(client, shown | looking(name, "Министрлік") | {"_find": name})
    assert "Министрлік" not in offered(response, name)
    for strange in ("agreement_parties-0-agreement", "nonsense-0-party", "--", "type", f"{name}\0"):
        assert post(client, shown | looking(strange, "\0Министрлік") | {"_find": strange}).status_code == 200
    assert post(client, shown | looking(name, chosen="nonsense")).status_code == 400
    assert AgreementParty.objects.count() == 2


def test_evidence_for_saved_parties_is_added_too(editor, agreement):
    shown = filled(save(editor, agreement, filled(editor.get(page_of(agreement))) | {"_add_row": "party_evidence"}))
    party = agreement.agreement_parties.first()
    shown |= {"party_evidence-0-agreement_party": party.pk, "party_evidence-0-field": "signatory"}
    assert save(editor, agreement, shown | {"party_evidence-0-quoted": "Тараптар гастрольдер"}).status_code == 302
    assert party.evidence.get().passage.exact == "Тараптар гастрольдер"
