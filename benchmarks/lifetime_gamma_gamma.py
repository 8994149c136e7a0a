"""Gamma-Gamma beside lifetimes' GammaGammaFitter: fit times in one run, medians, ratios.

`python benchmarks/lifetime_gamma_gamma.py [repeats]` (5). Both sides get the same repeat customers,
one row each; checking the table is inside our time. Amounts are whole cents.
"""

import sys
import time
import warnings
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

from crmkit.lifetime.gamma_gamma import GammaGamma

TRUTH = GammaGamma(p=6.25, q=3.74, gamma=15.44)


def shop(customers: int) -> pd.DataFrame:
    """Repeat customers with 4 orders on average."""
    rng = np.random.default_rng(1)
    orders = rng.geometric(0.25, customers)
    ids = np.repeat(np.arange(customers), orders)
    cents = np.bincount(ids, np.maximum(np.round(100 * TRUTH.simulate(ids, rng=rng)), 1))
    return pd.DataFrame({"repeat_purchases": orders, "mean_repeat_spend": cents / 100 / orders})


def compare(repeats: int = 5) -> pd.DataFrame:
    """One row a size: seconds of both, ratio, and by how much our likelihood is higher."""
    rows = []
    for customers in (1_000, 500_000):
        table = shop(customers)
        ours, model = timed(lambda table=table: GammaGamma.fit(table), repeats)
        peer, theirs = timed(lambda table=table: _lifetimes(table), repeats)
        gain = model.report.log_likelihood - GammaGamma(*theirs).log_likelihood_of_total(table)
        rows.append(
            {
                "work": f"Gamma-Gamma, {customers:,} repeaters",
                "crmkit_seconds": ours,
                "lifetimes_seconds": peer,
                "ratio": peer / ours,
                "likelihood_gain": gain,
            }
        )
    return pd.DataFrame(rows)


def timed(work: Callable[[], object], repeats: int) -> tuple[float, object]:
    """Median seconds, and what the work gave."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return median(seconds), result


def _lifetimes(table: pd.DataFrame) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import GammaGammaFitter

        fitter = GammaGammaFitter()
        fitter.fit(table["repeat_purchases"], table["mean_repeat_spend"])
    return fitter.params_.to_numpy()


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])).to_string(float_format="{:.4g}".format))
