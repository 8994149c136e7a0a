"""BG/NBD and MBG/NBD against lifetimes: both in one run, medians, and the ratio.

    python benchmarks/lifetime_bg_nbd.py [--quick]

The company: customers born over a year, watched up to two years of days. --quick takes 100,000
customers and three repeats. A fit by lifetimes of the full company takes seconds to minutes.
"""

import argparse
import statistics
import time
import tracemalloc
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

import crmkit.datasets
import crmkit.summary
from crmkit.lifetime import BGNBD, MBGNBD

WEEK = 7


def company(customers: int, *, granularity_days: int = 1, seed: int = 1) -> pd.DataFrame:
    """A customers table of a BG/NBD company in whole days (or weeks)."""
    rng = np.random.default_rng(seed)
    model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, period_days=WEEK)
    days = rng.integers(365, 731, customers).astype(float)
    table = model._simulate_histories(days=days, rng=rng)
    g = granularity_days
    x = table["repeat_purchases"]
    last = (np.ceil(table["age_at_last_days"] / g) * g).astype(int)
    return pd.DataFrame(
        {
            "repeat_purchases": np.minimum(x, last // g),
            "age_at_last_days": last,
            "age_days": (np.ceil(days / g) * g).astype(int),
        }
    )


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median time of a call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def compare(customers: int, *, repeats: int, peer_repeats: int) -> pd.DataFrame:
    """One row a piece of work: seconds of ours and of lifetimes, and their ratio."""
    import lifetimes

    log = crmkit.datasets.load("cdnow_sample")
    tables = {
        "CDNOW sample": crmkit.summary.customers(log, as_of="1997-09-30"),
        f"{customers:,} customers": company(customers),
    }
    rows = []
    for name, table in tables.items():
        columns = (
            table["repeat_purchases"],
            table["age_at_last_days"] / WEEK,
            table["age_days"] / WEEK,
        )
        many = 3 * repeats if len(table) < 10_000 else repeats
        for kind, peer in (
            (BGNBD, lifetimes.BetaGeoFitter),
            (MBGNBD, lifetimes.ModifiedBetaGeoFitter),
        ):
            ours, theirs = kind.fit(table), peer().fit(*columns)
            works = [
                ("fit", lambda k=kind, t=table: k.fit(t), lambda p=peer, c=columns: p().fit(*c)),
                (
                    "P(alive)",
                    lambda m=ours, t=table: m.probability_alive(t),
                    lambda m=theirs, c=columns: m.conditional_probability_alive(*c),
                ),
                (
                    "expected purchases",
                    lambda m=ours, t=table: m.expected_purchases(t, horizon_days=364),
                    lambda m=theirs, c=columns: (
                        m.conditional_expected_number_of_purchases_up_to_time(52, *c)
                    ),
                ),
            ]
            for what, our_work, their_work in works:
                often = peer_repeats if what == "fit" and len(table) > 10_000 else many
                mine, other = seconds(our_work, many), seconds(their_work, often)
                rows.append((name, kind.TITLE, what, mine, other, other / mine))
    return pd.DataFrame(rows, columns=["data", "model", "work", "crmkit_s", "lifetimes_s", "ratio"])


def growth(sizes: list[int]) -> pd.DataFrame:
    """How the cost of a fit grows with customers, in days and in weeks."""
    rows = []
    for size in sizes:
        for granularity in (1, 7):
            table = company(size, granularity_days=granularity)
            fitted = BGNBD.fit(table)
            rows.append(
                (size, granularity, fitted.report.distinct_histories,
                 seconds(lambda t=table: BGNBD.fit(t), 3))
            )  # fmt: skip
    return pd.DataFrame(rows, columns=["customers", "days_a_period", "distinct_histories", "fit_s"])


def peak_megabytes(work: Callable[[], object]) -> float:
    """Highest memory that a call allocates, beyond its input."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    # lifetimes warns of overflow in its own formulas.
    warnings.simplefilter("ignore")
    customers = 100_000 if quick else 1_000_000
    table = compare(customers, repeats=3 if quick else 5, peer_repeats=1 if quick else 5)
    print(table.round({"crmkit_s": 4, "lifetimes_s": 3, "ratio": 1}).to_string(index=False))
    large = company(customers)
    for what, work in (
        ("fit", lambda: BGNBD.fit(large)),
        ("MBG fit", lambda: MBGNBD.fit(large)),
        (
            "expected purchases",
            lambda: BGNBD(0.243, 4.4, 0.79, 2.4, 7).expected_purchases(large, horizon_days=364),
        ),
    ):
        print(f"memory, {what}, {customers:,} customers: {peak_megabytes(work):.0f} MB")
    sizes = [10_000, 100_000] if quick else [10_000, 100_000, 1_000_000, 10_000_000]
    print(growth(sizes).round({"fit_s": 4}).to_string(index=False))


if __name__ == "__main__":
    main()
