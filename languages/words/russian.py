"""The stem of a Russian word: Snowball, and what it gets wrong in the words of culture and treaties."""

from __future__ import annotations

import re
from functools import cache

import snowballstemmer

_CASES = "|а|у|ом|е|ы|ов|ам|ами|ах|ой"
_SOFT_CASES = "й|я|ю|ем|е|и|ев|ям|ями|ях|ей|ею"

#: Words whose own ending Snowball takes for another one: музе-й, обм-ен, прав-ил-о, договор-ил-ся.
_LIKE_MUSEUM = ("музе", "юбиле", "трофе", "галере", "иде", "алле")
_LIKE_EXCHANGE = ("обмен", "замен", "отмен")

_OWN_STEMS = tuple(
    (re.compile(pattern), own)
    for pattern, own in (
        *((rf"{stem}(?:{_SOFT_CASES})", stem) for stem in _LIKE_MUSEUM),
        *((rf"{stem}(?:{_CASES})", stem) for stem in _LIKE_EXCHANGE),
        (rf"правил(?:о|{_CASES})", "правил"),
        (r"договор[ия](?:ть|т|м|шь|л|ла|ли|в|вши)(?:ся|сь)", "договори"),
    )
)
_RARE_PLURAL = re.compile(r"ьми$")  # детьми, людьми
#: What is left after Snowball in one spelling.
_CLOSINGS = (
    (re.compile(r"(?<=\w{3}[^аеиоуыэюя])[ое]к$"), "к"),  # выставок, выставка
    (re.compile(r"(?<=[^аеиоуыэюя])ец$"), "ц"),  # отец, отца
    (re.compile(r"(?<=\w{6})ова$"), ""),  # организовать, организует
    (re.compile(r"(?<=\w{4})[ое]в$"), ""),  # Назарбаева, Назарбаев
)


@cache
def _snowball() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("russian")


def stem(word: str) -> str:
    """The stem of a normalised Russian word. Not for two threads at once: Snowball keeps the word in itself."""
    for pattern, own in _OWN_STEMS:
        if pattern.fullmatch(word):
            return own
    stemmed = _snowball().stemWord(_RARE_PLURAL.sub("ями", word))
    for pattern, closing in _CLOSINGS:
        stemmed = pattern.sub(closing, stemmed)
    return stemmed or word
