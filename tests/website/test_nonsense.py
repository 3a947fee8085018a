"""Every public address survives nonsense: never a 5xx, and always in the reader's language."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from search.lists.activities import ActivityFilter
from search.lists.agreements import AgreementFilter, CommitmentFilter
from search.lists.parties import PartyFilter
from tests.support.nonsense import NASTY

if TYPE_CHECKING:
    from collections.abc import Iterable

    Question = tuple[str, str]

pytestmark = pytest.mark.database

STRANGE = [*NASTY, "kz-ru-0", "kz-ru-999999999", "kz-ru-1-0", "kz-ru-1-9999", "KZ-RU-77", "kz--1", "kz-ru-01"]
#: What each list is asked by, and a name that none of them knows.
PARAMETERS = {
    path: [*questions.get_filters(), "page", "zzz"]
    for path, questions in {
        "agreements/": AgreementFilter,
        "commitments/": CommitmentFilter,
        "parties/": PartyFilter,
        "activities/": ActivityFilter,
    }.items()
}
LISTS = [
    "agreements:list",
    "agreements:export_csv",
    "commitments:list",
    "commitments:export_csv",
    "areas:list",
    "countries:list",
    "parties:list",
    "parties:export_csv",
    "activities:list",
    "activities:export_csv",
    "site:home",
    "site:about",
    "site:glossary",
    "site:accessibility",
    "search:results",
    "search:suggestions",
]
PLAIN = [
    "", "about/", "glossary/", "accessibility/", "search/",
    "areas/", "areas/music/", "parties/", "parties/saint-petersburg-music-house/", "activities/",
    "countries/", "countries/kz/", "countries/kz-ru/", "agreements/kz-ru-1/", "agreements/kz-ru-1/changes/",
    "commitments/kz-ru-1-3/",
]  # fmt: skip
ADDRESSES = [
    "agreements/{}/", "commitments/{}/", "areas/{}/", "parties/{}/", "countries/{}/", "{}/", "agreements/kz-ru-1/{}/",
    "agreements/{}/changes/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("path", PARAMETERS)
def test_every_parameter_of_a_list_survives_nonsense(client, memorandum, language, path):
    for parameter, value in asked_in(language, product(PARAMETERS[path], NASTY)):
        survives(client, f"/{language}/{path}", parameter, [value])


@pytest.mark.parametrize(
    ("path", "parameter"),
    [("agreements/", "find-party"), ("commitments/", "more"), ("parties/", "find-country"), ("activities/", "more")],
)
def test_what_only_chooses_choices_survives_nonsense(client, memorandum, path, parameter):
    survives(client, f"/kk/{path}", parameter, ["%00", "%25", "\\", "😀", "<script>alert(1)</script>", "a" * 5000])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("parameter", ["page", "zzz"])
def test_pages_that_ask_nothing_survive_nonsense(client, memorandum, language, parameter):
    for path, value in asked_in(language, product(PLAIN if parameter == "page" else PLAIN[:2], NASTY)):
        survives(client, f"/{language}/{path}", parameter, [value])


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("agreements/kz-ru-1/", "by"),
        ("agreements/kz-ru-1/side-by-side/", "left"),
        ("agreements/kz-ru-1/side-by-side/", "right"),
    ],
)
def test_choices_on_the_pages_of_a_record_survive_nonsense(client, memorandum, path, parameter):
    survives(client, f"/kk/{path}", parameter)


@pytest.mark.parametrize("address", ["passages/{}/", "passages/{}.json", "citation.{}"])
def test_addresses_below_a_record_survive_nonsense(client, memorandum, address):
    for value in NASTY:
        response = client.get(f"/kk/agreements/kz-ru-1/{address.format(value)}")
        assert response.status_code in {301, 302, 400, 404}, value


def asked_in(language: str, questions: Iterable[Question]) -> list[Question]:
    """All in Kazakh, which every database is asked; in the two others an eleventh, and never the same one."""
    part = {"kk": slice(None), "ru": slice(3, None, 11), "en": slice(8, None, 11)}
    return list(questions)[part[language]]


def survives(client, address: str, parameter: str, values: list[str] = NASTY) -> None:
    for value in values:
        response = client.get(f"{address}?{parameter}={value}")
        assert response.status_code in {200, 400, 404}, (parameter, value)
        assert response.headers["Content-Language"] == address[1:3]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_address_survives_nonsense(client, memorandum, language):
    for address, value in asked_in(language, product(ADDRESSES, STRANGE)):
        response = client.get(f"/{language}/{address.format(value)}")
        assert response.status_code in {301, 302, 400, 404}, (address, value)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_wrong_value_shows_the_question_again_with_the_error(client, memorandum, language):
    response = client.get(f"/{language}/commitments/?area=cooking&words=музыка")
    page = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in page
    assert "музыка" in page
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("asked", [PLAIN, ADDRESSES, *PARAMETERS.values()], ids=["pages", "addresses", *PARAMETERS])
def test_what_is_asked_in_russian_and_english_leaves_nothing_out(language, asked):
    assert {first for first, _value in asked_in(language, product(asked, NASTY))} == set(asked)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_nonsense_is_asked_in_russian_and_in_english(language):
    asked = [asked_in(language, product(names, NASTY)) for names in PARAMETERS.values()]
    assert {value for questions in asked for _parameter, value in questions} == set(NASTY)


@pytest.mark.parametrize("name", LISTS)
def test_every_page_stands_with_no_record_at_all(client, db, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("kk", "табылмады"), ("ru", "не найдена"), ("en", "not found")])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(client, db, language, words):
    response = client.get(f"/{language}/agreements/kz-ru-77/")
    assert response.status_code == 404
    assert words in response.content.decode().lower()


@pytest.mark.parametrize("path", ["agreements/kz-ru-1/", "commitments/kz-ru-1-1/"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_withdrawn_record_answers_gone(client, memorandum, path, language):
    from tests.support.factories import withdraw  # noqa: PLC0415

    assert client.get(f"/{language}/{path}").status_code == 200
    withdraw(memorandum)
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 410
    assert "KZ-RU-1" in response.content.decode()
    assert memorandum.title_kk not in response.content.decode()


def test_the_error_page_of_last_resort_needs_nothing(client, db, rf):
    from django.views.defaults import server_error  # noqa: PLC0415

    page = server_error(rf.get("/kk/")).content.decode()
    assert all(f'lang="{language}"' in page for language in ("kk", "ru", "en"))
