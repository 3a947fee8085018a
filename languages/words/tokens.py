"""The words of a text and where they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 50

#: Invisible characters that people and typesetters leave inside words: soft hyphen, zero-width joiners.
INVISIBLE = "\u00ad\u200c\u200d"


class WordToken(NamedTuple):
    """A word of a text: `text[start:end]` as written, in code points, `end` exclusive."""

    start: int
    end: int
    text: str


#: Where Unicode keeps the alphabets in use; going through all of it would cost every start half a second.
_ALPHABETS = (range(0x0300, 0x3100), range(0xA600, 0xAC00), range(0x11000, 0x11A00))


def _marks() -> str:
    """Accents and vowel signs of all alphabets: Python's `\\w` leaves them out, words do not."""
    characters = (chr(code) for alphabet in _ALPHABETS for code in alphabet)
    return "".join(character for character in characters if unicodedata.category(character) in ("Mn", "Mc"))


_INSIDE = re.escape(INVISIBLE) + _marks()
_WORD = re.compile(rf"[^\W_]+(?:[{_INSIDE}]+[^\W_]*)*(?:['’ʼ][sS](?![^\W_]))?")


#: Most texts have none of the marks that make a word hard to find the end of, and are read twice as fast.
_PLAIN_WORD = re.compile(r"[^\W_]+")
_ORDINARY = frozenset(
    character
    for character in map(chr, (*range(0x250), *range(0x400, 0x530), *range(0x2010, 0x2017), *map(ord, "“”„…№\n")))
    if character not in f"'_{INVISIBLE}" and unicodedata.category(character) not in ("Mn", "Mc", "Me")
)


def tokens(text: str) -> list[WordToken]:
    """The words of `text` in order: runs of letters and digits of every alphabet.

    A hyphen and an apostrophe part words (Санкт-Петербург is two, O'Connor is two, d'accord is two), because
    what is typed is parted in the same way and phrases still match; only the English possessive stays with
    its word (Roldugin's). Of a longer word only the first 50 characters count.
    """
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        end = min(end, start + LONGEST)
        found.append(WordToken(start, end, text[start:end]))
    return found


def written_words(text: str) -> list[str]:
    """The words of `text` without their places, which is all that an index needs."""
    pattern = _PLAIN_WORD if _ORDINARY.issuperset(text) else _WORD
    return [word[:LONGEST] for word in pattern.findall(text)]
