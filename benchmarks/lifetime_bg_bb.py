"""BG/BB beside lifetimes' BetaGeoBetaBinomFitter: the cases for benchmarks/lifetime.py.

Both sides get the same customers, in both shapes that a user may have:

- rows: one row a customer. crmkit counts the distinct histories itself, inside the time shown;
  lifetimes computes the likelihood of every row.
- counted: one row a distinct history with its number of customers, which lifetimes takes as
  `weights`. Nobody is compared by the customer there.
"""

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.timing import Case
from crmkit.lifetime import BGBB

TRUTH = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, period_days=365)
COLUMNS = ["repeat_purchases", "last_period", "periods"]


def cases(customers: int) -> Iterator[Case]:
    """One cohort over 6 opportunities as in the paper, and 26 cohorts over 1 to 26."""
    rng = np.random.default_rng(1)
    one = TRUTH.simulate_customers(customers, opportunities=6, rng=rng)
    yield case(f"BG/BB, {customers:,} rows", one, at_least=100)
    yield case(f"BG/BB, {customers:,}, counted", counted(one))
    each = customers // 26
    parts = [TRUTH.simulate_customers(each, opportunities=n, rng=rng) for n in range(1, 27)]
    many = counted(pd.concat(parts, ignore_index=True))
    yield case("BG/BB, 26 cohorts, counted", many)


def case(work: str, table: pd.DataFrame, *, at_least: float | None = None) -> Case:
    """Fit the table on both sides."""
    return Case(
        work,
        lambda: BGBB.fit(table, period_days=365),
        lambda: with_lifetimes(table),
        at_least,
        lambda ours, theirs: ours.report.log_likelihood - theirs.log_likelihood(table),
    )


def counted(table: pd.DataFrame) -> pd.DataFrame:
    """One row a distinct history."""
    return table.value_counts().rename("customers").reset_index()


def with_lifetimes(table: pd.DataFrame) -> BGBB:
    """What lifetimes finds, as a model of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoBetaBinomFitter

        fitter = BetaGeoBetaBinomFitter()
        fitter.fit(*(table[name] for name in COLUMNS), weights=table.get("customers"))
    return BGBB(*fitter.params_.to_numpy(), period_days=365)
