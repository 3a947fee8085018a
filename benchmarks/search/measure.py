"""Recall and precision of finding words: our rules, a plain substring search, and Snowball alone.

Run as `python -m benchmarks.search.measure`; README.md has the definitions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import snowballstemmer
import yaml

from languages.words.analysis import asked, indexed, same_word, tokens
from languages.words.folding import folded, normalised

HERE = Path(__file__).parent
LANGUAGES = ("kk", "ru", "en")
SETS = ("development", "held_out")

#: Whether a typed form meets a form written in a text of a language.
Meets = Callable[[str, str, str], bool]


class Quality(NamedTuple):
    """Shares of pairs of forms, 0 to 1, and how many pairs of each line there were."""

    recall: float
    precision: float
    pairs: int


def substring(typed: str, written: str, _language: str) -> bool:
    """What `icontains` finds."""
    return typed.casefold() in written.casefold()


@cache
def _snowball_stem(language: str, word: str) -> str:
    name = {"ru": "russian", "en": "english"}.get(language)
    return snowballstemmer.stemmer(name).stemWord(word) if name else word


def snowball(typed: str, written: str, language: str) -> bool:
    """Snowball alone; it has no Kazakh, so there only equal words meet."""
    return _snowball_stem(language, typed.casefold()) == _snowball_stem(language, written.casefold())


def without_keyboard(typed: str, written: str, language: str) -> bool:
    """Our rules, where somebody types without the letters that only a Kazakh keyboard has."""
    return same_word(folded(normalised(typed)), written, language)


METHODS: dict[str, Meets] = {
    "our rules": same_word,
    "our rules, no Kazakh keyboard": without_keyboard,
    "substring": substring,
    "Snowball alone": snowball,
}


def groups(language: str, which: str) -> dict[str, list[str]]:
    """The forms of each lemma."""
    lines = yaml.safe_load((HERE / f"forms.{language}.{which}.yaml").read_text("utf-8"))
    return {lemma: forms.split() for lemma, forms in lines.items()}


def queries(which: str) -> list[dict[str, Any]]:
    """What is typed, the text, and whether it must be found."""
    return yaml.safe_load((HERE / f"queries.{which}.yaml").read_text("utf-8"))


def pairs(language: str, which: str) -> list[tuple[str, str, bool]]:
    """Every two different forms, typed and written, and whether they are of one lemma."""
    lemmas: dict[str, set[str]] = {}
    for lemma, forms in groups(language, which).items():
        for form in forms:
            lemmas.setdefault(form, set()).add(lemma)
    both_ways = [pair for two in combinations(lemmas, 2) for pair in (two, two[::-1])]
    return [(typed, written, bool(lemmas[typed] & lemmas[written])) for typed, written in both_ways]


def quality(meets: Meets, language: str, which: str) -> Quality:
    """Recall and precision of one method on one set."""
    judged = [(meets(typed, written, language), same) for typed, written, same in pairs(language, which)]
    right = sum(met and same for met, same in judged)
    same_line = sum(same for _, same in judged)
    met = sum(met for met, _ in judged)
    return Quality(right / same_line, right / met if met else 1.0, same_line)


def finds(typed: str, text: str, language: str) -> bool:
    """Whether every typed word occurs in the text."""
    terms = {(column, term) for column, found in indexed(text, language).items() for term in found}
    return all(not asked(token.text).isdisjoint(terms) for token in tokens(typed))


def answered(which: str) -> dict[str, tuple[int, int]]:
    """Per kind of query: how many are answered as they must be, of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for query in queries(which):
        right = finds(query["typed"], query["text"], query["language"]) == query["found"]
        before, of = counts.get(query["kind"], (0, 0))
        counts[query["kind"]] = before + right, of + 1
    return counts


def measured() -> dict[str, Any]:
    """All figures: `["forms"][set][language][method]` a Quality, `["queries"][set][kind]` (right, of)."""
    return {
        "forms": {
            which: {
                language: {name: quality(meets, language, which) for name, meets in METHODS.items()}
                for language in LANGUAGES
            }
            for which in SETS
        },
        "queries": {which: answered(which) for which in SETS},
    }


def report(figures: dict[str, Any]) -> str:
    """The figures as text."""
    lines = ["set          lang  method                          recall  precision   pairs"]
    for which, languages in figures["forms"].items():
        for language, methods in languages.items():
            for name, (recall, precision, of) in methods.items():
                lines.append(f"{which:<12} {language:<5} {name:<30} {recall:6.3f} {precision:10.3f} {of:7}")
    lines.append("\nqueries answered as they must be")
    for which, kinds in figures["queries"].items():
        lines += [f"{which:<12} {kind:<20} {right} of {of}" for kind, (right, of) in kinds.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(measured()) + "\n")
