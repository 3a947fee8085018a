"""Words selected in a source go into the form: by mouse and by keyboard, and in both ways with their place."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from agreements.models import Commitment, CooperationArea, PartyEvidence
from tests.support.browser import TEXT, choose_area, enter_as, save
from tests.support.factories import EventFactory, PartyFactory, SourceFactory

TWICE = "Екі жақ келісті. Екі жақ қол қойды."
SELECT = """(text, [words, nth]) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const node = walker.nextNode();
  let start = -1;
  for (let i = 0; i <= nth; i += 1) start = node.data.indexOf(words, start + 1);
  getSelection().setBaseAndExtent(node, start, node, start + words.length);
}"""


@pytest.mark.database
def test_selected_words_become_a_commitment_with_its_passage(visit, publisher, draft):
    SourceFactory(agreement=draft, number=2, title_kk="Екінші хабар", text=TWICE)
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator(".workbench-source summary").last.click()
    expect(page.locator("[data-use=commitments]")).to_be_disabled()
    page.locator("#workbench-text-2").evaluate(SELECT, ["Екі жақ", 1])
    page.locator("[data-use=commitments]").click()
    expect(page.locator("#id_commitments-0-text_kk")).to_be_focused()
    expect(page.locator("#id_commitments-0-text_kk")).to_have_value("Екі жақ")
    expect(page.locator("#id_commitments-0-number")).to_have_value("1")
    page.locator("#id_commitments-0-modality").select_option("agreed")
    choose_area(page, "commitments-0", CooperationArea.objects.get(code="museums-heritage"))
    save(page)
    expect(page.locator("#workbench-text-2 mark")).to_have_text("Екі жақ")
    passage = Commitment.objects.get(agreement=draft).passages.get()
    assert (passage.source.number, passage.start, passage.exact) == (2, TWICE.rindex("Екі жақ"), "Екі жақ")


def test_words_are_selected_and_used_by_keyboard_alone(visit, publisher, draft):
    page = visit(width=360, inspected=True)
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("#workbench-text-1").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("жаңа сөз")  # a source is read here, never written
    for _letter in "Екі жақ":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#workbench-target")).to_be_focused()
    page.locator("#workbench-target").select_option("evidence:type")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_evidence-0-quoted")).to_be_focused()
    page.locator("input[name=_continue]").press("Enter")
    expect(page.locator("#workbench-text-1 mark")).to_have_text("Екі жақ")
    expect(page.locator("#workbench-text-1")).to_have_text(TEXT)
    evidence = draft.evidence.get()
    assert (evidence.field, evidence.passage.exact) == ("type", "Екі жақ")


def test_a_key_pressed_before_the_browser_tells_of_the_selection_uses_it(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    at_once = """(text) => {
      text.focus();
      getSelection().setBaseAndExtent(text.firstChild, 0, text.firstChild, 7);
      text.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      return document.activeElement.id;
    }"""
    assert page.locator("#workbench-text-1").evaluate(at_once) == "workbench-target"


def test_selected_words_become_a_party_with_evidence_for_its_name(visit, publisher, draft):
    house = PartyFactory(slug="balet", name_kk="Балет театры", name_ru="Балет", name_en="Ballet")
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("#workbench-text-1").evaluate(SELECT, ["Екі жақ", 0])
    page.locator("[data-use=agreement_parties]").click()
    expect(page.locator("#id_agreement_parties-2-name_kk")).to_have_value("Екі жақ")
    expect(page.locator("#id_agreement_parties-2-quoted")).to_have_value("Екі жақ")
    page.locator("#id_agreement_parties-2-side").select_option("2")
    page.locator(".field-party:has(#id_agreement_parties-2-party) .select2-selection").click()
    page.locator(".select2-search__field:focus").type("Балет")
    page.locator(".select2-results__option", has_text=house.name_kk).first.click()
    save(page)
    expect(page.locator("#workbench-text-1 mark")).to_have_text("Екі жақ")
    evidence = PartyEvidence.objects.get(agreement_party__party=house)
    assert (evidence.field, evidence.passage.exact) == ("name", "Екі жақ")


def test_odd_dates_are_told_beside_the_form_while_they_are_typed(visit, publisher, draft):
    EventFactory(agreement=draft, date="2016")
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("#events-group .add-row a").click()
    page.locator("#id_events-1-kind").select_option("expired")
    page.locator("#id_events-1-date").fill("2001")
    expect(page.locator(".workbench-duplicates li")).to_have_count(1)
    expect(page.locator(".workbench-duplicates li")).to_contain_text("2001")
    page.locator("#id_events-1-date").fill("2018/2016")
    expect(page.locator(".workbench-duplicates li")).to_contain_text("«2018/2016»")
