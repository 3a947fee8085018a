"""Draws the questions of a run from the registry's own values, the same for the same seed; a module to be run."""

from __future__ import annotations

import json
import random
import sys
from typing import TYPE_CHECKING

import django
from django.utils import timezone

from benchmarks.workloads.questions import PAGE_SIZE, ListQuestion, RandomQuestions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: One area without narrower ones, and one that stands for four others.
AREA, BROAD_AREA = "music", "performing-arts"
DEEP_PAGE = 1000
#: Texts whose words are tried, and how short a word may be.
TEXTS, LETTERS = 40, 4
#: How many choices a random question makes, and how often a second one within a facet.
AT_MOST, SECOND = 4, 0.15
PARAMETERS = {"domain": "area", "form": "area"}


def draw(random_questions: int, seed: int, on: date) -> RandomQuestions:
    """The questions. Random ones choose values as often as records have them, as readers do who see the counts."""
    from agreements.models import Agreement  # noqa: PLC0415
    from search.facets.vocabulary import Vocabulary  # noqa: PLC0415
    from search.lists.agreements import CommitmentFilter  # noqa: PLC0415 models are there once Django is set up

    vocabulary = Vocabulary.read()
    chance = random.Random(seed)  # noqa: S311 nothing secret is drawn
    everything = CommitmentFilter.of_all(on)
    counts, total = everything.found.counts, everything.found.total
    rare, common = _words(chance, on)
    country = max((code for code in counts["country"] if code != "KZ"), key=lambda code: counts["country"][code])
    area = ("area", AREA)
    status = max(counts["status"], key=lambda code: counts["status"][code])
    pages = max(1, -(-total // PAGE_SIZE))
    return RandomQuestions(
        Agreement.objects.published().count(),
        total,
        {area.code: sorted(vocabulary.with_narrower([area.code])) for area in vocabulary.areas},
        {area.code: area.facet for area in vocabulary.areas},
        f"/en/agreements/{_an_agreement()}/",
        {
            "first": [ListQuestion()],
            "area": [ListQuestion((area,))],
            "several": [ListQuestion((area, ("country", country), ("status", status)))],
            "broad": [ListQuestion((("area", BROAD_AREA),))],
            "deep": [ListQuestion(page=min(DEEP_PAGE, pages))],
            "rare": [ListQuestion(words=rare)],
            "common": [ListQuestion(words=common)],
            "word": [ListQuestion((area, ("country", country)), common)],
            "random": [_random(chance, counts) for _n in range(random_questions)],
        },
    )


def _words(chance: random.Random, on: date) -> tuple[str, str]:
    """The rarest and the most frequent word of some commitments' texts, in any of the languages."""
    from agreements.models import Commitment  # noqa: PLC0415
    from languages.words.tokens import tokens  # noqa: PLC0415
    from search.lists.agreements import CommitmentFilter  # noqa: PLC0415 as above

    keys = list(Commitment.objects.published().order_by("pk").values_list("pk", flat=True))
    some = chance.sample(keys, min(TEXTS, len(keys)))
    texts = Commitment.objects.filter(pk__in=some).order_by("pk").values_list("text_kk", "text_ru", "text_en")
    words = {token.text for row in texts for text in row for token in tokens(text or "")}
    long = sorted(word for word in words if len(word) >= LETTERS and word.isalpha())
    found = {word: CommitmentFilter.of_all(on, words=word).found.total for word in long}
    return min(found, key=lambda word: (found[word], word)), max(found, key=lambda word: (found[word], word))


def _an_agreement() -> str:
    """The address of an agreement with about ten commitments, which is what they have on average."""
    from django.db.models import Count  # noqa: PLC0415 as above

    from agreements.models import Agreement  # noqa: PLC0415

    counted = Agreement.objects.published().annotate(size=Count("commitments")).filter(size__gte=10)
    found = counted.order_by("size", "pair", "pair_number").first()
    assert found is not None  # noqa: S101 a sample has them
    return found.identifier.lower()


def _random(chance: random.Random, counts: Mapping[str, Mapping[str, int]]) -> ListQuestion:
    facets = chance.sample(sorted(counts), chance.randint(1, AT_MOST))
    chosen: list[tuple[str, str]] = []
    for facet in facets:
        values = sorted(counts[facet])
        weights = [counts[facet][value] for value in values]
        drawn = chance.choices(values, weights, k=2 if chance.random() < SECOND else 1)
        chosen += [(PARAMETERS.get(facet, facet), value) for value in dict.fromkeys(drawn)]
    return ListQuestion(tuple(chosen))


if __name__ == "__main__":
    django.setup()
    json.dump(draw(int(sys.argv[1]), int(sys.argv[2]), timezone.localdate()).as_json(), sys.stdout)
