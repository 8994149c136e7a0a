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


def discounted_rates(
    a: float, b: np.ndarray, shape: np.ndarray, group: np.ndarray, v: np.ndarray
) -> np.ndarray:
    """Integral over u from 0 to infinity of e^(-v u) k E[(1 + p u)^-(k+1)] du, one for each v.

    p ~ Beta(a, b[group]), k = shape[group], both rising with the group. The expectation is a
    function of u that all customers of a group share, so it is computed once a group, at nodes that
    serve every v: by the trapezoidal rule in ln u, begun where the integrand is still k e^u, whose
    sum to minus infinity is a geometric series. The cost hardly depends on how many customers there
    are. In (1 - p)^b (1 + p u)^-(k+1), a group differs from the one before by a power of
    (1 - p) / (1 + p u) alone, as k and b rise together.
    """
    k = shape
    low, high = np.log(1e-7 / (k[-1] + 1 + v.max())), np.log(CUT / v.min())
    log_u = np.linspace(low, high, int((high - low) / SPACING) + 2)
    u, step = np.exp(log_u), log_u[1] - log_u[0]
    weight = u * step
    weight[0] /= -np.expm1(-step)
    p, log_stay, log_weight = _shared_nodes(a, b, steepness=(k[-1] + 1) * u[-1])
    log_fall = -np.log1p(p[:, None] * u)
    fall, power = np.exp(log_fall), np.exp(k[0] * log_fall)
    rates = np.empty((len(k), len(u)))
    for i, gap in enumerate(np.diff(k, prepend=k[0] - 1)):
        power *= fall if gap == 1 else np.exp(gap * log_fall)
        of_p = log_weight + (b[i] - b[0]) * log_stay
        of_p = np.exp(of_p - of_p.max())
        rates[i] = of_p @ power * (k[i] / of_p.sum())
    levels, place = np.unique(v, return_inverse=True)
    discounts = np.exp(-levels[:, None] * u) * weight
    found = np.empty(len(v))
    for start in range(0, len(v), 8192):
        part = slice(start, start + 8192)
        found[part] = np.einsum("ij,ij->i", rates[group[part]], discounts[place[part]])
    return found


def _shared_nodes(a: float, b: np.ndarray, *, steepness: float) -> tuple[np.ndarray, ...]:
    """Nodes p for Beta(a, b) with all these rising b, ln(1 - p), and ln of the weights at b[0]."""
    ends = b[[0, -1]]
    center = np.log(a) - np.log(ends)
    spread = np.sqrt(1 / a + 1 / ends[1])
    left = _where_small(a, ends[1], center[1], -1, CUT)
    right = _where_small(a, ends[0], center[0], 1, CUT)
    left = max(left, -CUT - np.log(max(1.0, ends[1], steepness)))
    right = min(right, CUT + np.log(max(1.0, a, steepness)))
    left, right = min(left, center[1]), max(right, center[0])
    count = int(np.ceil((right - left) / min(SPACING, spread * SPACING / 0.8))) + 2
    u, step = np.linspace(left, right, count, retstep=True)
    log_weight = _log_density(a, ends[0], u, center[0])
    log_weight[0] -= np.log(-np.expm1(-a * step))
    log_weight[-1] -= np.log(-np.expm1(-ends[0] * step))
    return 1 / (1 + np.exp(-u)), -np.logaddexp(0, u), log_weight


def _log_density(
    a: np.ndarray | float,
    b: np.ndarray | float,
    u: np.ndarray | float,
    center: np.ndarray | float,
) -> np.ndarray:
    """Of u, up to a constant: 0 at the center."""
    return (
        a * (np.logaddexp(0, -center) - np.logaddexp(0, -u))
        + b * (np.logaddexp(0, center) - np.logaddexp(0, u))
    )  # fmt: skip


def _where_small(
    a: np.ndarray | float,
    b: np.ndarray | float,
    center: np.ndarray | float,
    side: int,
    cut: float,
) -> np.ndarray:
    """How far from the center the density has fallen by a factor e^cut, by bisection."""
    flat = cut * (1 / a + 1 / b)
    near, far = np.zeros_like(center), flat + np.sqrt(2 * flat)
    for _ in range(30):
        middle = (near + far) / 2
        small = _log_density(a, b, center + side * middle, center) < -cut
        near, far = np.where(small, near, middle), np.where(small, middle, far)
    return center + side * far
