"""The words of the registry are explained once, in three languages, and under the labels that records carry."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from website.pages.glossary import ENUMERATIONS, glossary, terms

HOME = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("kk", "ru", "en")


def test_every_term_has_a_title_meaning_and_anchor_in_each_language():
    codes = [term.code for group in glossary() for term in (group, *group.terms)]
    assert len(codes) == len(set(codes)) > 100
    for term in terms().values():
        for language in LANGUAGES:
            assert term.titles[language], term.code
            assert re.fullmatch(r".*[.!?»”]", term.meanings[language]), (term.code, language)
        assert len(set(term.meanings.values())) == 3, term.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_the_registry_is_explained_under_its_label(client, db, language):
    text = client.get(f"/{language}/glossary/").content.decode()
    with translation.override(language):
        for choices in ENUMERATIONS.values():
            for choice in choices:
                assert f"<dfn>{choice.label}</dfn>" in text, choice
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_a_term_is_explained_at_its_first_use_on_a_page_and_plain_after_it(rf):
    template = Template('{% load terms %}{% term "modality" "how firmly" %}|{% term "modality" %}|{% term "side" %}')
    first, second, other = template.render(Context({"request": rf.get("/kk/")})).split("|")
    assert 'popovertarget="term-modality"' in first
    assert "/kk/glossary/#modality" in first
    assert second.strip() == terms()["modality"].title
    assert 'popovertarget="term-side"' in other


def test_every_term_that_a_template_explains_is_in_the_glossary():
    used = {
        code
        for path in (HOME / "templates").rglob("*.html")
        for code in re.findall(r'{% (?:term|meaning_of) "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= terms().keys()
