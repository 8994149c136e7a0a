"""Which of the first rows of a table holds the names of its columns?"""

from __future__ import annotations

import re
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
    header, widest, commented = 0, 0, -1
    for number, cells in enumerate(filled):
        names = len(cells) > 1 and not any(map(is_value, cells))
        if commented < 0 and names and len(cells) == usual and _is_comment(cells):
            commented = number
        if 2 * len(cells) <= usual or len(cells) <= widest or _stands_above(cells):
            continue
        if names:
            # A wider row of names below: this one was a line such as "Shop,The Tea House".
            header, widest = number, len(cells)
        elif widest:
            break
        elif len(cells) == usual and all(filled[number + 1 : number + 2]):
            # A table without a header; "Period,2024" stands alone, or is of another width.
            widest = len(cells)
            # "#id,day,paid" below comments: values follow, and no other names.
            header = max(commented, 0)
    return header


def _usual_width(filled: list[list[object]]) -> int:
    """The number of filled cells of those rows that hold most of the cells."""
    counts = Counter(map(len, filled))
    return max(counts, key=lambda width: (width * counts[width], width), default=0)


def _stands_above(cells: list[object]) -> bool:
    """A comment, or the numbers of the columns."""
    if _is_comment(cells):
        return True
    numbers = [str(cell).strip().removesuffix(".0") for cell in cells]
    return any(numbers == [str(start + n) for n in range(len(cells))] for start in (0, 1))


def _is_comment(cells: list[object]) -> bool:
    return bool(cells) and str(cells[0]).lstrip().startswith("#")


def values_of(header: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """The values that show that this is a row like those below, and no row of names.

    A date or an amount among dates or amounts of the same form does, and so do two numbers. Names
    may be numbers as well ("2024" above sums, or 0, 1, 2), so all others are no evidence.
    """
    filled = [cell for cell in header if cell.strip()]
    if {str(number) for number in range(len(filled) + 1)}.issuperset(filled):
        return []
    if all(map(is_value, filled)):
        return filled
    alike = []
    for place, cell in enumerate(header):
        forms = Counter(_form(row[place]) for row in below if len(row) > place and row[place])
        if cell.strip() and is_value(cell) and 3 * forms[_form(cell)] >= forms.total() > 0:
            alike.append(cell)
    return alike if len(alike) > 1 or any(not cell.strip().isdigit() for cell in alike) else []


def _form(cell: str) -> str:
    """How a value is written: 9 for its digits; numbers may differ in length."""
    return re.sub(r"^9+\.", "9.", re.sub(r"\d", "9", cell.strip()))


def is_value(cell: object) -> bool:
    """Is this a number, an amount or a date, and so no name?"""
    if not isinstance(cell, str):
        return True
    others = [mark for mark in cell if not mark.isdigit()]
    return len(others) < len(cell) and _IN_VALUES.issuperset(others)


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
