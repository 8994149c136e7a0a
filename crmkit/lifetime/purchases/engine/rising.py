"""Rising factorials: what gamma functions of a whole number of steps come to, without their loss.

(a)_k = a (a + 1) ... (a + k - 1) = Gamma(a + k) / Gamma(a). Its log as a sum of logs keeps its
digits; the difference of two log-gammas loses them where a is large: where customers hardly differ.
"""

import numpy as np


def log_rising(start: float | np.ndarray, steps: int) -> np.ndarray:
    """ln (start)_k for k = 0 ... steps, along a last axis.

    >>> np.exp(log_rising(2.0, 3)).round(9).tolist()
    [1.0, 2.0, 6.0, 24.0]
    """
    return _sums(np.log(np.asarray(start)[..., None] + np.arange(steps)))


def log_stays(gamma: float | np.ndarray, delta: float | np.ndarray, steps: int) -> np.ndarray:
    """ln (delta)_k / (gamma + delta)_k for k = 0 ... steps: still there k opportunities later.

    Who leaves before each with a chance theta, which is Beta(gamma, delta) among customers.

    >>> np.exp(log_stays(1.0, 1.0, 3)).round(9).tolist()
    [1.0, 0.5, 0.333333333, 0.25]
    """
    gamma, delta = np.asarray(gamma)[..., None], np.asarray(delta)[..., None]
    return _sums(-np.log1p(gamma / (delta + np.arange(steps))))


def _sums(terms: np.ndarray) -> np.ndarray:
    """Running sums along the last axis, beginning with 0."""
    sums = np.zeros((*terms.shape[:-1], terms.shape[-1] + 1))
    np.cumsum(terms, axis=-1, out=sums[..., 1:])
    return sums
