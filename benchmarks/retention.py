"""How fast are survival curves, Cox models and uplift beside their peers, and are they the same?

python -m benchmarks.retention --peers PYTHON            a million customers, some ten minutes
python -m benchmarks.retention --peers PYTHON --quick    a small run that only shows that all works

PYTHON is that of the environment which benchmarks/retention_peers.py describes. Both sides of a
comparison run in turns on the same data; the goal is to be as fast as the fastest peer.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.retention_peers import AT, TASKS
from benchmarks.timing import show, verdict
from crmkit.retention import LeavingHazard, Uplift, qini, survival

TRAITS = ["price", "calls", "club", "online", "years"]
DEPTHS = np.array([0.1, 0.3, 0.5, 1.0])
Figures = Callable[[], list[float]]


def leaving(customers: int, *, whole_months: bool) -> pd.DataFrame:
    """Customers who leave at a hazard that five traits move, seen for up to five years."""
    rng = np.random.default_rng(41)
    table = pd.DataFrame(rng.normal(size=(customers, 5)), columns=TRAITS)
    hazard = 0.02 * np.exp(table.to_numpy() @ [0.3, -0.2, 0.1, 0.0, 0.4])
    leaves, seen = rng.exponential(size=customers) / hazard, rng.uniform(0, 60, customers)
    months = np.minimum(leaves, seen)
    table["months"] = np.ceil(months) if whole_months else months
    return table.assign(left=(leaves <= seen).astype("int64"))


def mailed(customers: int) -> pd.DataFrame:
    """Customers mailed by lot, whose traits move what the mail does."""
    rng = np.random.default_rng(44)
    table = pd.DataFrame(rng.normal(size=(customers, 5)), columns=TRAITS)
    table["mailed"] = rng.integers(0, 2, customers)
    pull = table.to_numpy()[:, :5] @ [0.3, 0.0, -0.2, 0.1, 0.0] + 0.4 * table["mailed"] * (
        1 + table["club"]
    )
    table["bought"] = (rng.random(customers) < 1 / (1 + np.exp(2 - pull))).astype("int64")
    return table.assign(score=table["club"] + 0.3 * rng.normal(size=customers))


def ours(task: str, table: pd.DataFrame) -> Figures:
    """What crmkit does: the same task, the same figures as in benchmarks.retention_peers."""
    time_of = {"tenure": "months", "left": "left"}
    test = {"outcome": "bought", "treated": "mailed"}
    if task == "curve":

        def run() -> list[float]:
            curve = survival.curves(table, **time_of).loc["all", "survival"]
            return [float(curve[curve.index <= at].iloc[-1]) for at in AT]

    elif task == "cox":

        def run() -> list[float]:
            return LeavingHazard.fit(table, traits=TRAITS, **time_of).estimates.to_list()

    elif task == "qini":

        def run() -> list[float]:
            curve = qini.curve(table, score="score", **test)
            shown = DEPTHS * len(table)
            return np.interp(shown, curve["customers"], curve["gained"]).tolist()

    else:

        def run() -> list[float]:
            fitted = Uplift.fit(table, traits=TRAITS, method="two models", **test)
            return fitted.score(table).iloc[:4].to_list()

    return run


@contextmanager
def peer(python: str, task: str, name: str, table: pd.DataFrame) -> Iterator[Callable[[], dict]]:
    """Start a peer with the data loaded; what comes back does the task once and waits."""
    with TemporaryDirectory(prefix="crmkit-") as folder:
        path = Path(folder) / "data.npz"
        columns = {name: table[name].to_numpy() for name in table if name not in TRAITS}
        np.savez(path, traits=table[TRAITS].to_numpy(), **columns)
        command = [python, "-W", "ignore", Path(__file__).with_name("retention_peers.py")]
        child = subprocess.Popen(
            [*command, task, name, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if child.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{name} did not get ready (exit code {child.wait()})")

        def run() -> dict:
            child.stdin.write("go\n")
            child.stdin.flush()
            answer = child.stdout.readline()
            if not answer:
                raise RuntimeError(f"{name} failed with exit code {child.wait()}")
            return json.loads(answer)

        yield run
        child.stdin.close()
        child.wait()


def compare(
    python: str, work: str, task: str, table: pd.DataFrame, *, repetitions: int, within: float
) -> list[tuple[str, str, str, str]]:
    """Our seconds and those of each peer, in turns, and how far the figures are apart."""
    run, rows = ours(task, table), []
    ours(task, table.iloc[:1000])()
    for name in TASKS[task]:
        with peer(python, task, name, table) as theirs:
            seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
            for _ in range(repetitions):
                start = time.perf_counter()
                found = run()
                seconds["ours"].append(time.perf_counter() - start)
                answer = theirs()
                seconds["theirs"].append(answer["seconds"])
                if median(seconds["theirs"]) > 60:
                    break
        mine, its = median(seconds["ours"]), median(seconds["theirs"])
        apart = float(np.max(np.abs(np.array(found) - answer["figures"])))
        rows += [
            (f"{work}, {name}", f"{mine:8.2f} s {its:8.2f} s {its / mine:6.1f} x", ">= 1 x",
             verdict(its >= mine)),
            ("  figures apart by", f"{apart:.2g}", f"{within:g}", verdict(apart <= within)),
        ]  # fmt: skip
    return rows


def main() -> int:
    """Run all comparisons; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", metavar="PYTHON", required=True)
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    n, times = (20_000, 1) if chosen.quick else (1_000_000, 5)
    customers, by_month, test = (
        leaving(n, whole_months=False),
        leaving(n, whole_months=True),
        mailed(n),
    )
    work = [
        ("Kaplan-Meier, exact times", "curve", customers, 1e-9),
        ("Kaplan-Meier, months", "curve", by_month, 1e-9),
        ("Cox, exact times", "cox", customers, 1e-4),
        ("Cox, months (Efron)", "cox", by_month, 1e-4),
        ("Qini curve", "qini", test, 1e-6 * n),
        ("uplift by two models", "two models", test, 1e-3),
    ]
    rows = []
    for name, task, table, within in work:
        rows += compare(chosen.peers, name, task, table, repetitions=times, within=within)
        show(f"crmkit, peer, ratio: {n:,} customers", rows[-2 * len(TASKS[task]) :])
    return int(any(row[-1] == "MISSED" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
