"""The goals of benchmarks/search, on the sets that nothing was tuned on."""

import pytest

from benchmarks.search.measure import measured

#: Language: the least recall and precision of our rules.
GOALS = {"kk": (0.95, 0.97), "ru": (0.85, 0.95), "en": (0.9, 0.95)}


@pytest.fixture(scope="module")
def figures():
    return measured()


@pytest.mark.parametrize("language", GOALS)
@pytest.mark.parametrize("which", ["development", "held_out"])
def test_word_forms_meet_as_often_and_as_rightly_as_promised(figures, which, language):
    recall, precision = GOALS[language]
    ours = figures["forms"][which][language]["our rules"]
    assert ours.recall >= recall
    assert ours.precision >= precision


@pytest.mark.parametrize("language", GOALS)
def test_our_rules_find_more_than_a_substring_search_and_snowball(figures, language):
    methods = figures["forms"]["held_out"][language]
    assert methods["our rules"].recall > methods["substring"].recall
    assert methods["our rules"].recall > methods["Snowball alone"].recall


def test_people_without_a_kazakh_keyboard_find_nearly_as_much(figures):
    ours = figures["forms"]["held_out"]["kk"]["our rules, no Kazakh keyboard"]
    assert ours.recall >= 0.95
    assert ours.precision >= 0.95
