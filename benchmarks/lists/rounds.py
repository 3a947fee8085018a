"""Rounds: every contender answers the same request once, in an order drawn anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.lists.figures import Times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from benchmarks.lists.contenders import Answer, Contender
    from benchmarks.lists.questions import Question

#: Before the clock counts, everybody answers each question this often.
WARM_UP = 2
#: Who has spent his time still answers so often, so that there is a median.
AT_LEAST = 3


class NotTheSame(Exception):
    """Two contenders found different rows; the message says who and where."""


def measured(
    workload: str,
    questions: Sequence[Question],
    contenders: Sequence[Contender],
    rounds: int,
    *,
    chance: Random,
    budget: float,
) -> dict[str, Times]:
    """The times of each contender. Who has spent `budget` seconds leaves; the others go on.

    The answers of a round must have found the same. Raises NotTheSame.
    """
    times = {each.name: Times(absent=each.absent(workload)) for each in contenders}
    there = [each for each in contenders if not times[each.name].absent]
    if len(questions) == 1:
        _warm_up(workload, questions[0], there)
    for number in range(rounds):
        question = questions[number % len(questions)]
        still = [each for each in there if _goes_on(times[each.name], budget)]
        answers = {}
        for each in chance.sample(still, len(still)):
            answers[each.name] = answer = each.answer(workload, question)
            times[each.name].by_round[number] = answer.seconds
        check(question, answers)
    return times


def _warm_up(workload: str, question: Question, contenders: Sequence[Contender]) -> None:
    for _n in range(WARM_UP):
        check(question, {each.name: each.answer(workload, question) for each in contenders})


def _goes_on(times: Times, budget: float) -> bool:
    return times.spent < budget or len(times.by_round) < AT_LEAST


def check(question: Question, answers: dict[str, Answer]) -> None:
    """Everybody who shows a list found as many and shows the same rows. Raises NotTheSame."""
    lists = {name: (answer.total, answer.identifiers) for name, answer in answers.items() if answer.total is not None}
    if len({str(found) for found in lists.values()}) > 1:
        told = "\n".join(f"  {name}: {total} {identifiers}" for name, (total, identifiers) in lists.items())
        raise NotTheSame(f"{question}\n{told}")
