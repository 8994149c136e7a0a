"""What a purchase model sees of its customers: how often, up to when, watched how long.

The one place where a customers table is checked and turned into a model's periods. Customers with
the same history are one row with a weight, so that the cost of a fit follows the distinct
histories: a million customers over two years of days have some 375,000.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self, TypeVar

import numpy as np
import pandas as pd

from crmkit import tables

Made = TypeVar("Made")

COLUMNS = ("repeat_purchases", "age_at_last_days", "age_days")

# Rows that are worked on at a time: three columns of so many stay in the processor's cache.
BLOCK = 32768


class Pairs(NamedTuple):
    """The distinct pairs of x and one age, and which of them each history has."""

    x: np.ndarray
    age: np.ndarray
    inverse: np.ndarray


class Rows(NamedTuple):
    """The history of each row of a table as levels of x, t_x and T in periods, and their codes.

    A code of None says that each row has a level of its own, in the order of the table.
    """

    codes: tuple[np.ndarray | None, ...]
    levels: tuple[np.ndarray, ...]

    @classmethod
    def of(cls, customers: pd.DataFrame, period_days: float) -> Self:
        """For answers that need no more of a row than a function of x, of t_x and of T."""
        columns, days, _ = _columns(customers, period_days)
        _check_histories(*columns, days, customers)
        # In whole days x <= t_x <= T, so that one column bounds them all.
        highest = columns[2].max()
        if days and highest <= 4 * len(customers) + 1000:
            level = np.arange(int(highest) + 1.0)
            codes = tuple(column.astype(np.intp, copy=False) for column in columns)
            return cls(codes, (level, level / period_days, level / period_days))
        x, t_x, T = (column.astype(float) for column in columns)
        return cls((None, None, None), (x, t_x / period_days, T / period_days))


@dataclass(frozen=True, eq=False)
class Histories:
    """Histories (x, t_x, T) in periods, with the number of customers of each.

    x: repeat purchases. t_x: age at the last purchase, 0 where x is 0. T: age. `weights` counts
    the customers, `inverse` says which history each row of the table has. `codes` are x, t_x and T
    as small whole numbers that keep their order, `levels` the values of these codes: what depends
    on one age alone is computed once a level.
    """

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    weights: np.ndarray
    index: pd.Index
    codes: tuple[np.ndarray, ...]
    levels: tuple[np.ndarray, ...]
    keys: np.ndarray | None = None

    @classmethod
    def of(cls, customers: pd.DataFrame, period_days: float) -> Self:
        """The distinct histories of a customers table, ascending by x, t_x and T.

        customers: columns `repeat_purchases` (whole), `age_at_last_days` (0 exactly where
        there was no repeat, never above `age_days`) and `age_days`; one row a customer, or the
        table of `crmkit.summary.distinct_histories` with its column `customers`. Raises ValueError
        with the number of bad rows, the first ones and how to mend them.
        """
        columns, days, counts = _columns(customers, period_days)
        codes, levels = zip(*map(_coded, columns), strict=True)
        keys, decode = packed(codes)
        ordered = np.sort(keys)
        first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        if counts is None:
            weights = np.diff(np.append(first, len(ordered))).astype(float)
        else:
            weights = np.bincount(pd.factorize(keys, sort=True)[0], weights=counts)
        codes = tuple(decode(ordered[first]))
        x, t_x, T = (level[code] for level, code in zip(levels, codes, strict=True))
        _check_histories(x, t_x, T, days, customers)
        levels = (levels[0], levels[1] / period_days, levels[2] / period_days)
        return cls(
            x, t_x / period_days, T / period_days, weights, customers.index, codes, levels, keys
        )

    @classmethod
    def rows(cls, customers: pd.DataFrame, period_days: float) -> Self:
        """The history of each row, none merged: for predictions, which cost little a row."""
        columns, days, counts = _columns(customers, period_days)
        _check_histories(*columns, days, customers)
        weights = np.ones(len(customers)) if counts is None else counts
        codes, levels = zip(*map(_coded, columns), strict=True)
        levels = (levels[0], levels[1] / period_days, levels[2] / period_days)
        x, t_x, T = (level[code] for level, code in zip(levels, codes, strict=True))
        return cls(x, t_x, T, weights, customers.index, codes, levels)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def total(self) -> float:
        """The number of customers."""
        return float(self.weights.sum())

    @cached_property
    def inverse(self) -> np.ndarray:
        """Which history each row of the table has."""
        if self.keys is None:
            return np.arange(len(self.x))
        return pd.factorize(self.keys, sort=True)[0]

    def once(self, make: Callable[[Self], Made]) -> Made:
        """What `make` makes of these histories, made once and kept."""
        kept = self.__dict__.setdefault("_kept", {})
        if make not in kept:
            kept[make] = make(self)
        return kept[make]

    def by_customer(self, values: np.ndarray, name: str) -> pd.Series:
        """A value of each history as a Series by customer, in the order of the table."""
        values = values if self.keys is None else values[self.inverse]
        return pd.Series(values, index=self.index, name=name)

    def last_pairs(self) -> Pairs:
        """The distinct pairs (x, t_x)."""
        return self._pairs(self.t_x, 1)

    def age_pairs(self) -> Pairs:
        """The distinct pairs (x, T)."""
        return self._pairs(self.T, 2)

    def _pairs(self, age: np.ndarray, column: int) -> Pairs:
        inverse, first = grouped(packed((self.codes[0], self.codes[column]))[0])
        return Pairs(self.x[first], age[first], inverse)

    def reweighted(self, weights: np.ndarray) -> Self:
        """The histories with other numbers of customers; those without any are left out."""
        kept = np.asarray(weights) > 0
        return replace(
            self,
            x=self.x[kept],
            t_x=self.t_x[kept],
            T=self.T[kept],
            weights=np.asarray(weights, float)[kept],
            index=pd.RangeIndex(int(kept.sum())),
            codes=tuple(code[kept] for code in self.codes),
            keys=None,
        )


def _columns(
    customers: pd.DataFrame, period_days: float
) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], bool, np.ndarray | None]:
    """The three columns, whether the ages are whole days, and the customers of a row if told."""
    tables.number("period_days", period_days, above=0, mend="e.g. 7 for weeks")
    check_customers(customers, COLUMNS)
    x = tables.column(customers, "repeat_purchases", least=0, whole=True, mend="Count them.")
    last, age = (
        tables.column(customers, name, least=0, mend="Count from the first purchase.")
        for name in COLUMNS[1:]
    )
    days = all(column.dtype.kind in "iu" or (column % 1 == 0).all() for column in (last, age))
    return (x, last, age), days, counts_of(customers)


def check_customers(customers: pd.DataFrame, columns: tuple[str, ...]) -> None:
    """Refuse what is no customers table with these columns; say how to turn another's into one."""
    mend = "crmkit.summary.customers makes this table from an order log."
    if isinstance(customers, pd.DataFrame) and {"frequency", "T"} <= set(customers.columns):
        mend = (
            "These are the columns of another package: "
            "crmkit.summary.from_frequency_recency_T(table, period_days=7) turns it into this one."
        )
    tables.check_columns(customers, columns, name="the customers table", mend=mend)
    tables.check_each_once(customers.index, name="the customers table")


