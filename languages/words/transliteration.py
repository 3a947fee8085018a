"""What a name sounds like, whichever alphabet it is written in.

Not a standard of transliteration but the least that all of them agree on: Тоқаев, Токаев, Tokayev and Tokaev
come out alike, and so do the cases of a Russian name and the spellings Tchaikovsky and Чайковский.
"""

from __future__ import annotations

import re
from functools import lru_cache

from languages.words.folding import is_cyrillic

SHORTEST = 3

#: x and q, which are free once Latin names are respelt, stand for ш and ч; capitals until then.
_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("аә", "a"),
        **dict(zip("бвдзлмпрстфж", "bvdzlmprstfj", strict=True)),
        **dict.fromkeys("гғ", "g"),
        **dict.fromkeys("еэ", "e"),
        **dict.fromkeys("ийыі", "i"),
        **dict.fromkeys("кқхһ", "k"),
        **dict.fromkeys("нң", "n"),
        **dict.fromkeys("оө", "o"),
        **dict.fromkeys("уұү", "u"),
        **dict.fromkeys("шщ", "S"),
        **dict.fromkeys("ьъ", ""),
        "ц": "ts",
        "ч": "C",
        "ю": "iu",
        "я": "ia",
    }
)


def _in_order(*spellings: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sound) for pattern, sound in spellings)


_LATIN_SPELLINGS = _in_order(
    (r"shch|sch|sh", "S"),
    (r"tch|ch", "C"),
    (r"zh", "j"),
    (r"gh", "g"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"ck|kh|h|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"tz", "ts"),
    (r"w", "v"),
    (r"y", "i"),
)
_SHARED_SPELLINGS = _in_order(
    (r"dj", "j"),
    (r"^ie", "e"),  # Yevgeny, Evgeny
    (r"(?<=[aeiou])i(?=e)", ""),  # Tokayev, Tokaev
    (r"(.)\1+", r"\1"),
)

#: Endings in which cases and spellings of one name differ: Ролдугин-ым, Чайковск-ого, Серге-й, Мари-я.
_ENDING = re.compile(r"(?:ogo|omu|[aeiou]*[eio]m|[aeiou]+)$")


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The sound of a normalised word in Latin letters, or "" where there is too little to go by."""
    sound = word.translate(_SOUNDS) if is_cyrillic(word) else _respelt(word, _LATIN_SPELLINGS)
    if not (sound.isascii() and sound.isalpha()):
        return ""
    sound = _respelt(sound, _SHARED_SPELLINGS)
    shortened = _ENDING.sub("", sound)
    return _long_enough(shortened) or _long_enough(sound[:SHORTEST])


def _respelt(word: str, spellings: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, sound in spellings:
        word = pattern.sub(sound, word)
    return word


def _long_enough(sound: str) -> str:
    """`sound` in lower case, which no database folds any further, or "" if it is too short."""
    return sound.replace("S", "x").replace("C", "q") if len(sound) >= SHORTEST else ""
