"""The page on which an agreement and all that belongs to it is edited."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    Commitment,
    Event,
    PartyEvidence,
    Passage,
    Source,
)
from parties.models import Party, PartyName
from tests.support.desk.editing import (
    ADD_PAGE,
    TEXT,
    commit,
    desk_of,
    errors_of,
    filled,
    new_row,
    page_errors,
    page_of,
    publish,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_saving_without_a_change_changes_nothing_but_the_history(editor, agreement):
    before = {model: list(model.objects.values()) for model in (Agreement, Source, Commitment, AgreementParty)}
    response = save(editor, agreement, filled(editor.get(page_of(agreement))))
    assert response.status_code == 302
    assert {model: list(model.objects.values()) for model in before} == before
    assert Source.history.count() == 1


def test_quoted_words_become_a_passage_marked_by_the_editor(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    data["commitments-0-quoted"] = "Тараптар гастрольдер өткізеді."
    assert save(editor, agreement, data).status_code == 302
    passage = agreement.commitments.get().passages.get()
    assert TEXT[passage.start : passage.end] == passage.exact == "Тараптар гастрольдер өткізеді."
    assert passage.marked_by.username == "editors"


def test_words_over_two_lines_are_located_although_browsers_send_other_line_ends(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    data["commitments-0-quoted"] = "ынтымақтасады.\r\nТараптар"
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().passages.get().exact == "ынтымақтасады.\nТараптар"


def test_words_that_stand_nowhere_are_refused_and_nothing_typed_is_lost(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    data |= {"commitments-0-quoted": "Тараптар тауға шығады", "summary_kk": "Жаңа түйін"}
    response = save(editor, agreement, data)
    assert "Тараптар тауға шығады" in errors_of(response)
    page = response.content.decode()
    assert page.count("Тараптар тауға шығады") >= 2
    assert "Жаңа түйін" in page
    assert not Passage.objects.exists()


def test_words_in_several_places_are_refused_until_the_words_before_tell_them_apart(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    data["commitments-0-quoted"] = "Тараптар"
    assert "2" in errors_of(save(editor, agreement, data))
    data["commitments-0-quoted_after"] = "ынтымақтасады."
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().passages.get().start == TEXT.rindex("Тараптар")


def test_words_of_two_sources_are_told_apart_by_the_number_of_the_source(editor, agreement):
    Source.objects.create(
        agreement=agreement, number=2, kind="translation", title_kk="Қайта басылым", language="kk", text=TEXT
    )
    data = filled(editor.get(page_of(agreement)))
    data["commitments-0-quoted"] = "музыка саласында"
    assert "музыка саласында" in errors_of(save(editor, agreement, data))
    data["commitments-0-quoted_from"] = "2"
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().passages.get().source.number == 2


def test_a_whole_agreement_is_entered_at_once_with_its_source_and_quotes(editor, kazakhstan, russia, dance):
    data = filled(editor.get(reverse(ADD_PAGE)))
    data |= {"title_kk": "Келісім", "type": "agreement", "level": "mixed"}
    new_row(data, "agreement_parties", side="1", party=kazakhstan.pk, role="party")
    new_row(data, "agreement_parties", side="2", party=russia.pk, role="party")
    new_row(data, "sources", kind="press_report", language="kk", title_kk="Хабарлама", text=TEXT)
    common = {"modality": "agreed", "bearer": "both", "recurrence": "not_stated", "areas": [dance.pk]}
    new_row(data, "commitments", text_kk="Бірінші", quoted="музыка саласында", **common)
    new_row(data, "commitments", text_kk="Екінші", quoted="гастрольдер", **common)
    new_row(data, "evidence", field="title", quoted="Тараптар музыка")
    response = editor.post(reverse(ADD_PAGE), data)
    assert response.status_code == 302, errors_of(response)
    agreement = Agreement.objects.get()
    assert [c.number for c in agreement.commitments.order_by("pk")] == [1, 2]
    assert agreement.sources.get().number == 1
    assert agreement.evidence.get().passage.exact == "Тараптар музыка"
    assert sorted(Passage.objects.values_list("exact", flat=True)) == [
        "Тараптар музыка",
        "гастрольдер",
        "музыка саласында",
    ]


def test_an_unticked_passage_is_taken_away_and_the_others_stay(editor, agreement):
    source, commitment = agreement.sources.get(), agreement.commitments.get()
    for start, end in ((0, 8), (9, 15)):
        commitment.passages.create(source=source, start=start, end=end, exact=TEXT[start:end])
    data = filled(editor.get(page_of(agreement)))
    data["commitments-0-passages"] = data["commitments-0-passages"][1:]
    assert save(editor, agreement, data).status_code == 302
    assert [passage.start for passage in commitment.passages.all()] == [9]


def test_evidence_without_words_or_given_twice_is_refused(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "evidence", field="title")
    assert "evidence" in page_errors(save(editor, agreement, data), "quoted")
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "evidence", field="title", quoted="музыка")
    new_row(data, "evidence", field="title", quoted="музыка")
    assert page_errors(save(editor, agreement, data), "quoted")
    assert not AgreementEvidence.objects.exists()


def test_evidence_for_a_party_is_entered_on_the_same_page(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    side = agreement.agreement_parties.first()
    new_row(data, "party_evidence", agreement_party=side.pk, field="name", quoted="музыка")
    assert save(editor, agreement, data).status_code == 302
    assert PartyEvidence.objects.get().agreement_party == side
    data = filled(editor.get(page_of(agreement)))
    data["party_evidence-0-quoted"] = "гастрольдер"
    assert save(editor, agreement, data).status_code == 302
    assert PartyEvidence.objects.get().passage.exact == "гастрольдер"


def test_correcting_a_source_moves_its_passages_along(editor, agreement):
    source, commitment = agreement.sources.get(), agreement.commitments.get()
    commitment.passages.create(source=source, start=9, end=15, exact=TEXT[9:15])
    data = filled(editor.get(page_of(agreement)))
    data["sources-0-text"] = f"Басы. {TEXT}"
    assert save(editor, agreement, data).status_code == 302
    assert commitment.passages.get().start == 15
    data = filled(editor.get(page_of(agreement)))
    data["sources-0-text"] = "Басқа мәтін"
    assert TEXT[9:15] in errors_of(save(editor, agreement, data))


def test_the_spaces_around_the_text_of_a_source_are_kept(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    new_row(
        data, "sources", kind="translation", language="ru", title_kk="Аударма", text="  Стороны \r\n договорились. "
    )
    assert save(editor, agreement, data).status_code == 302
    assert agreement.sources.get(number=2).text == "  Стороны \n договорились. "


def test_a_source_whose_words_are_used_cannot_be_deleted(editor, agreement):
    agreement.commitments.get().passages.create(source=agreement.sources.get(), start=0, end=8, exact=TEXT[:8])
    data = filled(editor.get(page_of(agreement))) | {"sources-0-DELETE": "on"}
    assert errors_of(save(editor, agreement, data))
    assert agreement.sources.exists()


def test_an_empty_name_of_a_party_is_filled_in_every_language_it_has(editor, agreement):
    other = Party.objects.create(slug="union", kind="creative_union", country="RU", name_kk="Одақ", name_ru="Союз")
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "agreement_parties", side="2", party=other.pk, role="party")
    assert save(editor, agreement, data).status_code == 302
    row = agreement.agreement_parties.get(party=other)
    assert (row.name_kk, row.name_ru, row.name_en) == ("Одақ", "Союз", None) or row.name_en == ""


def test_an_empty_name_is_that_of_the_day_of_the_signature(editor, agreement):
    other = Party.objects.create(slug="union", kind="creative_union", country="RU", name_kk="Жаңа одақ")
    PartyName.objects.create(party=other, name_kk="Ескі одақ", used="1990/2017")
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "agreement_parties", side="2", party=other.pk, role="party")
    new_row(data, "events", kind="signed", date="07.11.2016")
    assert save(editor, agreement, data).status_code == 302
    assert agreement.agreement_parties.get(party=other).name_kk == "Ескі одақ"


def test_named_parties_are_given_exactly_where_a_commitment_is_borne_by_them(editor, agreement):
    data = filled(editor.get(page_of(agreement))) | {"commitments-0-bearer": "named"}
    assert page_errors(save(editor, agreement, data), "bearers")
    data["commitments-0-bearers"] = [str(agreement.agreement_parties.first().pk)]
    assert save(editor, agreement, data).status_code == 302
    data = filled(editor.get(page_of(agreement))) | {"commitments-0-bearer": "both"}
    assert page_errors(save(editor, agreement, data), "bearers")


def test_parties_and_accounts_of_another_agreement_cannot_be_chosen(editor, agreement, kazakhstan):
    other = Agreement.objects.create(title_kk="Басқа", type="treaty", level="interstate")
    stranger = AgreementParty.objects.create(agreement=other, side=1, party=kazakhstan, name_kk="Министрлік")
    account = Event.objects.create(agreement=other, kind="signed")
    data = filled(editor.get(page_of(agreement)))
    data |= {"commitments-0-bearer": "named", "commitments-0-bearers": [str(stranger.pk)]}
    new_row(data, "events", kind="signed", by=stranger.pk, preferred=account.pk, reason_kk="Себебі")
    response = save(editor, agreement, data)
    assert page_errors(response, "bearers")
    assert page_errors(response, "by")
    assert page_errors(response, "preferred")


def test_a_preferred_account_is_of_the_same_kind(editor, agreement):
    signed = Event.objects.create(agreement=agreement, kind="signed", date="2016-11-07")
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "events", kind="ratified", preferred=signed.pk, reason_kk="Себебі")
    assert page_errors(save(editor, agreement, data), "preferred")


def test_a_commitment_with_an_identifier_is_neither_renumbered_nor_deleted(agreement):
    publish(agreement)
    publisher = desk_of("publishers")
    data = filled(publisher.get(page_of(agreement)))
    assert "KZ-RU-1-1" in page_errors(save(publisher, agreement, data | {"commitments-0-number": "7"}), "number")
    assert errors_of(save(publisher, agreement, data | {"commitments-0-DELETE": "on"}))
    assert agreement.commitments.get().number == 1


def test_a_draft_commitment_may_be_renumbered_and_deleted(editor, agreement):
    data = filled(editor.get(page_of(agreement))) | {"commitments-0-number": "7"}
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().number == 7
    data = filled(editor.get(page_of(agreement))) | {"commitments-0-DELETE": "on"}
    assert save(editor, agreement, data).status_code == 302
    assert not agreement.commitments.exists()


def test_the_second_of_two_editors_is_refused_instead_of_undoing_the_first(editor, agreement):
    first, second = filled(editor.get(page_of(agreement))), filled(editor.get(page_of(agreement)))
    assert save(editor, agreement, first | {"summary_kk": "Бірінші"}).status_code == 302
    assert "editors" in errors_of(save(editor, agreement, second | {"number": "12"}))
    agreement.refresh_from_db()
    assert (agreement.summary_kk, agreement.number) == ("Бірінші", "")


def test_without_the_version_guard_the_second_editor_would_undo_the_first(editor, agreement, monkeypatch):
    monkeypatch.setattr("staff.framework.forms.OptimisticLockForm._last_version", lambda _form: None)
    first, second = filled(editor.get(page_of(agreement))), filled(editor.get(page_of(agreement)))
    save(editor, agreement, first | {"summary_kk": "Бірінші"})
    assert save(editor, agreement, second | {"number": "12"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.summary_kk != "Бірінші"


def test_the_page_needs_no_more_queries_for_forty_commitments_than_for_ten(editor, agreement, dance):
    source = agreement.sources.get()

    def queries(until: int) -> int:
        for number in range(agreement.commitments.count() + 1, until + 1):
            commitment = commit(agreement, dance, number)
            commitment.bearers.set(agreement.agreement_parties.all())
            commitment.passages.create(source=source, start=number, end=number + 5, exact=TEXT[number : number + 5])
        editor.get(page_of(agreement))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert editor.get(page_of(agreement)).status_code == 200
        return len(captured)

    ten = queries(10)
    assert queries(40) == ten
    assert ten <= 60
