"""Customers by the time at which they came: do they get better with age, or do the worse leave?"""

from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import Day, to_day

__all__ = ["by_order", "cumulative", "retention", "subscription_triangle", "triangle"]

Period = Literal["week", "month", "quarter"]
Counted = Literal["active", "returned", "spend"]
_CODES = {"week": "W-SUN", "month": "M", "quarter": "Q-DEC"}
_MOST_PERIODS = 5_000  # a century of weeks: more is a wrong date, and a table too large for memory


def triangle(
    log: pd.DataFrame,
    *,
    as_of: Day,
    period: Period = "month",
    counted: Counted = "active",
) -> pd.DataFrame:
    """What did the customers who came in one period do in each period after it?

    Parameters
    ----------
    log : DataFrame
        An order log, one row an order line: `customer_id`, `ordered_at`, `amount`. A line above 0
        is a purchase; others are returns and gifts, which count for "spend" only.
    as_of : day
        The last day of the log that counts. A period that it cuts off is not seen.
    period : "week" (ending on Sunday), "month" or "quarter"
        Length of the periods of the calendar.
    counted : "active", "returned" or "spend"
        Customers who bought in the period; customers who bought again in it for the first time
        after the period in which they came; or money, returns deducted.

    Returns
    -------
    DataFrame
        One row a cohort, the period of the first purchase (index `cohort`), one column an age in
        periods, from 0. NaN where an age is not seen yet, so that the lower right is empty. Periods
        in which nobody came have no row.
        "active" and "spend" have the size of the cohort and its first money at age 0; "returned"
        has the size at age 0. Its `attrs` tell what was left out: `rows_after_as_of`,
        `customers_without_purchase`, `rows_in_open_period`.

    Raises
    ------
    ValueError
        A column or value is missing, a type is wrong, an unknown option, or no period is complete.

    Examples
    --------
    >>> log = pd.DataFrame({
    ...     "customer_id": ["a", "a", "b", "b", "c"],
    ...     "ordered_at": pd.to_datetime(
    ...         ["2024-01-05", "2024-03-01", "2024-01-09", "2024-02-02", "2024-02-20"]),
    ...     "amount": 10.0,
    ... })
    >>> triangle(log, as_of="2024-03-31")  # doctest: +NORMALIZE_WHITESPACE
    age        0    1    2
    cohort
    2024-01  2.0  1.0  1.0
    2024-02  1.0  0.0  NaN
    """
    tables.option("period", period, list(_CODES))
    tables.option("counted", counted, ["active", "returned", "spend"])
    lines, left_out = _lines(log, as_of, _CODES[period])
    bought = lines[lines["amount"] > 0].drop_duplicates(["customer_id", "period"])
    came = bought.groupby("customer_id", observed=True)["period"].min()
    lines = lines[lines["customer_id"].isin(came.index)]
    if counted == "spend":
        rows = lines.assign(value=lines["amount"])
        # Money given back before the first purchase belongs to no age of the cohort.
        rows = rows[rows["period"] >= came.reindex(rows["customer_id"]).to_numpy()]
    else:
        rows = bought.assign(value=1.0)
    first = came.reindex(rows["customer_id"]).to_numpy()
    rows = rows.assign(cohort=first, age=rows["period"] - first)
    if counted == "returned":
        again = rows[rows["age"] > 0].sort_values("age").drop_duplicates("customer_id")
        rows = pd.concat([rows[rows["age"] == 0], again])
    last = left_out.pop("last")
    cohorts = _cohorts(int(came.min()), last, as_of, period)
    sums = rows.groupby(["cohort", "age"], observed=True)["value"].sum().unstack("age")
    sums = sums.reindex(index=cohorts, columns=np.arange(len(cohorts))).fillna(0.0)
    seen = cohorts[:, None] + np.arange(len(cohorts)) <= last
    made = sums.where(seen).set_axis(_periods(cohorts, _CODES[period])).rename_axis(columns="age")
    made = made[np.isin(cohorts, came)]
    made.attrs |= left_out
    return made


