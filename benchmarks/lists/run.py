"""One run: databases, equality, then the three kinds of workloads, each with its own servers."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import inf
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.contenders.cast import Cast
from benchmarks.contenders.contenders import OverHttp
from benchmarks.lists.figures import Measured, Times
from benchmarks.lists.rounds import Pace, check, goes_on, measured
from benchmarks.servers.machine import described
from benchmarks.workloads.questions import ListQuestion, RandomQuestions
from benchmarks.workloads.workloads import AGREEMENT, COLD, KEPT, LISTS, START, UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.contenders.contenders import Contender
    from benchmarks.servers.databases import Databases


@dataclass(frozen=True)
class RunPlan:
    """How much is asked; `budget` and `patience` are seconds, as `Pace` has them."""

    agreements: int
    rounds: int
    random: int
    starts: int
    warm_up: int
    budget: float
    compare_for: float
    patience: float = inf
    seed: int = 1
    workloads: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    def wants(self, workload: str) -> bool:
        return not self.workloads or workload in self.workloads

    def invites(self, contender: str) -> bool:
        """The registry itself always takes part: the others are compared with it."""
        return not self.against or contender.startswith(("site-", "kept-")) or contender in self.against


@dataclass
class Results:
    """Everything a run found out."""

    plan: RunPlan
    machine: dict[str, str]
    agreements: int = 0
    commitments: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    times: Measured = field(default_factory=dict)
    compared: dict[str, int] = field(default_factory=dict)
    memory: dict[str, dict[str, float]] = field(default_factory=dict)
    index: dict[str, dict[str, Any]] = field(default_factory=dict)
    making: dict[str, float] = field(default_factory=dict)


class Run:
    """A run of the benchmark; `say` hears how far it is."""

    def __init__(self, plan: RunPlan, databases: Databases, say: Callable[[str], None]) -> None:
        self.plan, self.databases, self.say = plan, databases, say
        self.chance = Random(plan.seed)  # noqa: S311 nothing secret is drawn
        self.results = Results(plan, described(databases.server))

    def go(self) -> Results:
        """Everything, in order. Raises NotTheSame, Refused or CalledProcessError rather than report half a truth."""
        self.databases.make()
        self.drawn = self._drawn()
        self.results.agreements, self.results.commitments = self.drawn.agreements, self.drawn.commitments
        self.cast = Cast(self.databases, self.drawn)
        self._compare()
        self._lists()
        self._pages()
        self._starts()
        self._index()
        self.results.making = self.databases.seconds
        return self.results

    def _drawn(self) -> RandomQuestions:
        self.say("drawing questions")
        kind = self.databases.kinds[0]
        said = self.databases.run(
            kind, "benchmarks.workloads.random_questions", str(self.plan.random), str(self.plan.seed)
        )
        return RandomQuestions.of(json.loads(said))

    def _compare(self) -> None:
        for kind in self.databases.kinds:
            self.say(f"comparing index, tables and obvious list on {kind}")
            seconds = str(self.plan.compare_for)
            said = self.databases.run(kind, "benchmarks.lists.equality", seconds, given=self.drawn.as_json())
            self.results.compared[kind] = int(said)

    def _index(self) -> None:
        for kind in self.databases.kinds:
            self.say(f"building the index on {kind}")
            self.results.index[kind] = json.loads(self.databases.run(kind, "benchmarks.lists.index_cost"))

    def _lists(self) -> None:
        """Lists and an agreement's page, made anew for every answer."""
        wanted = [name for name in (*LISTS, AGREEMENT) if self.plan.wants(name)]
        with ExitStack() as stack:
            contenders = self._invited(self.cast.of_lists(), stack)
            self._memory(contenders)
            for workload in wanted:
                questions = self.drawn.by_workload.get(workload, [ListQuestion()])
                self._measure(workload, questions, contenders)
            self._note_memory(contenders, "after all lists")

    def _pages(self) -> None:
        """Pages that are kept, or known to be unchanged."""
        wanted = [name for name in (KEPT, UNCHANGED) if self.plan.wants(name)]
        if not wanted:
            return
        with ExitStack() as stack:
            contenders = self._invited(self.cast.of_pages(), stack)
            for workload in wanted:
                self._measure(workload, [ListQuestion()], contenders, patience=inf)

    def _starts(self) -> None:
        """The first page and the first frequent word of servers that were just started."""
        if not self.plan.starts or not (self.plan.wants(START) or self.plan.wants(COLD)):
            return
        word = self.drawn.by_workload["common"][0]
        with ExitStack() as stack:
            invited = self._invited(self.cast.of_lists(), stack)
            contenders = [each for each in invited if isinstance(each, OverHttp)]
            times = {
                name: {each.name: Times(absent=each.absent(name)) for each in contenders} for name in (START, COLD)
            }
            for number in range(self.plan.starts):
                self.say(f"start {number + 1} of {self.plan.starts}")
                answers = {}
                pace = self._pace(self.plan.starts)
                still = [
                    each for each in contenders if all(goes_on(found[each.name], pace) for found in times.values())
                ]
                for each in self.chance.sample(still, len(still)):
                    each.close()
                    each.server.restart()
                    first = each.answer(START, ListQuestion())
                    times[START][each.name].by_round[number] = first.seconds
                    if not each.absent(COLD):
                        answers[each.name] = each.answer("common", word)
                        times[COLD][each.name].by_round[number] = answers[each.name].seconds
                check(word, answers)
        self.results.times |= {name: found for name, found in times.items() if self.plan.wants(name)}

    def _invited(self, all_of_them: Iterable[Contender], stack: ExitStack) -> list[Contender]:
        """The contenders that were asked for, their servers running."""
        found = [each for each in all_of_them if self.plan.invites(each.name)]
        for each in found:
            if isinstance(each, OverHttp):
                self.say(f"starting {each.label}")
                stack.enter_context(each.server)
            stack.callback(each.close)  # first: a server waits for open connections before it stops
            self.results.labels[each.name], self.results.bases[each.name] = each.label, each.base
        return found

    def _measure(
        self,
        workload: str,
        questions: Sequence[ListQuestion],
        contenders: Sequence[Contender],
        patience: float | None = None,
    ) -> None:
        self.say(workload)
        rounds = max(self.plan.rounds, len(questions) if len(questions) > 1 else 0)
        found = measured(workload, questions, contenders, self._pace(rounds, patience), self.chance)
        self.results.times[workload] = found

    def _pace(self, rounds: int, patience: float | None = None) -> Pace:
        return Pace(rounds, self.plan.warm_up, self.plan.budget, patience or self.plan.patience)

    def _memory(self, contenders: Sequence[Contender]) -> None:
        self._note_memory(contenders, "started")
        for each in contenders:
            each.answer("first", ListQuestion())
        self._note_memory(contenders, "after the first list")

    def _note_memory(self, contenders: Sequence[Contender], when: str) -> None:
        for each in contenders:
            if isinstance(each, OverHttp):
                self.results.memory.setdefault(each.name, {})[when] = each.server.memory
