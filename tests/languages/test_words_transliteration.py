import pytest

from languages.words.folding import normalised
from languages.words.transliteration import skeleton


def sound(name):
    return skeleton(normalised(name))


@pytest.mark.parametrize(
    "names",
    [
        "Roldugin Ролдугин Ролдугина Ролдугиным",
        "Mukhamediuly Muhamediuly Мұхамедиұлы Мухамедиулы",
        "Tchaikovsky Chaikovskii Чайковский Чайковского",
        "Tokayev Tokaev Тоқаев Токаев",
        "Sergei Sergey Сергей Сергею",
        "Yevgeny Evgenii Евгений",
        "Zhambyl Jambyl Жамбыл",
        "Qurmangazy Kurmangazy Құрманғазы Курмангазы",
        "Shostakovich Шостакович",
        "Kazakhstan Қазақстан Казахстан",
        "Schumann Шуман",
        "Dvořák Dvorak",
    ],
)
def test_spellings_of_one_name_sound_alike(names):
    assert len({sound(name) for name in names.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Абай", "Абыл"),
        ("Серік", "Сергей"),
        ("Шостакович", "Ростропович"),
        ("Astana", "Almaty"),
        ("Шаляпин", "Саляхин"),
    ],
)
def test_other_names_sound_otherwise(one, other):
    assert sound(one) != sound(other)


@pytest.mark.parametrize("word", ["Ли", "5", "東京", "2016ж"])
def test_what_is_too_short_or_no_name_has_no_sound(word):
    assert sound(word) == ""
