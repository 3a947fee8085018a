"""Recall and precision of finding words: our rules, a plain substring search, and Snowball alone.

Run as `python -m benchmarks.search.measure`; README.md has the definitions.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import permutations, product
from pathlib import Path
from typing import Any, NamedTuple

import snowballstemmer
import yaml

from languages.words.analysis import Asked, asked, indexed, tokens
from languages.words.folding import folded, normalised

HERE = Path(__file__).parent
LANGUAGES = ("kk", "ru", "en")
SETS = ("development", "held_out")

Pairs = set[tuple[str, str]]
#: Of the forms of a language, the pairs of a typed and a written one that meet.
Method = Callable[[list[str], str], Pairs]


class Quality(NamedTuple):
    """Shares of pairs of forms, 0 to 1, and how many pairs of forms stand on one line."""

    recall: float
    precision: float
    pairs: int


def our_rules(forms: list[str], language: str) -> Pairs:
    """What the search of this registry finds."""
    return _meeting({form: asked(form) for form in forms}, language)


def without_keyboard(forms: list[str], language: str) -> Pairs:
    """The same, where somebody types without the letters that only a Kazakh keyboard has."""
    return _meeting({form: asked(folded(normalised(form))) for form in forms}, language)


def _meeting(typed: dict[str, frozenset[Asked]], language: str) -> Pairs:
    written = defaultdict(set)
    for form in typed:
        for column, terms in indexed(form, language).items():
            written[Asked(column, terms[0])].add(form)
    return {(form, found) for form, terms in typed.items() for term in terms for found in written.get(term, ())}


def substring(forms: list[str], _language: str) -> Pairs:
    """What `icontains` finds."""
    small = {form: form.casefold() for form in forms}
    return {(typed, written) for typed, written in product(forms, forms) if small[typed] in small[written]}


def snowball(forms: list[str], language: str) -> Pairs:
    """Snowball alone; it has no Kazakh, so there only equal words meet."""
    stemmer = {"ru": snowballstemmer.stemmer("russian"), "en": snowballstemmer.stemmer("english")}.get(language)
    stems = defaultdict(set)
    for form in forms:
        stems[stemmer.stemWord(form.casefold()) if stemmer else form.casefold()].add(form)
    return {pair for same in stems.values() for pair in product(same, same)}


METHODS: dict[str, Method] = {"our rules": our_rules, "substring": substring, "Snowball alone": snowball}
KAZAKH_METHODS: dict[str, Method] = {"our rules, no Kazakh keyboard": without_keyboard}


def methods(language: str) -> dict[str, Method]:
    """The methods that make sense for a language, by name."""
    return METHODS | (KAZAKH_METHODS if language == "kk" else {})


def groups(language: str, which: str) -> dict[str, list[str]]:
    """The forms of each lemma."""
    lines = yaml.safe_load((HERE / f"forms.{language}.{which}.yaml").read_text("utf-8"))
    return {lemma: forms.split() for lemma, forms in lines.items()}


def queries(which: str) -> list[dict[str, Any]]:
    """What is typed, the text, and whether it must be found."""
    return yaml.safe_load((HERE / f"queries.{which}.yaml").read_text("utf-8"))


def quality(method: Method, language: str, which: str) -> Quality:
    """Recall and precision of one method on one set."""
    lines = groups(language, which).values()
    same_line = {pair for forms in lines for pair in permutations(dict.fromkeys(forms), 2)}
    forms = list(dict.fromkeys(form for forms in lines for form in forms))
    met = {(typed, written) for typed, written in method(forms, language) if typed != written}
    right = len(met & same_line)
    return Quality(right / len(same_line), right / len(met) if met else 1.0, len(same_line))


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
                language: {name: quality(method, language, which) for name, method in methods(language).items()}
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
        for language, found in languages.items():
            for name, (recall, precision, of) in found.items():
                lines.append(f"{which:<12} {language:<5} {name:<30} {recall:6.3f} {precision:10.3f} {of:7}")
    lines.append("\nqueries answered as they must be")
    for which, kinds in figures["queries"].items():
        lines += [f"{which:<12} {kind:<20} {right} of {of}" for kind, (right, of) in kinds.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(measured()) + "\n")
