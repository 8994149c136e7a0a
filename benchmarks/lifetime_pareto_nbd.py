"""Pareto/NBD beside lifetimes' ParetoNBDFitter: the cases for benchmarks/lifetime.py."""

import warnings
from collections.abc import Iterator

import pandas as pd

from benchmarks.lifetime_bg_nbd import company_of
from benchmarks.timing import Case
from crmkit.lifetime import ParetoNBD

# The CDNOW estimates in days.
TRUTH = ParetoNBD(r=0.553, alpha=74.0, s=0.606, beta=81.7, period_days=1)


def cases(customers: int, *, at_least: float, repetitions: int = 5) -> Iterator[Case]:
    """A fit; the peer takes seconds for 10,000 customers and minutes for a million."""
    table = company(customers)
    yield Case(
        f"Pareto/NBD fit, {customers:,}",
        lambda: ParetoNBD.fit(table, period_days=7),
        lambda: with_lifetimes(table),
        at_least,
        lambda ours, theirs: ours.report.log_likelihood - theirs.log_likelihood(table),
        repetitions,
    )


def company(customers: int, *, granularity_days: int = 1) -> pd.DataFrame:
    """A customers table of a Pareto/NBD company in whole days (or weeks)."""
    return company_of(TRUTH, customers, granularity_days=granularity_days, seed=customers)


def with_lifetimes(table: pd.DataFrame) -> ParetoNBD:
    """What lifetimes finds, as a model of ours."""
    from lifetimes import ParetoNBDFitter

    fitter = ParetoNBDFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(table["repeat_purchases"], table["age_at_last_days"] / 7, table["age_days"] / 7)
    return ParetoNBD(**fitter.params_.to_dict(), period_days=7)
