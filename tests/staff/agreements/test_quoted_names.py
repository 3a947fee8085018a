"""Words quoted in the row of a party are evidence for its name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import Agreement, PartyEvidence
from tests.support.desk.editing import TEXT, desk_of, errors_of, filled, new_row, page_errors, page_of, publish, save
from tests.support.factories import PartyFactory

pytestmark = pytest.mark.django_db


def test_words_quoted_for_a_new_party_become_evidence_for_its_name(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    row = new_row(data, "agreement_parties", side="2", party=PartyFactory().pk, role="party", name_kk="Тараптар")
    assert row == "agreement_parties-2"
    second = TEXT.rindex("Тараптар")
    data |= {f"{row}-quoted": "Тараптар", f"{row}-quoted_from": "1", f"{row}-quoted_place": f"sources-0@{second}"}
    response = save(editor, agreement, data)
    assert response.status_code == 302, errors_of(response)
    evidence = PartyEvidence.objects.get()
    assert (evidence.agreement_party.name_kk, evidence.field) == ("Тараптар", "name")
    assert (evidence.passage.start, evidence.passage.marked_by.username) == (second, "editors")


def test_a_party_and_the_source_that_names_it_are_entered_at_once(editor, kazakhstan):
    data = filled(editor.get(reverse("admin:agreements_agreement_add")))
    data |= {"title_kk": "Меморандум", "type": "memorandum", "level": "mixed"}
    new_row(data, "agreement_parties", side="1", party=kazakhstan.pk, role="party", quoted="Мәдениет министрлігі")
    text = "Мәдениет министрлігі қол қойды."
    new_row(data, "sources", kind="press_report", number="1", language="kk", title_kk="Хабар", text=text)
    response = editor.post(reverse("admin:agreements_agreement_add"), data)
    assert response.status_code == 302, errors_of(response)
    evidence = Agreement.objects.get().agreement_parties.get().evidence.get()
    assert evidence.passage.exact == "Мәдениет министрлігі"


def test_words_quoted_again_for_a_party_are_kept_once(editor, agreement):
    for _time in range(2):
        data = filled(editor.get(page_of(agreement))) | {"agreement_parties-0-quoted": "музыка"}
        assert save(editor, agreement, data).status_code == 302
    assert PartyEvidence.objects.get().agreement_party == agreement.agreement_parties.first()


def test_words_for_a_party_that_stand_nowhere_are_refused_and_kept_in_their_field(editor, agreement):
    data = filled(editor.get(page_of(agreement))) | {"agreement_parties-0-quoted": "жоқ сөздер"}
    response = save(editor, agreement, data)
    assert "agreement_parties-0" in page_errors(response, "quoted")
    assert "жоқ сөздер" in response.content.decode()
    assert not PartyEvidence.objects.exists()


def test_who_may_only_read_gets_no_fields_to_type_in(editor, agreement):
    publish(agreement)
    for client in (editor, desk_of("auditors")):
        page = client.get(page_of(agreement)).content.decode()
        for field in ("quoted", "document", "without_document", "text_corrected"):
            assert f"field-{field}" not in page
