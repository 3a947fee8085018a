"""Rounds: every contender answers the same request once, in an order drawn anew each time."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.lists.figures import Times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from benchmarks.contenders.contenders import Contender, TimedAnswer
    from benchmarks.workloads.questions import ListQuestion

#: A contender over its time budget still answers so often, so that there is a median.
AT_LEAST = 3


class Pace(NamedTuple):
    """How many rounds, how often everybody answers a question before they count, and the seconds each may spend.

    Who needs more than `patience` seconds for one answer is asked no second time.
    """

    rounds: int
    warm_up: int = 2
    budget: float = 120
    patience: float = inf


class NotTheSame(Exception):
    """Two contenders found different rows; the message says who and where."""


def measured(
    workload: str, questions: Sequence[ListQuestion], contenders: Sequence[Contender], pace: Pace, chance: Random
) -> dict[str, Times]:
    """The times of each contender. Who has spent the budget leaves; the others go on.

    The answers of a round must have found the same. Raises NotTheSame.
    """
    times = {each.name: Times(absent=each.absent(workload)) for each in contenders}
    there = [each for each in contenders if not times[each.name].absent]
    for number in range(-pace.warm_up if len(questions) == 1 else 0, 0):
        answers = {each.name: each.answer(workload, questions[0]) for each in there if goes_on(times[each.name], pace)}
        check(questions[0], answers)
        if any(answer.seconds > pace.patience for answer in answers.values()):  # then this is the round that counts
            for name, answer in answers.items():
                times[name].by_round[number] = answer.seconds
    for number in range(pace.rounds):
        question = questions[number % len(questions)]
        still = [each for each in there if goes_on(times[each.name], pace)]
        answers = {}
        for each in chance.sample(still, len(still)):
            answers[each.name] = answer = each.answer(workload, question)
            times[each.name].by_round[number] = answer.seconds
        check(question, answers)
    return times


def goes_on(times: Times, pace: Pace) -> bool:
    """Whether a contender with these times answers once more."""
    if max(times.by_round.values(), default=0) > pace.patience:
        return False
    return times.spent < pace.budget or len(times.by_round) < AT_LEAST


def check(question: ListQuestion, answers: dict[str, TimedAnswer]) -> None:
    """Everybody who shows a list found as many and shows the same rows. Raises NotTheSame."""
    lists = {name: (answer.total, answer.identifiers) for name, answer in answers.items() if answer.total is not None}
    if len({str(found) for found in lists.values()}) > 1:
        told = "\n".join(f"  {name}: {total} {identifiers}" for name, (total, identifiers) in lists.items())
        raise NotTheSame(f"{question}\n{told}")
