"""Cells that say "none" in a column of refunds or discounts: blanks, dashes and words."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.amounts.currency_names import CODES, SIGNS
from crmkit.orders.columns.cells import INVISIBLE, rows_of
from crmkit.orders.columns.column import Column, blank_rows

# Spreadsheets write a zero of money as a dash, with the currency beside it.
_MARKS = "|".join(sorted(map(re.escape, {*SIGNS, *CODES}), key=len, reverse=True))
_DASH = re.compile(rf"(?:{_MARKS})?\s*[-–—−－]{{1,3}}\s*(?:{_MARKS})?", re.IGNORECASE)
_WORDS = frozenset(("na", "n/a", "n.a.", "nan", "<na>", "null", "none", "nil", "no", "无", "否"))
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


class Nothing(NamedTuple):
    """The rows that say that there is none, and notes of those that are not just blank."""

    rows: np.ndarray
    notes: tuple[str, ...]


def says_none(column: Column) -> Nothing:
    """In which rows does the column say that nothing was given back or taken off?

    >>> says_none(Column("back", pd.Series(["€ -", "N/A", "5", ""]), str)).rows.tolist()
    [True, True, False, True]
    """
    blank = blank_rows(column)
    if isinstance(column.data, pd.Series) and pd.api.types.is_numeric_dtype(column.data.dtype):
        return Nothing(blank, ())
    codes, values = column.distinct()
    is_none = np.array([isinstance(value, str) and _is_none(value) for value in values], bool)
    rows = rows_of(codes, is_none)
    if not len(rows):
        return Nothing(blank, ())
    blank[rows] = True
    return Nothing(blank, (f"{column.name!r} says none: {column.shown(rows)}",))


def _is_none(text: str) -> bool:
    bare = text.translate(_UNSEEN).strip()
    return bare.casefold() in _WORDS or _DASH.fullmatch(bare) is not None
