"""The sums and equations behind the Dirichlet: the NBD of purchases, K, and S brand by brand.

GEC: Goodhardt, Ehrenberg & Chatfield (1984), Journal of the Royal Statistical Society A 147(5).
"""

import math
import warnings
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["NoDirichletWarning", "Rule", "heterogeneity"]

# How the S of the single brands become one: see `Dirichlet.fit`.
Rule = Literal["geometric", "mean", "notch"]
RULES: tuple[Rule, ...] = ("geometric", "mean", "notch")

# What the sums over the number of purchases may leave out, and how long they may be.
LEFT_OUT = 1e-12
LONGEST = 2_000_000


class NoDirichletWarning(UserWarning):
    """A brand is bought as no Dirichlet of this category can have it."""


def heterogeneity(penetration: float, mean_purchases: float) -> float:
    """Which K of the NBD leaves so many households without a purchase?

    Solves (1 + M/K)^-K = 1 - penetration, GEC section 4.

    Parameters
    ----------
    penetration : float
        Share of households that bought, between 0 and 1.
    mean_purchases : float
        M: purchases a household, buyers or not.

    Raises
    ------
    ValueError
        If everybody bought, or if there are too many buyers for so few purchases: even households
        with equal rates would leave exp(-M) of them without one.

    Examples
    --------
    >>> round(heterogeneity(0.56, 1.456), 3)
    0.779
    """
    from scipy.optimize import brentq

    b = tables.number("penetration", penetration, above=0, below=1, mend=(
        "e.g. 0.56. If everybody bought, take a shorter period, or count those who bought nothing"
    ))  # fmt: skip
    M = tables.number("mean_purchases", mean_purchases, above=0)
    if b >= -math.expm1(-M) * (1 - 1e-9):
        raise ValueError(
            f"no NBD has a penetration of {b:.3g} and {M / b:.3g} purchases a buyer: at that "
            f"penetration a buyer buys more than {-math.log1p(-b) / b:.3g} times on average, even "
            "if all households are alike. Are purchases counted once a household? Count them all, "
            "and all households."
        )

    def missing(log_K: float) -> float:
        K = math.exp(log_K)
        return K * math.log1p(M / K) + math.log1p(-b)

    # From the most unequal households to such as are alike for every purpose.
    low = -1.0
    while missing(low) > 0:
        low -= 2
    high = 1.0
    while missing(high) < 0 and high < 40:
        high += 2
    return float(math.exp(brentq(missing, low, high, xtol=1e-13)))


@lru_cache(maxsize=64)
def purchases_distribution(M: float, K: float) -> tuple[np.ndarray, np.ndarray]:
    """0, 1, 2, ... purchases and the NBD's probabilities of them, GEC eq. for P_n.

    As far as what is left out, of the households and of their purchases, is next to nothing.
    """
    from scipy.stats import nbinom

    success = K / (K + M)
    # Of purchases, n P_n is again an NBD with K + 1: its tail is the longer one.
    # Its mean is looked at first, since the search for the tail of a very long one does not end.
    mean = M * (K + 1) / K
    last = float(nbinom.isf(LEFT_OUT, K + 1, success)) + 2 if mean < LONGEST else math.inf
    if not last < LONGEST:
        raise ValueError(
            f"with M={M:g} and K={K:g} some households buy more than {LONGEST:,} times. Take a "
            "shorter period."
        )
    n = np.arange(int(last) + 1)
    chance = nbinom.pmf(n, K, success)
    short = max(abs(1 - chance.sum()), abs(1 - (n * chance).sum() / M))
    if short > 1e-8:
        raise ValueError(f"the sum over purchases leaves out {short:.1g} with M={M:g}, K={K:g}")
    n.flags.writeable = chance.flags.writeable = False
    return n, chance


def penetration_of(n: np.ndarray, chance: np.ndarray, S: float, purchase_share: float) -> float:
    """The share of households that buy a brand of this share at least once."""
    return float(-(chance * np.expm1(log_none(S, purchase_share, len(n)))).sum())


def S_of(M: float, K: float, purchase_share: float, penetration: float) -> float:
    """The S under which a brand of this share has this penetration; 0 or infinite if none has."""
    from scipy.optimize import brentq

    n, chance = purchases_distribution(M, K)
    s = purchase_share
    fewest, most = s * (1 - chance[0]), -math.expm1(-K * math.log1p(M * s / K))
    if penetration <= fewest * (1 + 1e-6):
        return 0.0
    if penetration >= most * (1 - 1e-6):
        return math.inf

    def over(log_S: float) -> float:
        return penetration_of(n, chance, math.exp(log_S), s) - penetration

    return float(math.exp(brentq(over, -25, 25, xtol=1e-10)))


def log_none(S: float, purchase_share: float, length: int) -> np.ndarray:
    """The log of p_j(0|n) = prod (S - alpha_j + i) / (S + i), i < n, for n from 0; GEC."""
    i = np.arange(length - 1)
    with np.errstate(divide="ignore"):
        return np.concatenate([[0.0], np.cumsum(np.log1p(-S * purchase_share / (S + i)))])


def averaged(S: pd.Series, shares: pd.Series, rule: Rule) -> float:
    found, weights = S.to_numpy(dtype=float), shares.loc[S.index].to_numpy(dtype=float)
    inside = (found > 0) & np.isfinite(found)
    out = S[~inside]
    if not inside.any():
        raise ValueError(
            f"no Dirichlet has these brands: S would be {_ends(out)}. At 0 a brand's buyers are "
            "too few for its share, at infinity too many. Check that shares are of purchases, not "
            "of money or units, and that all figures are of one period."
        )
    if len(out):
        warnings.warn(
            f"left out of S: {_ends(out)}. At 0 a brand's buyers are too few for its share, at "
            "infinity too many for any Dirichlet of this category: look at these brands by "
            "themselves, or raise smallest_share.",
            NoDirichletWarning,
            stacklevel=3,
        )
    if rule == "notch":
        inside &= found <= _upper_notch(found[inside])
    found, weights = found[inside], weights[inside]
    if rule == "geometric":
        return float(np.exp(np.average(np.log(found), weights=weights)))
    return float(np.average(found, weights=weights))


def _upper_notch(values: np.ndarray) -> float:
    """Median + 1.58 (upper - lower hinge) / sqrt(number), hinges as Tukey's."""
    ordered = np.sort(values)
    half = (len(ordered) + 1) // 2
    lower, upper = np.median(ordered[:half]), np.median(ordered[-half:])
    return float(np.median(ordered) + 1.58 * (upper - lower) / math.sqrt(len(ordered)))


def _ends(out: pd.Series) -> str:
    told = [f"{brand!r} ({'0' if S == 0 else 'infinity'})" for brand, S in out.items()]
    return ", ".join(told[:5])
