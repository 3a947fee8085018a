"""The figures of a run as text, as a section of docs/benchmark.md, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from benchmarks.lists.figures import Times, paired_ratio
from benchmarks.workloads.workloads import WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from benchmarks.lists.run import Results


class NoPlace(Exception):
    """A document has no place for these results; the message says which marks it needs."""


def milliseconds(seconds: float) -> str:
    """So many figures as mean something: 0.31, 4.2, 17, 2900."""
    found = seconds * 1000
    return f"{found:.2f}" if found < 1 else f"{found:.1f}" if found < 10 else f"{found:.0f}"  # noqa: PLR2004 as said


def ratio(value: float | None) -> str:
    """×0.4, ×12, or nothing where there is no common round."""
    if value is None:
        return ""
    return f"×{value:.2f}" if value < 1 else f"×{value:.1f}" if value < 10 else f"×{value:.0f}"  # noqa: PLR2004 as above


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns aligned; the first to the left, the others to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def as_text(results: Results) -> str:
    """For the terminal: every workload with a line for everybody."""
    parts = [_told(results)]
    for workload, found in results.times.items():
        rows = []
        for name, times in found.items():
            label = results.labels[name]
            if times.absent or not times.by_round:
                rows.append((label, "", "", "", f"— {times.absent}"))
            else:
                against = ratio(_ratio(results, workload, name))
                rows.append(
                    (label, str(len(times.by_round)), milliseconds(times.median), milliseconds(times.slow_end), against)
                )
        head = (WORKLOADS[workload], "n", "median ms", "p95 ms", "to the registry")
        parts.append(table(head, rows))
    parts += [_memory_text(results), _index_text(results), _making_text(results)]
    return "\n\n".join(parts)


def _ratio(results: Results, workload: str, name: str) -> float | None:
    """How much longer it took than the registry on the same database, round by round."""
    found, base = results.times[workload], results.bases[name]
    return paired_ratio(found[name].by_round, found[base].by_round) if name != base and base in found else None


def _told(results: Results) -> str:
    lines = [f"{results.agreements:,} published agreements, {results.commitments:,} commitments"]
    lines += [f"{name}: {value}" for name, value in results.machine.items()]
    lines += [
        f"the same by index, tables and obvious list on {kind}: {n} questions" for kind, n in results.compared.items()
    ]
    return "\n".join(lines)


def _memory_text(results: Results) -> str:
    moments = ("started", "after the first list", "after all lists")
    rows = [
        (results.labels[name], *(f"{found[moment]:.0f}" if moment in found else "" for moment in moments))
        for name, found in results.memory.items()
    ]
    return table(("memory of the worker, MiB", *moments), rows)


def _index_text(results: Results) -> str:
    rows = [
        (
            f"index on {kind}",
            f"{found['seconds']:.2f}",
            f"{found['bitmaps_mib']:.1f}",
            f"{found['arrays_mib']:.1f}",
            f"{found['process_after_mib'] - found['process_before_mib']:.0f}",
        )
        for kind, found in results.index.items()
    ]
    return table(("", "built in, s", "bitmaps, MiB", "arrays, MiB", "process grew by, MiB"), rows)


def _making_text(results: Results) -> str:
    return table(("making the databases", "s"), [(name, f"{took:.1f}") for name, took in results.making.items()])


def as_markdown(results: Results) -> str:
    """The results section of the document: a table of medians with p95, one of ratios, one of what it costs."""
    names = [name for name in results.labels if any(name in found for found in results.times.values())]
    lists = [name for name in names if any(name in results.times.get(each, {}) for each in ("first", "start"))]
    pages = [name for name in names if name not in lists]
    parts = [_told_markdown(results)]
    for group in (lists, pages):
        workloads = [name for name, found in results.times.items() if any(each in found for each in group)]
        if workloads:
            parts += [_markdown(results, workloads, group, _cell), _markdown(results, workloads, group, _ratio_cell)]
    parts.append(_absences(results))
    parts += ["```\n" + text + "\n```" for text in (_memory_text(results), _index_text(results), _making_text(results))]
    return "\n\n".join(parts)


def _told_markdown(results: Results) -> str:
    return "\n".join(f"- {line}" for line in _told(results).splitlines())


def _markdown(results: Results, workloads: Sequence[str], names: Sequence[str], cell: object) -> str:
    title = "ms, median (p95)" if cell is _cell else "times the registry's on the same database"
    head = [title, *(results.labels[name] for name in names)]
    rows = [[WORKLOADS[each], *(cell(results, each, name) for name in names)] for each in workloads]  # type: ignore[operator]
    lines = [head, ["---", *("---:" for _name in names)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(results: Results, workload: str, name: str) -> str:
    times = results.times[workload].get(name, Times())
    return f"{milliseconds(times.median)} ({milliseconds(times.slow_end)})" if times.by_round else "—"


def _ratio_cell(results: Results, workload: str, name: str) -> str:
    found = results.times[workload]
    if name not in found or not found[name].by_round:
        return "—"
    return ratio(_ratio(results, workload, name)) or "1"


def _absences(results: Results) -> str:
    told = {
        f"{results.labels[name]}, {WORKLOADS[workload]}: {times.absent}."
        for workload, found in results.times.items()
        for name, times in found.items()
        if times.absent
    }
    return "— where somebody does not take part:\n\n" + "\n".join(f"- {line}" for line in sorted(told))


def write_markdown(document: Path, size: str, results: Results) -> None:
    """Put the results between the marks of `size` in `document`. Raises NoPlace where it has none."""
    begin, end = f"<!-- results {size}: written by benchmarks.lists -->", f"<!-- end of results {size} -->"
    text = document.read_text("utf-8")
    if begin not in text or end not in text:
        raise NoPlace(f"{document} needs two lines, {begin} and {end}")
    before, rest = text.split(begin, 1)
    after = rest.split(end, 1)[1]
    document.write_text(f"{before}{begin}\n\n{as_markdown(results)}\n\n{end}{after}", "utf-8")


def write_json(file: Path, results: Results, date: str) -> None:
    """Everything, every single time included, so that other figures can be drawn from it later."""
    file.write_text(json.dumps({"date": date, **asdict(results)}, indent=1, ensure_ascii=False) + "\n", "utf-8")
