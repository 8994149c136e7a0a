"""Lines below the orders, or between them, that add them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from crmkit.orders.amounts import total
from crmkit.orders.id_texts import TOTALS

if TYPE_CHECKING:
    from crmkit.orders.cleaning import Lines

# A total line has no date or no customer; of a wrong column's rows it is enough to see some.
_MOST = 1000


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
    return [
        any(str(cell).strip().rstrip(":：").casefold() in TOTALS for cell in row)
        for row in zip(*cells, strict=True)
    ]
