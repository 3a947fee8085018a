from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from languages.partial_date_field import PartialDateFormField, validate_partial_date, words
from languages.partial_dates import NotAPartialDate, as_edtf, parse

IN_WORDS = {
    "2016": ("2016 жыл", "2016 г.", "2016"),
    "2016-11": ("2016 жылғы қараша", "ноябрь 2016 г.", "November 2016"),
    "2016-11-07": ("2016 жылғы 7 қараша", "7 ноября 2016 г.", "7 November 2016"),
    "201X": ("2010-жылдар", "2010-е годы", "2010s"),
}


@pytest.mark.parametrize(
    ("text", "earliest", "before"),
    [
        ("2016", date(2016, 1, 1), date(2017, 1, 1)),
        ("2016-11", date(2016, 11, 1), date(2016, 12, 1)),
        ("2016-11-07", date(2016, 11, 7), date(2016, 11, 8)),
        ("1993?", date(1993, 1, 1), date(1994, 1, 1)),
        ("199X", date(1990, 1, 1), date(2000, 1, 1)),
        ("2016-11/2017", date(2016, 11, 1), date(2018, 1, 1)),
        ("2016/..", date(2016, 1, 1), None),
        ("/2016", None, date(2017, 1, 1)),
        ("2016-02-29", date(2016, 2, 29), date(2016, 3, 1)),
    ],
)
def test_a_partial_date_is_bounded_by_its_first_day_and_the_day_after_its_last(text, earliest, before):
    parsed = parse(text)
    assert (parsed.earliest, parsed.before) == (earliest, before)


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "2016-13",
        "2015-02-29",
        "2016-00",
        "0000",
        "99999",
        "../..",
        "/",
        "2017/2016",
        "2016-11-07T10:00",
        "[2016,2017]",
    ],
)
def test_what_is_no_partial_date_is_refused(text):
    with pytest.raises(NotAPartialDate):
        parse(text)


@pytest.mark.parametrize(("language", "word"), [("kk", "күн"), ("ru", "дат"), ("en", "date")])
def test_the_refusal_is_in_the_readers_language(language, word):
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        validate_partial_date("nonsense")
    assert word in refusal.value.messages[0].lower()
    assert "nonsense" in refusal.value.messages[0]


@pytest.mark.parametrize("text", IN_WORDS)
@pytest.mark.parametrize(("place", "language"), list(enumerate(("kk", "ru", "en"))))
def test_a_partial_date_is_shown_in_the_words_of_the_reader(text, place, language):
    with translation.override(language):
        assert str(parse(text)) == IN_WORDS[text][place]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("text", ["1993?", "1993~", "1993%"])
def test_doubt_about_a_date_is_said(language, text):
    with translation.override(language):
        assert str(parse(text)) != str(parse("1993"))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_open_and_an_unknown_end_are_told_apart(language):
    with translation.override(language):
        assert str(parse("2016/..")) != str(parse("2016/"))


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("07.11.2016", "2016-11-07"),
        ("7/11/2016", "2016-11-07"),
        ("11.2016", "2016-11"),
        (" 2016 ", "2016"),
        ("1993?", "1993?"),
    ],
)
def test_dates_are_taken_as_kazakh_and_russian_editors_type_them(typed, edtf):
    assert as_edtf(typed) == edtf
    assert PartialDateFormField().clean(typed) == edtf


def test_the_fifth_of_september_never_becomes_the_ninth_of_may():
    assert parse(as_edtf("05/09/2025")).earliest == date(2025, 9, 5)


@pytest.mark.parametrize("digits", ["٢٠١٦", "2٠16", "٠٧.١١.٢٠١٦"])
def test_other_digits_than_those_of_the_notation_are_refused(digits):
    with pytest.raises(NotAPartialDate):
        parse(as_edtf(digits))


@pytest.mark.parametrize("value", ["2016-13", "2016-00-00", "-1", "\\", "1" * 23, "қараша 2016", "2016-13/2017"])
def test_a_value_written_past_the_checks_is_shown_as_it_stands(value):
    assert value.partition("/")[0] in str(words(value))


@pytest.mark.parametrize("typed", ["31.02.2016", "13.2016", "2016-13", "қараша 2016"])
def test_a_refusal_quotes_what_was_typed(typed):
    with pytest.raises(ValidationError, match=typed):
        PartialDateFormField().clean(typed)
