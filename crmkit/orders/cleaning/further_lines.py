"""Lines that belong to an order whose amount stands on its first line."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.amounts.column import Money
from crmkit.orders.columns.column import Column, blank_rows

# Fewer lines than these may well cost the same.
_MANY = 5


class FurtherLines(NamedTuple):
    """For each row the row that has its order's amount (itself, mostly), and notes."""

    first: np.ndarray
    notes: tuple[str, ...]

    @property
    def further(self) -> np.ndarray:
        """Rows whose amount stands on another row."""
        return self.first != np.arange(len(self.first))


def find_further(
    order: np.ndarray, amount: Money, column: Column, *, total_of_order: bool
) -> FurtherLines:
    """Which rows are further lines of an order?

    Some shops write an order's total on its first line and leave it blank on the further ones;
    others repeat it on each (`total_of_order` says that the column is known to be such a total:
    then blank lines are further ones even where a sort has put them before it).
    `order` has a number for each order, from 0 on and few more than there are; below zero where
    there is none.
    """
    first = np.arange(len(order))
    if amount.readable.all() and not total_of_order:
        return FurtherLines(first, _looks_like_total(order, amount, column))
    blank = ~amount.readable & blank_rows(column)
    known = order >= 0
    has = pd.Series(first[known & ~blank]).groupby(order[known & ~blank]).first()
    where = pd.Series(order).map(has).fillna(-1).to_numpy("int64")
    notes: list[str] = []
    behind = known & blank & (where >= 0) & ((where < first) | total_of_order)
    if behind.any():
        notes.append(
            f"{column.name!r} is blank on {np.count_nonzero(behind):,} further lines of orders: "
            "their money stands on the order's first line"
        )
    again = known & ~blank & (where >= 0) & (where < first)
    if total_of_order and again.any():
        other = again & (amount.millionths != amount.millionths[np.where(again, where, 0)])
        if other.any():
            notes.append(
                f"{column.name!r} differs within {len(np.unique(order[other])):,} orders: it was "
                "read as the money of each line, not as the order's total"
            )
        else:
            behind |= again
            notes.append(
                f"{column.name!r} is an order's total: {np.count_nonzero(again):,} lines that "
                "repeat it were counted with the order's first line"
            )
    return FurtherLines(np.where(behind, where, first), tuple(notes))


def _looks_like_total(order: np.ndarray, amount: Money, column: Column) -> tuple[str, ...]:
    """Is the amount the same on all lines of each order? Then it may be the order's total."""
    own, paid = order, amount.millionths
    if (order < 0).any():
        own, paid = own[order >= 0], paid[order >= 0]
    lines = np.bincount(own)
    repeated = len(own) - np.count_nonzero(lines)
    one = np.zeros(len(lines), "int64")
    one[own] = paid
    if repeated < _MANY or (paid != one[own]).any():
        return ()
    return (
        f"{column.name!r} is the same on all lines of each order ({repeated:,} lines repeat it) "
        "and was added up: if it is the order's total, keep one line of each order",
    )


def without_repeats(money: Money, lines: FurtherLines) -> Money:
    """The further lines have no money of their own."""
    further = lines.further
    if not further.any():
        return money
    return money._replace(
        millionths=np.where(further, 0, money.millionths), readable=money.readable | further
    )
