"""For whom a club pays, when each member costs a fee and spends a little more."""

import numpy as np
import pandas as pd

from crmkit import rates, tables

__all__ = ["by_group", "needed_spend"]


def needed_spend(*, cost: float, lift: float, margin_rate: float) -> float:
    """How much must a member spend a year, for the club to earn its cost?

    Parameters
    ----------
    cost : float
        Of a member, in money a year, 0 or more.
    lift : float
        How much more members spend because of the club, above 0: 0.12 for 12 %.
    margin_rate : float
        Margin as a share of sales, above 0 and up to 1.

    Returns
    -------
    float
        cost / (lift * margin_rate), in money a year.

    Examples
    --------
    >>> round(needed_spend(cost=80, lift=0.12, margin_rate=0.3))
    2222
    """
    tables.number("cost", cost, least=0)
    lift = tables.number("lift", lift, above=0, mend="0.12 is 12 % more")
    return float(cost / (lift * tables.number("margin_rate", margin_rate, above=0, most=1)))


def by_group(
    spend: pd.Series,
    groups: pd.Series,
    *,
    cost: float,
    lift: float,
    margin_rate: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What does a member of each group earn or cost, by what such customers spent?

    Parameters
    ----------
    spend : Series
        Money a year by customer, without the club, of a time *after* the groups were made: what
        made a group cannot also value it.
    groups : Series
        Group by customer, the same customers.
    cost, lift, margin_rate
        As for `needed_spend`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group that has customers, the best first: customers, estimate (gain a member and
        year: spend * lift * margin_rate - cost), low and high (Student's t; missing for one
        customer), profit (of the whole group, a year) and verdict ("pays" where the interval lies
        above 0, "does not pay" below, else "unclear").

    Raises
    ------
    ValueError
        Customers that differ, stand twice, have no group, or whose spend is missing or negative.

    Notes
    -----
    The intervals hold who the customers happened to be. That the lift is known only roughly, and
    may differ from group to group, is not in them.

    Examples
    --------
    >>> spend = pd.Series([3000.0, 5000.0, 100.0, 300.0])
    >>> found = by_group(spend, pd.Series(list("aabb")), cost=80, lift=0.12, margin_rate=0.3)
    >>> found[["customers", "estimate", "profit"]].round(1)  # doctest: +NORMALIZE_WHITESPACE
           customers  estimate  profit
    group
    a              2      64.0   128.0
    b              2     -72.8  -145.6
    """
    needed_spend(cost=cost, lift=lift, margin_rate=margin_rate)
    money = pd.Series(tables.by_customer(spend, name="spend", least=0), index=spend.index)
    tables.check_series(groups, name="groups")
    tables.check_each_once(groups.index, name="groups")
    tables.check_same_customers(spend.index, groups.index, names=("spend", "groups"))
    tables.check_labels(groups, name="groups")
    tables.check_spelling(groups.unique(), name="groups")
    gain = money * lift * margin_rate - cost
    group = groups.reindex(spend.index).rename("group")
    table = rates.mean_by(gain, group, confidence=confidence)
    table["profit"] = gain.groupby(group, observed=True).sum()
    verdict = np.select([table["low"] > 0, table["high"] < 0], ["pays", "does not pay"], "unclear")
    return table.assign(verdict=verdict).sort_values("estimate", ascending=False)
