"""The small helps of the desk: the list of errors, the guard of typed work, and choices in Kazakh."""

from __future__ import annotations

from playwright.sync_api import expect

from agreements.models import Agreement
from tests.support.browser import add_commitment, enter_as, save


def test_after_a_refused_save_errors_lead_to_their_fields_and_typed_work_is_guarded(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    add_commitment(page, "мұндай сөз жоқ")
    save(page)
    page.locator(".desk-errors a").first.click()
    expect(page.locator("#id_commitments-0-quoted")).to_be_focused()
    asked = []
    page.on("dialog", lambda question: (asked.append(question.type), question.dismiss()))
    page.locator("button[name=to][value=in_review]").click()
    expect(page.locator(".desk-errors")).to_be_visible()
    assert asked == ["confirm"]
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_link_to_an_error_opens_the_language_tab_it_stands_in(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("#id_title_kk").fill("")
    save(page)
    page.locator(".ui-tabs-nav [role=tab]", has_text="ru").first.click()
    expect(page.locator("#id_title_kk")).to_be_hidden()
    page.locator(".desk-errors a[href='#id_title_kk']").click()
    expect(page.locator("#id_title_kk")).to_be_visible()


def test_a_choice_with_search_speaks_kazakh(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto("/admin/activities/activity/add/")
    page.locator(".field-organisers .select2-selection").click()
    page.locator(".select2-search__field:focus").type("жоқ-жоқ")
    expect(page.locator(".select2-results__message")).to_have_text("Ештеңе табылмады")


def test_the_last_column_of_a_list_is_not_cut(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto("/admin/agreements/agreement/")
    shown = page.locator("#changelist .results").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert shown


def test_a_refused_save_says_so_where_the_page_opens(visit, publisher, draft):
    page = visit()
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("#id_title_kk").fill("")
    save(page)
    expect(page.locator(".desk-errors")).to_be_in_viewport()


def test_helps_and_chosen_records_are_not_cut_on_a_narrow_screen(visit, publisher, draft):
    page = visit(width=360)
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{draft.pk}/change/")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    expect(page.locator("details[data-key]")).to_have_count(0)  # the fields of each row are there
    wide = page.locator(".desk-row :is(input, select, textarea):visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right >"
        " one.closest('.desk-row').getBoundingClientRect().right).map(one => one.id)"
    )
    assert wide == []
    cut = page.locator(".form-multiline .help:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > one.closest('.form-row').clientWidth +"
        " one.closest('.form-row').getBoundingClientRect().left).map(one => one.textContent)"
    )
    assert cut == []
    page.goto("/admin/activities/activity/add/")
    page.locator(".field-organisers .select2-selection").click()
    page.locator(".select2-search__field:focus").type("спорт")
    page.locator(".select2-results__option", has_text="спорт").first.click()
    choice = page.locator(".field-organisers .select2-selection__choice")
    assert choice.evaluate("one => Math.max(one.scrollWidth, one.offsetWidth) <= one.parentElement.offsetWidth")


def test_the_tools_of_a_record_begin_at_one_edge_on_a_narrow_screen(visit, publisher):
    page = visit(width=360)
    enter_as(page)
    page.goto(f"/admin/agreements/agreement/{Agreement.objects.get(pair='KZ-RU').pk}/change/")
    tools = page.locator(".object-tools li").evaluate_all(
        "all => all.map(one => [one.offsetLeft, one.offsetTop, one.querySelector('a').offsetHeight])"
    )
    edge = min(left for left, _top, _height in tools)
    first_of_each_line = {top: left for left, top, _height in reversed(tools)}
    assert set(first_of_each_line.values()) == {edge}
    assert all(height >= 24 for _left, _top, height in tools)
