"""`python -m benchmarks.lists --size 1k`: makes the databases, compares, measures, and prints what it found."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import django
from django.utils import timezone

from benchmarks.servers.databases import SQLITE, Databases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.lists.run import Results, RunPlan

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
ROUNDS = {"1k": 40, "10k": 30, "100k": 20}
BEGUN = monotonic()
SERVER = os.environ.get("BENCHMARK_POSTGRESQL", "postgres://postgres@127.0.0.1:5432")


def main(arguments: Sequence[str]) -> None:
    """One run."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (asked.folder or Path(temporary) / "benchmark").resolve() / asked.size
        server = "" if asked.without_postgresql else SERVER
        databases = Databases(folder, SIZES[asked.size], asked.seed, server, say, in_a_hurry=asked.smoke)
        try:
            _tell(asked, _results(asked, databases))
        finally:
            if not asked.folder:
                databases.remove()


def say(progress: str) -> None:
    """Tell how far the run is, and after how many seconds."""
    sys.stderr.write(f"{monotonic() - BEGUN:6.0f} s  {progress}\n")


def _results(asked: Any, databases: Databases) -> Results:
    # Bare SQL is asked in this process, with the registry's own analysis of words.
    os.environ.update(databases.environment(SQLITE))
    django.setup()
    from benchmarks.lists.run import Run  # noqa: PLC0415 it needs what was just set up

    results = Run(_plan(asked), databases, say).go()
    if asked.load:
        databases.time_loading()
        results.making = databases.seconds
    return results


def _plan(asked: Any) -> RunPlan:
    from benchmarks.lists.run import RunPlan  # noqa: PLC0415 as above

    chosen = {"workloads": tuple(asked.only), "against": tuple(asked.against), "seed": asked.seed}
    if asked.smoke:
        return RunPlan(SIZES[asked.size], rounds=1, random=60, starts=0, warm_up=1, budget=4, compare_for=5, **chosen)
    rounds = asked.rounds or ROUNDS[asked.size]
    return RunPlan(
        SIZES[asked.size],
        rounds,
        random=600,
        starts=3,
        warm_up=2,
        budget=asked.budget,
        patience=asked.patience,
        compare_for=asked.compare,
        **chosen,
    )


def _tell(asked: Any, results: Results) -> None:
    from benchmarks.lists.report import as_text, write_json, write_markdown  # noqa: PLC0415 as above

    sys.stdout.write(as_text(results) + "\n")
    if asked.json:
        write_json(asked.json, results, timezone.localdate().isoformat())
    if asked.markdown:
        write_markdown(asked.markdown, asked.size, results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lists", description=__doc__)
    names = "names separated by commas"
    several: dict[str, Any] = {
        "type": lambda text: [name for name in text.split(",") if name],
        "default": [],
        "metavar": "NAMES",
    }
    parser.add_argument("--size", choices=SIZES, default="1k", help="agreements; ten times as many commitments")
    parser.add_argument("--smoke", action="store_true", help="few rounds: does everything work and find the same?")
    parser.add_argument("--rounds", type=int, help="how often each question is asked")
    parser.add_argument("--budget", type=float, default=120, help="seconds one contender may spend on one workload")
    parser.add_argument("--patience", type=float, default=inf, help="who needs longer for one answer gives only one")
    parser.add_argument("--compare", type=float, default=120, help="seconds for comparing answers on each database")
    parser.add_argument("--seed", type=int, default=1, help="of the records, the questions and the order of rounds")
    parser.add_argument("--only", **several, help=f"workloads, {names}")
    parser.add_argument("--against", **several, help=f"contenders beside the registry, {names}")
    parser.add_argument("--folder", type=Path, help="keep the databases here and use them again")
    parser.add_argument("--without-postgresql", action="store_true")
    parser.add_argument("--load", action="store_true", help="also time loading a file of 10,000 agreements")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the results into this document")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
