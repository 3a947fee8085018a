"""The value of a field in words, the same wherever two states of a record are compared."""

import pytest
from django.utils import translation

from agreements.models import Agreement, Event
from languages.display import display_value
from staff.framework.history_page import shown
from staff.imports.import_changes import Describing
from staff.review.diff_display import RecordNames

FIELDS = {
    "kind": Event,
    "date": Event,
    "is_sample": Agreement,
    "term_months": Agreement,
    "term": Agreement,
    "title_kk": Agreement,
}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("term", "fixed", "For a fixed term"),
        ("term", "eternal", "eternal"),  # a code of an older version
        ("date", "2016-11-07", "7 November 2016"),
        ("date", "", ""),
        ("is_sample", True, "yes"),
        ("is_sample", False, "no"),
        ("term_months", 0, "0"),
        ("term_months", None, ""),
        ("title_kk", "Меморандум", "Меморандум"),
    ],
)
def test_a_value_is_told_in_words_and_silence_as_nothing(name, value, words):
    with translation.override("en"):
        assert display_value(FIELDS[name]._meta.get_field(name), value) == words


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), [("term", "fixed"), ("is_sample", True), ("is_sample", False)])
def test_history_review_and_preview_tell_one_value_in_the_same_words(draft, name, value):
    setattr(draft, name, value)
    field = Agreement._meta.get_field(name)
    told = display_value(field, value)
    assert shown(draft, field) == told
    assert RecordNames().shown(field, {name: value}) == [told]
    assert Describing([])._value(field, value) == told
