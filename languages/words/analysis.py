"""How the words of a text are indexed and how a typed word is looked up: one place, so that the two always meet.

Each text fills the columns of its own language. A typed word does not say its language, so it is looked up in all
columns, in each as that column would have indexed it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from languages.words import folding, kazakh
from languages.words.stems import stem
from languages.words.tokens import WordToken, tokens, written_words
from languages.words.transliteration import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The columns of the index: "plain" is for other languages, "folded" for Kazakh as typed without its keyboard,
#: "sounds" for names.
COLUMNS = ("kk", "ru", "en", "plain", "folded", "sounds")

_STEMMED = ("kk", "ru", "en")
#: So many words of a language are remembered with their terms.
MOST_KNOWN = 200_000
_LANGUAGES = (*_STEMMED, "plain")


def _folded_exactly(word: str) -> str:
    """ролдугин of Ролдугинге: a word whose и and н are meant."""
    return folding.folded(stem("kk", word))


#: Both readings of a word typed without Kazakh letters: its endings may be folded or not.
_FOLDED = (kazakh.folded_stem, _folded_exactly)


class Asked(NamedTuple):
    """A term that must occur in a column."""

    column: str
    term: str


def indexed(text: str, language: str) -> dict[str, list[str]]:
    """The terms of a text in `language` (ISO 639-1): for each column that it fills, one term per token, in order.

    Lists are of equal length, so that neighbours in a text are neighbours in a column; "" where a token has no term,
    which only "sounds" knows.
    """
    return indexed_words(written_words(text), language)


def indexed_words(words: Sequence[str], language: str) -> dict[str, list[str]]:
    """`indexed` for a text that is parted into words already."""
    columns = _columns(language)
    if not words:
        return {column: [] for column in columns}
    rows = zip(*map(_known[language].__getitem__, words), strict=True)
    return dict(zip(columns, map(list, rows), strict=True))


def asked(word: str) -> frozenset[Asked]:
    """Every term of which one must occur for a text to contain the typed `word`, whatever its language.

    A word with a Kazakh letter is precise and is not looked up folded: өнер does not find онер. Latin letters are
    looked up by sound in both alphabets; Cyrillic ones only in Latin names, as all else meets by its stem.
    """
    return _asked(word)


def asked_phrase(words: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """For words typed in quotation marks: per column the terms that must stand next to each other in this order.

    Only columns in which every word has a term; one of these phrases must occur.
    """
    normalised = [folding.normalised(word) for word in words]
    phrases = [(column, tuple(stem(column, word) for word in normalised)) for column in _LANGUAGES]
    if not any(map(folding.has_kazakh_letter, normalised)):
        readings = [tuple(map(folded, normalised)) for folded in _FOLDED]
        phrases += [("folded", terms) for terms in dict.fromkeys(readings)]
    return [(column, terms) for column, terms in phrases if terms and all(terms)]


def same_word(typed: str, written: str, language: str) -> bool:
    """Whether the token `written` of a text in `language` is found by `typed`: what a highlighter marks."""
    terms = zip(_columns(language), _known[language][written], strict=True)
    return not asked(typed).isdisjoint(Asked(column, term) for column, term in terms)


def _columns(language: str) -> tuple[str, ...]:
    if language == "kk":
        return "kk", "folded", "sounds"
    return (language if language in _STEMMED else "plain"), "sounds"


def _terms(language: str, written: str) -> tuple[str, ...]:
    """The terms of one token, in the order of the columns of its language."""
    word = folding.normalised(written)
    if language == "kk":
        stemmed = stem("kk", word)
        return stemmed, folding.folded(stemmed), _name(written, stemmed)
    return stem(language, word), _name(written, word)


class _Known(dict[str, tuple[str, ...]]):
    """The terms of the words of one language, each computed once; quicker to ask than a cached function."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, written: str) -> tuple[str, ...]:
        if len(self) >= MOST_KNOWN:
            self.clear()
        self[written] = _terms(self.language, written)
        return self[written]


class _KnownByLanguage(dict[str, _Known]):
    def __missing__(self, language: str) -> _Known:
        self[language] = _Known(language)
        return self[language]


_known = _KnownByLanguage()


def _name(written: str, word: str) -> str:
    """The sound of a token that may be a name, or ""; its first letter tells the alphabet it is written in."""
    return _sound(word) if written[:1].isupper() else ""


def _sound(word: str) -> str:
    sound = skeleton(word)
    return sound and _alphabet(word) + sound


def _alphabet(word: str) -> str:
    return "c" if folding.is_cyrillic(word) else "l"


@lru_cache(maxsize=20_000)
def _asked(typed: str) -> frozenset[Asked]:
    word = folding.normalised(typed)
    found = {Asked(column, stem(column, word)) for column in _LANGUAGES}
    if folding.has_kazakh_letter(word):
        found |= {Asked("ru", stem("ru", folding.folded(form))) for form in (word, stem("kk", word))}
    else:
        found |= {Asked("folded", folded(word)) for folded in _FOLDED}
    return frozenset(found | {Asked("sounds", sound) for sound in _sounds(word)})


def _sounds(word: str) -> set[str]:
    """How Latin names, and for a Latin word also Cyrillic ones, would have to sound."""
    alphabets = "l" if folding.is_cyrillic(word) else "lc"
    skeletons = {skeleton(word), skeleton(stem("kk", word))} - {""}
    return {alphabet + sound for alphabet in alphabets for sound in skeletons}


__all__ = ["COLUMNS", "Asked", "WordToken", "asked", "asked_phrase", "indexed", "same_word", "tokens"]
