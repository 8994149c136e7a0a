"""A bridge to `lifetimes` and PyMC-Marketing, in whose words many papers and posts are written.

Both call the same history frequency, recency, T and monetary_value, and count time in periods:

- frequency: periods with a purchase after the first one (our `repeat_purchases`)
- recency: time from first to last purchase, in periods (our `age_at_last_days`, in days). RFM
  calls something else recency: the time since the last purchase.
- T: time from the first purchase to the end, in periods (our `age_days`, in days)
- monetary_value: mean spend of the repeats, 0 without one (our `mean_repeat_spend`, missing
  without one)
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["from_frequency_recency_T", "to_frequency_recency_T"]

_HISTORY = ("repeat_purchases", "age_at_last_days", "age_days")


def to_frequency_recency_T(customers: pd.DataFrame, *, period_days: int) -> pd.DataFrame:
    """What would `lifetimes` or PyMC-Marketing call these customers' histories?

    `lifetimes.utils.summary_data_from_transaction_data` gives the same for its frequency "D" (a
    customers table of days and period_days=1), for "D" with freq_multiplier=7 (days and
    period_days=7), and for "W" (a table of `period_days=7` as of a Sunday, and period_days=7).
    PyMC-Marketing wants the customers as a column: `.reset_index()`.

    Parameters
    ----------
    customers : DataFrame
        A customers table, as `crmkit.summary.customers` gives it.
    period_days : int
        Length in days of the period in which recency and T shall be counted: 1 day, 7 a week.

    Returns
    -------
    DataFrame
        The same customers (index `customer_id`): frequency, recency, T and, where the table has
        `mean_repeat_spend`, monetary_value; all float64.

    Raises
    ------
    ValueError
        For a missing column or value, or a customer twice.

    Examples
    --------
    >>> customers = pd.DataFrame(
    ...     {"repeat_purchases": [2, 0], "age_at_last_days": [21, 0], "age_days": [35, 14],
    ...      "mean_repeat_spend": [12.5, None]},
    ...     index=pd.Index(["Li", "Wu"], name="customer_id"))
    >>> to_frequency_recency_T(customers, period_days=7).reset_index()
      customer_id  frequency  recency    T  monetary_value
    0          Li        2.0      3.0  5.0            12.5
    1          Wu        0.0      0.0  2.0             0.0
    """
    period_days = tables.whole("period_days", period_days, least=1)
    mend = "Make the table with crmkit.summary.customers(log, as_of=...)."
    tables.check_columns(customers, _HISTORY, name="the customers table", mend=mend)
    tables.check_each_once(customers.index, name="the customers table")
    repeats, at_last, age = (
        tables.column(customers, name, least=0, mend=mend).astype("float64") for name in _HISTORY
    )
    _check_possible(customers.index, repeats, at_last, age, _HISTORY)
    table = {"frequency": repeats, "recency": at_last / period_days, "T": age / period_days}
    if "mean_repeat_spend" in customers:
        spend = customers["mean_repeat_spend"].astype("float64").mask(repeats == 0, 0.0)
        table["monetary_value"] = tables.numbers(spend, mend=mend)
    return pd.DataFrame(table, index=customers.index.rename("customer_id"))


def from_frequency_recency_T(table: pd.DataFrame, *, period_days: int) -> pd.DataFrame:
    """What do the histories of `lifetimes` or PyMC-Marketing say in this kit's words?

    Parameters
    ----------
    table : DataFrame
        One row a customer, who is the index or a column `customer_id`: frequency, recency, T and,
        if it is there, monetary_value.
    period_days : int
        Length in days of the period in which recency and T were counted: 1 day, 7 a week.

    Returns
    -------
    DataFrame
        The same customers (index `customer_id`), as far as the table knows a customers table:
        purchases, repeat_purchases (int64), age_at_last_days, age_days (float64) and, from
        monetary_value, mean_repeat_spend (missing without a repeat). Enough for every model of
        `crmkit.lifetime` that needs no order log. What was spent at first is not known.

    Raises
    ------
    ValueError
        For a missing column or value, a customer twice, a frequency that is no whole number, or a
        history that cannot be: a T before the recency, a repeat without time or time without one.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"frequency": [2, 0], "recency": [3.0, 0.0], "T": [5.0, 2.0],
    ...      "monetary_value": [12.5, 0.0]}, index=["Li", "Wu"])
    >>> from_frequency_recency_T(table, period_days=7).T
    customer_id          Li    Wu
    purchases           3.0   1.0
    repeat_purchases    2.0   0.0
    age_at_last_days   21.0   0.0
    age_days           35.0  14.0
    mean_repeat_spend  12.5   NaN
    """
    period_days = tables.whole("period_days", period_days, least=1)
    names = ("frequency", "recency", "T")
    mend = (
        "These are the names of lifetimes and PyMC-Marketing; rename yours, or count an order log "
        "with crmkit.summary.customers."
    )
    tables.check_columns(table, names, name="the table", mend=mend)
    if "customer_id" in table:
        table = table.set_index("customer_id")
    tables.check_each_once(table.index, name="the table")
    frequency = tables.column(table, "frequency", least=0, whole=True)
    recency = tables.column(table, "recency", least=0)
    age = tables.column(table, "T", least=0)
    _check_possible(table.index, frequency, recency, age, names)
    repeats = frequency.astype("int64")
    found = {
        "purchases": repeats + 1,
        "repeat_purchases": repeats,
        # A third of a week is whole days again.
        "age_at_last_days": np.round(recency * period_days, 9),
        "age_days": np.round(age * period_days, 9),
    }
    if "monetary_value" in table:
        spend = tables.column(table, "monetary_value")
        found["mean_repeat_spend"] = np.where(repeats > 0, spend, np.nan)
    return pd.DataFrame(found, index=table.index.rename("customer_id"))


def _check_possible(
    index: pd.Index,
    repeats: np.ndarray,
    at_last: np.ndarray,
    age: np.ndarray,
    names: tuple[str, str, str],
) -> None:
    """Refuse histories that nobody can have had."""
    _, recency, until = names
    swapped = "Are the columns swapped, or is recency the time since the last purchase?"
    other = "Was one of them counted in other periods, or by the order instead of the period?"
    for bad, what, mend in (
        (at_last > age, f"{recency} is above {until}", swapped),
        ((repeats == 0) & (at_last > 0), f"{recency} is above 0 without a repeat", swapped),
        ((repeats > 0) & (at_last == 0), f"{recency} is 0 with a repeat", other),
    ):
        if bad.any():
            raise tables.bad_rows(index, bad, what, mend)
