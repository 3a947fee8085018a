"""The stem of a Kazakh word, by rules of our own: no existing stemmer is good enough.

A word is read from its end, as grammars of Kazakh describe it: a noun as stem + plural + possessive + case, a verb
as root + voice + negation + tense + person; participles and the infinitive in -у take the endings of nouns.
Each ending is taken off only after the letters that assimilation allows before it: -дың after р, -тың after к. Harmony
only chooses between the spellings of an ending, as loanwords do not keep it (фестивальдің).

Kept on purpose, because it makes another word: -лық, -шы, -лы, -сыз, -хана, the voices in -ыс, -т, -дыр and -н, and the
possessives -м and -ң (қалам is a pen far more often than "my city").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from languages.words import folding
from languages.words.kazakh_endings import (
    CASES,
    ELIDED,
    FINITE,
    IRREGULAR,
    KEPT,
    NEGATION,
    NOUN_ENDINGS,
    PASSIVES,
    PLACES,
    PLURALS,
    POSSESSIVES,
    SHORT_WORDS,
    VERBAL_NOUNS,
    VOWEL_VERBS,
    Ending,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FRONT = {"A": "е", "Y": "і", "Ғ": "г", "Қ": "к"}
_BACK = {"A": "а", "Y": "ы", "Ғ": "ғ", "Қ": "қ"}
_VOICED = {"б": "п", "ғ": "қ", "г": "к"}
#: Loanwords lose a letter before endings: журналист, журналис-тер; конгресс, конгрес-тің.
_LOAN_CLOSING = re.compile(r"(?<=ис)т$|(?<=\w\wс)с$|(?<=\w\wл)л$")
_VOWEL = re.compile("[аәеёиіоөуұүыэюя]")


#: Verbs, and the words of a list, may be as short as this.
SHORTEST_ROOT = 2


class Rule(NamedTuple):
    """One ending as it is written, the letters it may follow, and how much must be left."""

    ending: str
    after: frozenset[str]
    left: int
    becomes: str


Rules = dict[str, tuple[Rule, ...]]


class Stemmer:
    """The rules in one spelling: of Kazakh, or of Kazakh typed without its keyboard."""

    def __init__(self, spelling: Callable[[str], str]) -> None:
        self._spelling = spelling
        self._finite = self._rules(FINITE)
        self._cases = self._rules(CASES)
        self._possessives = self._rules(POSSESSIVES)
        self._plurals = self._rules(PLURALS)
        self._verbal_nouns = self._rules(VERBAL_NOUNS)
        self._negation = self._rules(NEGATION)
        self._passives = self._rules(PASSIVES)
        self._places = tuple(map(self._spelling, PLACES))
        self._noun_endings = tuple(map(self._spelling, NOUN_ENDINGS))
        self._kept = frozenset(map(spelling, KEPT)) | frozenset(map(folding.folded, KEPT))
        self._short_words = frozenset(map(self._spelling, SHORT_WORDS))
        self._vowel_verbs = {self._spelling(verb[:-1]): self._spelling(verb) for verb in VOWEL_VERBS}
        self._passive_of = {verb + "л": verb for verb in self._vowel_verbs.values()}
        self._elided = {self._spelling(short): self._spelling(full) for short, full in ELIDED.items()}
        self._irregular = {self._spelling(form): self._spelling(stem) for form, stem in IRREGULAR.items()}
        self._voiced = {self._spelling(voiced): self._spelling(plain) for voiced, plain in _VOICED.items()}
        self._closing = re.compile(rf"(?<=\w{{3}})[{self._spelling('ыі')}]$|(?<=\w{{4}})[ае]й?$")

    def stem(self, word: str) -> str:
        """The stem of a normalised word; equal for all forms of one word, and itself not always a word."""
        if word in self._irregular:
            return self._irregular[word]
        known = self._known_noun(word)
        if known:
            return known
        finite = self._stripped(word, self._finite)
        if finite != word:
            return self._closed(self._root(self._vowel_verbs.get(finite, finite)))
        noun = self._bare(word)
        verb = self._stripped(noun, self._verbal_nouns)
        return self._closed(noun if verb == noun else self._root(verb))

    def _known_noun(self, word: str) -> str | None:
        """The first word we know among all readings of `word` as a noun with endings."""
        readings = [word]
        for rules in (self._cases, self._possessives, self._plurals):
            shorter = [left for reading in readings for left in self._readings(reading, rules)]
            readings += shorter + [self._unvoiced(left) for left in shorter]
        return next(filter(self._is_known, readings), None)

    def _bare(self, word: str) -> str:
        """`word` without its case, its possessive and its plural ending, as far as it has them."""
        for rules in (self._cases, self._possessives, self._plurals):
            shorter = self._stripped(word, rules)
            if len(shorter) > SHORTEST_ROOT or shorter in self._short_words:
                word = self._unvoiced(shorter) if shorter != word else word
        if word.endswith(self._places):
            return self._bare(word)
        return self._passive_of.get(word, word)

    def _is_known(self, noun: str) -> bool:
        return noun in self._kept or noun.endswith(self._noun_endings)

    def _root(self, verb: str) -> str:
        """A verb without negation and passive."""
        positive = self._stripped(verb, self._negation)
        return positive if positive in self._kept else self._stripped(positive, self._passives)

    def _closed(self, stem: str) -> str:
        """The end of a stem in one spelling: what forms of one word still differ in."""
        stem = _LOAN_CLOSING.sub("", stem.rstrip("ь") or stem)
        if stem in self._kept:
            return stem
        stem = self._unvoiced(self._closing.sub("", stem))
        return self._elided.get(stem, stem)

    def _unvoiced(self, stem: str) -> str:
        """кітап of кітаб-ы, жақ of жағ-ы."""
        return stem[:-1] + self._voiced.get(stem[-1], stem[-1])

    def _stripped(self, word: str, rules: Rules) -> str:
        """`word` without the longest ending that it may have."""
        return next(self._readings(word, rules), word)

    @staticmethod
    def _readings(word: str, rules: Rules) -> Iterator[str]:
        """`word` without each of the endings that it may have, the longest first."""
        return (word[: -len(rule.ending)] + rule.becomes for rule in rules.get(word[-1:], ()) if _allows(rule, word))

    def _rules(self, endings: tuple[Ending, ...]) -> Rules:
        """The written rules of a table, longest ending first, by their last letter."""
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
        by_last_letter: dict[str, tuple[Rule, ...]] = {}
        for rule in sorted(rules, key=lambda rule: (-len(rule.ending), rule.ending, sorted(rule.after))):
            by_last_letter[rule.ending[-1]] = (*by_last_letter.get(rule.ending[-1], ()), rule)
        return by_last_letter


def _allows(rule: Rule, word: str) -> bool:
    left = word[: -len(rule.ending)]
    return (
        word.endswith(rule.ending)
        and len(left) >= rule.left
        and left[-1] in rule.after
        and _VOWEL.search(left + rule.becomes) is not None
    )


def _written(pattern: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in pattern)


_exact = Stemmer(str)
_folded = Stemmer(folding.folded)


def stem(word: str) -> str:
    """The stem of a normalised Kazakh word."""
    return _exact.stem(word)


def folded_stem(word: str) -> str:
    """The stem of a normalised Kazakh word as typed without a Kazakh keyboard: мадениетинин → мадениет."""
    return _folded.stem(folding.folded(word))
