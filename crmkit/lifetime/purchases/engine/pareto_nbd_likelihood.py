"""The log-likelihood of the Pareto/NBD with exact derivatives, at the cost of distinct pairs.

Given (x, t_x, T), partial integration turns the likelihood of Schmittlein, Morrison & Colombo
(1987) into a sum of two positive integrals,

    L = (r)_x alpha^r beta^s (s J + (r + x) K),
    J = integral from t_x to infinity of (alpha + y)^-(r+x) (beta + y)^-(s+1) dy,
    K = integral from T to infinity of (alpha + y)^-(r+x+1) (beta + y)^-s dy,

where nothing cancels, J knows T as little as K knows t_x, and both are one integral. So the costly
part is done for distinct (x, t_x) and (x, T), of which there are few, and a history only adds two
numbers. Values and derivatives are those on the scale of the logs of (r, alpha, s, beta); the
derivatives are by hand, since the bench asks for them, and left out where only values are wanted.
"""

from typing import NamedTuple, Self

import numpy as np
from scipy.sparse import csr_array

from crmkit.lifetime.purchases.engine.histories import Histories
from crmkit.lifetime.purchases.engine.pareto_nbd_series import log_phi, log_phi_value

# Rows and columns of the ten different entries of a symmetric 4 x 4 matrix.
_ROWS, _COLUMNS = np.triu_indices(4)
_BLOCK = 16_384
# p and q, shape and scale of the first and of the second gamma, and what is added to the shapes.
_Arguments = tuple[
    np.ndarray,
    np.ndarray,
    tuple[float, float],
    tuple[float, float],
    tuple[np.ndarray, np.ndarray],
]
# (s, beta, r, alpha) as (r, alpha, s, beta), and what that does to the ten entries.
_SWAP = np.array([2, 3, 0, 1])
_PLACE = np.empty((4, 4), dtype=int)
_PLACE[_ROWS, _COLUMNS] = _PLACE[_COLUMNS, _ROWS] = np.arange(10)
_SWAP_TEN = _PLACE[_SWAP[_ROWS], _SWAP[_COLUMNS]]


class Parts(NamedTuple):
    """Logs of alpha^r beta^s s J and of alpha^r beta^s (r + x) K, by pair, with derivatives."""

    value: np.ndarray
    gradient: np.ndarray  # 4 x pairs
    hessian: np.ndarray  # 10 x pairs: upper triangle, row by row


