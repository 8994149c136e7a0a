"""Means over rates and chances to leave, for customers who buy after every k-th phase of waiting.

A wait for the next purchase is k exponential phases in a row, so phases pass as a Poisson process,
of rate lambda. Who has passed j phases of a wait buys at each k-th phase from then on and stays
with chance 1 - p after each purchase. Summing over the k-th roots z of 1 - p keeps every k-th
phase and drops the others, so that the mean rate of purchases s ahead is

    lambda / k  sum over z of  z^(j+1-k) e^(-lambda (1-z) s).

What is left are integrals over p ~ Beta(a, b + x + 1) and lambda ~ gamma(r + phases, alpha + T).
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import gammaln

from crmkit.lifetime.purchases.engine.beta_expectation import Nodes, beta_nodes

# Values that are worked on at a time: they stay in the processor's cache.
BLOCK = 20_000

# What is discounted to less than e^-40 is worth nothing; lesser terms than e^-26 are left out.
ENOUGH, CUT = 40.0, 26.0


def expected(
    k: int, phases: np.ndarray, shape: np.ndarray, y: np.ndarray, a: float, b: float
) -> np.ndarray:
    """Mean purchases of customers who have passed so many phases, y = periods / (alpha + T)."""
    result = np.empty(len(phases))
    steepness = shape.max() * y.max(initial=0)
    for part, nodes in _chances(k, phases, a, b, steepness=steepness):
        rate, ahead = shape[part, None], y[part, None]

        def bought(
            gap: np.ndarray, rate: np.ndarray = rate, ahead: np.ndarray = ahead
        ) -> np.ndarray:
            return -np.expm1(-rate * np.log1p(ahead * gap)) / gap

        values = _every_kth(k, phases[part, None] % k, nodes.p, bought)
        result[part] = (values * nodes.weight).sum(axis=1)
    return np.maximum(result, 0)


def discounted(
    k: int,
    phases: np.ndarray,
    shape: np.ndarray,
    ages: np.ndarray,
    periods: float,
    rate: float,
    a: float,
    b: float,
) -> np.ndarray:
    """The same, each worth exp(-rate t) at t periods ahead. ages: alpha + T."""
    if not len(phases):
        return np.zeros(0)
    reach = min(periods, 1 / rate) if rate else periods
    levels, row = np.unique(shape, return_inverse=True)
    speeds, density = _rates(levels, min(0.4, 0.8 / k), least=ages.min() / reach)
    steepness = speeds.max() * reach / ages.min()
    result = np.empty(len(phases))
    for part, nodes in _chances(
        k, phases, a, b, per_node=speeds.shape[1], steepness=steepness, spacing=0.4, cut=CUT
    ):
        speed = speeds[row[part], :, None] / ages[part, None, None]
        done, p = phases[part, None, None] % k, nodes.p[:, None, :]
        if math.isinf(periods):
            # The sum over z in closed form: a geometric series of purchases.
            log_worth = -np.log1p(rate / speed)
            gone = -np.expm1(k * log_worth)
            values = np.exp((k - done) * log_worth) / (gone + p * (1 - gone))
        else:

            def bought(gap: np.ndarray, speed: np.ndarray = speed) -> np.ndarray:
                fall = rate + speed * gap
                return speed * -np.expm1(-fall * periods) / fall

            values = _every_kth(k, done, p, bought)
        of_rate = np.einsum("irp,ip->ir", values, nodes.weight)
        result[part] = (of_rate * density[row[part]]).sum(axis=1)
    return np.maximum(result, 0)


def _every_kth(
    k: int, done: np.ndarray, p: np.ndarray, of_gap: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """1/k times the sum of z^(done+1-k) of_gap(1 - z) over the k-th roots z of 1 - p."""
    log_stay = np.log1p(-p) / k
    total = np.zeros(())
    for turn in range(k // 2 + 1):
        # A root and its conjugate give conjugate values. Real ones are worked on as such: near a
        # gap of 0, log1p of a complex number is not exact.
        real = turn == 0 or 2 * turn == k
        root = (-1.0) ** (turn > 0) if real else np.exp(2j * np.pi * turn / k)
        gap = (1 - root) - root * np.expm1(log_stay)
        power = done + 1.0 - k
        value = root ** power.astype(int) * np.exp(power * log_stay) * of_gap(gap)
        total = total + (1 if real else 2) * value.real
    return total / k


def _chances(
    k: int, phases: np.ndarray, a: float, b: float, *, per_node: int = 1, **rule: float
) -> Iterator[tuple[slice, Nodes]]:
    """Blocks of customers, and nodes for their chances to leave."""
    levels, group = np.unique(phases // k, return_inverse=True)
    nodes = beta_nodes(a, b + levels + 1, **rule)
    size = max(1, BLOCK // (nodes.p.shape[1] * per_node))
    for start in range(0, len(phases), size):
        part = slice(start, start + size)
        yield part, Nodes(nodes.p[group[part]], nodes.weight[group[part]])


def _rates(shape: np.ndarray, spacing: float, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes g ~ gamma(shape, 1), one row a shape, for functions of at most g / least.

    The trapezoidal rule in ln g, as for chances (see beta_expectation).
    """
    wide = np.sqrt(2 * CUT / shape) + CUT / shape
    left = np.maximum(np.log(shape) - wide, (min(math.log(least), 0) - CUT) / (shape + 1))
    right = np.log(shape + np.sqrt(2 * CUT * shape) + CUT)
    step = np.minimum(spacing, spacing / 0.8 / np.sqrt(shape))
    count = int(np.ceil(((right - left) / step).max())) + 2
    step = (right - left) / (count - 1)
    log_g = left[:, None] + step[:, None] * np.arange(count)
    log_weight = shape[:, None] * log_g - np.exp(log_g) - gammaln(shape)[:, None]
    return np.exp(log_g), step[:, None] * np.exp(log_weight)
