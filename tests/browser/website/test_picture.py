"""A commitment stands beside its sentence: what the registry is about, and the picture of its README.

With PICTURE set to a file the page is photographed into it (`make picture`).
"""

import os

from playwright.sync_api import expect

PICTURE = os.environ.get("PICTURE")
TOURS = "шығармашылық ұжымдар мен жетекші орындаушылардың гастрольдік сапарларын ұйымдастыруға келісті"


def test_a_commitment_and_its_sentence_are_seen_side_by_side(visit):
    page = visit(width=1180, language="en")
    page.set_viewport_size({"width": 1180, "height": 400})
    page.emulate_media(reduced_motion="reduce")  # the source is where it belongs at once
    page.goto("/en/agreements/kz-ru-1/")

    commitment = page.locator("#commitment-9")
    commitment.get_by_role("link", name="Source 1, characters").click()
    commitment.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 12)")

    expect(commitment.get_by_role("link", name="organise tours")).to_be_in_viewport()
    chosen = page.locator(".source-text .marked.is-chosen")
    expect(chosen.first).to_be_in_viewport()
    assert "".join(chosen.all_inner_texts()).endswith(TOURS)
    if PICTURE:
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURE, animations="disabled")
