"""An earlier version comes back whole; what cannot is told beforehand, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.assessment import assess
from agreements.models import (
    AgreementParty,
    Commitment,
    PartyEvidence,
    Passage,
    SourceFile,
    Statement,
)
from agreements.publication.workflow import move
from tests.support.desk.editing import desk_of
from tests.support.desk.restoration import TEXT, bring_back, mark, now, version_page, yesterday
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    AgreementPartyFactory,
    CommitmentFactory,
    EventFactory,
    PartyFactory,
    PassageFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
    publish,
    withdraw,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def reasons_on(page: Any) -> list[str]:
    return [reason for group in page.context["stay"] for part in group.parts for reason in part.reasons]


def test_what_others_rest_on_stays_and_the_page_tells_so_beforehand(draft):
    moment = yesterday(draft)
    source = SourceFactory(agreement=draft, number=2)
    party = AgreementPartyFactory(agreement=draft)
    served, free = CommitmentFactory(agreement=draft), CommitmentFactory(agreement=draft)
    served.passages.add(mark(source, 0, 7))
    served.bearers.add(party)
    free.passages.add(mark(source, 8, 12))
    ActivityFactory().commitments.add(served)
    editor = desk_of("editors")
    url = version_page(draft, moment)
    page = editor.get(url)
    assert reasons_on(page) == [
        "Қалатын нәрсеге ол керек.",
        "Қалатын нәрсеге ол керек.",
        "Оған мынау сүйенеді: іс-шара.",
    ]
    assert "Оған мынау сүйенеді: іс-шара." in page.content.decode()
    assert editor.post(url, follow=True).status_code == 200
    assert list(draft.commitments.all()) == [served]
    assert list(served.bearers.all()) == [party]
    assert list(served.passages.values_list("exact", flat=True)) == ["Екі жақ"]
    assert draft.sources.count() == 2
    assert source.passages.count() == 1


def test_a_commitment_with_a_lasting_identifier_stays_and_so_does_its_number(draft, music):
    commitment = CommitmentFactory(agreement=draft, number=3, areas=[music])
    moment = now(draft)
    commitment.number, commitment.text_kk = 4, "Жаңа мәтін"
    commitment.save()
    added = CommitmentFactory(agreement=draft, number=3, areas=[music])
    move(withdraw(publish(draft)), "in_review", by=None, at=SOME_MOMENT)
    draft.refresh_from_db()
    done = bring_back(draft, moment)
    commitment.refresh_from_db()
    assert (commitment.number, commitment.text_kk) == (4, "Гастрольдік сапарлар ұйымдастыру")
    assert added in draft.commitments.all()
    assert set(done.reasons) == {(Commitment, commitment.pk), (Commitment, added.pk)}
    assert (str(draft.identifier), draft.status) == ("KZ-RU-1", "in_review")


def test_a_restored_part_takes_another_number_where_its_own_is_taken(draft):
    statement, commitment = StatementFactory(agreement=draft), CommitmentFactory(agreement=draft)
    moment, keys = now(draft), (statement.pk, commitment.pk)
    commitment.delete()
    newer = CommitmentFactory(agreement=draft, number=1)
    ActivityFactory().commitments.add(newer)
    statement.delete()
    done = bring_back(draft, moment)
    assert [(one.pk, one.number) for one in draft.commitments.all()] == [(newer.pk, 1), (keys[1], 2)]
    assert set(done.reasons) == {(Commitment, newer.pk), (Commitment, keys[1])}
    assert draft.statements.get().pk == keys[0]


def test_what_an_assessment_found_is_not_undone(draft):
    commitment = CommitmentFactory(agreement=draft)
    moment = now(draft)
    commitment.text_kk = "Басқа"
    commitment.save()
    assess(
        commitment,
        "limited",
        by=UserFactory(),
        on=timezone.localdate(),
        reason={"kk": "Себебі"},
        proof_address="https://example.kz/",
    )
    bring_back(draft, moment)
    commitment.refresh_from_db()
    assert (commitment.text_kk, commitment.implementation) == ("Гастрольдік сапарлар ұйымдастыру", "limited")
    assert commitment.assessments.count() == 1


def test_what_is_no_longer_in_the_registry_cannot_come_back(draft, music):
    party, speaker = PartyFactory(), PostFactory()
    row = AgreementPartyFactory(agreement=draft, party=party)
    commitment = CommitmentFactory(agreement=draft, areas=[music], bearer="named")
    commitment.bearers.add(row)
    passage = mark(draft.sources.get(), 0, 7)
    evidence = PartyEvidence.objects.create(agreement_party=row, field="name", passage=passage)
    statement = StatementFactory(agreement=draft, speaker=speaker)
    parts = [(AgreementParty, row.pk), (PartyEvidence, evidence.pk), (Statement, statement.pk)]
    moment, key = now(draft), commitment.pk
    for one in (statement, commitment, row, party, speaker, music):
        one.delete()
    done = bring_back(draft, moment)
    assert set(done.reasons) == {*parts, (Commitment, key)}
    back = draft.commitments.get()
    assert (back.pk, list(back.areas.all()), list(back.bearers.all())) == (key, [], [])
    assert draft.agreement_parties.count() == 2


def test_a_party_that_stays_stands_in_for_the_row_it_had_then(draft):
    first = draft.agreement_parties.first()
    event = EventFactory(agreement=draft, by=first)
    moment = now(draft)
    event.delete()
    party = first.party
    first.delete()
    again = AgreementPartyFactory(agreement=draft, party=party)
    served = CommitmentFactory(agreement=draft, bearer="named")
    served.bearers.add(again)
    ActivityFactory().commitments.add(served)
    bring_back(draft, moment)
    assert draft.events.get().by == again
    assert set(draft.agreement_parties.values_list("party", flat=True)) >= {party.pk}


def test_a_signed_document_comes_back_while_it_is_in_the_store(draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = draft.sources.get()
    values = {"name": "a.pdf", "size": 3, "sha256": "0" * 64, "pages": 1, "added_at": SOME_MOMENT}
    file = SourceFile.objects.create(source=source, document=ContentFile(b"pdf", name="a.pdf"), **values)
    moment = now(draft)
    file.delete()
    bring_back(draft, moment)
    file = draft.sources.get().file
    with file.document.open() as document:
        assert document.read() == b"pdf"
    key = file.pk
    file.document.storage.delete(file.document.name)
    file.delete()
    done = bring_back(draft, moment)
    assert list(done.reasons) == [(SourceFile, key)]
    assert not SourceFile.objects.exists()


def test_passages_marked_since_follow_the_restored_text(draft):
    source = draft.sources.get()
    moment = now(draft)
    source.text = f"Жаңа сөйлем. {TEXT}"
    source.save()
    found, lost = mark(source, 13, 20), mark(source, 0, 4)
    unused = mark(source, 0, 12)
    commitment = CommitmentFactory(agreement=draft)
    commitment.passages.set([found, lost])
    ActivityFactory().commitments.add(commitment)
    bring_back(draft, moment)
    for passage in (source, found, lost):
        passage.refresh_from_db()
    assert source.text == TEXT
    assert (found.start, found.exact) == (0, "Екі жақ")
    assert (lost.start, lost.exact) == (len(TEXT), "Жаңа")
    assert not Passage.objects.filter(pk=unused.pk).exists()


def test_parts_of_which_no_version_was_kept_are_left_as_they_are(draft):
    moment = now(draft)
    Commitment.objects.bulk_create([Commitment(agreement=draft, number=1, text_kk="Жазылған", modality="agreed")])
    EventFactory(agreement=draft)
    done = bring_back(draft, moment)
    assert draft.commitments.count() == 1
    assert not draft.events.exists()
    assert done.stay == []


def test_restoring_is_told_in_the_history_and_the_index_follows(draft, music, client):
    commitment = CommitmentFactory(agreement=draft, areas=[music], text_kk="Қобыз кештері")
    moment = yesterday(draft)
    kept = Commitment.history.filter(id=commitment.pk)
    commitment.delete()
    publisher = desk_of("publishers")
    assert publisher.post(version_page(draft, moment)).status_code == 302
    assert {version.history_type for version in kept.all()} == {"+", "~", "-"}
    assert "қалпына" in kept.first().history_change_reason
    publish(draft)
    for query in ("q=қобыз", f"domain={music.code}"):
        page = client.get(f"/kk/commitments/?{query}").content.decode()
        assert "Қобыз" in page


def test_what_was_withdrawn_or_is_public_is_not_restored(draft):
    moment = yesterday(draft)
    draft.summary_kk = "Түйін"
    draft.save()
    publisher = desk_of("publishers")
    for change in (publish, withdraw):
        url = version_page(change(draft), moment)
        assert b'desk-restore"' not in publisher.get(url).content
        assert publisher.post(url).status_code == 403


def test_the_page_of_a_version_costs_the_same_whatever_the_record_holds(draft, music):
    editor = desk_of("editors")

    def cost(parts: int) -> int:
        for _part in range(parts):
            commitment = CommitmentFactory(agreement=draft, areas=[music])
            commitment.passages.add(
                PassageFactory(
                    source=draft.sources.get(), start=draft.commitments.count(), end=draft.commitments.count() + 7
                )
            )
            ActivityFactory().commitments.add(commitment)
            EventFactory(agreement=draft)
        url = version_page(draft, moment)
        editor.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(url).status_code == 200
        return len(asked)

    moment = yesterday(draft)
    few = cost(1)
    assert cost(9) == few
