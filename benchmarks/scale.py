"""Do 50 million order lines become a fitted model and a value table without a copy of the customers in memory?

python -m benchmarks.scale                   the steps of docs/scale.md on 50M lines: about ten minutes
python -m benchmarks.scale --lines 1000000   on fewer
"""  # noqa: E501

import argparse
import re
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.timing import show

GUIDE = Path(__file__).parents[1] / "docs" / "scale.md"
DAYS = 728
LAST_DAY = "2025-12-28"
MARGIN_RATE = 0.3
# Of Pareto/NBD by weeks and of gamma-gamma: what the shop's customers are drawn from.
PURCHASES = {"r": 0.8, "alpha": 6.0, "s": 0.6, "beta": 12.0}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


def blocks() -> list[str]:
    """Return the program of the guide, block by block."""
    return re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), flags=re.DOTALL)


def write_shop(folder: Path, lines: int, *, seed: int = 5) -> tuple[int, float]:
    """Write so many order lines, or some more, to Parquet files; return how many.

    And what the customers are truly worth on the last day, at a discount rate of 10 % a year.
    """
    (folder / "orders").mkdir(parents=True)
    rng = np.random.default_rng(seed)
    size = min(250_000, lines // 20)
    written = customers = 0
    value = 0.0
    while written < lines:
        part, worth = _part(rng, customers, size)
        value += worth
        part.to_parquet(folder / "orders" / f"{customers // size:04}.parquet")
        written, customers = written + len(part), customers + size
    return written, value


def _part(rng: np.random.Generator, first_id: int, size: int) -> tuple[pd.DataFrame, float]:
    """Draw the orders of some customers: at a rate of their own until they leave, unseen."""
    came = rng.uniform(0, DAYS - 1, size)
    rate = rng.gamma(PURCHASES["r"], 1 / PURCHASES["alpha"], size) / 7
    leaving = rng.gamma(PURCHASES["s"], 1 / PURCHASES["beta"], size) / 7
    life = rng.exponential(1 / np.maximum(leaving, 1e-12))
    stays = np.minimum(life, DAYS - came)
    repeats = rng.poisson(rate * stays)
    mean = SPEND["p"] / rng.gamma(SPEND["q"], 1 / SPEND["gamma"], size)
    who = np.concatenate([np.arange(size), np.repeat(np.arange(size), repeats)])
    later = rng.uniform(0, stays[who[size:]])
    day = came[who] + np.concatenate([np.zeros(size), later])
    amount = rng.gamma(SPEND["p"], mean[who] / SPEND["p"])
    start = np.datetime64(LAST_DAY, "us") + np.timedelta64(1 - DAYS, "D")
    there = life > DAYS - came
    value = MARGIN_RATE * there * rate / (leaving + np.log(1.1) / 365.25) * mean
    orders = pd.DataFrame(
        {
            "customer_id": first_id + who,
            "ordered_at": start + (day * 86_400e6).astype("timedelta64[us]"),
            "amount": np.maximum(amount.round(2), 0.01),
        }
    )
    return orders.sample(frac=1, random_state=1, ignore_index=True), value.sum()


def run(folder: Path, *, sample: int, draws: int) -> tuple[dict, list[float]]:
    """Run the guide; return its names, and how long each block took."""
    names = {"folder": folder, "sample": sample, "draws": draws, "margin_rate": MARGIN_RATE}
    seconds = []
    for block in blocks():
        start = time.perf_counter()
        exec(compile(block, str(GUIDE), "exec"), names)
        seconds.append(time.perf_counter() - start)
    return names, seconds


def main() -> None:
    """Run the guide on a large shop, and show what it took and found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=50_000_000)
    parser.add_argument("--draws", type=int, default=200)
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="crmkit-") as name:
        lines, true = write_shop(Path(name), chosen.lines)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        found, seconds = run(Path(name), sample=20, draws=chosen.draws)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        customers = found["customers"].count().to_pyarrow().as_py()
        rows = [
            (f"block {number}", f"{took:7.1f} s", "", "")
            for number, took in enumerate(seconds, start=1)
        ]
        rows.append(("customers", f"{customers:,}", "", ""))
        rows.append(("counted histories", f"{len(found['histories']):,}", "", ""))
        rows.append(("peak memory, the shop's making included", f"{after / 1e9:.2f} GB", "", ""))
        rows.append(("peak of making the shop alone", f"{before / 1e9:.2f} GB", "", ""))
        total = found["total"].iloc[0]
        rows.append(("true value of all customers", f"{true:,.0f}", "", ""))
        rows.append(("by histories", f"{total['estimate']:,.0f}", "", ""))
        rows.append(("its interval", f"{total['low']:,.0f} to {total['high']:,.0f}", "", ""))
        summed = found["value"].value.sum().to_pyarrow().as_py()
        rows.append(("one by one", f"{summed:,.0f}", "", ""))
        show(f"docs/scale.md on {lines:,} order lines", rows)


if __name__ == "__main__":
    main()
