"""A record on paper."""

import re


def test_the_memorandum_is_printed_on_two_or_three_pages(visit):
    page = visit(width=1280)
    page.goto("/kk/agreements/kz-ru-1/")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))
    assert 1 <= len(pages) <= 3
    page.emulate_media(media="print")
    for shown in ("h1", ".glance", "#commitment-9 .promise-text", "#commitment-9 blockquote", ".citation"):
        assert page.locator(shown).first.is_visible(), shown
    for left_out in (".site-nav", ".languages", ".on-this-page", ".orders", ".source-text", ".downloads"):
        assert not page.locator(left_out).first.is_visible(), left_out
