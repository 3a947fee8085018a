import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.search.measure import SETS, groups
from languages import LANGUAGES
from languages.words.analysis import COLUMNS, Asked, asked, asked_phrase, indexed, same_word, tokens
from languages.words.stems import stem

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяАҚӘСМabcehiopxyzABR019-'’ .«»éß\u0301\u00adØİ東"
FORMS = [
    (language, form)
    for language in LANGUAGES
    for which in SETS
    for forms in groups(language, which).values()
    for form in forms
]


def found(typed, text, language):
    terms = indexed(text, language)
    return any(term in terms.get(column, []) for column, term in asked(typed))


@given(st.text(alphabet=ALPHABET, max_size=80), st.sampled_from([*LANGUAGES, "fr"]))
@settings(max_examples=400, deadline=None)
def test_every_column_of_a_text_has_one_term_per_token(text, language):
    columns = indexed(text, language)
    assert {len(terms) for terms in columns.values()} == {len(tokens(text))}
    assert set(columns) <= set(COLUMNS)


@given(st.text(alphabet=ALPHABET, max_size=80), st.sampled_from([*LANGUAGES, "fr"]))
@settings(max_examples=400, deadline=None)
def test_every_token_is_found_by_itself(text, language):
    for token in tokens(text):
        assert same_word(token.text, token.text, language)
        assert found(token.text, text, language)


@given(st.text(alphabet=ALPHABET, max_size=80), st.sampled_from([*LANGUAGES, "fr"]))
@settings(max_examples=400, deadline=None)
def test_only_the_sound_of_a_token_may_be_empty(text, language):
    columns = indexed(text, language)
    assert all(term for column, terms in columns.items() if column != "sounds" for term in terms)


def test_every_form_of_the_quality_sets_is_found_by_itself_however_it_is_written():
    for language, form in FORMS:
        for typed in (form, form.upper(), unicodedata.normalize("NFD", form)):
            assert found(typed, form, language), (language, typed)


def test_no_asked_term_is_empty():
    assert all(term for _, form in FORMS for _, term in asked(form))


@pytest.mark.parametrize(
    ("language", "columns"),
    [
        ("kk", {"kk", "folded", "sounds"}),
        ("ru", {"ru", "sounds"}),
        ("en", {"en", "sounds"}),
        ("fr", {"plain", "sounds"}),
    ],
)
def test_a_text_fills_the_columns_of_its_language(language, columns):
    assert set(indexed("Memorandum", language)) == columns
    assert set(indexed("", language)) == columns


def test_neighbours_in_a_text_are_neighbours_in_a_column():
    assert indexed("Санкт-Петербург Музыка үйінің", "kk")["kk"] == ["санкт", "петербурк", "музык", "үй"]


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("серіктестік", "серіктестігінің", "kk"),
        ("музеи", "музеев", "ru"),
        ("agreement", "Agreements", "en"),
        ("семьей", "семьёй", "ru"),
        ("accord", "Accord", "fr"),
        ("societe", "société", "fr"),
        ("2016", "2016", "kk"),
        ("роль", "рольдер", "kk"),
    ],
)
def test_forms_of_one_word_are_the_same_word(typed, written, language):
    assert same_word(typed, written, language)


def test_words_are_found_without_a_kazakh_keyboard():
    assert same_word("мадениети", "мәдениетінің", "kk")


def test_a_word_with_a_kazakh_letter_is_meant_precisely():
    assert not same_word("өнер", "онер", "kk")
    assert not any(column == "folded" for column, _ in asked("өнер"))


def test_a_kazakh_name_is_found_in_russian_and_english():
    assert same_word("Мұхамедиұлының", "Мухамедиулы", "ru")
    assert same_word("Мұхамедиұлының", "Mukhamediuly", "en")


def test_a_latin_name_is_found_in_all_languages_and_cases():
    assert same_word("roldugin", "Ролдугиннің", "kk")
    assert same_word("roldugin", "Ролдугиным", "ru")
    assert same_word("roldugin", "Roldugin's", "en")


def test_only_words_with_a_capital_letter_are_names():
    assert not same_word("roldugin", "ролдугин", "ru")


def test_cyrillic_words_are_not_compared_by_sound_with_cyrillic_ones():
    assert not same_word("қалам", "Қала", "kk")


def test_letters_of_the_wrong_keyboard_are_read_as_meant():
    assert same_word("білім", "б\u0069л\u0069мнің", "kk")  # Latin i
    assert same_word("\u0441\u043e\u043eperation", "cooperation", "en")  # Cyrillic со


def test_a_phrase_is_looked_up_in_every_column_that_can_hold_it():
    assert dict(asked_phrase(["музыка", "үйі"])) == {
        "kk": ("музык", "үй"),
        "ru": ("музык", "үйі"),
        "en": ("музыка", "үйі"),
        "plain": ("музыка", "үйі"),
    }


def test_a_phrase_typed_without_a_kazakh_keyboard_is_looked_up_folded():
    assert ("folded", ("музык", "уй")) in asked_phrase(["музыка", "уйи"])


def test_a_phrase_of_no_words_is_looked_up_nowhere():
    assert asked_phrase([]) == []


def test_asked_terms_name_their_column():
    assert Asked("kk", "келісім") in asked("келісімдер")


def test_threads_do_not_mix_their_words():
    words = [f"культур{ending}" for ending in ("а", "ы", "е", "у", "ой", "ам", "ами", "ах")] * 200
    stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda word: stem("ru", word), words)) == {"культур"}
