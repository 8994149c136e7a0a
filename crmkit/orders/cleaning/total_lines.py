"""Lines below the orders, or between them, that add them up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from crmkit.orders.amounts.column import Money, total
from crmkit.orders.columns.column import Column
from crmkit.orders.ids.column import Ids
from crmkit.orders.ids.texts import is_total

if TYPE_CHECKING:
    from crmkit.orders.cleaning.rules import Lines

# A total line has no date or no customer; of a wrong column's rows it is enough to see some.
_MOST = 1000


# The sum of so few amounts may well be another amount.
_FEW = 5


def without_total(customer: Ids, amount: Money, column: Column) -> Ids:
    """The customers without a last line that adds up all others, whatever it is called.

    It has a date, a name that stands nowhere else, and the sum of all other amounts.
    """
    if np.count_nonzero(amount.readable) <= _FEW:
        return customer
    last = len(amount.readable) - 1 - int(np.argmax(amount.readable[::-1]))
    paid = int(amount.millionths[last])
    if customer.missing[last] or not paid or 2 * paid != total(amount.millionths):
        return customer
    if np.count_nonzero(customer.codes == customer.codes[last]) > 1:
        return customer
    missing = customer.missing.copy()
    missing[last] = True
    note = f"{column.first([last])} has the sum of all other amounts: a total line, and no customer"
    return replace(customer, missing=missing, notes=(*customer.notes, note))


class TotalLines(NamedTuple):
    """How many lines add up others, and what an error says of them."""

    lines: int
    said: str


def find_total_lines(lines: Lines) -> TotalLines:
    """How many lines that are no orders add up the orders, and what an error says of them.

    They have the word for it, such as Total, or the sum of all other amounts.
    """
    no_order = np.flatnonzero(np.isnat(lines.at) | lines.customer.missing)
    candidates = [*no_order[:_MOST], *no_order[_MOST:][-_MOST:]]
    paid = lines.amount.millionths
    # The total itself is in the sum, too.
    whole = total(paid) if len(paid) > 2 else 0
    named = _name_total(lines, candidates)
    found = [
        int(row)
        for row, is_named in zip(candidates, named, strict=True)
        if is_named or (whole and 2 * int(paid[row]) == whole)
    ]
    if not found:
        return TotalLines(0, "")
    column = lines.columns.get("amount") or lines.columns["price"]
    more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
    return TotalLines(
        len(found),
        f"{column.first(found, 1)}{more} is a total line, which adds up orders and is none: take "
        "it out of the source.",
    )


def _name_total(lines: Lines, rows: list[int]) -> list[bool]:
    """Does a cell of each row hold the word?"""
    cells = [column.cells(rows) for column in lines.columns.values()]
    return [any(is_total(cell) for cell in row) for row in zip(*cells, strict=True)]
