import pytest

from languages.words.folding import folded
from languages.words.kazakh import folded_stem, stem


def meet(forms):
    return len({stem(form) for form in forms.split()}) == 1


def test_plural_possessive_and_case_are_taken_off_one_after_another():
    assert stem("мұраларымыздың") == stem("мұра")


@pytest.mark.parametrize(
    "forms",
    [
        "келісім келісімі келісімнің келісімге келісімді келісімде келісімнен келісіммен келісімдер",
        "қала қаласы қаланың қалаға қаланы қалада қаладан қаламен қалалар қаласындағы",
        "театр театры театрдың театрға театрды театрда театрдан театрмен театрлар",
        "концерт концерті концерттің концертке концертті концертте концерттен концертпен концерттер",
    ],
)
def test_endings_follow_the_last_letter_of_the_stem(forms):
    assert meet(forms)


def test_an_ending_that_the_last_letter_forbids_is_part_of_the_word():
    assert stem("алматы") != stem("алма")


@pytest.mark.parametrize("forms", ["кітап кітабы", "серіктестік серіктестігі", "жақ жағы", "қазақ қазағы"])
def test_a_final_consonant_voiced_before_a_vowel_is_the_same_word(forms):
    assert meet(forms)


@pytest.mark.parametrize("forms", ["халық халқы", "орын орнында", "ғұрып ғұрпы"])
def test_a_vowel_lost_before_an_ending_is_the_same_word(forms):
    assert meet(forms)


def test_two_letters_are_enough_for_known_words():
    assert meet("ән әндер әнін")
    assert meet("үй үйінің үйлерде")


@pytest.mark.parametrize(
    "forms",
    [
        "болу болады болды болған болып болатын болса болмайды болмаған",
        "дамыту дамытады дамытты дамытқан дамытып дамытатын",
        "жасау жасайды жасады жасаған жасап жасалған жасалды",
        "ұйымдастыру ұйымдастырылады ұйымдастырылды ұйымдастырғандардың",
        "қою қойды қойған қойып",
    ],
)
def test_tenses_participles_and_passives_of_a_verb_meet_its_infinitive(forms):
    assert meet(forms)


def test_an_infinitive_takes_the_endings_of_nouns():
    assert meet("даму дамудың дамуына дамуымен")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мәдениет", "мәдени"),
        ("кітап", "кітапхана"),
        ("қала", "қалам"),
        ("би", "бизнес"),
        ("орындау", "орындаушы"),
        ("қолдау", "қолдану"),
        ("келісу", "келу"),
        ("даму", "дамыту"),
        ("министр", "министрлік"),
        ("серіктес", "серіктестік"),
        ("жыл", "жылдам"),
    ],
)
def test_words_of_another_meaning_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_names_of_countries_keep_their_stan():
    assert meet("қазақстан қазақстанның қазақстанда")
    assert stem("қазақстан") == "қазақстан"


def test_a_common_misspelling_of_the_genitive_is_understood():
    assert stem("қазақстандың") == "қазақстан"


@pytest.mark.parametrize("form", ["мәдениетінің", "халқымыздың", "өнеріне", "ғылымдарының", "ұйымдастырылған"])
def test_words_typed_without_a_kazakh_keyboard_lose_the_same_endings(form):
    assert folded_stem(folded(form)) == folded(stem(form))


@pytest.mark.parametrize("word", ["ь", "у", "2016", "unesco", "日本", "п"])
def test_what_is_no_kazakh_word_still_has_a_stem(word):
    assert stem(word)
    assert folded_stem(word)


@pytest.mark.parametrize("forms", ["журналист журналистер", "конгресс конгрестің", "объект объектісі"])
def test_loanwords_meet_forms_that_spell_their_end_otherwise(forms):
    assert meet(forms)


def test_an_adjective_of_place_in_the_plural_meets_its_place():
    assert meet("шекара шекарасындағы шекарасындағылар")
