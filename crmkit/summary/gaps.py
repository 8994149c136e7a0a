"""The time between a customer's purchases, of which the customers table tells only the sum."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmkit.days import Day, to_day
from crmkit.summary.customer_table import customers

__all__ = ["log_gaps", "regularity"]


def log_gaps(log: pd.DataFrame, *, as_of: Day, period_days: int = 1) -> pd.Series:
    """How evenly has each customer bought? The sum of the logarithms of the gaps.

    Of customers who made as many purchases in as long a time, the one with the larger sum bought
    more evenly. With the customers table it is all that a model of regular purchases needs
    (`crmkit.lifetime.MBGCNBD`).

    Parameters
    ----------
    log : DataFrame
        An order log, one row an order line: `customer_id`, `ordered_at`, `amount`.
    as_of, period_days
        As for `customers`: purchases in one period count once, and a period with returns only is
        no purchase.

    Returns
    -------
    Series
        By customer, in the order of `customers`: the sum of ln(gap in days) over the gaps from one
        purchase to the next; 0 without a repeat.

    Raises
    ------
    TypeError
        For a log that is no DataFrame.
    ValueError
        As `customers` does.

    Examples
    --------
    >>> log = pd.DataFrame({
    ...     "customer_id": ["Li", "Wu", "Li", "Wu", "Li", "Wu"],
    ...     "ordered_at": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-01-03", "2024-01-11",
    ...                                   "2024-01-21", "2024-01-21"]),
    ...     "amount": 10.0,
    ... })
    >>> log_gaps(log, as_of="2024-01-31").round(2).to_dict()  # 2 and 18 days; twice 10 days
    {'Li': 3.58, 'Wu': 4.61}
    """
    gaps, index = _gaps(log, as_of, period_days)
    sums = np.log(gaps).groupby(level=0, sort=False).sum()
    return sums.reindex(index, fill_value=0.0).rename("log_gaps")


def regularity(log: pd.DataFrame, *, as_of: Day, period_days: int = 1) -> float:
    """How regularly do customers buy? 1 at random, 2 or more by the clock.

    If the gaps of each customer have a gamma distribution of one shape k for all, of whatever
    rate, the first of the last two gaps makes up a share M of both that is Beta(k, k), whose
    variance is 1 / (4 (2 k + 1)); so k = (1 - 4 Var M) / (8 Var M). Customers with two repeats or
    more count, each once.

    Parameters
    ----------
    log, as_of, period_days
        As for `log_gaps`.

    Returns
    -------
    float
        k. Exponential gaps, of purchases at random, have k = 1.

    Raises
    ------
    TypeError, ValueError
        As `log_gaps` does, and where fewer than two customers have two repeats.

    References
    ----------
    Wheat & Morrison 1990, "Estimating purchase regularity with two interpurchase times", Journal of
    Marketing Research 27(1).

    Examples
    --------
    >>> days = np.array([0, 2, 7, 0, 6, 9, 0, 5, 9])
    >>> log = pd.DataFrame({
    ...     "customer_id": ["Li"] * 3 + ["Wu"] * 3 + ["Xu"] * 3,
    ...     "ordered_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(days, unit="D"),
    ...     "amount": 10.0,
    ... })
    >>> round(regularity(log, as_of="2024-01-31"), 1)  # shares of 2/7, 6/9 and 5/9
    2.8
    """
    gaps, _ = _gaps(log, as_of, period_days)
    last = gaps.groupby(level=0, sort=False).tail(2)
    pairs = last[last.groupby(level=0).transform("size") == 2].to_numpy().reshape(-1, 2)
    if len(pairs) < 2:
        raise ValueError(
            f"{len(pairs)} customer(s) with two repeat purchases or more up to as_of; regularity "
            "needs two at least, and hundreds to mean something. Choose a later as_of."
        )
    variance = float(np.var(pairs[:, 0] / pairs.sum(axis=1), ddof=1))
    if variance == 0:
        raise ValueError("all customers split their last two gaps alike: k would be infinite")
    return (1 - 4 * variance) / (8 * variance)


def _gaps(log: pd.DataFrame, as_of: Day, period_days: int) -> tuple[pd.Series, pd.Index]:
    """The gaps in days by customer, in the order of time, and all customers."""
    if not isinstance(log, pd.DataFrame):
        raise TypeError(
            f"gaps are counted in a DataFrame, not in a {type(log).__name__}; of a Parquet file "
            "read the columns first: pd.read_parquet(path); fetch a table from its engine: "
            "table.to_pandas(), frame.toPandas()"
        )
    # It checks the log, and says which customers there are.
    index = customers(log, as_of=as_of, period_days=period_days).index
    day = log["ordered_at"].to_numpy().astype("datetime64[D]")
    ago = (np.datetime64(to_day(as_of, "as_of")) - day).astype(np.int64)
    counts = (ago >= 0) & (log["amount"].to_numpy(float) >= 0)
    # Rising with time.
    period = -(ago[counts] // period_days)
    bought = pd.DataFrame({"customer": log["customer_id"].to_numpy()[counts], "period": period})
    bought = bought.drop_duplicates().sort_values(["customer", "period"], kind="stable")
    gaps = bought.groupby("customer", sort=False)["period"].diff() * period_days
    return gaps.set_axis(bought["customer"]).dropna(), index
