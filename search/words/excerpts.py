"""Why an agreement was found, where its title does not say it: the sentence with the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.models import Commitment, Source
from agreements.rules.passages import sentence_around
from languages.translated import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreements.models import Agreement
    from search.words.highlight import HighlightSpan, Sought

#: A sentence longer than this is shown around the first word only, this much on each side.
AROUND = 160


@dataclass(frozen=True)
class Excerpt:
    """A sentence in which sought words stand, and the anchor of the agreement's page where it is.

    `number` is that of the commitment or source, `is_source` tells which.
    """

    stretches: list[HighlightSpan]
    language: str
    number: int
    is_source: bool

    @property
    def anchor(self) -> str:
        return f"{'source' if self.is_source else 'commitment'}-{self.number}"


@dataclass(frozen=True)
class Candidate:
    """A text an excerpt may be taken from."""

    text: str
    language: str
    number: int
    is_source: bool


def excerpts(agreements: Iterable[Agreement], sought: Sought) -> dict[int, Excerpt]:
    """An excerpt for each agreement whose title has not all the words, by its key, in two queries for all of them."""
    wanting = {agreement.pk: words for agreement in agreements if (words := _not_in_title(agreement, sought))}
    if not wanting:
        return {}
    candidates: dict[int, list[Candidate]] = {key: [] for key in wanting}
    for key, candidate in _candidates(list(wanting)):
        candidates[key].append(candidate)
    found = {key: _best(candidates[key], words, sought) for key, words in wanting.items()}
    return {key: excerpt for key, excerpt in found.items() if excerpt}


def _not_in_title(agreement: Agreement, sought: Sought) -> set[str]:
    title = shown(agreement, "title")
    return set(sought.words) - {word for _start, _end, word in sought.places(title.text, title.language)}


def _candidates(keys: list[int]) -> Iterator[tuple[int, Candidate]]:
    for commitment in Commitment.objects.filter(agreement__in=keys).order_by("agreement", "number"):
        text = shown(commitment, "text")
        yield commitment.agreement_id, Candidate(text.text, text.language, commitment.number, is_source=False)
    for source in Source.objects.filter(agreement__in=keys).order_by("agreement", "number"):
        yield source.agreement_id, Candidate(source.text, source.language, source.number, is_source=True)


def _best(candidates: list[Candidate], words: set[str], sought: Sought) -> Excerpt | None:
    """From the first text in which most of `words` stand."""
    best: tuple[int, Candidate, int, int] | None = None
    for candidate in candidates:
        places = [place for place in sought.places(candidate.text, candidate.language) if place[2] in words]
        number = len({word for _start, _end, word in places})
        if number and (best is None or number > best[0]):
            best = (number, candidate, *places[0][:2])
    if best is None:
        return None
    _number, candidate, start, end = best
    text = _sentence(candidate.text, start, end)
    return Excerpt(sought.marked(text, candidate.language), candidate.language, candidate.number, candidate.is_source)


def _sentence(text: str, start: int, end: int) -> str:
    sentence = sentence_around(text, start, end)
    before, after = sentence.before, sentence.after
    if len(before) > AROUND:
        before = "…" + before[-AROUND:]
    if len(after) > AROUND:
        after = after[:AROUND] + "…"
    return f"{before}{sentence.exact}{after}".strip()
