"""The engine of `concentration.true_concentration`: how concentrated an NBD's purchases are.

The buying rates follow a gamma distribution (shape r, rate alpha in observed periods), purchases
in a given time a Poisson distribution: together the negative binomial (NBD), with
p = alpha / (alpha + periods).
"""

import math
from typing import Any, Protocol, cast

import numpy as np
import pandas as pd

from crmkit import tables

# From here on the rates (coefficient of variation 1 / sqrt(r)) are equal for every practical
# purpose, and the series behind the Gini loses its digits.
ALIKE = 1000


class Rates(Protocol):
    """How customers' buying rates differ: a gamma distribution, as in `crmkit.lifetime.NBD`.

    Its rate `alpha` is in observed periods. A fitted model's `report` (boundary, and covariance of
    ln r and ln alpha) tells whether it can be used, and gives the bounds.
    """

    # To be read only: a fitted model is frozen.
    @property
    def r(self) -> float: ...

    @property
    def alpha(self) -> float: ...


def penetration(r: float, alpha: float, *, periods: float) -> float:
    """Share of customers who buy at least once: 1 - p^r."""
    return -math.expm1(-r * math.log1p(periods / alpha))


def top_share(
    r: float, alpha: float, *, customer_share: float | np.ndarray, periods: float
) -> np.ndarray:
    """Share of purchases that the top share of customers are expected to make.

    Weighting the customers of an NBD by their purchases gives one plus an NBD with r + 1, so
    the customers above k purchases make P(NBD(r + 1) > k - 1) of them all; in the limit of
    endless periods the same holds for the gamma: L(p) = I(r + 1, I^-1(r, p)).
    """
    share = np.asarray(customer_share, dtype=float)
    if math.isinf(periods):
        from scipy.special import gammaincc, gammainccinv

        return gammaincc(r + 1, gammainccinv(r, share))
    from scipy.stats import nbinom

    chance = alpha / (alpha + periods)
    mean = r * periods / alpha
    # isf has no finite answer at 0, where the share is 0 anyway.
    count = np.maximum(nbinom.isf(np.maximum(share, 1e-12), r, chance), 0)
    partial = (share - nbinom.sf(count, r, chance)) * count / mean
    above = np.where(share > 0, nbinom.sf(count - 1, r + 1, chance) + partial, 0)
    return np.clip(above, 0, 1)


def gini(r: float, alpha: float, *, periods: float) -> float:
    """Half the mean difference of two customers' purchases over the mean.

    For the NBD that is 2F1(1/2, 1 - r; 2; 4 (1 - p) / (2 - p)^2) / (2 - p).
    """
    from scipy.special import hyp2f1

    chance = alpha / (alpha + periods)
    return float(hyp2f1(0.5, 1 - r, 2, 4 * (1 - chance) / (2 - chance) ** 2)) / (2 - chance)


def top_share_bounds(
    model: Rates, *, customer_share: float, periods: float, confidence: float
) -> tuple[float, float]:
    """Between which bounds does a fitted model's top share lie? Delta method on the log-odds."""
    from scipy.special import expit, logit, ndtri

    def log_odds(logs: np.ndarray) -> float:
        r, alpha = np.exp(logs)
        return float(logit(top_share(r, alpha, customer_share=customer_share, periods=periods)))

    logs = np.log([model.r, model.alpha])
    steps = np.eye(2) * 1e-4
    slope = np.array([log_odds(logs + step) - log_odds(logs - step) for step in steps]) / 2e-4
    error = math.sqrt(slope @ np.array(cast(Any, model).report.covariance) @ slope)
    reach = ndtri((1 + confidence) / 2) * error
    return float(expit(log_odds(logs) - reach)), float(expit(log_odds(logs) + reach))


def check_model(model: Rates) -> None:
    """Refuse what is no usable NBD."""
    if isinstance(model, pd.Series | pd.DataFrame) or not (
        hasattr(model, "r") and hasattr(model, "alpha")
    ):
        raise TypeError(
            f"true concentration is asked of a model with r and alpha, not of a "
            f"{type(model).__name__}; fit one first: crmkit.lifetime.NBD.fit(purchases)"
        )
    name = type(model).__name__
    others = sorted(set(dict(getattr(model, "parameters", {}))) - {"r", "alpha"})
    if others:
        raise ValueError(
            f"{name} has the parameters {', '.join(others)} besides r and alpha: customers "
            "leave or never buy, which these formulas leave out; fit crmkit.lifetime.NBD instead"
        )
    for parameter in ("r", "alpha"):
        tables.number(f"{name}: {parameter}", getattr(model, parameter), above=0)
    if model.r > ALIKE:
        raise ValueError(
            f"r={model.r:.3g} is above {ALIKE}: the customers' rates differ by "
            f"{100 / math.sqrt(ALIKE):.0f} % or less, which is to say not at all. The counts vary "
            "as chance alone makes them; there is no true concentration to measure"
        )
    report = getattr(model, "report", None)
    if report is not None and report.boundary:
        raise ValueError(
            f"the fit lies on a boundary ({', '.join(report.boundary)}; r={model.r:.3g}, "
            f"alpha={model.alpha:.3g}): the counts cannot tell how the customers' rates differ. "
            "After a fit to buyers only, pass how many bought nothing: NBD.fit(..., non_buyers=n)"
        )
