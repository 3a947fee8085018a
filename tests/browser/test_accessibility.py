"""axe finds nothing, of whatever impact, on any public page, in three languages, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories import (
    ActivityFactory,
    AgreementFactory,
    AgreementPartyFactory,
    CommitmentFactory,
    EventFactory,
    PassageFactory,
    SourceFactory,
    publish,
)

PAGES = [
    "", "agreements/", "agreements/kz-ru-1/", "commitments/", "commitments/?area=music&modality=expected",
    "commitments/kz-ru-1-3/", "commitments/?implementation=complete", "commitments/?area=nonsense",
    "agreements/kz-ru-1/?by=domain", "agreements/kz-ru-1/passages/1-0-56/", "agreements/kz-ru-1/side-by-side/",
    "areas/", "areas/music/", "parties/",
    "parties/saint-petersburg-music-house/", "activities/", "about/", "agreements/kz-ru-77/",
]  # fmt: skip


def violations(page) -> list[str]:
    # A page that is told its size by the reader is judged as it stands, so animations are over.
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found]


#: Every look in Kazakh, both ends of them in the other two languages.
LOOKS = [
    *(("kk", scheme, width) for scheme in ("light", "dark") for width in (1280, 360)),
    *((language, *look) for language in ("ru", "en") for look in (("light", 1280), ("dark", 360))),
]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_axe_finds_nothing_on_the_public_pages(visit, language, scheme, width):
    page = visit(language=language, scheme=scheme, width=width, inspected=True)
    found = {}
    for address in PAGES:
        page.goto(f"/{language}/{address}")
        if wrong := violations(page):
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
    for address in ("agreements/kz-ru-2/", "commitments/kz-ru-2-1/", "agreements/kz-ru-1/", "activities/"):
        page.goto(f"/kk/{address}")
        assert violations(page) == []
