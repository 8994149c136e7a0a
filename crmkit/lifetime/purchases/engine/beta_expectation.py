"""Means over a chance p that differs between customers by a beta distribution.

The trapezoidal rule in u = log(p/(1-p)): p^a (1-p)^b falls off exponentially on both sides, and
for such integrands the rule's error falls off exponentially in its number of nodes (Trefethen &
Weideman 2014, SIAM Review 56). All terms are positive, so nothing cancels: the rule holds from
a = b = 1e-6 to 1e6. Where both p^a and the function that is averaged have become a plain power,
the rest of an infinite sum is a geometric series, and is added to the last node.
"""

from typing import NamedTuple

import numpy as np

# Nodes at most this far apart give errors near e^(-pi^2 / 0.35), 1e-12.
SPACING = 0.35
# Terms below e^-32, 1e-14 of the largest, are left out.
CUT = 32.0


class Nodes(NamedTuple):
    """Values of p and their weights, one row a distribution; a row's weights add up to 1."""

    p: np.ndarray
    weight: np.ndarray


def beta_nodes(
    a: np.ndarray | float,
    b: np.ndarray | float,
    *,
    steepness: np.ndarray | float = 1.0,
    spacing: float = SPACING,
    cut: float = CUT,
) -> Nodes:
    """Nodes for p ~ Beta(a, b), one row for each of the a and b.

    steepness: how fast the function to be averaged can change with p, relative to itself; it is
    taken as constant where p (or 1 - p) is far below 1/steepness.
    """
    a, b, steepness = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(one, float)) for one in (a, b, steepness))
    )
    center = np.log(a) - np.log(b)
    width = np.sqrt(1 / a + 1 / b)
    left = np.maximum(
        _where_small(a, b, center, -1, cut), -cut - np.log(np.maximum(1, np.maximum(b, steepness)))
    )
    right = np.minimum(
        _where_small(a, b, center, 1, cut), cut + np.log(np.maximum(1, np.maximum(a, steepness)))
    )
    left, right = np.minimum(left, center), np.maximum(right, center)
    step = np.minimum(spacing, width * spacing / 0.8)
    count = int(np.ceil(((right - left) / step).max())) + 2
    step = (right - left) / (count - 1)
    u = left[:, None] + step[:, None] * np.arange(count)
    weight = np.exp(_log_density(a[:, None], b[:, None], u, center[:, None]))
    weight[:, 0] /= -np.expm1(-a * step)
    weight[:, -1] /= -np.expm1(-b * step)
    weight /= weight.sum(axis=1, keepdims=True)
    return Nodes(1 / (1 + np.exp(-u)), weight)


def _log_density(a, b, u, center):
    """Of u, up to a constant: 0 at the center."""
    return (
        a * (np.logaddexp(0, -center) - np.logaddexp(0, -u))
        + b * (np.logaddexp(0, center) - np.logaddexp(0, u))
    )  # fmt: skip


def _where_small(a, b, center, side, cut):
    """How far from the center the density has fallen by a factor e^cut, by bisection."""
    flat = cut * (1 / a + 1 / b)
    near, far = np.zeros_like(center), flat + np.sqrt(2 * flat)
    for _ in range(30):
        middle = (near + far) / 2
        small = _log_density(a, b, center + side * middle, center) < -cut
        near, far = np.where(small, near, middle), np.where(small, middle, far)
    return center + side * far
