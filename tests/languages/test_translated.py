import pytest
from django.template import Context, Template
from django.utils import translation

from languages.translated import shown
from parties.models import Party

pytestmark = pytest.mark.database

PARTY = Party(name_kk="Музыка үйі", name_ru="", name_en="Music <House>")


def rendered(source: str, **context: object) -> str:
    return Template("{% load languages %}" + source).render(Context(context))


def test_a_text_in_the_readers_language_is_shown_as_it_is():
    with translation.override("en"):
        assert rendered('{% translated party "name" %}', party=PARTY) == "Music &lt;House&gt;"


def test_a_text_shown_by_fallback_carries_its_own_language():
    with translation.override("ru"):
        assert rendered('{% translated party "name" %}', party=PARTY) == '<span lang="kk">Музыка үйі</span>'


def test_fallback_goes_from_kazakh_to_russian_to_english():
    only_english = Party(name_en="House")
    with translation.override("ru"):
        assert shown(only_english, "name").language == "en"
        assert shown(Party(name_ru="Дом", name_en="House"), "name").language == "ru"
    with translation.override("en"):
        assert shown(Party(name_kk="Үй", name_ru="Дом"), "name").language == "kk"


def test_a_text_that_is_missing_everywhere_is_empty_and_no_fallback():
    found = shown(Party(), "name")
    assert (found.text, found.is_fallback) == ("", False)
