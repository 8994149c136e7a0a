"""The shifted-beta-geometric model of contracts: customers differ in how easily they leave.

Those who leave easily go first, so the retention rate of a cohort rises although nobody changes.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from crmkit.lifetime.contracts.beta_ratio import log_beta_fall
from crmkit.lifetime.contracts.model import ContractModel
from crmkit.lifetime.contracts.tables import Contracts
from crmkit.models import Scale

__all__ = ["SBG"]


@dataclass(frozen=True)
class SBG(ContractModel):
    """How long do customers stay who differ in their probability to leave?

    Each customer has a probability theta of their own to leave at a renewal; over customers it
    follows a beta distribution with mean alpha / (alpha + beta).

    Parameters
    ----------
    alpha, beta
        Of the beta distribution, both positive.
    period_days
        Length of a contract in days (365.25 for a year), or None: only discounting needs it.

    References
    ----------
    Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing
    21(1). Residual lifetime: Fader & Hardie (2010), Customer-base valuation in a contractual
    setting, Marketing Science 29(1).

    Examples
    --------
    >>> import pandas as pd
    >>> model = SBG.fit(pd.Series([1000, 869, 743, 653, 593, 551, 517, 491]), period_days=365.25)
    >>> model.parameters.round(3).to_dict()
    {'alpha': 0.668, 'beta': 3.806}
    >>> model.retention_rate([1, 5, 10]).round(3).to_dict()
    {1: 0.851, 5: 0.921, 10: 0.95}
    >>> round(model.discounted_expected_residual_lifetime(3, annual_discount_rate=0.1), 2)
    6.62
    """

    alpha: float
    beta: float
    period_days: float | None = None

    SCALES: ClassVar[dict[str, Scale]] = {"alpha": "positive", "beta": "positive"}
    TITLE: ClassVar[str] = "sBG"
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("alpha", "beta"),)

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Contracts) -> float:
        """The log-likelihood: sum of n_t ln P(T = t) + (n - sum of n_t) ln S(K), eq. (B3).

        Of n customers n_t leave at renewal t = 1, ..., K, and the others stay to the end:

            P(T = t) = r_1 ... r_(t-1) (1 - r_t)  (5, by the recursion 7)
            S(t) = r_1 ... r_t  (6)
            r_t = (beta + t - 1) / (alpha + beta + t - 1)  (8)

        So everyone who leaves at a renewal counts ln(1 - r_t), and everyone who stays ln r_t.
        """
        alpha, beta = parameters
        t, left, stayed = seen.decisions
        # ln r_t and ln(1 - r_t) by log1p: with alpha and beta large, differences of logs cancel.
        log_stay = -np.log1p(alpha / (beta + t - 1))
        log_leave = -np.log1p((beta + t - 1) / alpha)
        return left @ log_leave + stayed @ log_stay

    @classmethod
    def starts(cls, seen: Contracts) -> list[list[float]]:
        """The mean as counted, with customers who differ much, somewhat and hardly."""
        mean = seen.leaving_share
        return [[size * mean, size * (1 - mean)] for size in (0.7, 5.0, 50.0)]

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        return -np.log1p(self.alpha / (self.beta + renewals - 1))

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        # S(t) = B(alpha, beta + t) / B(alpha, beta), eq. (6)
        return -log_beta_fall(self.beta, self.alpha, renewals)

    def _mean_residual(self, made: float) -> float:
        return (self.beta + made) / (self.alpha - 1) if self.alpha > 1 else np.inf