class Likelihood:
    """The log-likelihood of these histories as a function of the parameters' logs."""

    def __init__(self, histories: Histories):
        self.x = np.unique(histories.x)
        self.weights = histories.weights
        last, age = histories.last_pairs(), histories.age_pairs()
        # The pairs of both kinds by rising age, as the series wants them. Levels are the numbers
        # of purchases: first those for J, then those for K.
        ages = np.concatenate([last.age, age.age])
        levels = np.concatenate(
            [np.searchsorted(self.x, last.x), len(self.x) + np.searchsorted(self.x, age.x)]
        )
        order = np.argsort(ages, kind="stable")
        self.age, self.level = ages[order], levels[order]
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        self.dead = place[last.inverse]
        self.alive = place[len(last.x) + age.inverse]
        # Histories ascend by x and t_x, so that those of one pair (x, t_x) stand together.
        self._starts = np.flatnonzero(np.diff(last.inverse, prepend=-1))
        self._place = self.dead[self._starts]
        # How many purchases were an i-th one: all that the terms in x alone need to know.
        count = np.bincount(histories.x.astype(np.int64), weights=histories.weights)
        self._after = np.cumsum(count[::-1])[::-1][1:]

    @classmethod
    def of(cls, histories: Histories) -> Self:
        """The likelihood of these histories, made once for all parameters."""
        return histories.once(cls)

    def parts(self, free: np.ndarray) -> Parts:
        """The two summands of each history's likelihood, by pair, without (r)_x."""
        r, alpha, s, beta = np.exp(free)
        if alpha >= beta:
            parts = self._integral(*self._arguments(r, alpha, s, beta))
        else:
            value, gradient, hessian = self._integral(*self._arguments(r, alpha, s, beta))
            parts = Parts(value, gradient[_SWAP], hessian[_SWAP_TEN])
        # The factors s of J and r + x of K.
        rate, constant, none = r + self.x, np.full_like(self.x, s), np.zeros_like(self.x)
        slope = r / rate
        parts.value[:] += np.log(np.concatenate([constant, rate]))[self.level]
        parts.gradient[0] += np.concatenate([none, slope])[self.level]
        parts.gradient[2] += self.level < len(self.x)
        parts.hessian[0] += np.concatenate([none, slope * (self.x / rate)])[self.level]
        return parts

    def _arguments(self, r: float, alpha: float, s: float, beta: float) -> _Arguments:
        """Of `_integral`: the integrals of J and K, the larger scale first."""
        rate, constant = r + self.x, np.full_like(self.x, s)
        p, q = np.concatenate([rate, rate + 1]), np.concatenate([constant + 1, constant])
        more = np.concatenate([self.x, self.x + 1]), np.repeat([0.0, -1.0], len(self.x))
        if alpha >= beta:
            return p, q, (r, alpha), (s, beta), more
        return q, p, (s, beta), (r, alpha), (more[1] + 1, more[0] - 1)

    def each(self, parameters: np.ndarray) -> np.ndarray:
        """The log-likelihood of each history, without (r)_x and without derivatives."""
        r, alpha, s, beta = parameters
        p, q, first, second, more = self._arguments(r, alpha, s, beta)
        large, small = first[1] + self.age, second[1] + self.age
        phi = log_phi_value(p, q, self.level, large, small)
        value = self._value(phi, first, second, more)
        value += np.log(np.concatenate([np.full_like(self.x, s), r + self.x]))[self.level]
        return np.logaddexp(value[self.dead], value[self.alive])

    def total(self, parameters: np.ndarray) -> float:
        """The log-likelihood of all histories."""
        i = np.arange(len(self._after))
        rising = _dot(self._after, np.log(parameters[0] + i))
        return float(_dot(self.weights, self.each(parameters)) + rising)

    def _value(
        self,
        phi: np.ndarray,
        first: tuple[float, float],
        second: tuple[float, float],
        more: tuple[np.ndarray, np.ndarray],
    ) -> np.ndarray:
        """The log of the integral, given that of Phi; see `_integral`."""
        (shape1, scale1), (shape2, scale2) = first, second
        more1, more2 = (one[self.level] for one in more)
        value = phi - shape1 * np.log1p(self.age / scale1) - more1 * np.log(scale1 + self.age)
        value -= shape2 * np.log1p(self.age / scale2) + more2 * np.log(scale2 + self.age)
        return value

    def __call__(self, free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Log-likelihood, gradient and Hessian."""
        parts = self.parts(free)
        value, weight, both = self._mixed(parts.value)
        slopes = parts.gradient
        total = self._by_pair(weight, self.weights - weight)
        gradient = _dot(slopes, total)
        hessian = np.empty((4, 4))
        hessian[_ROWS, _COLUMNS] = hessian[_COLUMNS, _ROWS] = _dot(parts.hessian, total)
        # The variance between the summands: both (g1 - g2)(g1 - g2)' summed over histories.
        mixed = csr_array(
            (both, self.alive, np.append(self._starts, len(both))),
            shape=(len(self._starts), len(self.age)),
        )
        cross = _product(slopes[:, self._place], (mixed @ slopes.T).T)
        hessian += _product(slopes * self._by_pair(both, both), slopes) - cross - cross.T
        r = np.exp(free[0])
        i = np.arange(len(self._after))
        value += float(_dot(self._after, np.log(r + i)))
        gradient[0] += _dot(self._after, r / (r + i))
        hessian[0, 0] += _dot(self._after, r * i / (r + i) ** 2)
        return float(value), gradient, hessian

    def _mixed(self, parts: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Log-likelihood; of each history the share of its first summand, and share (1 - share).

        The last two times the history's customers. In blocks that stay in the cache.
        """
        value = 0.0
        share, both = np.empty_like(self.weights), np.empty_like(self.weights)
        for start in range(0, len(self.weights), _BLOCK):
            part = slice(start, start + _BLOCK)
            bottom = parts.take(self.alive[part])
            lead = parts.take(self.dead[part])
            lead -= bottom
            odds = np.exp(-np.abs(lead))
            ahead = lead > 0
            np.maximum(lead, 0, out=lead)
            lead += bottom
            lead += np.log1p(odds)
            weight = self.weights[part]
            value += float(_dot(weight, lead))
            smaller = odds / (1 + odds)
            larger = 1 / (1 + odds)
            np.multiply(weight, np.where(ahead, larger, smaller), out=share[part])
            np.multiply(weight, smaller * larger, out=both[part])
        return value, share, both

    def _by_pair(self, dead: np.ndarray, alive: np.ndarray) -> np.ndarray:
        """Sums by pair of what histories give to their first and second one."""
        sums = np.bincount(self.alive, alive, len(self.age))
        sums[self._place] = np.add.reduceat(dead, self._starts)
        return sums

    def _integral(
        self,
        p: np.ndarray,
        q: np.ndarray,
        first: tuple[float, float],
        second: tuple[float, float],
        more: tuple[np.ndarray, np.ndarray],
    ) -> Parts:
        """The log of the integral from each age on of (scale1 + y)^-p (scale2 + y)^-q.

        first and second: (shape, scale) of two gamma distributions, the larger scale first. The
        integral comes times scale1^shape1 scale2^shape2. more: p - shape1 and q - 1 - shape2, small
        whole numbers, told apart so that nothing is lost where the shapes are huge.
        """
        (shape1, scale1), (shape2, scale2) = first, second
        large, small = scale1 + self.age, scale2 + self.age
        phi = log_phi(p, q, self.level, large, small)
        more1, more2 = (one[self.level] for one in more)
        aged1, aged2 = np.log1p(self.age / scale1), np.log1p(self.age / scale2)
        value = self._value(phi.value, first, second, more)
        u, v = scale1 / large, scale2 / small
        slope1, slope2 = phi.l - more1, -phi.l - more2
        gradient = np.stack(
            [
                shape1 * (phi.p - aged1),
                shape1 * (self.age / large) + u * slope1,
                shape2 * (phi.q - aged2),
                shape2 * (self.age / small) + v * slope2,
            ]
        )
        hessian = np.stack(
            [
                gradient[0] + shape1**2 * phi.pp,
                shape1 * (self.age / large + u * phi.pl),
                shape1 * shape2 * phi.pq,
                -shape1 * v * phi.pl,
                u * (self.age / large) * (slope1 - shape1) + u**2 * phi.ll,
                shape2 * u * phi.ql,
                -u * v * phi.ll,
                gradient[2] + shape2**2 * phi.qq,
                shape2 * (self.age / small - v * phi.ql),
                v * (self.age / small) * (slope2 - shape2) + v**2 * phi.ll,
            ]
        )
        return Parts(value, gradient, hessian)


def _dot(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left @ right by one thread: several wait for each other where the machine is busy."""
    return np.einsum("...i,i->...", left, right)


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left @ right.T by one thread."""
    return np.einsum("ik,jk->ij", left, right)
