"""The panel of completeness on an agreement's page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from agreements.models import Agreement, AgreementEvidence
from tests.activities.test_admin import desk_of
from tests.factories import CommitmentFactory, PassageFactory, SourceFactory, publish

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
    response = page_of(desk_of("editors"), draft)
    panel = response.context["panel"]
    found = meters(panel)
    assert found["ru"] == (2, 7)  # a title, two parties, a source, two commitments, a reason
    assert found["kk"] == (7, 7)
    assert found["evidence"] == (2, 5)  # type, level, the term with its passage; two commitments
    page = response.content.decode()
    ids = set(re.findall(r'\bid="([^"]+)"', page))
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


def test_forty_commitments_cost_the_panel_no_more_queries(draft, music, django_assert_max_num_queries):
    source = SourceFactory(agreement=draft)
    for n in range(40):
        CommitmentFactory(agreement=draft, areas=[music]).passages.add(
            PassageFactory(source=source, start=n, end=n + 3, exact=source.text[n : n + 3])
        )
    publish(draft)
    client = desk_of("publishers")
    with django_assert_max_num_queries(110):
        assert page_of(client, draft).context["panel"].total == 3 * 44 + 42
