"""One chart of the medians on a logarithmic axis; marks differ by shape and filling, so that it needs no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.workloads.workloads import WORKLOADS

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from benchmarks.lists.run import Results

#: Shape, filling and colour of each contender's mark.
MARKS = {
    "site-sqlite": ("o", "#0d383c", "#0d383c"),
    "site-postgresql": ("^", "#0d383c", "#0d383c"),
    "obvious-sqlite": ("o", "white", "#b5482a"),
    "obvious-postgresql": ("^", "white", "#b5482a"),
    "datasette": ("X", "#7a5c00", "#7a5c00"),
    "sql-sqlite": ("|", "#555555", "#555555"),
    "sql-postgresql": ("_", "#555555", "#555555"),
    "kept-sqlite": ("s", "#0d383c", "#0d383c"),
    "kept-postgresql": ("D", "#0d383c", "#0d383c"),
    "empty": ("s", "white", "#555555"),
    "nginx": ("*", "white", "#555555"),
}


def draw(results: Results, file: Path) -> None:
    """Write the chart; the ending of the file's name says its format (.svg or .png)."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "svg.hashsalt": "benchmark", "svg.fonttype": "path"}):
        workloads = list(results.times)
        figure = Figure(figsize=(9, 1.6 + 0.42 * len(workloads)), layout="constrained")
        axes = figure.add_subplot()
        for name, (shape, filling, edge) in MARKS.items():
            _marks(axes, results, name, marker=shape, markerfacecolor=filling, markeredgecolor=edge)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.set_yticks(range(len(workloads)), [WORKLOADS[name] for name in workloads])
        axes.invert_yaxis()
        axes.set_xlabel("milliseconds for one answer, median (logarithmic)")
        axes.set_title(f"{results.commitments:,} commitments, one worker, {results.machine['processor']}", fontsize=10)
        axes.grid(axis="x", which="major", color="#cccccc")
        axes.grid(axis="y", color="#eeeeee")
        axes.set_axisbelow(True)
        figure.legend(loc="outside lower center", ncols=3, fontsize=8, frameon=False)
        figure.savefig(file, dpi=150, metadata={"Date": None} if file.suffix == ".svg" else None)


def _marks(axes: Axes, results: Results, name: str, **look: str) -> None:
    """The marks of one contender, one for each workload it took part in."""
    points = [
        (found[name].median * 1000, place)
        for place, found in enumerate(results.times.values())
        if name in found and found[name].by_round
    ]
    if points:
        x, y = zip(*points, strict=True)
        more: dict[str, Any] = {"label": results.labels[name], **look}
        axes.plot(x, y, linestyle="none", markersize=8, markeredgewidth=1.6, **more)
