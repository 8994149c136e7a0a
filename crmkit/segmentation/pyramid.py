"""The customer pyramid 客户金字塔: who carries the firm, who costs it money, and who moves.

Tiers platinum 铂金, gold 黄金, iron 铁 and lead 铅 after Zeithaml, Rust & Lemon (2001),
"The customer pyramid: creating and serving profitable customers", California Management
Review 43(4).
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

By = Literal["customers", "value"]
Ties = Literal["up", "down"]

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
    ties: Ties = "up",
) -> pd.Series:
    """In which tier of the pyramid does each customer stand?

    One row a customer: the index of `value`, in its order; an ordered categorical in which a
    better tier is greater (`tiers(value) >= "gold"` reads as it should).

    value: money by customer (spend or profit), any sign with `by="customers"`.
    by: "customers": `shares` are shares of customers, best first (default 1, 4, 15, 80 %);
        "value": shares of all value (default four quarters); a tier is the fewest customers
        who reach its cumulative share, so it needs values of 0 or more.
    shares: fractions from the top tier down, one a name, that sum to 1. The number of customers
        down to a tier's end is rounded up, so the top tier is never empty for want of customers.
    ties: customers with equal value always stand in one tier: the "up"per or the lower ("down")
        of the tiers between which their ranks fall.

    Raises TypeError for no Series, ValueError for empty, missing, infinite or doubled entries,
    an unknown option, shares that do not fit, and values below 0 with `by="value"`.

    >>> spend = pd.Series([900.0, 60, 30, 10, 0], index=list("abcde"))
    >>> tiers(spend, shares=(0.2, 0.2, 0.2, 0.4)).to_list()
    ['platinum', 'gold', 'iron', 'lead', 'lead']
    >>> tiers(spend, by="value", shares=(0.5, 0.45, 0.03, 0.02)).to_list()
    ['platinum', 'gold', 'iron', 'lead', 'lead']
    """
    _check_option("by", by, get_args(By))
    _check_option("ties", ties, get_args(Ties))
    amounts = _checked(value, "value")
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
    if ties == "up":
        rank = len(amounts) - np.searchsorted(ascending, amounts, side="right") + 1
    else:
        rank = len(amounts) - np.searchsorted(ascending, amounts, side="left")
    return _as_tiers(np.searchsorted(ends, rank, side="left"), names, value.index)


def tiers_at(value: pd.Series, *, thresholds: Mapping[str, float] | pd.Series) -> pd.Series:
    """In which tier does each customer stand when the limits are fixed amounts of money?

    Shares make tiers relative: a customer can fall because others rose. Fixed limits, say the
    `lowest_value` of last year's `tier_table`, show who really changed. One row a customer, as
    from `tiers`.

    thresholds: lowest value of each tier, best tier first; values below all of them are in the
        last tier, which has no floor.

    Raises ValueError for thresholds that are missing or do not fall, and as `tiers` does.

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
    amounts = _checked(value, "value")
    floors = limits.to_numpy()[:-1]
    return _as_tiers((amounts[:, None] < floors).sum(axis=1), list(limits.index), value.index)


