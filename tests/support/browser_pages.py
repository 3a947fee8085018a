"""The pages that are looked at with axe and by the rules for everyone, and how axe is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = [
    "", "agreements/", "agreements/kz-ru-1/", "commitments/", "commitments/?area=music&modality=expected",
    "commitments/kz-ru-1-3/", "commitments/?implementation=complete", "commitments/?area=nonsense",
    "agreements/kz-ru-1/?by=domain", "agreements/kz-ru-1/passages/1-0-56/", "agreements/kz-ru-1/side-by-side/",
    "agreements/kz-ru-1/changes/",
    "areas/", "areas/music/", "countries/", "countries/kz/", "countries/kz-ru/", "parties/",
    "parties/saint-petersburg-music-house/", "parties/?country=RU&words=музыка", "activities/", "activities/?kind=tour",
    "about/", "glossary/", "accessibility/",
    "search/", "search/?words=музыка", "search/?words=ынтымақтасық", "agreements/kz-ru-77/",
]  # fmt: skip


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on `page`, of whatever impact: by all its rules, or by `rules` alone."""
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found]
