"""The distinct values of a date column, and the times that were read from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit.orders.columns.cells import rows_of
from crmkit.orders.columns.column import Column

# Values are worked over in slices: no second copy of a long column's text stands in memory.
SLICE = 500_000


@dataclass(frozen=True)
class Values:
    """The values of a column, and for each row the number of its value (-1: none)."""

    column: Column
    codes: np.ndarray
    values: pd.Series

    def rows(self, hit: np.ndarray) -> np.ndarray:
        """The rows that hold one of the marked values."""
        return rows_of(self.codes, hit)

    def counts(self) -> np.ndarray:
        """In how many rows each value stands."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    def shown(self, hit: np.ndarray) -> str:
        """How many rows hold a marked value, and the first of them."""
        return self.column.shown(self.rows(hit))

    def texts(self, start: int, count: int | None = None) -> pd.Series:
        """A slice of the values as text, without blanks around it."""
        part = self.values.iloc[start : start + (count or SLICE)]
        if part.dtype == object or not isinstance(part.dtype, pd.StringDtype):
            part = pd.Series([_text(value) for value in part], dtype="str")
        return part.astype("str").str.strip()

    def only(self, wanted: np.ndarray) -> Values:
        """The same with blanks in place of the other values."""
        if wanted.all():
            return self
        return Values(self.column, self.codes, self.values.astype(object).where(wanted, ""))

    def text(self, place: int) -> str:
        return str(self.texts(place, 1).iloc[0])

    def filled(self) -> np.ndarray:
        """Which values are more than blanks?"""
        filled = self.values.notna().to_numpy(bool, copy=True)
        for start in range(0, len(filled), SLICE):
            filled[start : start + SLICE] &= (self.texts(start) != "").to_numpy(bool)
        return filled


def _text(value: object) -> str:
    if isinstance(value, float | np.floating) and value.is_integer():
        return str(int(value))
    return str(value)


# Other years are what systems write for "not known" and "never ends".
_FIRST, _END = np.datetime64("1950-01-01", "us"), np.datetime64("2101-01-01", "us")


def is_plausible(at: np.ndarray) -> np.ndarray:
    """Which times lie in years in which an order may have been written down?"""
    return (at >= _FIRST) & (at < _END)


@dataclass
class Moments:
    """The time of each value (NaT: none), in UTC where it is aware of its zone.

    `what` names the aware ones in an error.
    """

    at: np.ndarray
    aware: np.ndarray
    notes: list[str]
    what: str = "times with a zone"
