"""The stem of a Kazakh word, by rules of our own: no existing stemmer is good enough.

A word is read from its end, as grammars of Kazakh describe it: a noun as stem + plural + possessive + case, a verb
as root + voice + negation + tense + person; participles and the infinitive in -у take the endings of nouns.
Each ending is taken off only after the letters that vowel harmony and assimilation allow before it.

Kept on purpose, because it makes another word: -лық, -шы, -лы, -сыз, -хана, the voices in -ыс, -т, -дыр and -н, and the
possessives -м and -ң (қалам is a pen far more often than "my city").
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from languages.words import folding
from languages.words.kazakh_endings import (
    CASES,
    ELIDED,
    FINITE,
    IRREGULAR,
    KEPT,
    NEGATION,
    PASSIVES,
    PLURALS,
    POSSESSIVES,
    SHORT_NOUNS,
    SHORT_VERBS,
    VERBAL_NOUNS,
    Ending,
)

_FRONT = {"A": "е", "Y": "і", "Ғ": "г", "Қ": "к"}
_BACK = {"A": "а", "Y": "ы", "Ғ": "ғ", "Қ": "қ"}
_VOICED = {"б": "п", "ғ": "қ", "г": "к"}
_VOWEL = re.compile("[аәеёиіоөуұүыэюя]")


class Rule(NamedTuple):
    """One ending as it is written, the letters it may follow, and how much must be left."""

    ending: str
    after: frozenset[str]
    left: int
    becomes: str


class Stemmer:
    """The rules in one spelling: of Kazakh, or of Kazakh typed without its keyboard."""

    def __init__(self, spelt: str = "exactly") -> None:
        self._spelling = folding.folded if spelt == "folded" else str
        self._finite = self._rules(FINITE)
        self._cases = self._rules(CASES)
        self._possessives = self._rules(POSSESSIVES)
        self._plurals = self._rules(PLURALS)
        self._verbal_nouns = self._rules(VERBAL_NOUNS)
        self._negation = self._rules(NEGATION)
        self._passives = self._rules(PASSIVES)
        self._kept = frozenset(map(self._spelling, KEPT))
        self._short_nouns = frozenset(map(self._spelling, SHORT_NOUNS))
        self._short_verbs = {self._spelling(verb[:-1]): self._spelling(verb) for verb in SHORT_VERBS}
        self._elided = {self._spelling(short): self._spelling(full) for short, full in ELIDED.items()}
        self._irregular = {self._spelling(form): self._spelling(stem) for form, stem in IRREGULAR.items()}
        self._voiced = {self._spelling(voiced): self._spelling(plain) for voiced, plain in _VOICED.items()}
        self._closing = self._spelling("ыі")

    def stem(self, word: str) -> str:
        """The stem of a normalised word; equal for all forms of one word, and itself not always a word."""
        if word in self._irregular:
            return self._irregular[word]
        nouns = self._noun_readings(word)
        known = next((noun for noun in nouns if noun in self._kept), None)
        if known:
            return known
        finite = self._stripped(word, self._finite)
        if finite != word:
            return self._closed(self._root(self._vowel_restored(finite)))
        noun = nouns[-1]
        verb = self._stripped(noun, self._verbal_nouns)
        return self._closed(noun if verb == noun else self._root(verb))

    def _noun_readings(self, word: str) -> list[str]:
        """`word`, then without its case, its possessive and its plural ending, as far as it has them."""
        readings = [word]
        for rules in (self._cases, self._possessives, self._plurals, self._cases):
            if rules is self._cases and len(readings) > 1 and not self._is_place(word):
                continue
            shorter = self._stripped(readings[-1], rules)
            if shorter != readings[-1] and (len(shorter) > 2 or shorter in self._short_nouns):
                readings.append(shorter)
                readings.append(self._unvoiced(shorter))
        return readings

    @staticmethod
    def _is_place(word: str) -> bool:
        return False

    def _root(self, verb: str) -> str:
        """A verb without negation and passive."""
        positive = self._stripped(verb, self._negation)
        return self._stripped(positive, self._passives)

    def _vowel_restored(self, root: str) -> str:
        """жаса- where жасады was read as жас-ады."""
        return self._short_verbs.get(root, root)

    def _closed(self, stem: str) -> str:
        """The end of a stem in one spelling: what forms of one word still differ in."""
        stem = stem.rstrip("ь")
        if stem in self._kept:
            return stem
        if len(stem) > 5 and stem[-1] == "й" and stem[-2] in "ае":
            stem = stem[:-1]
        if len(stem) > 3 and stem[-1] in self._closing or len(stem) > 4 and stem[-1] in "ае":
            stem = stem[:-1]
        stem = self._unvoiced(stem)
        return self._elided.get(stem, stem)

    def _unvoiced(self, stem: str) -> str:
        """кітап of кітаб-ы, жақ of жағ-ы."""
        return stem[:-1] + self._voiced.get(stem[-1], stem[-1])

    def _stripped(self, word: str, rules: tuple[Rule, ...]) -> str:
        for rule in rules:
            if word.endswith(rule.ending) and self._allows(rule, word[: -len(rule.ending)]):
                return word[: -len(rule.ending)] + rule.becomes
        return word

    @staticmethod
    def _allows(rule: Rule, left: str) -> bool:
        return len(left) >= rule.left and left[-1] in rule.after and _VOWEL.search(left + rule.becomes) is not None

    def _rules(self, endings: tuple[Ending, ...]) -> tuple[Rule, ...]:
        """The written rules of a table, longest ending first."""
        rules = {
            Rule(
                self._spelling(_written(ending.pattern, letters)),
                frozenset(self._spelling(ending.after)),
                ending.left,
                self._spelling(_written(ending.becomes, letters)),
            )
            for ending in endings
            for letters in (_BACK, _FRONT)
        }
        return tuple(sorted(rules, key=lambda rule: (-len(rule.ending), rule.ending, sorted(rule.after))))


def _written(pattern: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in pattern)


@cache
def _stemmer(spelt: str) -> Stemmer:
    return Stemmer(spelt)


def stem(word: str) -> str:
    """The stem of a normalised Kazakh word."""
    return _stemmer("exactly").stem(word)


def folded_stem(word: str) -> str:
    """The stem of a normalised Kazakh word as typed without a Kazakh keyboard: мадениетинин → мадениет."""
    return _stemmer("folded").stem(folding.folded(word))
