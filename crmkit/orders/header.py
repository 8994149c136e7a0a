"""Which of the first rows of a table holds the names of its columns?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

# Beside digits, what numbers, amounts and dates are written with.
_IN_VALUES = set(" \t.,:;/()+-%$¥￥€£TZ年月日号时分秒元")


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """How many rows stand above the header: titles, comments, blank rows, column numbers?

    `rows` are the first rows of a table, with "" or None where a cell is blank. Where no row looks
    like names, the answer is 0: the first row is all that can be the header.

    Examples
    --------
    >>> header_row([["Sales 2024", "", ""], [], ["id", "day", "paid"], ["7", "2024-03-05", "9.50"]])
    2
    >>> header_row([["1", "2", "3"], ["id", "day", "paid"], ["7", "2024-03-05", "9.50"]])
    1
    >>> header_row([["id", "day", "paid"], ["7", "2024-03-05", "9.50"]])
    0
    """
    filled = [[cell for cell in row if not _blank(cell)] for row in rows]
    usual = _usual_width(filled)
    header, widest = 0, 0
    for number, cells in enumerate(filled):
        if 2 * len(cells) <= usual or len(cells) <= widest or _stands_above(cells):
            continue
        if len(cells) > 1 and not any(map(is_value, cells)):
            # A wider row of names below: this one was a line such as "Shop,The Tea House".
            header, widest = number, len(cells)
        elif widest:
            break
        else:
            # "Period,2024" above a narrow table, or a table without a header.
            widest = len(cells)
    return header


def _usual_width(filled: list[list[object]]) -> int:
    """The number of filled cells of those rows that hold most of the cells."""
    counts = Counter(map(len, filled))
    return max(counts, key=lambda width: (width * counts[width], width), default=0)


def _stands_above(cells: list[object]) -> bool:
    """A comment, or the numbers of the columns."""
    if str(cells[0]).lstrip().startswith("#"):
        return True
    numbers = [str(cell).strip().removesuffix(".0") for cell in cells]
    return any(numbers == [str(start + n) for n in range(len(cells))] for start in (0, 1))


def is_value(cell: object) -> bool:
    """Is this a number, an amount or a date, and so no name?"""
    if not isinstance(cell, str):
        return True
    others = [mark for mark in cell if not mark.isdigit()]
    return len(others) < len(cell) and _IN_VALUES.issuperset(others)


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
