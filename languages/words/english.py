"""The stem of an English word: Snowball, after one spelling for both sides of the Atlantic and irregular forms."""

from __future__ import annotations

import re
from functools import cache

import snowballstemmer

#: American spellings and their British ones. -ize becomes -ise also because Snowball makes organization an organ.
_BRITISH = (
    (re.compile(r"(?<=\w{3})iz(?=(?:e[drs]?|ers|ing|ations?|ational)$)"), "is"),
    (re.compile(r"^(col|hon|lab|fav)or(?=(?:s|ed|ing|ful|ite|able)?$)"), r"\1our"),
    (re.compile(r"^(harb|neighb|behavi)or"), r"\1our"),
    (re.compile(r"^(theat|cent)er(?=s?$)"), r"\1re"),
    (re.compile(r"^(catalog|dialog)u?e?(?=(?:s|d|ed|ing)?$)"), r"\1ue"),
    (re.compile(r"^program(?=s?$)"), "programme"),
    (re.compile(r"^(licen|defen)c(?=es?$)"), r"\1s"),
    (re.compile(r"^(travel|cancel|label|model)(?=(?:ed|ing|ers?)$)"), r"\1l"),
)

#: Forms that no ending explains, by the word that they are forms of.
_IRREGULAR = {
    "be": "am is are was were been being",
    "become": "became",
    "begin": "began begun beginning",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "child": "children",
    "choose": "chose chosen choosing",
    "come": "came",
    "do": "does did done",
    "draw": "drew drawn",
    "find": "found",
    "foot": "feet",
    "get": "got",
    "give": "gave given",
    "go": "goes went gone",
    "have": "has had having",
    "hold": "held",
    "keep": "kept",
    "know": "knew known",
    "lead": "led",
    "leave": "left",
    "lend": "lent",
    "make": "made",
    "man": "men",
    "meet": "met",
    "pay": "paid",
    "person": "people",
    "say": "said",
    "see": "saw seen",
    "seek": "sought",
    "send": "sent",
    "show": "shown",
    "sing": "sang sung",
    "speak": "spoke spoken",
    "spend": "spent",
    "take": "took taken",
    "teach": "taught",
    "tell": "told",
    "think": "thought",
    "undertake": "undertook undertaken",
    "woman": "women",
    "write": "wrote written",
}
_LEMMAS = {form: lemma for lemma, forms in _IRREGULAR.items() for form in forms.split()}


@cache
def _snowball() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def stem(word: str) -> str:
    """The stem of a normalised English word. Not for two threads at once: Snowball keeps the word in itself."""
    word = _LEMMAS.get(word, word)
    for american, british in _BRITISH:
        word = american.sub(british, word)
    return _snowball().stemWord(word) or word
