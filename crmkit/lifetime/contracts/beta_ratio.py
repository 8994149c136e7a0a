"""Ratios of beta functions without cancellation: what sBG and BdW survival is made of.

B(a, z + d) / B(a, z) is a share of customers close to 1 when few leave. From four log-gammas of
some thousands each, nothing would be left of it. Here all goes by differences of powers of 1 / z,
each a sum of positive terms, so that logarithm and derivatives are right to some 1e-13 of
themselves however small they are.

Each function is a first or a mixed second difference of log-gamma, digamma or trigamma. Their
recurrences lead up to z + 16, where Stirling's series (Abramowitz & Stegun 6.1.41, 6.3.18, 6.4.12)
is exact to double precision.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

STEPS = 16

# Weights of the powers 1 / z^p: lgamma(z) = (z - 1/2) ln z - z + const + sum, digamma(z) = ln z -
# sum, trigamma(z) = sum.
Weights = dict[int, float]
_LOG_GAMMA: Weights = {1: 1 / 12, 3: -1 / 360, 5: 1 / 1260, 7: -1 / 1680}
_DIGAMMA: Weights = {1: 1 / 2, 2: 1 / 12, 4: -1 / 120, 6: 1 / 252, 8: -1 / 240}
_TRIGAMMA: Weights = {1: 1.0, 2: 1 / 2, 3: 1 / 6, 5: -1 / 30, 7: 1 / 42, 9: -1 / 30}
_INVERSE: Weights = {1: 1.0}
_SQUARE: Weights = {2: 1.0}


def log_beta_fall(z: ArrayLike, a: ArrayLike, d: ArrayLike) -> np.ndarray:
    """ln B(a, z) - ln B(a, z + d), not negative; symmetric in a and d. z and a above 0, d also 0.

    The mixed difference lgamma(z) + lgamma(z + a + d) - lgamma(z + a) - lgamma(z + d).
    """
    z, a, d = _together(z, a, d)
    total = _climb(lambda y: _log_quotient(y, a, d), z)
    z = z + STEPS
    total += a * np.log1p(d / (z + a)) + d * np.log1p(a / (z + d))
    total -= (z - 0.5) * _log_quotient(z, a, d)
    return total + _mixed(z, a, d, _LOG_GAMMA)


def digamma_rise(y: ArrayLike, d: ArrayLike) -> np.ndarray:
    """digamma(y + d) - digamma(y), not negative."""
    y, d = _together(y, d)
    total = _climb(lambda x: _fall(x, d, _INVERSE), y)
    y = y + STEPS
    total += np.log1p(d / y)
    return total + _fall(y, d, _DIGAMMA)


def digamma_mixed(z: ArrayLike, a: ArrayLike, d: ArrayLike) -> np.ndarray:
    """digamma_rise(z + a, d) - digamma_rise(z, d), not positive."""
    z, a, d = _together(z, a, d)
    total = -_climb(lambda y: _mixed(y, a, d, _INVERSE), z)
    z = z + STEPS
    total -= _log_quotient(z, a, d)
    return total - _mixed(z, a, d, _DIGAMMA)


def trigamma_rise(y: ArrayLike, d: ArrayLike) -> np.ndarray:
    """trigamma(y + d) - trigamma(y), not positive."""
    y, d = _together(y, d)
    return -_climb(lambda x: _fall(x, d, _SQUARE), y) - _fall(y + STEPS, d, _TRIGAMMA)


def trigamma_mixed(z: ArrayLike, a: ArrayLike, d: ArrayLike) -> np.ndarray:
    """trigamma_rise(z + a, d) - trigamma_rise(z, d), not negative."""
    z, a, d = _together(z, a, d)
    return _climb(lambda y: _mixed(y, a, d, _SQUARE), z) + _mixed(z + STEPS, a, d, _TRIGAMMA)


def _fall(y: np.ndarray, d: np.ndarray, weights: Weights) -> np.ndarray:
    """Sum of weight (y^-p - (y + d)^-p), by x^p - w^p = (x^(p-1) - w^(p-1)) x + w^(p-1) (x - w)."""
    x, w = 1 / y, 1 / (y + d)
    first = d / (y + d) / y
    fall, power, total = first, np.ones(y.shape), np.zeros(y.shape)
    for p in range(1, max(weights) + 1):
        if p > 1:
            power = power * w
            fall = fall * x + power * first
        if p in weights:
            total += weights[p] * fall
    return total


def _mixed(z: np.ndarray, a: np.ndarray, d: np.ndarray, weights: Weights) -> np.ndarray:
    """Sum of weight (z^-p - (z + a)^-p - (z + d)^-p + (z + a + d)^-p), by the product rule."""
    x, y, u, w = 1 / z, 1 / (z + a), 1 / (z + d), 1 / (z + a + d)
    # x - y, x - u, y - w, u - w and their mixed difference, none of them subtracted.
    in_a, in_d = a / (z + a) / z, d / (z + d) / z
    in_d_later, in_a_later = d / (z + a + d) / (z + a), a / (z + a + d) / (z + d)
    first = (a / (z + a)) * (d / (z + d)) * (x + w)
    mixed, power, total = first, np.ones(z.shape), np.zeros(z.shape)
    fall_d, fall_a = in_d_later, in_a_later
    for p in range(1, max(weights) + 1):
        if p > 1:
            power = power * w
            mixed = mixed * x + fall_a * in_d + fall_d * in_a + power * first
            fall_d = fall_d * y + power * in_d_later
            fall_a = fall_a * u + power * in_a_later
        if p in weights:
            total += weights[p] * mixed
    return total


def _log_quotient(z: np.ndarray, a: np.ndarray, d: np.ndarray) -> np.ndarray:
    """ln((z + a)(z + d) / (z (z + a + d)))."""
    # In steps that neither overflow nor lose a small a or d.
    return np.log1p((a / (z + a + d)) * (d / z))


def _climb(term: Callable[[np.ndarray], np.ndarray], z: np.ndarray) -> np.ndarray:
    """Sum of a term over z, z + 1, ..., z + 15; at once where that is small."""
    if z.size <= 4096:
        return term(z + np.arange(STEPS).reshape(-1, *[1] * z.ndim)).sum(axis=0)
    total = np.zeros(z.shape)
    for k in range(STEPS):
        total += term(z + k)
    return total


def _together(*values: ArrayLike) -> list[np.ndarray]:
    return np.broadcast_arrays(*(np.asarray(one, float) for one in values))
