"""BG/NBD and MBG/NBD beside lifetimes: the cases for benchmarks/lifetime.py.

The company: customers born over a year, watched for one to two years of days.
"""

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

import crmkit.datasets
import crmkit.summary
from benchmarks.timing import Case
from crmkit.lifetime import BGNBD, MBGNBD
from crmkit.lifetime.purchases.model import PurchaseModel

WEEK = 7


def cases(customers: int) -> Iterator[Case]:
    """Fits of the CDNOW sample and of a company, and predictions for every customer of it."""
    log = crmkit.datasets.load("cdnow_sample")
    cdnow = crmkit.summary.customers(log, as_of="1997-09-30")
    table = company(customers)
    for kind, small, large in ((BGNBD, 12, 20), (MBGNBD, None, 15)):
        yield fit(f"{kind.TITLE} fit, CDNOW sample", kind, cdnow, small, repetitions=15)
        yield fit(f"{kind.TITLE} fit, {customers:,}", kind, table, large)
    for kind in (BGNBD, MBGNBD):
        model, peer, columns = (
            kind.fit(table, period_days=WEEK),
            with_lifetimes(kind, table)[1],
            weeks(table),
        )
        yield Case(
            f"{kind.TITLE} P(alive), {customers:,}",
            lambda m=model: m.probability_alive(table),
            lambda p=peer, c=columns: silently(p.conditional_probability_alive, *c),
            1,
        )
        yield Case(
            f"{kind.TITLE} purchases to come, {customers:,}",
            lambda m=model: m.expected_purchases(table, horizon_days=52 * WEEK),
            lambda p=peer, c=columns: silently(
                p.conditional_expected_number_of_purchases_up_to_time, 52, *c
            ),
            1,
        )


def fit(
    work: str, kind: type, table: pd.DataFrame, at_least: float | None, *, repetitions: int = 5
) -> Case:
    """Fit the table on both sides."""
    return Case(
        work,
        lambda: kind.fit(table, period_days=WEEK),
        lambda: with_lifetimes(kind, table)[0],
        at_least,
        lambda ours, theirs: ours.report.log_likelihood - theirs.log_likelihood(table),
        repetitions,
    )


def company(customers: int, *, granularity_days: int = 1, seed: int = 1) -> pd.DataFrame:
    """A customers table of a BG/NBD company in whole days (or weeks)."""
    model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, period_days=WEEK)
    return company_of(model, customers, granularity_days=granularity_days, seed=seed)


def company_of(
    model: PurchaseModel, customers: int, *, granularity_days: int, seed: int
) -> pd.DataFrame:
    """A customers table of this model's customers, each watched for one to two years."""
    rng = np.random.default_rng(seed)
    days = rng.integers(365, 731, customers).astype(float)
    table = model.simulate_customers(watched_days=days, rng=rng)
    g = granularity_days
    last = (np.ceil(table["age_at_last_days"] / g) * g).astype(int)
    return pd.DataFrame(
        {
            "repeat_purchases": np.minimum(table["repeat_purchases"], last // g),
            "age_at_last_days": last,
            "age_days": (np.ceil(days / g) * g).astype(int),
        }
    )


def with_lifetimes(kind: type, table: pd.DataFrame):
    """What lifetimes finds, as a model of ours, and its own fitter."""
    import lifetimes

    peers = {BGNBD: lifetimes.BetaGeoFitter, MBGNBD: lifetimes.ModifiedBetaGeoFitter}
    fitter = peers[kind]()
    silently(fitter.fit, *weeks(table))
    return kind(**fitter.params_.to_dict(), period_days=WEEK), fitter


def weeks(table: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The three columns that lifetimes takes, in weeks as in the papers."""
    return (
        table["repeat_purchases"],
        table["age_at_last_days"] / WEEK,
        table["age_days"] / WEEK,
    )


def silently(work, *arguments):
    """Call without the overflow warnings that lifetimes gives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return work(*arguments)