def counts_of(customers: pd.DataFrame) -> np.ndarray | None:
    """How many customers each row is, where the table says so."""
    if "customers" not in customers:
        return None
    mend = "Leave such rows out."
    return tables.column(customers, "customers", above=0, mend=mend).astype(float)


def blocks(rows: int) -> Iterator[slice]:
    """Slices that together are all rows, each short enough for the cache."""
    return (slice(start, start + BLOCK) for start in range(0, rows, BLOCK))


def _check_histories(
    x: np.ndarray,
    t_x: np.ndarray,
    T: np.ndarray,
    days: bool,
    customers: pd.DataFrame,
) -> None:
    """Refuse what cannot have happened."""
    for part in blocks(len(x)):
        bad = (t_x[part] > T[part]) | np.logical_xor(x[part], t_x[part])
        if days:
            bad |= x[part] > t_x[part]
        if bad.any():
            raise _impossible(days, customers)


def _impossible(days: bool, customers: pd.DataFrame) -> ValueError:
    """Which rule is broken first, and where."""
    rules: list[tuple[Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray], str, str]] = [
        (
            lambda x, t_x, T: t_x > T,
            "'age_at_last_days' is above 'age_days'",
            "Both count from the first purchase, up to the last one and up to as_of.",
        ),
        (
            lambda x, t_x, T: (x == 0) != (t_x == 0),
            "'age_at_last_days' is not 0 exactly where 'repeat_purchases' is 0",
            "Purchases on the day of the first one are no repeats; without a repeat the age at "
            "the last purchase is 0 (it is not the days since the last purchase).",
        ),
    ]
    if days:
        rules.append(
            (
                lambda x, t_x, T: x > t_x,
                "'repeat_purchases' is above 'age_at_last_days'",
                "A day counts as one purchase, so there cannot be more than days. Are the ages in "
                "weeks? Give them in days.",
            )
        )
    columns = [customers[name].to_numpy(float) for name in COLUMNS]
    for broken, what, mend in rules:
        rows = broken(*columns)
        if rows.any():
            return tables.bad_rows(customers.index, rows, what, mend)
    raise AssertionError("no rule is broken")


def _coded(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A column as small whole numbers that keep its order, and their values."""
    highest = column.max()
    if highest <= 4 * len(column) + 1000:
        whole = column.astype(np.int64, copy=False)
        if column.dtype.kind in "iu" or (whole == column).all():
            return whole, np.arange(int(highest) + 1.0)
    levels, codes = np.unique(column, return_inverse=True)
    return codes.astype(np.int64, copy=False), levels.astype(float)


def packed(
    codes: tuple[np.ndarray, ...],
) -> tuple[np.ndarray, Callable[[np.ndarray], list[np.ndarray]]]:
    """Several codes as one whole number that keeps their order, and the way back."""
    sizes = [int(code.max(initial=0)) + 1 for code in codes]
    if math.prod(sizes) >= 2**63:
        levels, codes = zip(*(np.unique(c, return_inverse=True) for c in codes), strict=True)
        keys, back = packed(codes)
        return keys, lambda k: [lv[c] for lv, c in zip(levels, back(k), strict=True)]
    keys = codes[0]
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        keys = keys * size + code

    def decode(keys: np.ndarray) -> list[np.ndarray]:
        found = []
        for size in reversed(sizes[1:]):
            keys, code = np.divmod(keys, size)
            found.append(code)
        return [keys, *reversed(found)]

    return keys, decode


def grouped(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which group each key is in, and one position of each group."""
    size = int(keys.max(initial=0)) + 1
    if size <= 4 * len(keys) + 1000:
        # A table of all possible keys is small: no sorting, no hashing.
        seen = np.full(size, -1)
        seen[keys] = np.arange(len(keys))
        present = np.flatnonzero(seen >= 0)
        positions = seen[present]
        seen[present] = np.arange(len(present))
        return seen[keys], positions
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return inverse, first
