"""What a name sounds like, whichever alphabet it is written in.

Not a standard of transliteration but the least that all of them agree on: Тоқаев, Токаев, Tokayev and Tokaev
come out alike, and so do the cases of a Russian name and the spellings Tchaikovsky and Чайковский.
"""

from __future__ import annotations

import re
from functools import lru_cache

from languages.words.folding import is_cyrillic

SHORTEST = 3

_LETTERS = str.maketrans(
    {
        **dict(zip("аәбвгғдезийкқлмнңоөпрстуұүфіыэ", "aabvggdeziikklmnnoоprstuuufiie", strict=True)),
        **{"о": "o", "ө": "o", "ж": "j", "х": "k", "һ": "k", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh"},
        **{"ю": "iu", "я": "ia", "ь": "", "ъ": ""},
    }
)

#: In this order: spellings of one sound in Latin letters.
_SPELLINGS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|sh", "s"),
        (r"tch|ch", "c"),
        (r"zh|dzh|dj", "j"),
        (r"kh|h|q|ck", "k"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"x", "ks"),
        (r"tz|ts", "ts"),
        (r"c(?=[^cks]|$)", "c"),
        (r"w", "v"),
        (r"y", "i"),
        (r"^ie", "e"),  # Yevgeny, Evgeny
        (r"(?<=[aeiou])i(?=e)", ""),  # Tokayev, Tokaev
        (r"(.)\1+", r"\1"),
    )
]

#: Endings in which cases and spellings of one name differ: Ролдугин-ым, Чайковск-ого, Серге-й, Maria.
_ENDING = re.compile(r"(?:ogo|omu|[aeiou]*[eio]m|[aeiou]+)$")


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The sound of a normalised word in Latin letters, or "" where there is too little to go by."""
    sound = word.translate(_LETTERS) if is_cyrillic(word) else word
    if not (sound.isascii() and sound.isalpha()):
        return ""
    for pattern, replacement in _SPELLINGS:
        sound = pattern.sub(replacement, sound)
    if len(sound) < SHORTEST:
        return ""
    shortened = _ENDING.sub("", sound)
    return shortened if len(shortened) >= SHORTEST else sound[:SHORTEST]
