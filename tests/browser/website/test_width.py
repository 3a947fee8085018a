"""Wide windows are used: headings stand beside what they head, and above it where there is no room."""

import pytest

SIDE_HEADED = [
    "areas/music/", "countries/kz/", "parties/saint-petersburg-music-house/", "commitments/kz-ru-1-3/",
    "agreements/kz-ru-1/passages/1-0-56/", "search/?words=музыка", "about/", "accessibility/",
]  # fmt: skip
#: For each heading of a section, whether it ends left of what follows it, and whether what follows begins below it.
PLACES = """() => [...document.querySelectorAll('main .band > h2, main > .prose > h2')].map(head => {
  const [own, next] = [head, head.nextElementSibling].map(one => one.getBoundingClientRect());
  return [own.right <= next.left, next.top >= own.bottom];
})"""


@pytest.mark.parametrize(("width", "place"), [(1280, [True, False]), (800, [False, True])])
def test_headings_stand_beside_their_sections_where_there_is_room(visit, width, place):
    page = visit(width=width)
    for address in SIDE_HEADED:
        page.goto(f"/kk/{address}")
        found = page.evaluate(PLACES)
        assert found == [place] * len(found) != [], address
