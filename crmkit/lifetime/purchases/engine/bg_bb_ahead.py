"""BG/BB: what those who are there at an opportunity will do from then on."""

import numpy as np

from crmkit.lifetime.purchases.engine.rising import log_rising, log_stays

# How many numbers a table may hold; with more, some customers are done at a time.
_TABLE = 1_000_000


def discounted_stays(gamma: float, delta: np.ndarray, rate: float) -> np.ndarray:
    """Sum over i >= 1 of exp(-rate i) (delta)_i / (gamma + delta)_i, one a delta.

    z b/c 2F1(1, b + 1; c + 1; z) with b = delta, c = gamma + delta, as Gauss's continued
    fraction. Its terms have one sign, so nothing cancels, and it converges where the series and
    SciPy's hyp2f1 tire: discounting by the day brings z within 1e-4 of 1.
    """
    z, b, c = np.exp(-rate), delta + 1, gamma + delta + 1
    # One step leaves ((1 - s) / (1 + s))^2 of the error, s the root of 1 - z.
    root = np.sqrt(-np.expm1(-rate))
    steps = int(min(20 + 20 / max(root, 1e-9), 1e6))
    tail = np.ones_like(delta)
    for k in range(steps, -1, -1):
        even = (k + 1) * (gamma + k) / ((c + 2 * k) * (c + 2 * k + 1))
        odd = (b + k) * (c - 1 + k) / ((c + 2 * k - 1) * (c + 2 * k))
        tail = 1 - even * z / tail
        tail = 1 - odd * z / tail
    return z * delta / (gamma + delta) / tail


def count_chances(
    alpha: float | np.ndarray,
    beta: float | np.ndarray,
    gamma: float | np.ndarray,
    delta: float | np.ndarray,
    *,
    ahead: int,
    up_to: int,
) -> np.ndarray:
    """Chance of 0 to up_to purchases at the next opportunities, one row a set of parameters.

    Buys y times at i opportunities and then leaves, summed over i, or stays to the end: logs of
    ratios of rising factorials, then positive terms added.
    """
    parameters = np.column_stack(
        np.broadcast_arrays(*map(np.atleast_1d, (alpha, beta, gamma, delta)))
    )
    parts = np.array_split(parameters, 1 + parameters.shape[0] * (ahead + 1) // _TABLE)
    return np.concatenate([_chances(*part.T, ahead=ahead, up_to=up_to) for part in parts])


def _chances(
    a: np.ndarray, b: np.ndarray, g: np.ndarray, d: np.ndarray, *, ahead: int, up_to: int
) -> np.ndarray:
    from scipy.special import gammaln

    i = np.arange(ahead + 1)
    buys, passes, both = log_rising(a, up_to), log_rising(b, ahead), log_rising(a + b, ahead)
    # Leaves right after i opportunities, or is still there after the last.
    leaves = log_stays(g, d, ahead)
    leaves[:, :-1] += np.log(g[:, None] / ((g + d)[:, None] + i[:-1]))
    found = np.empty((len(a), up_to + 1))
    for y in range(up_to + 1):
        ways = gammaln(i[y:] + 1) - gammaln(y + 1) - gammaln(i[y:] - y + 1)
        terms = ways + buys[:, [y]] + passes[:, : ahead + 1 - y] - both[:, y:] + leaves[:, y:]
        found[:, y] = np.exp(terms).sum(axis=1)
    return np.minimum(found, 1.0)
