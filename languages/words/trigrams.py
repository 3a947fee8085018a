"""Three letters in a row: what two spellings of a word have in common."""

from __future__ import annotations

from languages.words.folding import folded


def trigrams(word: str) -> set[str]:
    """The trigrams of a folded word between two spaces."""
    padded = f" {folded(word)} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
