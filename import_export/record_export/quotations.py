"""Passages as record files quote them: their words, and as much beside them as tells their place from others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.models import Agreement, Passage

#: So many characters beside the words are tried first; twice as many each time they do not suffice.
BESIDE = 16


class Quoted:
    """The passages of one agreement, as its claims quote them.

    `with_source` tells whether a quotation says by its number which source it is from.
    """

    def __init__(self, agreement: Agreement) -> None:
        sources = list(agreement.sources.all())
        self.texts = {source.pk: source.text for source in sources}
        self.numbers = {source.pk: source.number for source in sources}
        self.with_source = len(sources) > 1
        self.used: set[int] = set()

    def all_of(self, passages: Iterable[Passage]) -> list[dict[str, Any]]:
        return [self.one(passage) for passage in passages]

    def one(self, passage: Passage) -> dict[str, Any]:
        """The quotation of `passage` by a claim."""
        self.used.add(passage.pk)
        number = {"source": self.numbers[passage.source_id]} if self.with_source else {}
        return quotation(self.texts[passage.source_id], passage) | number

    def own(self, passages: Iterable[Passage]) -> list[Passage]:
        """Those that stand in a source of this agreement, as all should."""
        return [passage for passage in passages if passage.source_id in self.texts]


def quotation(text: str, passage: Passage) -> dict[str, Any]:
    """The words of `passage`, and what is needed to find them again in `text`, the text of its source.

    Where they do not stand at their place any more, the place they had is said.
    """
    words, start, end = passage.exact, passage.start, passage.end
    if text[start:end] != words:
        beside = {"before": passage.prefix, "after": passage.suffix}
        return {"words": words, "start": start} | {key: said for key, said in beside.items() if said}
    return {"words": words} | _beside(text, start, end)


def _beside(text: str, start: int, end: int) -> dict[str, str]:
    """The shortest of some contexts that single the place out: before the words if that does, else on both sides."""
    size = 0
    while True:
        before, after = text[max(0, start - size) : start], text[end : end + size]
        for beside in ({"before": before}, {"before": before, "after": after}):
            if _is_once(text, beside.get("before", "") + text[start:end] + beside.get("after", "")):
                return {key: said for key, said in beside.items() if said}
        size = size * 2 or BESIDE


def _is_once(text: str, words: str) -> bool:
    """Whether `words` stand in one place of `text`; the whole text does."""
    return text.find(words, text.find(words) + 1) < 0
