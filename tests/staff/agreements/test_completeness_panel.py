"""The panel of completeness on an agreement's page."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement, AgreementEvidence
from agreements.publication import workflow
from staff.review.changes_page import counted_since_public, since_public
from tests.support.desk.editing import desk_of, opened
from tests.support.factories import SOME_MOMENT, CommitmentFactory, PassageFactory, SourceFactory, publish, withdraw

pytestmark = pytest.mark.django_db


def page_of(client, agreement: Agreement):
    return client.get(reverse("admin:agreements_agreement_change", args=(agreement.pk,)))


def meters(panel) -> dict[str, tuple[int, int]]:
    return {meter.code: (meter.done, meter.total) for meter in panel.meters}


def test_the_panel_counts_languages_and_evidence_and_leads_to_what_is_missing(draft, music):
    Agreement.objects.filter(pk=draft.pk).update(title_ru="Меморандум", term="indefinite")
    source = SourceFactory(agreement=draft)
    told = CommitmentFactory(agreement=draft, areas=[music], text_ru="Гастроли", text_en="Tours")
    told.passages.add(PassageFactory(source=source))
    CommitmentFactory(agreement=draft, areas=[music])
    AgreementEvidence.objects.create(agreement=draft, field="term", passage=PassageFactory(source=source, start=8,
        end=12, exact=source.text[8:12]), conflicting_value="5 жыл", reason_kk="Мәтін басым")  # fmt: skip
    editor = desk_of("editors")
    response = page_of(editor, draft)
    panel = response.context["panel"]
    found = meters(panel)
    assert found["ru"] == (2, 7)  # a title, two parties, a source, two commitments, a reason
    assert found["kk"] == (7, 7)
    assert found["evidence"] == (2, 5)  # type, level, the term with its passage; two commitments
    page = response.content.decode()
    ids = set(re.findall(r'\bid="([^"]+)"', opened(editor, response)))
    places = [place for meter in panel.meters for place in meter.missing] + panel.again + panel.silent
    assert {place.anchor for place in places if place.anchor} <= ids
    assert "id_commitments-1-text_ru" in {place.anchor for place in panel.meters[1].missing}
    assert any(place.anchor == "evidence-0" for place in panel.again)
    assert "<meter" in page


def test_a_published_record_has_a_panel_too_also_for_those_who_may_only_read_it(memorandum):
    response = page_of(desk_of("editors"), memorandum)
    assert not response.context["has_change_permission"]
    panel = response.context["panel"]
    page = response.content.decode()
    for place in [place for meter in panel.meters for place in meter.missing] + panel.silent:
        assert f'id="{place.anchor}"' in page, place


def moved_to(state: str, agreement: Agreement) -> None:
    """Lead a draft to `state`; `again` is in review after it was public."""
    if state == "in_review":
        workflow.move(agreement, "in_review", by=None, at=SOME_MOMENT)
    elif state != "draft":
        publish(agreement)
        if state != "published":
            withdraw(agreement)
        if state == "again":
            workflow.move(agreement, "in_review", by=None, at=SOME_MOMENT)


def grown(agreement: Agreement, area, count: int) -> None:
    """Write sources, and commitments with words of each source behind them, until there are `count`."""
    for number in range(agreement.commitments.count() + 1, count + 1):
        source = SourceFactory(agreement=agreement, number=agreement.sources.count() + 1)
        commitment = CommitmentFactory(agreement=agreement, number=number, areas=[area])
        commitment.passages.add(PassageFactory(source=source))
        commitment.text_kk += "."
        commitment.save()


@pytest.mark.parametrize("state", ["draft", "in_review", "published", "withdrawn", "again"])
def test_the_page_costs_the_same_in_every_state_of_a_long_record(draft, music, state):
    grown(draft, music, 2)
    moved_to(state, draft)
    grown(draft, music, 3)  # changed since it was public, where it was
    client = desk_of("publishers")

    def queries() -> int:
        page_of(client, draft)
        with CaptureQueriesContext(connection) as captured:
            assert page_of(client, draft).context["publication"] is not None
        return len(captured)

    few = queries()
    grown(draft, music, 12)
    assert queries() == few
    assert few <= 60


def test_the_page_counts_the_changes_that_the_comparison_shows(draft, music, tours):
    removed, changed = CommitmentFactory(agreement=draft, areas=[music]), CommitmentFactory(agreement=draft)
    changed.areas.set([music])
    publish(draft)
    assert counted_since_public(draft).count == since_public(draft).count == 0
    draft.save()  # the same once more is no change
    assert counted_since_public(draft).count == 0
    changed.text_kk = "Басқаша"
    changed.save()
    changed.areas.set([tours])
    grown(draft, music, 3)
    removed.delete()
    draft.number = "12"
    draft.save()
    assert counted_since_public(draft).count == since_public(draft).count == 6
    withdraw(draft)
    assert counted_since_public(draft).count == since_public(draft).count == 0
