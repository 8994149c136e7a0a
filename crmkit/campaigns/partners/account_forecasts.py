"""Forecast each account, or the total? How unsteady both are, and what smoothing says of them.

All functions take orders as `monthly` makes them: one row a month, one column an account.
"""

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["monthly", "one_ahead", "smoothed", "split", "variation"]

# The name of the row, or of the column, that holds all accounts together.
TOTAL = "total"


def monthly(
    log: pd.DataFrame,
    *,
    amount: str,
    account: str = "customer_id",
    date: str = "ordered_at",
) -> pd.DataFrame:
    """How much did each account order in each month, silent months included?

    Parameters
    ----------
    log : DataFrame
        One row an order line.
    amount : str
        Its column of tonnes, pieces or money.
    account, date : str
        Its columns of the account's name and of the day (dates).

    Returns
    -------
    DataFrame
        One row a month from the first to the last order, one column an account: the sum of
        `amount`, 0 where nothing was ordered.

    Raises
    ------
    ValueError
        A column is missing or holds something else, or an account is called "total".

    Examples
    --------
    >>> days = pd.to_datetime(["2024-01-05", "2024-01-09", "2024-03-01"])
    >>> log = pd.DataFrame(
    ...     {"customer_id": ["a", "b", "a"], "tonnes": [5, 7, 6], "ordered_at": days})
    >>> monthly(log, amount="tonnes").to_numpy().tolist()
    [[5.0, 7.0], [0.0, 0.0], [6.0, 0.0]]
    """
    tables.check_columns(log, [account, date, amount], name="the log")
    tables.check_labels(log[account], name=repr(account), mend="Name the account.")
    if not pd.api.types.is_datetime64_any_dtype(log[date]):
        raise ValueError(f"{date!r} holds no dates: make them with pd.to_datetime")
    tables.check_labels(log[date], name=repr(date))
    values = pd.Series(tables.column(log, amount).astype("float64"), index=log.index)
    month = log[date].dt.tz_localize(None).dt.to_period("M")
    wide = values.groupby([month, log[account]], observed=True).sum().unstack(fill_value=0)
    every = pd.period_range(month.min(), month.max(), freq="M", name="month")
    wide = wide.reindex(every, fill_value=0.0).rename_axis(columns="account")
    checked(wide)
    return wide


def variation(orders: pd.DataFrame) -> pd.DataFrame:
    """How unsteady is each account from month to month, and how unsteady are all together?

    Parameters
    ----------
    orders : DataFrame
        From `monthly`, two months or more.

    Returns
    -------
    DataFrame
        "total" first, then one row an account, the largest first: monthly_mean, variation
        (standard deviation over mean), months_ordered (number of months with an order) and
        value_share (of all orders).

    Raises
    ------
    ValueError
        Fewer than two months, a missing number, or an account without an order.

    Examples
    --------
    >>> orders = pd.DataFrame({"a": [10.0, 10, 10, 10], "b": [0.0, 12, 0, 12]})
    >>> variation(orders).round(2)["variation"].to_dict()
    {'total': 0.43, 'a': 0.0, 'b': 1.15}
    """
    values = checked(orders, least=2)
    if (empty := values.sum() <= 0).any():
        raise ValueError(
            f"no orders by {list(values.columns[empty])[:5]}: the variation of nothing is not "
            "defined. Leave these accounts out."
        )
    both = pd.concat([values.sum(axis=1).rename(TOTAL), values], axis=1)
    found = pd.DataFrame(
        {
            "monthly_mean": both.mean(),
            "variation": both.std() / both.mean(),
            "months_ordered": (both > 0).sum(),
            "value_share": both.sum() / both[TOTAL].sum(),
        }
    )
    first, rest = found.loc[[TOTAL]], found.drop(TOTAL)
    return pd.concat([first, rest.sort_values("monthly_mean", ascending=False, kind="stable")])


def smoothed(values: pd.Series, *, confidence: float = 0.95) -> pd.Series:
    """What comes next, by simple exponential smoothing?

    Each forecast is the last one, moved towards what happened by a share alpha of the miss.

    Parameters
    ----------
    values : Series
        One number a month or year, in order, four or more and not all alike.
    confidence : float
        Of the interval of the next value, between 0 and 1.

    Returns
    -------
    Series
        alpha (0 to 1), start (level before the first value), expected (the next value), low and
        high (normal errors, as many lost to estimation as are estimated: two).

    Raises
    ------
    ValueError
        Fewer than four values, a missing one, or all alike.

    References
    ----------
    Hyndman, R. J. & Athanasopoulos, G. (2018). Forecasting: Principles and Practice, 2nd ed.,
    section 7.1. The search is that of statsmodels.

    Examples
    --------
    >>> smoothed(pd.Series([10.0, 12, 11, 13, 12, 11])).round(1)["expected"]
    np.float64(11.5)
    """
    from scipy.special import ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    found = tables.numbers(values, name="the values").astype("float64")
    if len(found) < 4:
        raise ValueError(f"{len(found)} values are too few to smooth: four or more")
    alpha, start = _fit(found)
    levels = _levels(found, alpha, start)
    error = float(np.sqrt(((found - levels[:-1]) ** 2).sum() / (len(found) - 2)))
    ahead = levels[-1]
    return pd.Series(
        {"alpha": alpha, "start": start, "expected": ahead, "low": ahead - z * error,
         "high": ahead + z * error}
    )  # fmt: skip


