"""Gamma-Gamma: distinct cases, and the log-likelihood with derivatives by hand, for two reasons.

Half a million customers take a few logarithms each, and numerical derivatives thirteen times as
many (benchmarks/lifetime_gamma_gamma.py). And where both p and q run to their walls, the terms of
the log-likelihood are millions that cancel, so that a search by values stops below the top (one in
ten of the fits on a boundary in benchmarks/robustness_discrete.py). They keep their digits as
distances from a balance: with v, what s is of gamma + s, and u = p x / (p x + q),

    ln f(s) = p x ln(v / u) + q ln((1 - v) / (1 - u)) - excess(p x, q) - ln s,
    excess(a, b) = ln B(a, b) - a ln(a / (a + b)) - b ln(b / (a + b)).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models.maximise import Objective

# Where both p x and q are beyond this, the digits of ln(v / u) are worth a second look.
LARGE = 1e4

COLUMNS = ("repeat_purchases", "mean_repeat_spend")


@dataclass(frozen=True, eq=False)
class Spend:
    """Distinct numbers of orders and their total, and how many customers have each."""

    x: np.ndarray
    total_spend: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, customers: pd.DataFrame) -> Self:
        """The repeat customers of a table."""
        x, mean = columns(customers)
        # Sorted by a mixture of both numbers, the same pairs stand together, and others hardly ever
        # between them; sorting by two columns takes ten times as long.
        order = np.argsort(0.618033988749895 * mean + 0.754877666246693 * x)
        order = order[x[order] > 0]
        if not len(order):
            raise ValueError(
                f"none of the {len(x):,} customers has a repeat purchase, so nothing is known of "
                "how spend varies; watch for longer"
            )
        weights, x, mean = _weights(customers)[order], x[order], mean[order]
        new = np.append(True, (np.diff(x) != 0) | (np.diff(mean) != 0))
        first = np.flatnonzero(new)
        return cls(x[first], (x * mean)[first], np.add.reduceat(weights, first))

    @property
    def total(self) -> float:
        """The number of customers."""
        return float(self.weights.sum())

    @property
    def mean(self) -> float:
        """Mean amount of an order."""
        return dot(self.weights, self.total_spend) / dot(self.weights, self.x)

    @cached_property
    def by_x(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The distinct numbers of orders, which of them a case has, and the customers of each."""
        x, code = np.unique(self.x, return_inverse=True)
        return x, code, np.bincount(code, weights=self.weights)

    def reweighted(self, weights: np.ndarray) -> Self:
        """The same cases with other numbers of customers; those without any are left out."""
        kept = np.asarray(weights) > 0
        return type(self)(self.x[kept], self.total_spend[kept], np.asarray(weights, float)[kept])


def log_likelihood(seen: Spend) -> Objective:
    """ln f(s), summed over customers, its gradient and Hessian in ln p, ln q and ln gamma."""
    from scipy.special import digamma, polygamma

    def psi(z: np.ndarray | float) -> np.ndarray:
        return digamma(z) - np.log(z)

    w, x, s = seen.weights, seen.x, seen.total_spend
    xs, code, customers = seen.by_x
    sum_log_s = dot(w, np.log(s))

    def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        p, q, gamma = np.exp(free)
        own, each = p * xs, p * xs + q
        a, v, left = p * x, s / (gamma + s), gamma / (gamma + s)
        buys = np.log1p(q / own)[code] - np.log1p(gamma / s)
        rest = np.log1p(own / q)[code] - np.log1p(s / gamma)
        # v - u, taken from the smaller of the two sides.
        away = np.where(a < q, v - (own / each)[code], (q / each)[code] - left)
        if min(own[-1], q) > LARGE:
            near = np.abs(away) < np.minimum(v, left) / 10
            with np.errstate(divide="ignore", invalid="ignore"):
                buys = np.where(near, np.log1p(away * (a + q) / a), buys)
                rest = np.where(near, np.log1p(-away * (a + q) / q), rest)
        value = dot(w, a * buys + q * rest) - dot(customers, _excess(own, q)) - sum_log_s
        by_p = dot(w, a * buys) + dot(customers, own * (psi(each) - psi(own)))
        by_q = q * (dot(w, rest) + dot(customers, psi(each) - psi(q)))
        gradient = np.array([by_p, by_q, dot(w, (a + q) * away)])
        bend = polygamma(1, each)
        pp = by_p + dot(customers, own**2 * (bend - polygamma(1, own)))
        qq = by_q + q**2 * dot(customers, bend - polygamma(1, q))
        pq, gg = q * dot(customers, own * bend), -dot(w, (a + q) * v * left)
        pg, qg = -dot(w, a * left), q * dot(w, v)
        return value, gradient, np.array([[pp, pq, pg], [pq, qq, qg], [pg, qg, gg]])

    return objective


def dot(one: np.ndarray, other: np.ndarray) -> float:
    """The sum of products, on one core: BLAS's threads stall when the machine is busy."""
    return float(np.einsum("i,i->", one, other))


def log_beta(a: np.ndarray, b: float) -> np.ndarray:
    """ln B(a, b); SciPy's three log-gammas lose the digits that they share when one is large."""
    return _excess(a, b) - a * np.log1p(b / a) - b * np.log1p(a / b)


def _excess(a: np.ndarray, b: float) -> np.ndarray:
    """ln B(a, b) less a ln u + b ln(1 - u) at u = a / (a + b), which is nearly all of it."""
    return np.log(2 * np.pi * (1 / a + 1 / b)) / 2 + _rest(a) + _rest(b) - _rest(a + b)


def _rest(z: np.ndarray | float) -> np.ndarray:
    """What Stirling's formula leaves of ln Gamma(z), to 1e-15 from 20 on."""
    from scipy.special import gammaln

    w = 1 / np.square(z)
    far = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / z
    near = gammaln(z) - (z - 0.5) * np.log(z) + z - np.log(2 * np.pi) / 2
    return np.where(np.asarray(z) < 20, near, far)


def columns(customers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Repeat purchases and their mean amount, 0 where there are none."""
    mend = "crmkit.summary.customers makes this table from an order log."
    if isinstance(customers, pd.DataFrame) and "monetary_value" in customers.columns:
        mend = (
            "These are the columns of another package: rename frequency to 'repeat_purchases' and "
            "monetary_value to 'mean_repeat_spend'."
        )
    tables.check_columns(customers, COLUMNS, name="the customers table", mend=mend)
    if "customers" not in customers:
        tables.check_each_once(customers.index, name="the customers table")
    x = tables.column(customers, "repeat_purchases", least=0, whole=True).astype(float)
    # What the column says of customers without a repeat does not count.
    repeat, mean = x > 0, np.zeros(len(x))
    mean[repeat] = tables.numbers(
        customers["mean_repeat_spend"][repeat],
        name="'mean_repeat_spend' of repeat customers",
        above=0,
        mend="Before summing up, leave out orders of zero value (gifts, exchanges) and returns, or "
        "leave these customers out.",
    )
    return x, mean


def _weights(customers: pd.DataFrame) -> np.ndarray:
    """How many customers each row is."""
    if "customers" not in customers:
        return np.ones(len(customers))
    mend = "Leave such rows out."
    return tables.column(customers, "customers", above=0, mend=mend).astype(float)
