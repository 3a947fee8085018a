"""The words a reader looks for, marked in a text as they are written there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from languages.words.analysis import same_word
from languages.words.tokens import tokens
from search.words.query_parser import QueryPart, parts_of


class HighlightSpan(NamedTuple):
    """A piece of a text, and whether it is a word that was looked for."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Sought:
    """The wanted words and phrases of what was typed."""

    typed: str

    @cached_property
    def parts(self) -> list[QueryPart]:
        return [part for part in parts_of(self.typed) if not part.excluded]

    @cached_property
    def words(self) -> list[str]:
        return list(dict.fromkeys(word for part in self.parts for word in part.words))

    def __bool__(self) -> bool:
        return bool(self.words)

    def places(self, text: str, language: str) -> list[tuple[int, int, str]]:
        """Where a sought word stands in `text`: start, end and the word as it was typed."""
        return [
            (token.start, token.end, word)
            for token in tokens(text)
            for word in self.words
            if same_word(word, token.text, language)
        ]

    def marked(self, text: str, language: str) -> list[HighlightSpan]:
        """`text` in pieces; joined again they are `text`."""
        found, last = [], 0
        for start, end, _word in self.places(text, language):
            if start < last:  # two typed words meet in one written word
                continue
            found += [HighlightSpan(text[last:start], is_marked=False), HighlightSpan(text[start:end], is_marked=True)]
            last = end
        return [stretch for stretch in (*found, HighlightSpan(text[last:], is_marked=False)) if stretch.text]
