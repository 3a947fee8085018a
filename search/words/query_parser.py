"""What a reader typed: words that must stand in a record, phrases in quotation marks, a minus before what must not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from languages.words.analysis import asked, asked_phrase
from languages.words.tokens import tokens
from search.words.documents import FENCE
from search.words.matches import Matches
from search.words.pending import pending

if TYPE_CHECKING:
    from search.words.engine import Sequences
    from search.words.pending import Pending

#: A phrase in the quotation marks of the three languages, or a word; a minus before it excludes it.
PART = re.compile(
    r"""(?P<minus>[-−–])?(?:"(?P<straight>[^"]*)"|«(?P<angled>[^»]*)»|“(?P<curled>[^”]*)”|(?P<word>\S+))"""
)
#: Names are compared by their sound one by one, not in phrases: other words may stand between them.
NOT_IN_PHRASES = "sounds"


@dataclass(frozen=True)
class QueryPart:
    """A word or phrase as it was typed, its words, and whether records with it are wanted or not."""

    words: tuple[str, ...]
    excluded: bool

    @property
    def sequences(self) -> Sequences:
        """The sequences of terms of which one must stand in a text. What parts two texts is no word of any."""
        if FENCE in map(str.lower, self.words):
            return ()
        if len(self.words) == 1:
            return tuple((column, (term,)) for column, term in sorted(asked(self.words[0])))
        found = asked_phrase(self.words)
        return tuple((column, tuple(terms)) for column, terms in found if column != NOT_IN_PHRASES)


def parts_of(typed: str) -> list[QueryPart]:
    """The words and phrases of `typed`. What is written as one with signs inside (`kz-ru-1`) is a phrase."""
    found = []
    for match in PART.finditer(typed):
        text = next((match[name] for name in ("straight", "angled", "curled", "word") if match[name] is not None), "")
        words = tuple(token.text for token in tokens(text))
        if words:
            found.append(QueryPart(words, bool(match["minus"])))
    return found


def matches_of(typed: str, waiting: Pending | None = None) -> list[Matches]:
    """Where each word and phrase of `typed` stands, by the index of words and what is `waiting` to be entered there.

    A text of signs alone asks for words that stand nowhere.
    """
    if not typed.strip():
        return []
    waiting = waiting or pending()
    parts = parts_of(typed) or [QueryPart((), excluded=False)]
    return [Matches.of(waiting.matching(part.sequences), excluded=part.excluded) for part in parts]
