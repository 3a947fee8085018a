"""What was measured on, and with what: so that a figure can be judged later."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

import psycopg


def described(postgresql: str) -> dict[str, str]:
    """Processor, cores, memory, kernel and the versions of everything that takes part."""
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": _memory(),
        "kernel": platform.release(),
        "load before": Path("/proc/loadavg").read_text("ascii").split()[0],
        "python": platform.python_version(),
        **{name: version(name) for name in ("django", "gunicorn", "numpy", "pyroaring", "datasette")},
        "sqlite": sqlite3.sqlite_version,
        "postgresql": _postgresql(postgresql),
        "command": " ".join(["python -m benchmarks.lists", *sys.argv[1:]]),
    }


def _line(file: str, beginning: str) -> str:
    lines = Path(file).read_text("utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(beginning)), "unknown")


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name")


def _memory() -> str:
    kib = _line("/proc/meminfo", "MemTotal").split()[0]
    return f"{int(kib) / 1024 / 1024:.1f} GiB" if kib.isdecimal() else kib


def _postgresql(server: str) -> str:
    if not server:
        return "not asked"
    with psycopg.connect(server, dbname="postgres") as connection:
        (found,) = connection.execute("SHOW server_version").fetchone() or ("unknown",)
        return str(found)