def one_ahead(orders: pd.DataFrame, *, holdout: int) -> pd.DataFrame:
    """What would smoothing have said for each of the last months, a month before?

    Alpha and start are estimated from the months before the holdout, each column by itself; then
    each forecast knows all months before its own.

    Parameters
    ----------
    orders : DataFrame
        From `monthly`, or its sum as one column: `orders.sum(axis=1).to_frame("total")`.
    holdout : int
        How many of the last months are forecast, 1 or more; four or more must be left before.

    Returns
    -------
    DataFrame
        One row a month of the holdout, the same columns: the forecasts. A column that is constant
        before the holdout is forecast by the last month seen.

    Raises
    ------
    ValueError
        Too few months before the holdout, or a missing number.

    Examples
    --------
    >>> orders = pd.DataFrame({"a": [10.0, 12, 11, 13, 12, 11], "b": [5.0, 5, 5, 5, 5, 5]})
    >>> one_ahead(orders, holdout=2)["b"].tolist()
    [5.0, 5.0]
    """
    values = checked(orders)
    holdout = _holdout(values, holdout)
    answer = {}
    for name in values.columns:
        series = values[name].to_numpy()
        before = series[:-holdout]
        alpha, start = (1.0, before[0]) if np.ptp(before) == 0 else _fit(before)
        answer[name] = _levels(series, alpha, start)[-holdout - 1 : -1]
    return pd.DataFrame(answer, index=values.index[-holdout:])


def split(total: pd.Series, orders: pd.DataFrame) -> pd.DataFrame:
    """What does a forecast of the total say of each account (top-down)?

    Each account gets the share that it had of all orders in the months before the first forecast.

    Parameters
    ----------
    total : Series
        Forecasts of the total, by month.
    orders : DataFrame
        From `monthly`; the months from the first of `total` on are not looked at.

    Returns
    -------
    DataFrame
        One row a month of `total`, one column an account.

    Raises
    ------
    ValueError
        No month, or no order, before the first forecast.

    Examples
    --------
    >>> orders = pd.DataFrame({"a": [30.0, 30, 0], "b": [10.0, 10, 50]}, index=[1, 2, 3])
    >>> split(pd.Series([44.0], index=[3]), orders).to_numpy().tolist()
    [[33.0, 11.0]]
    """
    values = checked(orders)
    tables.check_series(total, name="total", row="month")
    ahead = tables.numbers(total, name="total").astype("float64")
    if total.empty or total.index[0] not in values.index:
        raise ValueError("total has no month, or its first is no month of the orders")
    before = values.iloc[: int(values.index.get_indexer(total.index[:1])[0])]
    if before.empty or before.to_numpy().sum() <= 0:
        raise ValueError(f"there are no orders before {total.index[0]}: nothing to take shares of")
    share = (before.sum() / before.to_numpy().sum()).to_numpy()
    return pd.DataFrame(np.outer(ahead, share), index=total.index, columns=values.columns)


def _fit(values: np.ndarray) -> tuple[float, float]:
    import warnings

    from statsmodels.tsa.holtwinters import SimpleExpSmoothing

    if np.ptp(values) == 0:
        raise ValueError("all values are alike: there is nothing to smooth")
    # In units of its size: the search has absolute tolerances.
    scale = float(np.abs(values).mean())
    with warnings.catch_warnings():
        # An optimum at alpha 0 or 1 is a fine answer, of which the search complains.
        warnings.simplefilter("ignore")
        fit = SimpleExpSmoothing(values / scale, initialization_method="estimated").fit()
    alpha = min(max(float(fit.params["smoothing_level"]), 0.0), 1.0)
    return alpha, scale * float(fit.params["initial_level"])


def _levels(values: np.ndarray, alpha: float, start: float) -> np.ndarray:
    """The level before each value, and after the last."""
    levels = np.empty(len(values) + 1)
    levels[0] = start
    for place, value in enumerate(values):
        levels[place + 1] = levels[place] + alpha * (value - levels[place])
    return levels


def _holdout(values: pd.DataFrame, holdout: int) -> int:
    n = tables.whole("holdout", holdout, least=1)
    if len(values) - n < 4:
        raise ValueError(
            f"{len(values)} months with holdout={n} leave {max(len(values) - n, 0)} to learn "
            "from: four or more"
        )
    return n


def checked(orders: pd.DataFrame, *, least: int = 1) -> pd.DataFrame:
    """Monthly orders as numbers, each account and month once."""
    tables.check_columns(orders, [], name="the monthly orders")
    tables.check_each_once(orders.columns, name="the monthly orders", row="account")
    tables.check_each_once(orders.index, name="the monthly orders", row="month")
    if TOTAL in orders.columns and len(orders.columns) > 1:
        raise ValueError(f"an account is called {TOTAL!r}, as all together are: rename it")
    if not isinstance(orders.index[0], str) and not orders.index.is_monotonic_increasing:
        raise ValueError("the months are not in order: sort them with .sort_index()")
    if len(orders) < least:
        raise ValueError(f"{len(orders)} months are too few: {least} or more")
    found = {name: tables.column(orders, name).astype("float64") for name in orders.columns}
    return pd.DataFrame(found, index=orders.index, columns=orders.columns)
