"""Gamma-Gamma beside lifetimes' GammaGammaFitter: the cases for benchmarks/lifetime.py.

Both sides get the same repeat customers, one row each; checking the table is inside our time.
Amounts are whole cents.
"""

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.timing import Case
from crmkit.lifetime import GammaGamma

TRUTH = GammaGamma(p=6.25, q=3.74, gamma=15.44)


def cases(customers: int) -> Iterator[Case]:
    """A small shop, and a large one, to which the goal belongs."""
    yield case(shop(1_000), at_least=None)
    yield case(shop(customers), at_least=15)


def case(table: pd.DataFrame, *, at_least: float | None) -> Case:
    """Fit the table on both sides."""
    return Case(
        f"Gamma-Gamma fit, {len(table):,} repeaters",
        lambda: GammaGamma.fit(table),
        lambda: with_lifetimes(table),
        at_least,
        lambda ours, theirs: ours.report.log_likelihood - theirs.log_likelihood(table),
    )


def shop(customers: int) -> pd.DataFrame:
    """Repeat customers with 4 orders on average."""
    rng = np.random.default_rng(1)
    orders = rng.geometric(0.25, customers)
    ids = np.repeat(np.arange(customers), orders)
    cents = np.bincount(ids, np.maximum(np.round(100 * TRUTH.simulate(ids, rng=rng)), 1))
    return pd.DataFrame({"repeat_purchases": orders, "mean_repeat_spend": cents / 100 / orders})


def with_lifetimes(table: pd.DataFrame) -> GammaGamma:
    """What lifetimes finds, as a model of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import GammaGammaFitter

        fitter = GammaGammaFitter()
        fitter.fit(table["repeat_purchases"], table["mean_repeat_spend"])
    return GammaGamma(*fitter.params_.to_numpy())
