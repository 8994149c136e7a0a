"""Set returns against purchases, so that a line that came back in full is no purchase."""

from __future__ import annotations

import numpy as np
import pandas as pd


def set_against(
    cents: np.ndarray,
    at: np.ndarray,
    customer: np.ndarray,
    *,
    order: np.ndarray | None = None,
    source_row: np.ndarray | None = None,
    own_order_only: np.ndarray | None = None,
) -> np.ndarray:
    """What is left of each line, in cents, when returns are deducted from purchases?

    A return (below zero) takes from, in this order: the line of its own source row (a refund
    column), the lines of its own order, the customer's latest earlier line of the same amount,
    the customer's latest earlier lines. What no purchase covers stays below zero.

    `customer` and `order` are codes; an order below zero is none. Returns of `own_order_only`
    (what they gave back was cancelled in part) take from no other order. The sum is unchanged.

    >>> cents = np.array([1500, 800, -800, -200])
    >>> at = np.array(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"], "datetime64[us]")
    >>> set_against(cents, at, np.zeros(4, "int64")).tolist()
    [1300, 0, 0, 0]
    """
    left = cents.copy()
    # Only the customers with a return are looked at.
    codes, _ = pd.factorize(customer)
    has_return = np.zeros(codes.max() + 1 if len(codes) else 0, bool)
    has_return[codes[cents < 0]] = True
    rows = np.flatnonzero(has_return[codes] & (cents != 0))
    codes, at = codes[rows], at[rows]
    mine = left[rows]
    if source_row is not None:
        _take(mine, source_row[rows], at, any_time=True)
    if order is not None:
        own = order[rows]
        known = np.flatnonzero(own >= 0)
        part = mine[known]
        _take(part, _pairs(codes[known], own[known]), at[known], any_time=True)
        mine[known] = part
    free = np.ones(len(rows), bool) if own_order_only is None else ~own_order_only[rows]
    part = mine[free]
    _take(part, _pairs(codes[free], np.abs(part)), at[free])
    _take(part, codes[free], at[free])
    mine[free] = part
    left[rows] = mine
    return left


def _pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """One code for each pair of values."""
    a, _ = pd.factorize(first)
    b, values = pd.factorize(second)
    return a.astype("int64") * max(len(values), 1) + b


def _take(left: np.ndarray, group: np.ndarray, at: np.ndarray, *, any_time: bool = False) -> None:
    """Within each group, returns take from the latest earlier purchases (last in, first out).

    Money lies in a pile: a purchase puts its cents on top, a return takes from the top, down to
    the floor. A purchase keeps what the pile's later lowest level leaves of its own layer, so
    running sums and minima do it without a loop. `left` is changed.
    """
    live = np.flatnonzero(left)
    back = left[live] < 0
    keys = (at[live], back, group[live]) if any_time else (back, at[live], group[live])
    rows = live[np.lexsort(keys)]
    piles = pd.DataFrame({"group": group[rows], "change": left[rows]})
    grouped = piles.groupby("group", sort=False)["change"]
    reach = grouped.cumsum()
    # The floor: how far below nothing the returns have reached so far.
    floor = reach.groupby(piles["group"], sort=False).cummin().clip(upper=0)
    level = reach - floor
    lowest_later = level[::-1].groupby(piles["group"][::-1], sort=False).cummin()[::-1]
    below = level - piles["change"]
    floor_before = floor.groupby(piles["group"], sort=False).shift(fill_value=0)
    left[rows] = np.where(
        piles["change"] > 0, (lowest_later - below).clip(lower=0), floor - floor_before
    )
