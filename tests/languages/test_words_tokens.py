from languages.words.tokens import LONGEST, tokens, written_words


def texts(text):
    return [token.text for token in tokens(text)]


def test_words_are_letters_and_digits_of_every_alphabet():
    assert texts("«Қазақстан», 2016 ж. — Дом музыки & café; 東京") == [
        "Қазақстан", "2016", "ж", "Дом", "музыки", "café", "東京",
    ]  # fmt: skip


def test_a_token_says_where_it_stands():
    text = "ҚР Мәдениет министрлігі"
    assert [text[token.start : token.end] for token in tokens(text)] == texts(text)


def test_a_hyphen_parts_words():
    assert texts("Санкт-Петербург") == ["Санкт", "Петербург"]


def test_an_apostrophe_parts_words_except_the_english_possessive():
    assert texts("O'Connor's d’accord Roldugin's") == ["O", "Connor's", "d", "accord", "Roldugin's"]


def test_an_underscore_is_no_letter():
    assert texts("a_b") == ["a", "b"]


def test_accents_and_soft_hyphens_stay_inside_a_word():
    assert texts("му\u0301зыка куль\u00adтура и\u0306од") == ["му\u0301зыка", "куль\u00adтура", "и\u0306од"]


def test_vowel_signs_of_other_alphabets_stay_inside_a_word():
    assert texts("हिन्दी สวัสดี") == ["हिन्दी", "สวัสดี"]


def test_of_an_overlong_word_only_the_beginning_counts():
    assert texts("а" * 120 + " би") == ["а" * LONGEST, "би"]


def test_a_text_without_words_has_no_tokens():
    assert tokens(" — …, ") == []


def test_words_without_places_are_the_same_words():
    text = "Roldugin's Санкт-Петербург, 2016 " + "а" * 120
    assert written_words(text) == texts(text)
