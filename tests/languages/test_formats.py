from datetime import date

import pytest
from django import forms
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "shown"), [("kk", "2025 ж. 5 қыркүйек"), ("ru", "5 сентября 2025 г."), ("en", "5 September 2025")]
)
def test_a_day_is_written_as_the_language_writes_it(language, shown):
    with translation.override(language):
        assert formats.date_format(date(2025, 9, 5)) == shown


@pytest.mark.parametrize(("language", "typed"), [("kk", "05.09.2025"), ("ru", "05.09.2025"), ("en", "05/09/2025")])
def test_the_day_comes_first_where_a_day_is_typed(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == date(2025, 9, 5)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_week_begins_on_monday(language):
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