def subscription_triangle(
    subscriptions: pd.DataFrame, *, start: str, end: str, as_of: Day, period: Period = "month"
) -> pd.DataFrame:
    """How many of the subscribers who signed in one period are still there after 1, 2, ... periods?

    Parameters
    ----------
    subscriptions : DataFrame
        One row a subscription.
    start, end : str
        Its columns of dates: the day on which it began and the day on which it ended, missing for
        those that go on. The time of day does not count.
    as_of : day
        The last day that is known. Subscriptions that begin later are left out and counted.
    period : "week" (ending on Sunday), "month" or "quarter"
        Length of the periods of the calendar.

    Returns
    -------
    DataFrame
        As from `triangle`: a subscription counts at an age if it has not ended in or before that
        period; the whole cohort counts at age 0, also who left in it.

    Raises
    ------
    ValueError
        A column is missing or holds no dates, a start is missing, or an end lies before its start.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "from": pd.to_datetime(["2024-01-05", "2024-01-09", "2024-02-20"]),
    ...     "to": pd.to_datetime(["2024-02-28", None, None]),
    ... })
    >>> subscription_triangle(table, start="from", end="to", as_of="2024-03-31")
    ... # doctest: +NORMALIZE_WHITESPACE
    age        0    1    2
    cohort
    2024-01  2.0  1.0  1.0
    2024-02  1.0  1.0  NaN
    """
    tables.option("period", period, list(_CODES))
    tables.check_columns(subscriptions, [start, end], name="subscriptions")
    for name in (start, end):
        _check_days(subscriptions[name], "Make them with pandas.to_datetime(..., format=...).")
    began, ended = subscriptions[start].dt.normalize(), subscriptions[end].dt.normalize()
    if began.isna().any():
        raise tables.bad_rows(subscriptions.index, began.isna(), f"{start!r} is missing")
    if (ended < began).any():
        raise tables.bad_rows(subscriptions.index, ended < began, f"{end!r} is before {start!r}")
    until = pd.Timestamp(to_day(as_of, "as_of"))
    known = began <= until
    if not known.any():
        raise ValueError(f"every subscription begins after as_of={as_of!r}")
    code = _CODES[period]
    last = _last_complete(until, code)
    cohort = _ordinals(began[known], code)
    # One who goes on, or ends after the last day, has no end that is known.
    gone = _ordinals(ended[known].where(ended[known] <= until), code)
    if cohort.min() > last:
        raise ValueError(f"no {period} is complete by as_of={as_of!r}")
    cohorts = _cohorts(int(cohort.min()), last, as_of, period)
    table = np.full((len(cohorts), len(cohorts)), np.nan)
    for row, first in enumerate(cohorts):
        ends = np.sort(gone[cohort == first])
        size = (cohort == first).sum()
        ages = np.arange(last - first + 1)
        left = np.searchsorted(ends[~np.isnan(ends)], first + ages, side="right")
        table[row, ages] = np.where(ages == 0, size, size - left)
    made = pd.DataFrame(table, _periods(cohorts, code), pd.RangeIndex(len(cohorts), name="age"))
    made = made[np.isin(cohorts, cohort)]
    made.attrs["rows_after_as_of"] = int((~known).sum())
    return made


def retention(made: pd.DataFrame) -> pd.DataFrame:
    """Which share of each cohort is active at each age?

    Parameters
    ----------
    made : DataFrame
        From `triangle` (active) or `subscription_triangle`.

    Returns
    -------
    DataFrame
        The same shape, each row divided by its age 0: 1 there, 0 to 1 after it. NaN for a cohort
        in which nobody came.

    Examples
    --------
    >>> retention(pd.DataFrame([[10.0, 4, 3], [5, 1, np.nan]]))
         0    1    2
    0  1.0  0.4  0.3
    1  1.0  0.2  NaN
    """
    check_triangle(made)
    return made.div(made.iloc[:, 0].where(made.iloc[:, 0] > 0), axis="index")


