"""Nothing is lost on a small screen, at 400 %, with wider text or few colours, without a mouse or motion."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser_pages import PAGES, violations

#: The reader's own spacing of text (WCAG 2.2, 1.4.12).
WIDER = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""

#: What is wider than the window, and which elements stick out (those inside a region of their own that scrolls do not).
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > wide + 1
    && !one.closest('[tabindex="0"], .visually-hidden')).slice(0, 5).map(one => one.outerHTML.slice(0, 150));
}"""

#: Boxes that cut off a part of their own words.
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  if (!['hidden', 'clip'].includes(style.overflowY) || one.closest('.visually-hidden, svg')) return false;
  if (one.clientHeight < 2 || !one.innerText || !one.innerText.trim()) return false;
  return one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2;
}).slice(0, 5).map(one => one.outerHTML.slice(0, 150))"""

#: Targets under 24 pixels whose neighbour is too near, outside sentences (WCAG 2.2, 2.5.8 with its exceptions).
SMALL_TARGETS = """() => {
  const shown = one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.visually-hidden, .skip-link');
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, textarea')]
    .filter(shown).filter(one => !(one.matches('input') && one.labels.length
      && [...one.labels].some(label => label.getBoundingClientRect().height >= 24)));
  const inSentence = one => {
    if (getComputedStyle(one).display !== 'inline' && !one.matches('.marked')) return false;
    const block = one.closest('p, li, dd, td, figcaption, blockquote, cite, pre, div');
    return block && block.innerText.trim().length > one.innerText.trim().length + 3;
  };
  const centre = box => [box.x + box.width / 2, box.y + box.height / 2];
  const small = all.map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width > 0 && (box.width < 24 || box.height < 24) && !inSentence(one));
  return small.filter(([one, box]) => all.some(other => {
    if (other === one || other.contains(one) || one.contains(other)) return false;
    const next = other.getBoundingClientRect();
    const [x, y] = centre(box);
    const away = Math.hypot(Math.max(next.left - x, 0, x - next.right), Math.max(next.top - y, 0, y - next.bottom));
    return away < 12;
  })).slice(0, 5)
    .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 150)}`);
}"""


def found_on(page, language: str, question: str, addresses=PAGES) -> dict[str, list[str]]:
    """What the script `question` finds on each of `addresses`."""
    found = {}
    for address in addresses:
        page.goto(f"/{language}/{address}")
        if wrong := page.evaluate(question):
            found[address] = wrong
    return found


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_page_scrolls_sideways_at_320_pixels_nor_with_wider_text(visit, language):
    page = visit(language=language, width=320, inspected=True)
    found = {}
    for address in PAGES:
        page.goto(f"/{language}/{address}")
        plain = page.evaluate(SIDEWAYS)
        page.add_style_tag(content=WIDER)
        found[address] = [*plain, *page.evaluate(SIDEWAYS), *page.evaluate(CUT_OFF)]
        page.set_viewport_size({"width": 1280, "height": 900})
        found[address] += page.evaluate(CUT_OFF)
        page.set_viewport_size({"width": 320, "height": 900})
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_every_target_is_large_enough_or_stands_apart(visit, width):
    assert found_on(visit(width=width), "kk", SMALL_TARGETS) == {}


def test_controls_keep_their_edges_where_colours_are_forced(visit):
    page = visit()
    page.emulate_media(forced_colors="active")
    edgeless = """() => [...document.querySelectorAll('button, input, select, .chip')].filter(one => {
      const style = getComputedStyle(one);
      return one.checkVisibility() && style.appearance !== 'auto' && !['checkbox', 'radio', 'hidden'].includes(one.type)
        && (style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) < 1);
    }).slice(0, 5).map(one => one.outerHTML.slice(0, 150))"""
    assert found_on(page, "kk", edgeless) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readers_who_ask_for_more_contrast_get_seven_to_one(visit, scheme):
    page = visit(scheme=scheme, inspected=True)
    page.emulate_media(contrast="more")
    found = {}
    for address in PAGES:
        page.goto(f"/ru/{address}")
        if wrong := violations(page, ["color-contrast-enhanced"]):
            found[address] = wrong
    assert found == {}


def test_nothing_moves_for_readers_who_asked_for_that(visit):
    page = visit()
    page.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll('*')].filter(one => {
      const style = getComputedStyle(one);
      const times = [style.transitionDuration, style.animationDuration].join().split(',').map(parseFloat);
      return Math.max(...times) > 0.01 || style.scrollBehavior === 'smooth';
    }).slice(0, 5).map(one => one.outerHTML.slice(0, 150))"""
    assert found_on(page, "en", moving) == {}


def test_from_the_front_page_to_a_sentence_with_the_keyboard_alone(visit):
    page = visit()
    page.goto("/kk/")

    def to(selector: str) -> None:
        """Press Tab until `selector` has the focus, which can be seen at every step."""
        for _step in range(150):
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            if focused.count():
                outline = focused.evaluate(
                    "one => { const s = getComputedStyle(one); return s.outlineStyle + s.outlineWidth + s.boxShadow; }"
                )
                assert not re.match(r"none.*none$", outline), focused.evaluate("one => one.outerHTML.slice(0, 150)")
                if focused.evaluate("(one, wanted) => one.matches(wanted)", selector):
                    return
        pytest.fail(f"{selector} was not reached")

    to("main a[href='/kk/commitments/?area=music']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/kk/commitments/\?area=music$"))
    to("main .row-title a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/kk/commitments/kz-ru-1-\d+/$"))
    to("main a[href*='#passage-1-']")
    page.keyboard.press("Enter")
    expect(page.locator(".passage:target")).to_be_in_viewport()
