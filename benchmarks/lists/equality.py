"""Before anything is timed: index, tables and obvious list give the same rows and counts; a module to be run."""

from __future__ import annotations

import json
import sys
from time import monotonic
from typing import TYPE_CHECKING

import django
from django.http import QueryDict
from django.utils import timezone, translation

from benchmarks.lists.rounds import NotTheSame
from benchmarks.workloads.questions import PAGE_SIZE, ListQuestion, RandomQuestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


def compare(questions: Iterable[ListQuestion], on: date, seconds: float) -> int:
    """How many of `questions` were compared until the time was over, at least one. Raises NotTheSame."""
    from benchmarks.contenders.obvious.filters import ObviousFilter  # noqa: PLC0415
    from search.index.index import FacetIndex  # noqa: PLC0415 models are there once Django is set up
    from search.lists.agreements import CommitmentFilter  # noqa: PLC0415

    index, until, compared = FacetIndex(on), monotonic() + seconds, 0
    for question in questions:
        if compared and monotonic() > until:
            break
        data = QueryDict(question.query)
        asked = CommitmentFilter(data, on=on)
        asked.part = slice(question.offset, question.offset + PAGE_SIZE)
        by_index = asked.found_in_index(index, asked.question)
        by_tables = asked.found_in_tables()
        obvious = ObviousFilter(data, on=on)
        page = obvious.page(str(question.page))
        keys = [commitment.pk for commitment in page]
        _same(question, "rows", by_index.keys, by_tables.keys, keys)
        _same(question, "number", by_index.total, by_tables.total, page.paginator.count)
        for facet in obvious.facets:
            counts = (found.counts[facet.name] for found in (by_index, by_tables, obvious.found))
            _same(question, facet.name, *(_counted(each) for each in counts))
        compared += 1
    return compared


def _counted(counts: Mapping[str, int]) -> dict[str, int]:
    return {value: count for value, count in counts.items() if count}


def _same(question: ListQuestion, what: str, by_index: object, by_tables: object, obvious: object) -> None:
    for who, found in (("tables", by_tables), ("obvious list", obvious)):
        if found != by_index:
            raise NotTheSame(f"{question}: {what} of the {who}: {found}; of the index: {by_index}")


if __name__ == "__main__":
    django.setup()
    drawn = RandomQuestions.of(json.load(sys.stdin))
    fixed = [many[0] for name, many in drawn.by_workload.items() if name != "random"]
    # Questions with words are few and of every kind; the random ones are as many as the time allows.
    with translation.override("en"):
        sys.stdout.write(str(compare([*fixed, *drawn.by_workload["random"]], timezone.localdate(), float(sys.argv[1]))))
