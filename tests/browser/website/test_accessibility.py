"""axe finds nothing, of whatever impact, on any public page, in three languages, light and dark, wide and narrow."""

import pytest

from tests.support.browser_pages import PAGES, violations
from tests.support.factories import (
    ActivityFactory,
    AgreementFactory,
    AgreementPartyFactory,
    CommitmentFactory,
    EventFactory,
    PassageFactory,
    SourceFactory,
    publish,
)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing_on_the_public_pages(visit, language):
    page = visit(language=language, inspected=True)
    found = {}
    for address in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(f"/{language}/{address}")
        wrong = violations(page)
        page.emulate_media(color_scheme="dark")
        wrong += violations(page, ["color-contrast", "link-in-text-block"])
        page.set_viewport_size({"width": 320, "height": 900})
        if wrong := wrong + violations(page):
            found[address] = wrong
    assert found == {}


def test_axe_finds_nothing_on_a_record_with_everything_in_it(visit, registry):
    from agreements.models import Agreement, CooperationArea, Relation  # noqa: PLC0415

    memorandum = Agreement.objects.get()
    agreement = AgreementFactory(legal_character="binding", term="fixed", term_months=60)
    for row in memorandum.agreement_parties.all():
        AgreementPartyFactory(agreement=agreement, party=row.party, side=row.side, name_kk=row.name_kk)
    source = SourceFactory(agreement=agreement)
    signed = EventFactory(agreement=agreement, date="2016-11", place_kk="Астана")
    EventFactory(agreement=agreement, date="2016-12~", preferred=signed, reason_kk="Мәтінде қараша тұр.")
    EventFactory(agreement=agreement, kind="ratified", date="2017?", by=agreement.agreement_parties.first())
    commitment = CommitmentFactory(
        agreement=agreement, areas=[CooperationArea.objects.first()], due="2018", recurrence="annual"
    )
    for end in (7, 20):
        commitment.passages.add(PassageFactory(source=source, end=end, exact=source.text[:end]))
    ActivityFactory(date="2017-05").commitments.add(commitment)
    Relation.objects.create(agreement=agreement, kind="replaces", other=memorandum)
    publish(agreement)
    page = visit(inspected=True)
    for address in (
        "agreements/kz-ru-2/",
        "commitments/kz-ru-2-1/",
        "agreements/kz-ru-1/",
        "activities/",
        "countries/kz-ru/",
    ):
        page.goto(f"/kk/{address}")
        assert violations(page) == []
