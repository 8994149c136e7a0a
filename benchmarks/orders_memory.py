"""How much memory and time does a large CSV file take to become an order log?

python -m benchmarks.orders_memory             a file of one gigabyte, some minutes
python -m benchmarks.orders_memory --gb 0.02   a small run that only shows that it works
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.timing import show, verdict

LINE = 58
PART = 1_000_000


def write_orders(path: Path, gigabytes: float, *, text: bool, seed: int = 7) -> tuple[int, int]:
    """Write a seeded export, orders of two lines in order of time; give its lines and cents."""
    rng = np.random.default_rng(seed)
    rows = int(gigabytes * 1e9 / LINE)
    seconds, cents = np.int64(0), 0
    for begin in range(0, rows, PART):
        size = min(PART, rows - begin)
        # Few customers buy much: two million of them in a full file.
        customer = (rng.pareto(1.5, size) * 200_000).astype("int64") % 2_000_000
        at = seconds + np.cumsum(rng.integers(1, 8, size))
        seconds = at[-1]
        paid = np.rint(rng.gamma(2.0, 2_000.0, size)).astype("int64") + 1
        cents += int(paid.sum())
        frame = pd.DataFrame(
            {
                "order_id": (begin + np.arange(size)) // 2 + 10_000_000,
                "customer_id": customer,
                "ordered_at": np.datetime64("2022-01-01", "s") + at.astype("timedelta64[s]"),
                "amount": paid / 100,
                "product": np.char.mod("Product %03d", rng.integers(0, 500, size)),
            }
        )
        if text:
            frame["customer_id"] = "C" + frame["customer_id"].astype("str").str.zfill(8)
        frame.to_csv(
            path,
            mode="a" if begin else "w",
            header=not begin,
            index=False,
            float_format="%.2f",
            date_format="%Y-%m-%dT%H:%M:%S",
        )
    return rows, cents


def child(path: str, cents: int) -> None:
    """Read the file; tell the peak of the whole process in bytes, and the seconds it took.

    Seconds of the processor, too: they do not depend on what else the machine does.
    """
    from crmkit import orders

    start, worked = time.perf_counter(), time.process_time()
    log, report = orders.read(path)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    assert round(report.money_in * 100) == cents, f"{report.money_in} of {cents / 100} came through"
    assert report.rows_out == len(log)
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, seconds, worked)


def measure(gigabytes: float, folder: Path, *, text: bool) -> None:
    """Read one file in a process of its own."""
    path = folder / "orders.csv"
    rows, cents = write_orders(path, gigabytes, text=text)
    command = [sys.executable, "-m", "benchmarks.orders_memory", "--child", str(path)]
    done = subprocess.run(
        [*command, "--cents", str(cents)], check=True, capture_output=True, text=True
    )
    peak, seconds, worked = map(float, done.stdout.split())
    goal = gigabytes == 1
    kind = "text" if text else "integer"
    show(
        f"{rows:,} order lines, {path.stat().st_size / 1e6:,.0f} MB of CSV, {kind} ids",
        [
            ("peak of the process", f"{peak / 1e6:7,.0f} MB", "under 2,000 MB" if goal else "",
             verdict(peak < 2e9) if goal else ""),
            ("orders.read", f"{seconds:7.1f} s", "", ""),
            ("of the processor", f"{worked:7.1f} s", "", ""),
            ("all money came through", f"{cents / 100:,.2f}", "", ""),
        ],
    )  # fmt: skip


def main() -> None:
    """Measure text and integer ids."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gb", type=float, default=1.0, help="size of the file")
    parser.add_argument("--only", choices=["text", "integer"])
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--cents", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        return child(chosen.child, chosen.cents)
    with TemporaryDirectory(prefix="crmkit-") as folder:
        for kind in ("text", "integer"):
            if chosen.only in (None, kind):
                measure(chosen.gb, Path(folder), text=kind == "text")


if __name__ == "__main__":
    main()
