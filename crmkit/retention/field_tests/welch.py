"""Welch's comparison of two means, of groups that vary differently or not at all."""

import math

import numpy as np

__all__ = ["welch"]


def welch(one: np.ndarray, other: np.ndarray, confidence: float = 0.95) -> dict[str, float]:
    """By how much does the first mean exceed the second, and could it be chance?

    Parameters
    ----------
    one, other : array
        The two groups' numbers, two or more each.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    dict
        estimate (first mean less second), standard_error, low, high, p_value. Where neither group
        varies, the interval is the estimate alone.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population
    variances are involved. Biometrika 34, 28-35.

    Examples
    --------
    >>> found = welch(np.array([0.0, 30, 60]), np.array([0.0, 0, 30]))
    >>> {name: round(value, 2) for name, value in found.items()}
    {'estimate': 20.0, 'standard_error': 20.0, 'low': -41.46, 'high': 81.46, 'p_value': 0.39}
    """
    from scipy.special import stdtr, stdtrit

    estimate = float(one.mean() - other.mean())
    parts = np.array([one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)])
    error = math.sqrt(parts.sum())
    # Less than rounding leaves of equal numbers is neither variation nor difference.
    least = 1e-12 * max(float(np.abs(one).max()), float(np.abs(other).max()))
    away, p = 0.0, float(abs(estimate) <= least)
    if error > least:
        weights = parts / parts.sum()
        df = 1 / (weights**2 / np.array([len(one) - 1, len(other) - 1])).sum()
        away = float(stdtrit(df, (1 + confidence) / 2)) * error
        p = float(2 * stdtr(df, -abs(estimate) / error))
    return {
        "estimate": estimate,
        "standard_error": error,
        "low": estimate - away,
        "high": estimate + away,
        "p_value": p,
    }