def tier_table(value: pd.Series, tiers: pd.Series) -> pd.DataFrame:
    """How many customers and how much value does each tier hold?

    One row a tier, best first, also where it is empty; the customers and the value of all rows
    sum to those given. Columns: customers; customer_share (0 to 1); value (money);
    value_share (of all value; NaN where all value is not above 0, since a share of a loss means
    nothing); mean_value and lowest_value (money a customer; NaN for an empty tier).

    value, tiers: by customer, of the same customers in any order.

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
    amounts = pd.Series(_checked(value, "value"), index=value.index)
    _check_tiers(tiers, "tiers")
    without_tier = len(value.index.difference(tiers.index))
    without_value = len(tiers.index.difference(value.index))
    if without_tier or without_value:
        raise ValueError(
            f"value and tiers differ in their customers: {without_tier:,} only in value, "
            f"{without_value:,} only in tiers. Make both from the same customers."
        )
    groups = amounts.groupby(tiers.reindex(value.index), observed=False)
    table = groups.agg(["size", "sum", "mean", "min"])
    table.columns = ["customers", "value", "mean_value", "lowest_value"]
    table = table.loc[_best_first(tiers)]
    total = amounts.sum()
    table["customer_share"] = table["customers"] / len(amounts)
    table["value_share"] = table["value"] / total if total > 0 else np.nan
    table.index = pd.Index(table.index.to_list(), name="tier")
    order = ["customers", "customer_share", "value", "value_share", "mean_value", "lowest_value"]
    return table[order]


def profit(log: pd.DataFrame, *, cost: str = "cost") -> pd.Series:
    """How much profit did each customer bring: what was paid less what it cost?

    One row a customer, in the order of first appearance: sum of `amount` less sum of the cost
    column (money for the whole line, not for a unit).

    Raises KeyError for a missing column, ValueError for missing amounts or costs.

    >>> log = pd.DataFrame({"customer_id": list("abaac"), "amount": [9.0, 5, 4, -4, 2],
    ...                     "cost": [6.0, 6, 3, -3, 1]})
    >>> profit(log).to_dict()
    {'a': 3.0, 'b': -1.0, 'c': 1.0}
    """
    missing = [name for name in ("customer_id", "amount", cost) if name not in log.columns]
    if missing:
        raise KeyError(
            f"missing columns {missing}; found {log.columns.to_list()}. "
            "Pass cost='...' for the column that holds the cost of a line."
        )
    for column in ("customer_id", "amount", cost):
        empty = log[column].isna()
        if empty.any():
            raise ValueError(
                f"{empty.sum():,} of {len(log):,} lines have no {column} (first rows "
                f"{log.index[empty][:3].to_list()}). Fill or drop them first."
            )
    lines = (log["amount"] - log[cost]).astype(float)
    return lines.groupby(log["customer_id"], sort=False).sum().rename("profit")


def whale_curve(profit: pd.Series) -> pd.DataFrame:
    """How much of all profit do the best customers bring, one after the other?

    One row a customer, from the most to the least profitable (equals in the order given).
    Columns: profit (money); customer_share (0 to 1, cumulative); profit_share (of all profit,
    cumulative: above 1 where later customers make losses; the last is 1).

    Raises ValueError where all profit is not above 0, and as `tiers` does.

    >>> whale_curve(pd.Series([60.0, -20, 50, 10], index=list("abcd"))).round(2)
       profit  customer_share  profit_share
    a    60.0            0.25           0.6
    c    50.0            0.50           1.1
    d    10.0            0.75           1.2
    b   -20.0            1.00           1.0
    """
    amounts = _checked(profit, "profit")
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
            "customer_share": np.arange(1, len(amounts) + 1) / len(amounts),
            "profit_share": cumulative / total,
        },
        index=profit.index[order],
    )


def whale_facts(profit: pd.Series, *, top: float = 0.20) -> pd.Series:
    """Where is the whale curve's peak, what do the top customers bring, and who makes losses?

    One row a fact: customers; profit (money); top_customer_share (= `top`) and top_profit_share
    (read off the curve, straight between customers); peak_customer_share and peak_profit_share
    (the customers that make no loss, and their profit as a share of all); loss_makers
    (customers with profit below 0), loss_maker_share and loss (money, at most 0).

    >>> whale_facts(pd.Series([60.0, -20, 50, 10]), top=0.5).round(2).to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'customers': 4.0, 'profit': 100.0, 'top_customer_share': 0.5, 'top_profit_share': 1.1,
     'peak_customer_share': 0.75, 'peak_profit_share': 1.2, 'loss_makers': 1.0,
     'loss_maker_share': 0.25, 'loss': -20.0}
    """
    if not 0 < top <= 1:
        raise ValueError(f"top must be a share of customers above 0 and at most 1; got {top}")
    curve = whale_curve(profit)
    losses = curve["profit"] < 0
    # The peak's place is counted, not searched: customers of profit 0 make a plateau.
    x = np.r_[0, curve["customer_share"]]
    y = np.r_[0, curve["profit_share"]]
    at_peak = int((~losses).sum())
    return pd.Series(
        {
            "customers": len(curve),
            "profit": curve["profit"].sum(),
            "top_customer_share": top,
            "top_profit_share": np.interp(top, x, y),
            "peak_customer_share": x[at_peak],
            "peak_profit_share": y[at_peak],
            "loss_makers": losses.sum(),
            "loss_maker_share": losses.mean(),
            "loss": curve.loc[losses, "profit"].sum(),
        },
        dtype=float,
        name="fact",
    )


def migration(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """How many customers moved from which tier to which?

    One row a tier before, best first, and a last row "new" (customers without a tier before);
    one column a tier after, best first, and a last column "lost" (without a tier after). Cells
    are customers; they sum to the customers of either period, so nobody is dropped.

    before, after: tiers by customer, as from `tiers`, over two periods and the same tier names.

    Raises ValueError for tiers that are missing or differ in their names.

    >>> first = tiers(pd.Series({"a": 9.0, "b": 5, "c": 2}), shares=(0.3, 0.7), names=["A", "B"])
    >>> later = tiers(pd.Series({"b": 9.0, "a": 5, "d": 2}), shares=(0.3, 0.7), names=["A", "B"])
    >>> migration(first, later)  # doctest: +NORMALIZE_WHITESPACE
    after   A  B  lost
    before
    A       0  1     0
    B       1  0     1
    new     0  1     0
    """
    _check_tiers(before, "before")
    _check_tiers(after, "after")
    names = _best_first(before)
    if names != _best_first(after):
        raise ValueError(
            f"the periods have different tiers: {names} before, {_best_first(after)} after. "
            "Make both with the same names."
        )
    taken = {"new", "lost"}.intersection(names)
    if taken:
        raise ValueError(f"a tier is called {sorted(taken)}, a word that migration needs itself")
    everyone = before.index.union(after.index, sort=False)
    row = pd.Categorical(before.astype(object).reindex(everyone).fillna("new"), [*names, "new"])
    column = pd.Categorical(after.astype(object).reindex(everyone).fillna("lost"), [*names, "lost"])
    cells = np.zeros((len(names) + 1, len(names) + 1), dtype="int64")
    np.add.at(cells, (row.codes, column.codes), 1)
    return pd.DataFrame(
        cells,
        index=pd.Index([*names, "new"], name="before"),
        columns=pd.Index([*names, "lost"], name="after"),
    )


def migration_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Which share of a tier's customers went where?

    The same rows and columns as `counts` (from `migration`); each row sums to 1, or is NaN
    throughout where the tier had no customers to begin with.

    >>> counts = pd.DataFrame([[3, 1], [0, 0]], index=["A", "new"], columns=["A", "lost"])
    >>> migration_shares(counts)
            A  lost
    A    0.75  0.25
    new   NaN   NaN
    """
    totals = counts.sum(axis=1)
    return counts.div(totals.where(totals > 0), axis=0)


