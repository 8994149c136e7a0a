"""Pareto/NBD against lifetimes: how much faster is a fit, and does it end as high?

Run `python -m benchmarks.lifetime_pareto_nbd [customers ...]` (10,000 and 100,000 unless told).
Both in one run, in turns; seconds depend on the machine, ratios hardly. From 100,000 customers on,
the peer runs once: it needs minutes for a million.
"""

import sys
import time
import warnings
from statistics import median

import numpy as np
import pandas as pd

from crmkit.lifetime import ParetoNBD

# The CDNOW estimates in days.
TRUTH = ParetoNBD(r=0.553, alpha=74.0, s=0.606, beta=81.7, period_days=1)


def customers(n: int) -> pd.DataFrame:
    """A customers table in whole days, each customer watched for one to two years."""
    rng = np.random.default_rng(n)
    age = rng.integers(365, 731, n)
    customer, time_ = TRUTH._simulate_purchases(age.astype(float), rng)
    day = np.ceil(time_).astype(np.int64)
    # A day counts once.
    customer, day = np.divmod(np.unique(customer * 1000 + day), 1000)
    last = np.zeros(n, np.int64)
    np.maximum.at(last, customer, day)
    return pd.DataFrame(
        {
            "repeat_purchases": np.bincount(customer, minlength=n),
            "age_at_last_days": last,
            "age_days": age,
        },
        index=pd.RangeIndex(n, name="customer_id"),
    )


def ours(table: pd.DataFrame) -> ParetoNBD:
    return ParetoNBD.fit(table, period_days=7)


def theirs(table: pd.DataFrame) -> ParetoNBD:
    from lifetimes import ParetoNBDFitter

    fitter = ParetoNBDFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(table["repeat_purchases"], table["age_at_last_days"] / 7, table["age_days"] / 7)
    return ParetoNBD(**fitter.params_.to_dict(), period_days=7)


def compare(n: int, *, repetitions: int = 5) -> dict[str, float]:
    """Medians of both, their ratio, and log-likelihood of ours minus theirs, for n customers."""
    table = customers(n)
    ours(table)
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    found = {}
    peer_runs = repetitions if n < 100_000 else 1
    for turn in range(repetitions):
        for name, fit in (("ours", ours), ("theirs", theirs)):
            if name == "theirs" and turn >= peer_runs:
                continue
            start = time.perf_counter()
            found[name] = fit(table)
            seconds[name].append(time.perf_counter() - start)
    mine, peer = median(seconds["ours"]), median(seconds["theirs"])
    gain = found["ours"].report.log_likelihood - found["theirs"].log_likelihood(table)
    return {"customers": n, "ours": mine, "lifetimes": peer, "ratio": peer / mine, "gain": gain}


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or [10_000, 100_000]
    for n in sizes:
        print({name: round(value, 4) for name, value in compare(n).items()}, flush=True)


if __name__ == "__main__":
    main()
