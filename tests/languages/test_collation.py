import random

import pytest
from django.db import connection
from django.db.models import F

from languages import LANGUAGES
from languages.collation import ALPHABETS, alphabetically, collation_name, reader_order, sort_key
from parties.models import Party
from tests.support.factories import PartyFactory

pytestmark = pytest.mark.database

KAZAKH_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
WORDS = [
    "Ақмола", "Әлем", "Бала", "Ғылым", "Гүл", "ел", "Ел", "ёлка", "Енисей", "Қазақстан", "Кино", "Ңалам", "Ойын",
    "Өнер", "Орман", "Ұлт", "Үй", "Уақыт", "Һарам", "Хан", "Ішкі", "Ыстық", "Санкт-Петербург", "Санкт Петербург",
    "Music",
    "music", "Élan", "elan", "№ 5", "5", "12", "«Дом»",
]  # fmt: skip


def test_kazakh_letters_sort_in_the_order_of_the_kazakh_alphabet():
    shuffled = random.sample(KAZAKH_LETTERS, len(KAZAKH_LETTERS))
    assert "".join(sorted(shuffled, key=lambda letter: sort_key("kk", letter))) == KAZAKH_LETTERS


def test_case_decides_only_between_words_that_are_otherwise_the_same():
    assert sorted(["Бала", "ана", "Ана", "бала"], key=lambda word: sort_key("kk", word)) == [
        "ана",
        "Ана",
        "бала",
        "Бала",
    ]


@pytest.mark.parametrize(("language", "first"), [("kk", "Әлем"), ("ru", "Әлем"), ("en", "Zoo")])
def test_the_readers_own_alphabet_comes_first(language, first):
    assert min(["Zoo", "Әлем"], key=lambda word: sort_key(language, word)) == first


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_databases_sort_words_and_letters_as_this_module_does(language):
    marks = set(" _-–—,;:!?.'’\"«»()/")
    words = [*WORDS, *(letter for letter in ALPHABETS[language] if letter not in marks)]
    Party.objects.bulk_create(
        Party(slug=f"p{n}", kind="ministry", name_kk=word, name_ru=word, name_en=word) for n, word in enumerate(words)
    )
    sorted_by_database = list(
        Party.objects.order_by(alphabetically("name", language))
        .annotate(own=F(f"name_{language}"))
        .values_list("own", flat=True)
    )
    assert sorted_by_database == sorted(words, key=lambda word: sort_key(language, word))


@pytest.mark.django_db
def test_an_empty_translation_sorts_last_on_both_databases():
    PartyFactory(slug="without", name_kk="А", name_ru=None)
    PartyFactory(slug="with", name_kk="Б", name_ru="Я")
    slugs = Party.objects.order_by(alphabetically("name", "ru")).values_list("slug", flat=True)
    assert list(slugs) == ["with", "without"]


def test_the_order_of_the_reader_follows_the_active_language(settings):
    assert sorted(["Ышқ", "Іле"], key=reader_order) == ["Ышқ", "Іле"]


@pytest.mark.django_db
def test_letter_case_does_not_matter_in_any_alphabet():
    PartyFactory(slug="music", name_kk="Санкт-Петербург МУЗЫКА үйі", name_ru="Ёлка 100%")
    assert Party.objects.filter(name_kk__icontains="музык").exists()
    assert Party.objects.filter(name_ru__icontains="ёЛКА 100%").exists()
    assert not Party.objects.filter(name_ru__icontains="100_").exists()
    assert Party.objects.filter(name_kk__iexact="санкт-петербург музыка ҮЙІ").exists()


@pytest.mark.django_db
def test_the_collations_are_known_to_the_connection_by_the_names_of_icu():
    with connection.cursor() as cursor:
        for language in LANGUAGES:
            cursor.execute(f"SELECT 'а' < 'ә' COLLATE \"{collation_name(language)}\"")
            assert cursor.fetchone()[0]