def cumulative(made: pd.DataFrame, *, since: int = 0) -> pd.DataFrame:
    """How much has each cohort done by each age, the ages before it included?

    Parameters
    ----------
    made : DataFrame
        From `triangle`.
    since : int
        The first age that counts: 1 for "returned", whose age 0 is the size of the cohort.

    Returns
    -------
    DataFrame
        Running sums from the age `since` on, NaN where an age is not seen; cohorts that are younger
        than `since` have no row.

    Raises
    ------
    ValueError
        No triangle, or no cohort is as old as `since`.

    Examples
    --------
    >>> cumulative(pd.DataFrame([[10.0, 4, 3], [5, 1, np.nan]]))
          0     1     2
    0  10.0  14.0  17.0
    1   5.0   6.0   NaN
    """
    check_triangle(made)
    since = tables.whole("since", since)
    if since >= made.shape[1]:
        raise ValueError(f"since={since}: the triangle has ages from 0 to {made.shape[1] - 1}")
    old = made[made.iloc[:, since].notna()].iloc[:, since:]
    return old.cumsum(axis="columns")


def by_order(log: pd.DataFrame, *, orders: int, at_least: int = 1) -> pd.DataFrame:
    """How large is the first, the second, ... order, and how long is the wait for the next?

    With `at_least` the same customers stand behind every row. Without it each row holds only those
    who came so far, who may always have been better (survivorship).

    Parameters
    ----------
    log : DataFrame
        An order log. The lines of a customer's day are one order; a day that does not sum to more
        than 0 is none.
    orders : int
        How many orders are shown, 1 or more.
    at_least : int
        Only customers with at least so many orders.

    Returns
    -------
    DataFrame
        One row an order of the customer (index `order_number`, from 1): customers, mean_amount
        (money), mean_gap_days (from this order to the next, of those who have a next one).

    Raises
    ------
    ValueError
        A column or value is missing, a type is wrong, or no customer has so many orders.

    Examples
    --------
    >>> log = pd.DataFrame({
    ...     "customer_id": ["a", "a", "b"],
    ...     "ordered_at": pd.to_datetime(["2024-01-05", "2024-01-15", "2024-01-09"]),
    ...     "amount": [10.0, 30, 20],
    ... })
    >>> by_order(log, orders=2)  # doctest: +NORMALIZE_WHITESPACE
                  customers  mean_amount  mean_gap_days
    order_number
    1                     2         15.0           10.0
    2                     1         30.0            NaN
    """
    orders = tables.whole("orders", orders, least=1)
    at_least = tables.whole("at_least", at_least, least=1)
    log = _checked(log)
    day = log["ordered_at"].dt.normalize().rename("day")
    made = log["amount"].groupby([log["customer_id"], day], observed=True).sum().reset_index()
    made = made[made["amount"] > 0].sort_values(["customer_id", "day"])
    by = made.groupby("customer_id", observed=True)
    made["order_number"] = by.cumcount() + 1
    made["gap"] = (by["day"].shift(-1) - made["day"]).dt.days
    enough = by["day"].transform("size") >= at_least
    if not enough.any():
        raise ValueError(f"no customer has at_least={at_least} orders")
    shown = made[enough & (made["order_number"] <= orders)].groupby("order_number")
    return pd.DataFrame(
        {
            "customers": shown.size(),
            "mean_amount": shown["amount"].mean(),
            "mean_gap_days": shown["gap"].mean(),
        }
    )


