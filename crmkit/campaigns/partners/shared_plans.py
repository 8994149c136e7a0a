"""What is it worth to know beforehand what an account will order?

A plan that an account shares takes its share of the error out of the forecast of the total.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.campaigns.partners.account_forecasts import TOTAL, checked, one_ahead

__all__ = ["compared", "plan_values", "with_plans"]


def compared(
    forecasts: Mapping[str, pd.Series],
    actual: pd.Series,
    *,
    cost: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How far off is each way of forecasting, and is one better than the first?

    Parameters
    ----------
    forecasts : mapping
        Name of a way to its forecasts, by month; the first is what the others are held against.
    actual : Series
        What happened in these months (others are not looked at).
    cost : float
        Money that a unit of error costs, too much or too little, above 0; 1 leaves units.
    confidence : float
        Of the intervals, between 0 and 1: Student's t over the months, for which the months of the
        holdout count as independent.

    Returns
    -------
    DataFrame
        One row a way: estimate (mean absolute error a month x cost), low, high; difference (less
        that of the first way: below 0 is better), difference_low, difference_high.

    Raises
    ------
    ValueError
        No way, fewer than three months, ways of different months, or months that did not happen.

    Examples
    --------
    >>> actual = pd.Series([10.0, 14, 12, 16])
    >>> ways = {"mean": pd.Series([13.0] * 4), "plans": pd.Series([10.0, 13, 12, 15])}
    >>> compared(ways, actual, cost=100)[["estimate", "difference"]]
           estimate  difference
    mean      200.0         0.0
    plans      50.0      -150.0
    """
    share = tables.confidence(confidence)
    cost = tables.number("cost", cost, above=0)
    if not isinstance(forecasts, Mapping) or not forecasts:
        raise ValueError("forecasts must be a dict of one or more: {'top-down': forecasts, ...}")
    happened = pd.Series(
        tables.by_customer(actual, name="actual").astype("float64"), index=actual.index
    )
    missed = {}
    first = next(iter(forecasts.values()))
    for name, one in forecasts.items():
        values = tables.by_customer(one, name=f"the forecasts {name!r}")
        if not one.index.equals(first.index) or not one.index.isin(happened.index).all():
            raise ValueError(
                f"the forecasts {name!r} are of other months than the first, or actual"
            )
        missed[name] = cost * np.abs(values - happened.loc[one.index].to_numpy())
    table = pd.DataFrame(missed)
    if len(table) < 3:
        raise ValueError(f"{len(table)} months tell nothing of how errors vary: three or more")
    less = table.sub(table.iloc[:, 0], axis=0)
    return pd.concat(
        [_mean(table, share), _mean(less, share).set_axis(
            ["difference", "difference_low", "difference_high"], axis=1)], axis=1
    )  # fmt: skip


def plan_values(
    orders: pd.DataFrame,
    plans: pd.DataFrame,
    *,
    cost: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What is it worth, a month, that one account tells its plan for the next month?

    Without plans the total is smoothed. With one account's plan, what the others order together is
    smoothed and the plan added.

    Parameters
    ----------
    orders, plans : DataFrame
        As for `with_plans`, with plans for three months or more.
    cost : float
        Money that a unit of error of the total costs, above 0.
    confidence : float
        Of the intervals, as for `compared`.

    Returns
    -------
    DataFrame
        One row an account of `plans`: estimate (money a month by which the error of the total is
        cheaper with its plan; below 0 where the plan misleads), low, high, plan_ratio (all it
        planned over all it ordered).

    Raises
    ------
    ValueError
        Plans of accounts or months that the orders do not have, or too few months.

    Examples
    --------
    >>> orders = pd.DataFrame({"a": [0.0, 9, 0, 0, 9, 9, 0, 9], "b": [5.0, 6, 5, 6, 5, 6, 5, 6]})
    >>> plan_values(orders, orders[["a"]].iloc[-3:])["plan_ratio"].tolist()
    [1.0]
    """
    values, told = _both(orders, plans)
    total = values.sum(axis=1)
    ways = {TOTAL: one_ahead(total.to_frame(TOTAL), holdout=len(told))[TOTAL]}
    ways |= {name: with_plans(values, told[[name]]) for name in told.columns}
    found = compared(ways, total, cost=cost, confidence=confidence).drop(TOTAL)
    ordered = values.iloc[-len(told) :].sum().reindex(told.columns)
    return pd.DataFrame(
        {
            "estimate": -found["difference"],
            "low": -found["difference_high"],
            "high": -found["difference_low"],
            "plan_ratio": told.sum() / ordered.where(ordered > 0),
        }
    ).rename_axis("account")


def with_plans(orders: pd.DataFrame, plans: pd.DataFrame) -> pd.Series:
    """What would have been forecast of the total, had these plans been known?

    What the other accounts order together is smoothed (`account_forecasts.one_ahead`); the plans
    are added.

    Parameters
    ----------
    orders : DataFrame
        One row a month, one column an account, from `account_forecasts.monthly`.
    plans : DataFrame
        What accounts said beforehand that they would order: one row a month, the last months of
        `orders`; one column an account.

    Returns
    -------
    Series
        The forecast of the total, one a month of `plans`.

    Raises
    ------
    ValueError
        Plans of accounts or months that the orders do not have.

    Examples
    --------
    >>> orders = pd.DataFrame({"a": [0.0, 9, 0, 0, 9, 9], "b": [5.0, 5, 5, 5, 5, 5]})
    >>> with_plans(orders, orders[["a"]].iloc[-2:]).tolist()
    [14.0, 14.0]
    """
    values, told = _both(orders, plans)
    rest = values.drop(columns=told.columns).sum(axis=1).to_frame("rest")
    return (one_ahead(rest, holdout=len(told))["rest"] + told.sum(axis=1)).rename(TOTAL)


def _both(orders: pd.DataFrame, plans: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    values, told = checked(orders), checked(plans)
    if strange := [one for one in told.columns if one not in values.columns]:
        raise ValueError(f"plans are of {strange[:5]}, of whom there are no orders")
    if not told.index.equals(values.index[-len(told) :]):
        raise ValueError("the plans must be of the last months of the orders, each month once")
    return values, told


def _mean(table: pd.DataFrame, share: float) -> pd.DataFrame:
    from scipy.stats import t

    away = t.ppf((1 + share) / 2, len(table) - 1) * table.std() / np.sqrt(len(table))
    mean = table.mean()
    return pd.DataFrame({"estimate": mean, "low": mean - away, "high": mean + away})
