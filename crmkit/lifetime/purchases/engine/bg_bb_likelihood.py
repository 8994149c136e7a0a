"""BG/BB: distinct histories, and the log-likelihood of all of them from one table.

Equation (5) of the paper (see `bg_bb`) sums over the opportunities m after which the customer may
have left, from the last purchase t to the last opportunity n. Its terms depend on x and m alone:

    here(x, m) = (alpha)_x (beta)_{m-x} / (alpha + beta)_m  (delta)_m / (gamma + delta)_m
    left(x, m) = here(x, m) gamma / (gamma + delta + m)

are the chances of these x purchases for those who are there at opportunity m, and for those who
left right after it, with rising factorials for ratios of beta functions. So one table of sums over
m, from the far end, serves every history: the sum from t to n - 1 is the one from t less the one
from n. As left falls with m, the difference loses no more than a factor of n. The cost follows
(distinct x) times (longest n).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.lifetime.purchases.engine.histories import counts_of
from crmkit.lifetime.purchases.engine.rising import log_rising, log_stays

COLUMNS = ("repeat_purchases", "last_period", "periods")
IN_DAYS = ("repeat_purchases", "age_at_last_days", "age_days")

# Above this a number of opportunities is a mistake, such as money or an id.
_TOO_MANY = 1_000_000

# How many numbers a table may hold; with more, some x are done at a time.
_TABLE = 3_000_000


@dataclass(frozen=True, eq=False)
class Histories:
    """Distinct histories (x, t, n), ascending by x, and how many customers have each.

    inverse: which history each row of the table has; index: the table's own.
    """

    x: np.ndarray
    t: np.ndarray
    n: np.ndarray
    weights: np.ndarray
    inverse: np.ndarray | None = None
    index: pd.Index | None = None

    @classmethod
    def of(cls, customers: pd.DataFrame, period_days: float) -> Self:
        """The distinct histories of a table with COLUMNS, or of one whose ages are IN_DAYS."""
        x, t, n = _columns(customers, period_days)
        size = int(n.max()) + 1
        inverse, keys = pd.factorize((x * size + t) * size + n, sort=True)
        weights = np.bincount(inverse, weights=counts_of(customers))
        rest, n = np.divmod(keys, size)
        x, t = np.divmod(rest, size)
        return cls(x, t, n, weights.astype(float), inverse, customers.index)

    @property
    def total(self) -> float:
        """The number of customers."""
        return float(self.weights.sum())

    @cached_property
    def parts(self) -> list[tuple[np.ndarray, slice, np.ndarray]]:
        """Distinct x, as many as a table may hold, the rows that have them, and which each has."""
        xs, first, code = np.unique(self.x, return_index=True, return_inverse=True)
        first = np.append(first, len(self.x))
        step = max(1, _TABLE // (int(self.n.max()) + 1))
        found = []
        for one in range(0, len(xs), step):
            end = min(one + step, len(xs))
            rows = slice(first[one], first[end])
            found.append((xs[one:end], rows, code[rows] - one))
        return found

    def reweighted(self, weights: np.ndarray) -> Self:
        """The histories with other numbers of customers; those without any are left out."""
        kept = np.asarray(weights) > 0
        columns = {name: getattr(self, name)[kept] for name in ("x", "t", "n")}
        return replace(
            self, **columns, weights=np.asarray(weights, float)[kept], inverse=None, index=None
        )

    def by_row(self, values: np.ndarray, name: str) -> pd.Series:
        """A value of each history as a Series, in the order of the table."""
        return pd.Series(values[self.inverse], index=self.index, name=name)


def log_likelihoods(parameters: np.ndarray, seen: Histories) -> tuple[np.ndarray, np.ndarray]:
    """ln L of each history, and the log of the part of L of those who are still there."""
    alpha, beta, gamma, delta = parameters
    top = int(seen.n.max())
    buys, passes, both = (log_rising(a, top) for a in (alpha, beta, alpha + beta))
    stays = log_stays(gamma, delta, top)
    leaves = np.log(gamma) - np.log(gamma + delta + np.arange(top + 1))
    here = buys[seen.x] + passes[seen.n - seen.x] - both[seen.n] + stays[seen.n]
    found = np.empty(len(seen.x))
    m = np.arange(top + 1)[:, None]
    for xs, rows, column in seen.parts:
        # m less than x does not occur: such entries are never looked up.
        table = buys[xs] + passes[np.maximum(m - xs, 0)] + (stays + leaves - both)[:, None]
        table = np.logaddexp.accumulate(table[::-1], axis=0)[::-1]
        from_t, from_n = table[seen.t[rows], column], table[seen.n[rows], column]
        with np.errstate(divide="ignore"):
            left = from_t + np.log(-np.expm1(from_n - from_t))
        found[rows] = np.logaddexp(here[rows], left)
    return found, here


def _columns(
    customers: pd.DataFrame, period_days: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three columns as whole numbers, once such histories can be."""
    tables.number("period_days", period_days, above=0, mend="e.g. 365 for an opportunity a year")
    mend = "crmkit.summary.customers(log, as_of=..., period_days=...) makes a table that fits, too."
    name = "the table of histories"
    tables.check_columns(customers, [], name=name, mend=f"It needs {', '.join(COLUMNS)}.")
    given = set(customers.columns)
    if {"frequency", "recency"} <= given and given & {"T", "n_periods"}:
        mend = (
            "These are the columns of another package: rename frequency to 'repeat_purchases', "
            "recency to 'last_period', T or n_periods to 'periods' and weights to 'customers'."
        )
    names = IN_DAYS if set(IN_DAYS) <= given and not set(COLUMNS) <= given else COLUMNS
    tables.check_columns(customers, names, name=name, mend=mend)
    if "customers" not in customers:
        tables.check_each_once(customers.index, name=name)
    x, t, n = (_whole(customers, column, period_days) for column in names)
    for broken, what, mend in (
        (t > n, f"{names[1]!r} is above {names[2]!r}",
         "Both count from the first purchase, up to the last one and up to today."),
        ((x == 0) != (t == 0), f"{names[1]!r} is not 0 exactly where 'repeat_purchases' is 0",
         "It is the opportunity of the last purchase after the first (not the time since)."),
        (x > t, f"'repeat_purchases' is above the opportunities up to {names[1]!r}",
         "There is at most one purchase at an opportunity, and the first purchase does not count."),
    ):  # fmt: skip
        if broken.any():
            raise tables.bad_rows(customers.index, broken, what, mend)
    return x, t, n


def _whole(customers: pd.DataFrame, name: str, period_days: float) -> np.ndarray:
    """A column in opportunities."""
    if not name.endswith("_days"):
        rules = {"least": 0, "most": _TOO_MANY, "whole": True, "mend": "Count opportunities."}
        return tables.column(customers, name, **rules).astype(np.int64)
    values = tables.column(customers, name, least=0, most=_TOO_MANY * period_days) / period_days
    whole = np.round(values)
    broken = np.abs(values - whole) >= 1e-6
    if broken.any():
        raise tables.bad_rows(
            customers.index,
            broken,
            f"{name!r} is no multiple of {period_days:g} days, the time between opportunities,",
            f"crmkit.summary.customers(log, as_of=..., period_days={period_days:g}) counts in such "
            "periods; or name another period_days.",
        )
    return whole.astype(np.int64)