def _ends_by_value(descending: np.ndarray, cumulative: np.ndarray, value: pd.Series) -> np.ndarray:
    """Fewest customers who reach each cumulative share of all value."""
    if descending[-1] < 0:
        below = value.index[value < 0]
        raise ValueError(
            f"by='value' needs values of 0 or more; {len(below):,} of {len(value):,} customers "
            f"are below 0 (first {below[:3].to_list()}). Use by='customers', or "
            "value.clip(lower=0) if a loss shall count as nothing."
        )
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
    return pd.Series(
        pd.Categorical.from_codes(codes, categories=worst_first, ordered=True),
        index=index,
        name="tier",
    )


def _best_first(tiers: pd.Series) -> list[str]:
    return list(tiers.cat.categories[::-1])


def _check_option(name: str, given: str, options: tuple[str, ...]) -> None:
    if given not in options:
        raise ValueError(f"{name}={given!r} is no option; choose one of {list(options)}")


def _check_tiers(tiers: pd.Series, name: str) -> None:
    if not isinstance(tiers, pd.Series) or not isinstance(tiers.dtype, pd.CategoricalDtype):
        raise TypeError(f"{name} must be a Series of tiers, as pyramid.tiers() returns")
    if not tiers.cat.ordered:
        raise ValueError(f"{name} has tiers without an order; make them with pyramid.tiers()")
    empty = tiers.isna()
    if empty.any():
        raise ValueError(
            f"{name}: {empty.sum():,} of {len(tiers):,} customers have no tier (first "
            f"{tiers.index[empty][:3].to_list()}). Leave out customers without a purchase."
        )
    _check_index(tiers, name)


def _checked(value: pd.Series, name: str) -> np.ndarray:
    """The values as floats, or an error that says which customers are wrong."""
    if not isinstance(value, pd.Series):
        raise TypeError(
            f"{name} must be a Series by customer, got {type(value).__name__}. "
            "Pass one column, e.g. customers['total_spend']."
        )
    if value.empty:
        raise ValueError(f"{name} is empty: no customers")
    if not pd.api.types.is_numeric_dtype(value):
        raise ValueError(f"{name} must be numbers, got dtype {value.dtype}")
    _check_index(value, name)
    amounts = value.to_numpy(dtype=float, na_value=np.nan)
    wrong = ~np.isfinite(amounts)
    if wrong.any():
        raise ValueError(
            f"{name}: {wrong.sum():,} of {len(value):,} customers are missing or infinite (first "
            f"{value.index[wrong][:3].to_list()}). Fill or drop them first."
        )
    return amounts


def _check_index(series: pd.Series, name: str) -> None:
    doubled = series.index.duplicated()
    if doubled.any():
        raise ValueError(
            f"{name}: {doubled.sum():,} rows repeat a customer (first "
            f"{series.index[doubled][:3].to_list()}). Give one row a customer."
        )
