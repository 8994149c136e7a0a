"""Medians of interleaved repetitions, peak memory of a child process, and the table of goals."""

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import psutil
from rich.console import Console
from rich.table import Table


class Case(NamedTuple):
    """A piece of work that two packages do; `gain` says by how much our result is the better."""

    work: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    at_least: float | None = None
    gain: Callable[[object, object], float] | None = None
    repetitions: int = 5


def medians(
    peers: dict[str, Callable[[], object]], *, repetitions: int = 5
) -> tuple[dict[str, float], dict[str, object]]:
    """Run the peers in turns, so that a busy machine slows all of them, and keep the results.

    A peer that takes longer than 10 seconds runs three times at most.
    """
    seconds: dict[str, list[float]] = {name: [] for name in peers}
    results = {}
    for _ in range(repetitions):
        for name, peer in peers.items():
            if len(seconds[name]) >= 3 and median(seconds[name]) > 10:
                continue
            results.pop(name, None)
            start = time.perf_counter()
            results[name] = peer()
            seconds[name].append(time.perf_counter() - start)
    return {name: median(times) for name, times in seconds.items()}, results


def extra_memory(*arguments: str) -> int:
    """Run `python -m ARGUMENTS`; how many bytes more did it hold at most after it said "ready"?

    The child prints "ready" when its input is loaded, and waits for a line before it goes on.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if child.stdout.readline().strip() != "ready":
        raise RuntimeError(f"{arguments} did not get ready (exit code {child.wait()})")
    process = psutil.Process(child.pid)
    before = peak = process.memory_info().rss
    child.stdin.write("go\n")
    child.stdin.flush()
    while child.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.003)
    if child.wait():
        raise RuntimeError(f"{arguments} failed with exit code {child.returncode}")
    return peak - before


def show(title: str, rows: list[tuple[str, str, str, str]]) -> None:
    """Print rows of (what, measured, goal, verdict)."""
    table = Table(title=title, title_justify="left")
    for heading in ("", "measured", "goal", ""):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)


def verdict(met: bool) -> str:
    """Say in a word whether a goal is met."""
    return "met" if met else "MISSED"
