"""One spelling for what readers take for one word: letters, not word forms."""

from __future__ import annotations

import re
import unicodedata

from languages.words.tokens import INVISIBLE

KAZAKH_LETTERS = "әғқңөұүһі"
#: What people type who have no Kazakh keyboard.
_FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие")

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile("[a-z]")
#: Letters that look alike and slip in from the wrong keyboard; above all the Latin i for the Kazakh і.
_TO_CYRILLIC = str.maketrans("aceiopxyhkmtb", "асеіорхуһкмтв")
_TO_LATIN = str.maketrans("асеіорхуһкмтв", "aceiopxyhkmtb")
_INVISIBLE = str.maketrans("", "", INVISIBLE)
_POSSESSIVE = re.compile(r"['’ʼ]s$")


def normalised(word: str) -> str:
    """`word` in NFC and lower case, ё as е, without accents, possessive 's and invisible characters."""
    word = unicodedata.normalize("NFC", word.translate(_INVISIBLE)).casefold()
    word = _POSSESSIVE.sub("", word)
    if word.isascii():
        return word
    return _without_accents(_in_one_alphabet(word).replace("ё", "е"))


def _in_one_alphabet(word: str) -> str:
    """A word of mixed letters in the alphabet that all of them can be read in; as it is where there is none."""
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if not _LATIN.search(cyrillic):
        return cyrillic
    return word if _CYRILLIC.search(latin) else latin


def _without_accents(word: str) -> str:
    """Drop the accents that make no other letter: all over Latin letters, stress over Cyrillic ones.

    Only the marks U+0300 to U+036F: vowel signs of other alphabets are letters in all but name.
    """
    kept = "".join(_base(character) for character in word)
    return "".join(character for character in kept if not "\u0300" <= character <= "\u036f")


def _base(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    return decomposed[0] if len(decomposed) > 1 and decomposed[0].isascii() else character


def folded(word: str) -> str:
    """A normalised word as somebody without a Kazakh keyboard would type it."""
    return word.translate(_FOLDED)


def has_kazakh_letter(word: str) -> bool:
    """Whether a normalised word has a letter that only a Kazakh keyboard types."""
    return any(letter in KAZAKH_LETTERS for letter in word)


def is_cyrillic(word: str) -> bool:
    """Whether a word is written, at least in part, in Cyrillic letters."""
    return _CYRILLIC.search(word) is not None
