"""The customer pyramid 客户金字塔: who carries the firm, and who costs it money.

Tiers platinum 铂金, gold 黄金, iron 铁 and lead 铅 after Zeithaml, Rust & Lemon (2001),
"The customer pyramid: creating and serving profitable customers", California Management
Review 43(4).
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = [
    "DEFAULT_SHARES",
    "TIERS",
    "profit",
    "tier_table",
    "tiers",
    "tiers_at",
    "whale_curve",
    "whale_facts",
]

By = Literal["customers", "value"]
Ties = Literal["low", "high"]

TIERS = ("platinum", "gold", "iron", "lead")

# What a tier is a share of, from the top tier down, where the caller names no shares.
DEFAULT_SHARES: Mapping[str, tuple[float, ...]] = {
    "customers": (0.01, 0.04, 0.15, 0.80),
    "value": (0.25, 0.25, 0.25, 0.25),
}


def tiers(
    value: pd.Series,
    *,
    by: By = "customers",
    shares: Sequence[float] | None = None,
    names: Sequence[str] = TIERS,
    ties: Ties = "high",
) -> pd.Series:
    """In which tier of the pyramid does each customer stand?

    Parameters
    ----------
    value : Series
        Money by customer (spend or profit), any sign with `by="customers"`.
    by : {"customers", "value"}
        "customers": `shares` are shares of customers, best first (default 1, 4, 15, 80 %).
        "value": shares of all value (default four quarters); a tier is the fewest customers who
        reach its cumulative share, so it needs values of 0 or more.
    shares : sequence of float, optional
        Fractions from the top tier down, one a name, that sum to 1. The number of customers down
        to a tier's end is rounded up, so the top tier is never empty for want of customers.
    names : sequence of str
        Of the tiers, best first.
    ties : {"low", "high"}
        Customers with equal value always stand in one tier: the lower or the higher of the tiers
        between which their ranks fall.

    Returns
    -------
    Series
        One row a customer, in the order of `value`; an ordered categorical in which a better tier
        is greater (`tiers(value) >= "gold"` reads as it should).

    Raises
    ------
    TypeError
        No Series.
    ValueError
        Entries missing, infinite or doubled, an unknown option, shares that do not fit, or values
        below 0 with `by="value"`.

    Examples
    --------
    >>> spend = pd.Series([900.0, 60, 30, 10, 0], index=list("abcde"))
    >>> tiers(spend, shares=(0.2, 0.2, 0.2, 0.4)).to_list()
    ['platinum', 'gold', 'iron', 'lead', 'lead']
    >>> tiers(spend, by="value", shares=(0.5, 0.45, 0.03, 0.02)).to_list()
    ['platinum', 'gold', 'iron', 'lead', 'lead']
    """
    tables.option("by", by, get_args(By))
    tables.option("ties", ties, get_args(Ties))
    amounts = _by_customer(value, "value")
    cumulative = _cumulative_shares(DEFAULT_SHARES[by] if shares is None else shares, names)

    descending = np.sort(amounts)[::-1]
    if by == "customers":
        # The small step back keeps .05 * 100 = 5.000000000000001 from counting as 6.
        ends = np.ceil(cumulative * len(amounts) - 1e-9).astype(int)
    else:
        ends = _ends_by_value(descending, cumulative, value)
    ends[-1] = len(amounts)

    # Ranks from the top among equals: the best rank of the group, or its worst.
    ascending = descending[::-1]
    if ties == "high":
        rank = len(amounts) - np.searchsorted(ascending, amounts, side="right") + 1
    else:
        rank = len(amounts) - np.searchsorted(ascending, amounts, side="left")
    return _as_tiers(np.searchsorted(ends, rank, side="left"), names, value.index)


def tiers_at(value: pd.Series, *, thresholds: Mapping[str, float] | pd.Series) -> pd.Series:
    """In which tier does each customer stand when the limits are fixed amounts of money?

    Shares make tiers relative: a customer can fall because others rose. Fixed limits, say the
    `lowest_value` of last year's `tier_table`, show who really changed.

    Parameters
    ----------
    value : Series
        Money by customer.
    thresholds : mapping or Series
        Lowest value of each tier, best tier first; values below all of them are in the last tier,
        which has no floor.

    Returns
    -------
    Series
        As from `tiers`.

    Examples
    --------
    >>> spend = pd.Series([900.0, 60, 30, 10, 0], index=list("abcde"))
    >>> tiers_at(spend, thresholds={"platinum": 500, "gold": 60, "lead": 0}).to_list()
    ['platinum', 'gold', 'lead', 'lead', 'lead']
    """
    limits = pd.Series(thresholds, dtype=float)
    if limits.isna().any():
        raise ValueError(
            f"no threshold for {limits.index[limits.isna()].to_list()}: a tier without customers "
            "has no lowest value. Name its threshold, or leave the tier out."
        )
    if len(limits) < 2 or (np.diff(limits) > 0).any():
        raise ValueError(
            f"thresholds must fall from the best tier to the last; got {limits.to_dict()}"
        )
    amounts = _by_customer(value, "value")
    floors = limits.to_numpy()[:-1]
    return _as_tiers((amounts[:, None] < floors).sum(axis=1), list(limits.index), value.index)


def tier_table(value: pd.Series, tiers: pd.Series) -> pd.DataFrame:
    """How many customers and how much value does each tier hold?

    Parameters
    ----------
    value, tiers : Series
        Money and tier by customer, of the same customers in any order.

    Returns
    -------
    DataFrame
        One row a tier, best first, also where it is empty: customers; customer_share (0 to 1);
        value (money); value_share (of all value; NaN where all value is not above 0, since a
        share of a loss means nothing); mean_value and lowest_value (money a customer; NaN for an
        empty tier). The customers and the value of all rows sum to those given.

    Examples
    --------
    >>> spend = pd.Series([900.0, 60, 30, 10, 0], index=list("abcde"))
    >>> table = tier_table(spend, tiers(spend, shares=(0.2, 0.2, 0.2, 0.4)))
    >>> print(table.round(2).to_string())  # doctest: +NORMALIZE_WHITESPACE
              customers  customer_share  value  value_share  mean_value  lowest_value
    tier
    platinum          1             0.2  900.0         0.90       900.0         900.0
    gold              1             0.2   60.0         0.06        60.0          60.0
    iron              1             0.2   30.0         0.03        30.0          30.0
    lead              2             0.4   10.0         0.01         5.0           0.0
    """
    amounts = pd.Series(_by_customer(value, "value"), index=value.index)
    check_tiers(tiers, "tiers")
    tables.check_same_customers(value.index, tiers.index, names=("value", "tiers"))
    groups = amounts.groupby(tiers.reindex(value.index), observed=False)
    table = groups.agg(["size", "sum", "mean", "min"])
    table.columns = ["customers", "value", "mean_value", "lowest_value"]
    table = table.loc[best_first(tiers)]
    total = amounts.sum()
    table["customer_share"] = table["customers"] / len(amounts)
    table["value_share"] = table["value"] / total if total > 0 else np.nan
    table.index = pd.Index(table.index.to_list(), name="tier")
    order = ["customers", "customer_share", "value", "value_share", "mean_value", "lowest_value"]
    return table[order]


def profit(log: pd.DataFrame, *, cost: str = "cost") -> pd.Series:
    """How much profit did each customer bring: what was paid less what it cost?

    Parameters
    ----------
    log : DataFrame
        An order log: customer_id, amount, and the cost of the whole line, not of a unit.
    cost : str
        The column that holds the cost.

    Returns
    -------
    Series
        Money, one row a customer, in the order of first appearance.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": list("abaac"), "amount": [9.0, 5, 4, -4, 2],
    ...                     "cost": [6.0, 6, 3, -3, 1]})
    >>> profit(log).to_dict()
    {'a': 3.0, 'b': -1.0, 'c': 1.0}
    """
    mend = "Pass cost='...' for the column that holds the cost of a line."
    tables.check_columns(log, ["customer_id", "amount", cost], name="the log", mend=mend)
    nobody = log["customer_id"].isna()
    if nobody.any():
        raise tables.bad_rows(log.index, nobody, "customer_id is missing", "Drop them first.")
    lines = tables.column(log, "amount") - tables.column(log, cost)
    lines = pd.Series(lines, index=log.index, dtype=float)
    return lines.groupby(log["customer_id"], sort=False).sum().rename("profit")


def whale_curve(profit: pd.Series) -> pd.DataFrame:
    """How much of all profit do the best customers bring, one after the other?

    Parameters
    ----------
    profit : Series
        Money by customer, as from `profit`; its sum must be above 0.

    Returns
    -------
    DataFrame
        One row a customer, from the most to the least profitable (equals in the order given):
        profit (money); cumulative_customer_share (0 to 1); cumulative_profit_share (above 1 where
        later customers make losses; the last is 1).

    Examples
    --------
    >>> whale_curve(pd.Series([60.0, -20, 50, 10], index=list("abcd"))).round(2)
       profit  cumulative_customer_share  cumulative_profit_share
    a    60.0                       0.25                      0.6
    c    50.0                       0.50                      1.1
    d    10.0                       0.75                      1.2
    b   -20.0                       1.00                      1.0
    """
    amounts = _by_customer(profit, "profit")
    order = np.argsort(-amounts, kind="stable")
    cumulative = np.cumsum(amounts[order])
    total = cumulative[-1]
    if total <= 0:
        raise ValueError(
            f"profit sums to {total:,.2f}: shares of it mean nothing. Look at the amounts instead."
        )
    return pd.DataFrame(
        {
            "profit": amounts[order],
            "cumulative_customer_share": np.arange(1, len(amounts) + 1) / len(amounts),
            "cumulative_profit_share": cumulative / total,
        },
        index=profit.index[order],
    )


def whale_facts(profit: pd.Series, *, customer_share: float = 0.20) -> pd.Series:
    """Where is the whale curve's peak, what do the top customers bring, and who makes losses?

    Parameters
    ----------
    profit : Series
        As for `whale_curve`.
    customer_share : float
        How many customers count as the top: above 0, up to 1.

    Returns
    -------
    Series
        One row a fact: customers; profit (money); top_customer_share (as given) and
        top_profit_share (read off the curve, straight between customers); peak_customer_share and
        peak_profit_share (the customers that make no loss, and their profit as a share of all);
        loss_makers (customers with profit below 0), loss_maker_share and loss (money, at most 0).

    Examples
    --------
    >>> whale_facts(pd.Series([60.0, -20, 50, 10]), customer_share=0.5).round(2).to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'customers': 4.0, 'profit': 100.0, 'top_customer_share': 0.5, 'top_profit_share': 1.1,
     'peak_customer_share': 0.75, 'peak_profit_share': 1.2, 'loss_makers': 1.0,
     'loss_maker_share': 0.25, 'loss': -20.0}
    """
    tables.number("customer_share", customer_share, above=0, most=1, mend="e.g. 0.2 for 20 %")
    curve = whale_curve(profit)
    losses = curve["profit"] < 0
    # The peak's place is counted, not searched: customers of profit 0 make a plateau.
    x = np.r_[0, curve["cumulative_customer_share"]]
    y = np.r_[0, curve["cumulative_profit_share"]]
    at_peak = int((~losses).sum())
    return pd.Series(
        {
            "customers": len(curve),
            "profit": curve["profit"].sum(),
            "top_customer_share": customer_share,
            "top_profit_share": np.interp(customer_share, x, y),
            "peak_customer_share": x[at_peak],
            "peak_profit_share": y[at_peak],
            "loss_makers": losses.sum(),
            "loss_maker_share": losses.mean(),
            "loss": curve.loc[losses, "profit"].sum(),
        },
        dtype=float,
        name="fact",
    )


def _ends_by_value(descending: np.ndarray, cumulative: np.ndarray, value: pd.Series) -> np.ndarray:
    """Fewest customers who reach each cumulative share of all value."""
    mend = "Use by='customers', or value.clip(lower=0) if a loss shall count as nothing."
    tables.numbers(value, name="by='value': value", least=0, range_mend=mend)
    total = descending.sum()
    if total == 0:
        raise ValueError("by='value' needs some value to share out; all values are 0")
    reached = np.cumsum(descending)
    # A hair below the limit counts as reached: sums of cents do not end on it exactly.
    ends = np.searchsorted(reached, cumulative * total * (1 - 1e-12), side="left") + 1
    return np.minimum(ends, len(descending))


def _cumulative_shares(shares: Sequence[float], names: Sequence[str]) -> np.ndarray:
    parts = np.asarray(shares, dtype=float)
    if len(set(names)) != len(names) or len(parts) != len(names) or len(parts) < 2:
        raise ValueError(
            f"one share for each tier, at least two, each with a name of its own: "
            f"got {len(parts)} shares for {list(names)}"
        )
    # The comparisons are written so that NaN fails them too.
    if not (parts > 0).all() or not abs(parts.sum() - 1) < 1e-9:
        raise ValueError(
            f"shares must be fractions above 0 that sum to 1; got {parts.tolist()}, "
            f"which sum to {parts.sum():g}"
        )
    return np.cumsum(parts)


def _as_tiers(place: np.ndarray, names: Sequence[str], index: pd.Index) -> pd.Series:
    worst_first = list(names)[::-1]
    codes = len(worst_first) - 1 - place
    # pandas-stubs knows no categories but an Index.
    tiers = pd.Categorical.from_codes(  # type: ignore[call-overload]
        codes, categories=worst_first, ordered=True
    )
    return pd.Series(tiers, index=index, name="tier")


def best_first(tiers: pd.Series) -> list[str]:
    """The names of the tiers, best first."""
    return list(tiers.cat.categories[::-1])


def _by_customer(value: pd.Series, name: str) -> np.ndarray:
    return tables.by_customer(value, name=name).astype(float)


def check_tiers(tiers: pd.Series, name: str) -> None:
    """Refuse what is no tier for each customer."""
    if not isinstance(tiers, pd.Series) or not isinstance(tiers.dtype, pd.CategoricalDtype):
        raise TypeError(f"{name} must be a Series of tiers, as pyramid.tiers() returns")
    if not tiers.cat.ordered:
        raise ValueError(f"{name} has tiers without an order; make them with pyramid.tiers()")
    if tiers.isna().any():
        mend = "Leave out customers without a purchase."
        raise tables.bad_rows(tiers.index, tiers.isna(), f"{name}: tier is missing", mend)
    tables.check_each_once(tiers.index, name=name)
