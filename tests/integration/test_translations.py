"""Three languages are one feature: catalogues are complete and no English is left on a Kazakh page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.urls import reverse
from django.utils import translation

HOME = Path(__file__).resolve().parent.parent.parent
CATALOGUES = sorted([*HOME.glob("locale/*/LC_MESSAGES/*.po"), *HOME.glob("locale/packages/*/LC_MESSAGES/*.po")])
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
#: Names and codes that are the same in every language.
NO_TRANSLATION = {
    "Source", "Sans", "MIT", "CC", "BY", "KZ", "RU", "EDTF", "ISO", "UNESCO", "JSON", "GitHub", "Open", "Government",
    "Partnership", "English", "W3C", "Web", "Annotation", "Thesaurus",
    "BibTeX", "RIS", "CSL", "LD",
    "axe", "Chromium",
    "CSV", "XLSX", "Excel", "RFC", "UTF",
    "Framework", "WCAG", "AA", "Creative", "Commons", "Attribution", "primeminister", "kz", "ru", "en", "kk",
}  # fmt: skip


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(HOME)))
def test_a_catalogue_has_nothing_empty_fuzzy_or_unused(path):
    for entry in polib.pofile(str(path)):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert not entry.fuzzy, entry.msgid
        assert not entry.obsolete, entry.msgid
        assert all(texts), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(HOME)))
def test_a_translation_keeps_the_placeholders_of_its_text(path):
    for entry in polib.pofile(str(path)):
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        for text in list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]:
            found = set(PLACEHOLDER.findall(text))
            assert found <= wanted, (entry.msgid, text)
            assert entry.msgid_plural or found == wanted, (entry.msgid, text)


def test_the_three_catalogues_hold_the_same_strings():
    held = {}
    for language in ("kk", "ru", "en"):
        catalogue = polib.pofile(str(HOME / f"locale/{language}/LC_MESSAGES/django.po"))
        held[language] = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    assert held["kk"] == held["ru"] == held["en"]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_translation_into_kazakh_or_russian_is_the_english_text(language):
    catalogue = polib.pofile(str(HOME / f"locale/{language}/LC_MESSAGES/django.po"))
    same = {
        entry.msgid
        for entry in catalogue
        if entry.msgid == entry.msgstr and re.search(r"[a-z]{3}", PLACEHOLDER.sub("", entry.msgid))
    }
    assert same <= {"UNESCO", "Wikidata"}


class Words(HTMLParser):
    """The Latin words a reader meets on a page, outside what is marked as another language or as a code."""

    VOID = {"meta", "link", "br", "img", "input", "hr", "wbr", "source", "path", "circle", "rect", "line", "use"}
    SPOKEN = ("title", "aria-label", "alt", "placeholder", "content")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        foreign = given.get("lang", "kk") not in ("kk", None) or tag in {"script", "style", "code", "svg"}
        outside = foreign or any(hidden for _tag, hidden in self.open)
        if not outside and not (tag == "meta" and given.get("name") != "description"):
            for name in self.SPOKEN:
                self.take(given.get(name) or "")
        if tag not in self.VOID:
            self.open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if not any(hidden for _tag, hidden in self.open):
            self.take(text)

    def take(self, text: str) -> None:
        self.found |= set(re.findall(r"[A-Za-z]{2,}", re.sub(r"https?://\S+|\b[A-Z]{2,4}-[A-Z]{2,4}-\d+", "", text)))


@pytest.mark.parametrize(
    "name",
    [
        "site:home",
        "site:about",
        "site:glossary",
        "site:accessibility",
        "search:results",
        "agreements:list",
        "commitments:list",
        "areas:list",
        "countries:list",
        "parties:list",
        "activities:list",
    ],
)
def test_no_english_is_left_on_a_kazakh_page(client, memorandum, name):
    words = Words()
    words.feed(client.get(reverse(name)).content.decode())
    assert words.found - NO_TRANSLATION == set()


def test_no_english_is_left_on_the_kazakh_pages_of_countries(client, memorandum):
    for address in ("kz/", "kz-ru/"):
        words = Words()
        words.feed(client.get(f"/kk/countries/{address}").content.decode())
        assert words.found - NO_TRANSLATION == set(), address


def test_no_english_is_left_on_the_kazakh_pages_of_records(client, memorandum):
    commitment = memorandum.commitments.first()
    area = commitment.areas.first()
    party = memorandum.agreement_parties.first().party
    addresses = [record.get_absolute_url() for record in (memorandum, commitment, area, party)]
    for address in (*addresses, f"{addresses[0]}changes/"):
        words = Words()
        words.feed(client.get(address).content.decode())
        assert words.found - NO_TRANSLATION == set(), address


def test_no_english_is_left_on_the_kazakh_pages_for_reading_a_record(client, memorandum):
    passage = memorandum.commitments.first().passages.first()
    for page in (f"passages/{passage.place}/", "side-by-side/", "?by=form"):
        words = Words()
        words.feed(client.get(f"/kk/agreements/kz-ru-1/{page}").content.decode())
        assert words.found - NO_TRANSLATION == set(), page


@pytest.mark.parametrize("address", ["/kk/nowhere/", "/kk/commitments/?area=cooking", "/kk/commitments/?page=77"])
def test_no_english_is_left_on_a_kazakh_page_that_says_no(client, memorandum, address):
    words = Words()
    words.feed(client.get(address).content.decode())
    assert words.found - NO_TRANSLATION - {"cooking"} == set()


def test_every_enumeration_is_labelled_in_three_different_ways():
    from agreements import models  # noqa: PLC0415

    for choices in (models.AgreementType, models.Level, models.Modality, models.Implementation, models.EventKind):
        for choice in choices:
            labels = []
            for language in ("kk", "ru", "en"):
                with translation.override(language):
                    labels.append(str(choice.label))
            assert labels[2] not in labels[:2], choice