def check_triangle(made: pd.DataFrame) -> None:
    """Refuse what is no triangle: each row numbers up to some age, then nothing."""
    tables.check_columns(made, [], name="the triangle")
    for age, dtype in zip(made.columns, made.dtypes, strict=True):
        if not pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype):
            raise ValueError(f"age {age!s} of the triangle must be numbers, but has type {dtype}")
    values = made.to_numpy(dtype=float, na_value=np.nan)
    seen = ~np.isnan(values)
    if np.isinf(values).any():
        raise ValueError("the triangle holds infinite numbers")
    if not seen.any(axis=1).all():
        row = made.index[~seen.any(axis=1)][0]
        raise ValueError(
            f"row {row!s} of the triangle has no number: leave it out, as cumulative does"
        )
    if not seen[:, 0].all() or (seen[:, 1:] & ~seen[:, :-1]).any():
        row = made.index[~seen[:, 0] | (seen[:, 1:] & ~seen[:, :-1]).any(axis=1)][0]
        raise ValueError(f"row {row!s} of the triangle has a later age, but not one before it")


def _checked(log: pd.DataFrame) -> pd.DataFrame:
    """The three columns of the log, amounts as floats, once they are seen to be in order."""
    tables.check_columns(log, ["customer_id", "ordered_at", "amount"], name="the log")
    amount = tables.column(log, "amount")
    _check_days(log["ordered_at"], "Read the file with crmkit.orders.read")
    for name in ("customer_id", "ordered_at"):
        if log[name].isna().any():
            raise tables.bad_rows(log.index, log[name].isna(), f"{name!r} is missing")
    known = log[["customer_id", "ordered_at"]].reset_index(drop=True)
    return known.assign(amount=amount.astype("float64"))


def _check_days(days: pd.Series, mend: str) -> None:
    if isinstance(days.dtype, pd.DatetimeTZDtype):
        raise ValueError(
            f"{days.name!r} must hold dates without a time zone, but has type {days.dtype}. "
            f"Convert to the shop's zone and drop it: "
            ".dt.tz_convert('Asia/Shanghai').dt.tz_localize(None)."
        )
    if not pd.api.types.is_datetime64_dtype(days):
        raise ValueError(f"{days.name!r} must hold dates, but has type {days.dtype}. {mend}")


def _lines(log: pd.DataFrame, as_of: Day, code: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """The lines of complete periods with the number of their period, and what was left out."""
    log = _checked(log)
    until = pd.Timestamp(to_day(as_of, "as_of"))
    known = log[log["ordered_at"] < until + pd.Timedelta(days=1)]
    last = _last_complete(until, code)
    period = _ordinals(known["ordered_at"], code)
    lines = known[["customer_id", "amount"]].assign(period=period)
    closed = lines[lines["period"] <= last].astype({"period": "int64"})
    bought = closed.loc[closed["amount"] > 0, "customer_id"]
    if bought.empty:
        raise ValueError(f"nobody bought in a complete period up to as_of={as_of!r}")
    return closed, {
        "last": last,
        "rows_after_as_of": len(log) - len(known),
        "rows_in_open_period": len(known) - len(closed),
        "customers_without_purchase": int(known["customer_id"].nunique() - bought.nunique()),
    }


def _ordinals(days: pd.Series, code: str) -> pd.Series:
    """The number of the period in which each day lies; NaN for a missing day."""
    ordinals = pd.PeriodIndex(days, freq=code)
    return pd.Series(ordinals.asi8, days.index).where(days.notna())


def _cohorts(first: int, last: int, as_of: Day, period: Period) -> np.ndarray:
    """The periods from the first to the last, if they are not absurdly many."""
    if last - first >= _MOST_PERIODS:
        begin = pd.Period(ordinal=first, freq=_CODES[period]).start_time.date()
        raise ValueError(
            f"from the first date, in the {period} of {begin}, to as_of={as_of!r} there are "
            f"{last - first + 1:,} {period}s: one of the two is wrong"
        )
    return np.arange(first, last + 1)


def _periods(ordinals: np.ndarray, code: str) -> pd.PeriodIndex:
    return pd.PeriodIndex([pd.Period(ordinal=n, freq=code) for n in ordinals], name="cohort")


def _last_complete(until: pd.Timestamp, code: str) -> int:
    period = pd.Period(until, freq=code)
    return int(period.ordinal) - (period.end_time.normalize() > until)
