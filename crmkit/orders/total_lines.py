"""Lines below the orders, or between them, that add them up."""

from __future__ import annotations

import numpy as np

from crmkit.orders.amounts import total
from crmkit.orders.cleaning import Lines
from crmkit.orders.id_texts import TOTALS

# A total line has no date or no customer; of a wrong column's rows it is enough to see some.
_MOST = 1000


def total_lines(lines: Lines) -> tuple[int, str]:
    """How many lines that are no orders add up the orders, and what an error says of them.

    They have the word for it, such as Total, or the sum of all other amounts.
    """
    no_order = np.flatnonzero(np.isnat(lines.at) | lines.customer.missing)
    candidates = [*no_order[:_MOST], *no_order[_MOST:][-_MOST:]]
    paid = lines.amount.millionths
    # The total itself is in the sum, too.
    whole = total(paid) if len(paid) > 2 else 0
    found = [
        int(row)
        for row in candidates
        if _names_total(lines, row) or (whole and 2 * int(paid[row]) == whole)
    ]
    if not found:
        return 0, ""
    column = lines.columns.get("amount") or lines.columns["price"]
    more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
    return len(found), (
        f"{column.first(found, 1)}{more} is a total line, which adds up orders and is none: take "
        "it out of the source."
    )


def _names_total(lines: Lines, row: int) -> bool:
    words = (str(column.value(row)) for column in lines.columns.values())
    return any(word.strip().rstrip(":：").casefold() in TOTALS for word in words)
