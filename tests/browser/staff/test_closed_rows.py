"""Rows of an agreement's page whose fields come when they are opened or added."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement, CooperationArea
from tests.support.browser import enter_as, save
from tests.support.factories import CommitmentFactory, EventFactory


@pytest.fixture
def full(draft) -> Agreement:
    """The draft with a commitment that lacks its Russian text, and an event."""
    CommitmentFactory(
        agreement=draft, areas=[CooperationArea.objects.get(code="circus")], text_kk="Цирк өнері", text_en="Circus"
    )
    EventFactory(agreement=draft, kind="signed", date="2016-11-07")
    return draft


@pytest.fixture
def page(visit, publisher, full):
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{full.pk}/change/")
    return page


@pytest.mark.database
def test_a_row_is_opened_typed_on_and_saved_and_closed_ones_stay(page, full):
    page.locator("#commitments-0 summary").click()
    expect(page.locator("#id_commitments-0-text_kk")).to_have_value("Цирк өнері")
    expect(page.locator("#id_commitments-0-text_ru")).to_be_hidden()
    page.locator("#commitments-0 .ui-tabs-nav [role=tab]", has_text="ru").click()
    page.locator("#id_commitments-0-text_ru").fill("Цирк")
    page.locator("#modeltranslation-main-switch").select_option(label="kk")
    expect(page.locator("#id_commitments-0-text_kk")).to_be_visible()
    expect(page.locator("#commitments-0 .select2-selection__choice")).to_have_count(1)
    save(page)
    commitment = full.commitments.get()
    assert (commitment.text_kk, commitment.text_ru, commitment.text_en) == ("Цирк өнері", "Цирк", "Circus")
    assert commitment.areas.get().code == "circus"
    assert full.events.get().history.count() == 1


def test_the_panel_leads_into_a_closed_row(page):
    page.locator(".desk-panel details summary").first.click()
    page.locator(".desk-panel a[href='#id_commitments-0-text_ru']").click()
    expect(page.locator("#id_commitments-0-text_ru")).to_be_focused()


def test_an_address_leads_into_a_closed_row(page):
    page.goto(f"{page.url}#id_commitments-0-text_ru")
    page.reload()
    expect(page.locator("#id_commitments-0-text_ru")).to_be_focused()


def test_what_cannot_be_fetched_is_told_and_can_be_fetched_again(page):
    page.route("**/row-fields/**", lambda route: route.abort())
    summary = page.locator("#commitments-0 summary")
    summary.click()
    expect(page.locator("#commitments-0 [role=alert]")).to_be_visible()
    page.locator("#events-group .add-row a").click()
    expect(page.locator("#events-group > fieldset > [role=alert]")).to_be_visible()
    page.unroute("**/row-fields/**")
    summary.click()
    summary.click()
    expect(page.locator("#id_commitments-0-text_kk")).to_be_visible()
    expect(page.locator("#commitments-0 [role=alert]")).to_have_count(0)
    page.locator("#events-group .add-row a").click()
    expect(page.locator("#id_events-1-date")).to_be_visible()
