"""BG/BB beside lifetimes' BetaGeoBetaBinomFitter: fit times in one run, medians, ratios.

`python benchmarks/lifetime_bg_bb.py [repeats]` (5). Both sides get the same 100,000 customers, in
both shapes that a user may have:

- rows: one row a customer. crmkit counts the distinct histories itself, inside the time shown;
  lifetimes computes the likelihood of every row.
- counted: one row a distinct history with its number of customers, which lifetimes takes as
  `weights`. Nobody is compared by the customer there.
"""

import sys
import time
import warnings
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

from crmkit.lifetime.bg_bb import BGBB

TRUTH = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
COLUMNS = ["repeat_purchases", "last_period", "periods"]


def cases(customers: int = 100_000) -> dict[str, pd.DataFrame]:
    """Tables of customers: one cohort over 6 opportunities as in the paper, and 26 cohorts."""
    rng = np.random.default_rng(1)
    cohorts = [TRUTH._simulate_histories(customers // 26, n, rng) for n in range(1, 27)]
    return {
        "6 opportunities, one cohort": TRUTH._simulate_histories(customers, 6, rng),
        "26 opportunities, 26 cohorts": pd.concat(cohorts, ignore_index=True),
    }


def compare(repeats: int = 5) -> pd.DataFrame:
    """One row a case and shape: seconds of both, their ratio, and our likelihood less theirs."""
    rows = []
    for name, table in cases().items():
        counted = table.value_counts().rename("customers").reset_index()
        shapes = {"rows": table, "counted": counted}
        if table["periods"].max() > 6:
            del shapes["rows"]  # lifetimes takes minutes for a single fit
        for shape, data in shapes.items():
            ours, model = timed(lambda data=data: BGBB.fit(data), repeats)
            peer, theirs = timed(lambda data=data: _lifetimes(data), repeats)
            rows.append(
                {
                    "work": f"BG/BB, 100k, {name}",
                    "shape": shape,
                    "histories": len(counted),
                    "crmkit_seconds": ours,
                    "lifetimes_seconds": peer,
                    "ratio": peer / ours,
                    "likelihood_gain": model.report.log_likelihood
                    - BGBB(*theirs).log_likelihood(counted),
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
        from lifetimes import BetaGeoBetaBinomFitter

        fitter = BetaGeoBetaBinomFitter()
        fitter.fit(*(table[name] for name in COLUMNS), weights=table.get("customers"))
    return fitter.params_.to_numpy()


if __name__ == "__main__":
    print(compare(*map(int, sys.argv[1:])).to_string(float_format="{:.4g}".format))
