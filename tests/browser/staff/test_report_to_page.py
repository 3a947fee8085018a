"""From a press report to the public page: an editor marks and fills, a colleague compares, comments and publishes.

With HANDBOOK set to a folder each step is photographed for docs/editing.md (`make handbook`).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement, CooperationArea
from tests.support.browser import Desk, choose_area, move_to, press, sign_in, sign_out
from tests.support.factories import PartyFactory

pytestmark = pytest.mark.database

KAZAKH = (
    "2024 жылғы 14 мамырда Алматыда «Жетісу» мемлекеттік оркестрі мен Будапешт филармониясы ынтымақтастық туралы "
    "меморандумға қол қойды. Құжатқа сәйкес тараптар бірлескен концерттер өткізуге келісті. Сондай-ақ оркестр "
    "жас дирижерлердің тағылымдамасын ұйымдастыруға міндеттенеді. Меморандумның мерзімі хабарламада айтылмаған."
)
RUSSIAN = (
    "14 мая 2024 года в Алматы Государственный оркестр «Жетысу» и Будапештская филармония подписали меморандум о "
    "сотрудничестве. Согласно документу стороны договорились проводить совместные концерты. Кроме того, оркестр "
    "обязуется организовать стажировку молодых дирижёров. Срок действия меморандума в сообщении не назван."
)
#: The report, its language, what it says of the signature, and two promises with how firmly they are made.
REPORTS = {
    "kk": (
        KAZAKH,
        "2024 жылғы 14 мамырда Алматыда",
        [("бірлескен концерттер өткізуге келісті", "agreed"),
         ("жас дирижерлердің тағылымдамасын ұйымдастыруға міндеттенеді", "obliged")],
    ),
    "ru": (
        RUSSIAN,
        "14 мая 2024 года в Алматы",
        [("стороны договорились проводить совместные концерты", "agreed"),
         ("обязуется организовать стажировку молодых дирижёров", "obliged")],
    ),
}  # fmt: skip
COMMENT = "Орысша мәтін де керек."


@pytest.fixture
def sides(registry) -> None:
    """An orchestra and a philharmonic, which the registry knows already."""
    PartyFactory(
        slug="zhetysu-orchestra",
        kind="cultural_institution",
        name_kk="«Жетісу» мемлекеттік оркестрі",
        name_ru="Государственный оркестр «Жетысу»",
        name_en="Zhetysu State Orchestra",
    )
    PartyFactory(
        slug="budapest-philharmonic",
        kind="cultural_institution",
        country="HU",
        name_kk="Будапешт филармониясы",
        name_ru="Будапештская филармония",
        name_en="Budapest Philharmonic",
    )


def enter(desk: Desk, written: str) -> None:
    """Who with whom, and the report word for word."""
    desk.page.goto("/admin/agreements/agreement/add/")
    desk.page.locator("#modeltranslation-main-switch").select_option(label="kk")
    desk.fill(title_kk="«Жетісу» оркестрі мен Будапешт филармониясының меморандумы")
    desk.choose(type="memorandum", level="interinstitutional")
    for row, side, party in (("agreement_parties-0", "1", "Жетісу"), ("agreement_parties-1", "2", "Будапешт")):
        desk.add_row("agreement_parties")
        desk.choose(**{f"{row}-side": side})
        desk.look_for(row, "party", party)
        desk.fill(**{f"{row}-name_kk": f"{party} (хабардағыдай)"})
    desk.add_row("sources")
    desk.choose(**{"sources-0-kind": "press_report", "sources-0-language": written})
    desk.fill(**{"sources-0-title_kk": "Меморандум туралы хабар", "sources-0-text": REPORTS[written][0]})
    desk.photograph("#sources-group")
    desk.save()


def mark(desk: Desk, written: str) -> None:
    """Words of the report become the signature and two commitments."""
    _text, signed, promises = REPORTS[written]
    desk.use(signed, "events")
    desk.choose(**{"events-0-kind": "signed"})
    desk.fill(**{"events-0-date": "14.05.2024"})
    desk.save()
    for number, (words, modality) in enumerate(promises):
        desk.use(words, "commitments")
        row = f"commitments-{number}"
        desk.page.locator("#modeltranslation-main-switch").select_option(label="kk")
        desk.fill(**{f"{row}-text_kk": words if written == "kk" else f"{number + 1}-міндеттеме"})
        desk.choose(**{f"{row}-modality": modality})
        choose_area(desk.page, row, CooperationArea.objects.get(code="music"))
        if not number:
            desk.photograph("#workbench")
        desk.save()


def review(desk: Desk, agreement: Agreement) -> None:
    """A colleague finds it on the front page, compares, comments and publishes."""
    page, place = desk.page, f"/admin/agreements/agreement/{agreement.pk}"
    page.locator(f"#content a[href*='{place}/change/']").first.click()
    page.locator(f"a[href$='{place}/changes/']").first.click()
    expect(page.locator("#content li strong").last).to_have_text("2")  # commitments; all of it is new
    page.goto(f"{place}/change/")
    page.locator("#review-comments details summary").last.click()
    page.locator("#new-comment-text").fill(COMMENT)
    desk.photograph(".desk-publication")
    press(page.locator(".desk-comment button[type=submit]"))
    expect(page.locator("#review-comments")).to_contain_text(COMMENT)
    page.on("dialog", lambda question: question.accept())  # the identifier is for ever
    move_to(page, "published")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_report_becomes_a_public_record_by_two_people(visit, publisher, colleague, sides, language):
    written = "kk" if language == "kk" else "ru"
    page = visit(language=language)
    desk = Desk(page, language)
    sign_in(page, language)
    desk.photograph("#content")
    enter(desk, written)
    mark(desk, written)
    agreement = Agreement.objects.get(level="interinstitutional")
    marked = [[passage.exact for passage in made.passages.all()] for made in agreement.commitments.all()]
    assert marked == [[words] for words, _modality in REPORTS[written][2]]
    move_to(page, "in_review")
    sign_out(page)

    sign_in(page, language, "dana")
    review(desk, agreement)
    agreement.refresh_from_db()
    assert agreement.identifier == "HU-KZ-1"

    page.goto(f"/{language}/agreements/hu-kz-1/")
    expect(page.locator(".promise")).to_have_count(2)
    expect(page.locator(".source-text .passage")).to_have_count(3)
    expect(page.locator(".source-text")).to_have_attribute("lang", written)
    assert COMMENT not in page.content()
    desk.photograph("h1")
