"""Draws from a density that is known up to a constant, each with a weight (importance sampling).

A multivariate t distribution of the density's shape at its top, with heavier tails, proposes
draws; the density over that of proposing is a draw's weight. Later draws come from a t distribution
that the earlier ones have corrected, and all are weighted as draws from one mixture (adaptive
multiple importance sampling: Cornuet, Marin, Mira & Robert 2012, Scandinavian Journal of
Statistics 39). The largest weights are smoothed and their tail measured (Vehtari, Simpson, Gelman,
Yao & Gabry 2024, "Pareto smoothed importance sampling", Journal of Machine Learning Research 25).
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

# Degrees of freedom: tails heavier than those of most posteriors, and still few wasted draws.
FREEDOM = 5

# Shares of the draws for the density itself and for flattened ones (its fourth and sixteenth
# root), which reach along tails and ridges that the curvature at the top does not show.
HEATS = {1.0: 0.7, 4.0: 0.15, 16.0: 0.15}

ROUNDS = 6


def weighted_draws(
    height: Callable[[np.ndarray], float],
    centre: np.ndarray,
    covariance: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Free parameters and the logs of their weights, from proposals that learn from one another.

    Parameters
    ----------
    height
        The log density of free parameters, up to a constant; may be minus infinity.
    centre, covariance
        Of the density, as far as they are known: the first proposals have them.
    draws
        How many.
    rng
        Of the random numbers.

    Returns
    -------
    free, log_weights
        One row a draw, one column a parameter; the weights up to a constant.
    """
    shapes = {heat: (centre, heat * covariance) for heat in HEATS}
    proposals: list[Proposal] = []
    free, heights = np.empty((0, len(centre))), np.empty(0)
    for part in np.array_split(np.arange(draws), ROUNDS):
        if proposals:
            mixture = _log_mixture(free, proposals)
            for heat, shape in shapes.items():
                shapes[heat] = _moments(free, heights / heat - mixture) or shape
        ends = np.round(np.cumsum([0, *HEATS.values()]) * len(part)).astype(int)
        latest = [
            Proposal(middle, np.linalg.cholesky(spread), int(size))
            for (middle, spread), size in zip(shapes.values(), np.diff(ends), strict=True)
        ]
        new = np.concatenate([one.draws(rng) for one in latest])
        proposals += latest
        free = np.concatenate([free, new])
        heights = np.concatenate([heights, [height(one) for one in new]])
    return free, heights - _log_mixture(free, proposals)


class Proposal(NamedTuple):
    """A multivariate t distribution, and how many draws come from it.

    Parameters
    ----------
    centre
        Its middle.
    root
        Cholesky's factor of its spread.
    size
        How many draws.
    """

    centre: np.ndarray
    root: np.ndarray
    size: int

    def draws(self, rng: np.random.Generator) -> np.ndarray:
        normal = rng.standard_normal((self.size, len(self.centre))) @ self.root.T
        stretch = np.sqrt(rng.chisquare(FREEDOM, (self.size, 1)) / FREEDOM)
        return self.centre + normal / stretch

    def log_density(self, free: np.ndarray) -> np.ndarray:
        """Up to a constant that all proposals share."""
        distance = np.square(np.linalg.solve(self.root, (free - self.centre).T)).sum(0)
        power = (FREEDOM + len(self.centre)) / 2
        return -power * np.log1p(distance / FREEDOM) - np.log(np.diag(self.root)).sum()


def _log_mixture(free: np.ndarray, proposals: list[Proposal]) -> np.ndarray:
    """Log density, up to a constant, of draws from all these proposals together."""
    return np.logaddexp.reduce([math.log(one.size) + one.log_density(free) for one in proposals])


def _moments(free: np.ndarray, log_weights: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Weighted mean and covariance; flattened weights where a few draws would decide alone."""
    dimensions = free.shape[1]
    if np.isfinite(log_weights).sum() < 10 * dimensions:
        return None
    for power in 0.5 ** np.arange(12):
        weights = smoothed(power * log_weights)[0]
        if 1 / (weights @ weights) >= 10 * dimensions:
            break
    mean = weights @ free
    away = free - mean
    covariance = (away * weights[:, None]).T @ away
    values = np.linalg.eigvalsh(covariance)
    return (mean, covariance) if values[0] > 1e-12 * values[-1] else None


def smoothed(log_weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights, 1 in sum, with a smoothed upper tail, and its Pareto k (Vehtari et al. 2024).

    The largest weights, 3 times the root of their number, are set to what a generalised Pareto
    distribution fitted to them expects of so many; none rises above the largest as it was.

    Parameters
    ----------
    log_weights
        Up to a constant, one a draw.

    Returns
    -------
    weights, k
        In the order given; k is minus infinity where all the largest are of one size.
    """
    weights = np.exp(log_weights - log_weights.max())
    size = math.ceil(min(len(weights) / 5, 3 * math.sqrt(len(weights))))
    order = np.argsort(weights)
    tail, threshold = order[-size:], weights[order[-size - 1]]
    above = weights[tail] - threshold
    if above[-1] <= 1e-12 or size < 5:
        # All of one size: nothing to smooth.
        return weights / weights.sum(), -math.inf
    k, scale = _pareto(above)
    chance = (np.arange(size) + 0.5) / size
    flat = abs(k) < 1e-12
    rise = -np.log1p(-chance) if flat else np.expm1(-k * np.log1p(-chance)) / k
    weights[tail] = np.minimum(threshold + scale * rise, 1.0)
    return weights / weights.sum(), k


def _pareto(above: np.ndarray) -> tuple[float, float]:
    """Shape and scale of the generalised Pareto distribution of ascending values above 0.

    Zhang & Stephens 2009, Technometrics 51, with the shape drawn to 0.5 as by ten values more.
    """
    n = len(above)
    above = np.maximum(above, above[-1] * 1e-12)
    grid = 30 + int(math.sqrt(n))
    quarter = above[int(n / 4 + 0.5) - 1]
    b = 1 / above[-1] + (1 - np.sqrt(grid / (np.arange(grid) + 0.5))) / (3 * quarter)
    shape = np.log1p(-b[:, None] * above).mean(1)
    height = n * (np.log(-b / shape) - shape - 1)
    share = np.exp(height - height.max())
    at = float(share @ b / share.sum())
    k = float(np.log1p(-at * above).mean())
    return (n * k + 10 * 0.5) / (n + 10), -k / at
