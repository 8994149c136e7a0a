"""The beta-discrete-Weibull model of contracts: customers differ, and each may change with time.

With c = 1 it is the sBG. With c > 1 customers leave the more easily the longer they have stayed,
with c < 1 the less easily: retention of a cohort can fall as well as rise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from crmkit.lifetime.contracts.beta_ratio import log_beta_fall
from crmkit.lifetime.contracts.model import ContractModel
from crmkit.lifetime.contracts.sbg import SBG
from crmkit.lifetime.contracts.tables import Contracts
from crmkit.models import Scale

__all__ = ["BdW"]

# Where t^c is cut off, so that neither it nor its square overflows.
LOG_HUGE = 300.0

# The likelihood can have several tops: customers may differ little and grow tired, or most may
# leave at once and the others wear down slowly. So for each alpha + beta (customers who differ
# much, little, extremely, not at all) the search begins at the tops over these c. Without the
# third, 3 of 900 random sets end below the top (benchmarks/robustness_contracts.py).
SIZES = np.exp([-1.0, 3.0, -5.0, 12.0])
POWERS = np.exp([-2.0, -1.0, -0.4, 0.3, 0.9, 1.6, 2.5, 4.5])


@dataclass(frozen=True)
class BdW(ContractModel):
    """How long do customers stay who differ, and grow attached or tired?

    A customer makes t renewals or more with probability (1 - theta)^(t^c); theta follows a beta
    distribution over customers.

    Parameters
    ----------
    alpha, beta
        Of the beta distribution, both positive.
    c
        Positive; above 1 for customers who grow tired, below 1 for those who grow attached.
    period_days
        Length of a contract in days (365.25 for a year), or None: only discounting needs it.

    References
    ----------
    Fader, Hardie, Liu, Davin & Steenburgh (2018), "How to project customer retention" revisited:
    the role of duration dependence, Journal of Interactive Marketing 43(1).

    Examples
    --------
    >>> import pandas as pd
    >>> model = BdW.fit(pd.Series([1000, 869, 743, 653, 593, 551, 517, 491]))
    >>> model.parameters.round(2).to_dict()
    {'alpha': 0.21, 'beta': 1.43, 'c': 1.72}
    >>> BdW(alpha=0.668, beta=3.806, c=1).survival([0, 1, 12]).round(3).to_dict()
    {0: 1.0, 1: 0.851, 12: 0.378}
    """

    alpha: float
    beta: float
    c: float
    period_days: float | None = None

    SCALES: ClassVar[dict[str, Scale]] = {"alpha": "positive", "beta": "positive", "c": "positive"}
    TITLE: ClassVar[str] = "BdW"
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("alpha", "beta"),)

    @classmethod
    def likelihood(cls, parameters: np.ndarray | Sequence[float], seen: Contracts) -> float:
        """The log-likelihood: sum of n_t ln P(T = t) + (n - sum of n_t) ln S(K).

        Of n customers n_t leave at renewal t = 1, ..., K, and the others stay to the end:

            P(T = t) = (B(alpha, beta + (t - 1)^c) - B(alpha, beta + t^c)) / B(alpha, beta)  (11)
            S(t) = B(alpha, beta + t^c) / B(alpha, beta)
            r_t = B(alpha, beta + t^c) / B(alpha, beta + (t - 1)^c)  (12)

        As P(T = t) = S(t - 1) (1 - r_t) and S(t) = r_1 ... r_t, everyone who leaves at a renewal
        counts ln(1 - r_t), and everyone who stays ln r_t.
        """
        from scipy.special import xlogy

        t, left, stayed = seen.decisions
        alpha, beta, c = parameters
        log_stay = _log_retention(alpha, beta, c, t)
        return xlogy(left, -np.expm1(log_stay)).sum() + stayed @ log_stay

    @classmethod
    def starts(cls, seen: Contracts) -> list[list[float]]:
        """Tops over c for some alpha + beta, and the best sBG: the fit is never below it."""
        _, left, stayed = seen.decisions
        # At the first renewal the share alpha / (alpha + beta) leaves, whatever c is.
        mean = (left[0] + 0.5) / (left[0] + stayed[0] + 1)
        starts = []
        for size in SIZES:
            tried = [[size * mean, size * (1 - mean), c] for c in POWERS]
            with np.errstate(all="ignore"):
                heights = np.nan_to_num([cls.likelihood(one, seen) for one in tried], nan=-np.inf)
            around = np.pad(heights, 1, constant_values=-np.inf)
            tops = (heights >= around[:-2]) & (heights >= around[2:]) & np.isfinite(heights)
            starts += [one for one, top in zip(tried, tops, strict=True) if top]
        return [*starts, [*SBG.fit_counted(seen).parameters, 1.0]]

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        return _log_retention(self.alpha, self.beta, self.c, renewals)

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        # S(t) = B(alpha, beta + t^c) / B(alpha, beta); for the huge, see below.
        log_power = self.c * np.log(np.maximum(renewals, 1))
        power = np.where(renewals > 0, np.exp(np.minimum(log_power, LOG_HUGE)), 0.0)
        beyond = np.maximum(log_power - LOG_HUGE, 0)
        return -log_beta_fall(self.beta, self.alpha, power) - self.alpha * beyond

    def _mean_residual(self, made: float) -> float:
        from scipy.integrate import quad

        # Survival falls like t^(-c alpha): a mean exists where that can be summed.
        decline = self.c * self.alpha
        if decline <= 1:
            return np.inf
        near = 4000
        begun = self._log_survival(np.array([made]))[0]
        head = self._sums(np.array([made]), 0.0, near)[0]

        # The far sum as an integral (midpoint rule; its error is some 1e-8 of it), over ln t.
        def far(log_t: float) -> float:
            return float(np.exp(self._log_survival(np.exp([log_t]))[0] - begun + log_t))

        start = np.log(made + near + 0.5)
        # Beyond `stop`, survival is its power to 1e-12, whose integral is known.
        stop = start + min(60.0, 40.0 / (decline - 1))
        tail = quad(far, start, stop, epsabs=0, epsrel=1e-10, limit=200)[0]
        return float(head + tail + far(stop) / (decline - 1))


def _log_retention(alpha: float, beta: float, c: float, t: np.ndarray) -> np.ndarray:
    """ln r_t = ln B(alpha, beta + t^c) - ln B(alpha, beta + (t - 1)^c), eq. (12), t = 1, 2, ...

    Where t^c is huge, B(alpha, beta + t^c) is a power of it: its log falls by alpha per unit of
    ln t^c. So powers are cut off, and what their logs go beyond is added.
    """
    log_before, log_now = c * np.log(np.maximum(t - 1, 1)), c * np.log(t)
    before = np.where(t > 1, np.exp(np.minimum(log_before, LOG_HUGE)), 0.0)
    # t^c - (t - 1)^c without cancellation.
    room = np.maximum(LOG_HUGE - log_before, 0)
    more = before * np.expm1(np.minimum(c * np.log1p(1 / np.maximum(t - 1, 1)), room))
    more = np.where(t > 1, more, 1.0)
    beyond = np.maximum(log_now - LOG_HUGE, 0) - np.maximum(log_before - LOG_HUGE, 0)
    return -log_beta_fall(beta + before, alpha, more) - alpha * beyond
