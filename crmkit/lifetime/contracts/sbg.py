"""The shifted-beta-geometric model of contracts: customers differ in how easily they leave.

Those who leave easily go first, so the retention rate of a cohort rises although nobody changes.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from crmkit.lifetime.contracts.beta_ratio import log_beta_fall
from crmkit.lifetime.contracts.model import ContractModel, check_period
from crmkit.models import FitReport, Scale, check_parameters
from crmkit.models.maximise import Objective


@dataclass(frozen=True)
class SBG(ContractModel):
    """How long do customers stay who differ in their probability to leave?

    Each leaves with an own probability at every renewal; these follow a beta distribution with
    alpha and beta (both positive, mean alpha / (alpha + beta)). period_days: length of a contract
    in days, or None; only discounting needs it. Source: Fader & Hardie (2007), How to project
    customer retention, Journal of Interactive Marketing 21(1); residual lifetime: Fader & Hardie
    (2010), Customer-base valuation in a contractual setting, Marketing Science 29(1).

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
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar[dict[str, Scale]] = {"alpha": "positive", "beta": "positive"}
    TITLE: ClassVar[str] = "sBG"

    def __post_init__(self) -> None:
        check_parameters(self)
        check_period(self.period_days)

    @classmethod
    def _objective(cls, left: np.ndarray, stayed: np.ndarray) -> Objective:
        def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            value, first, second = log_likelihoods(free[:1], free[1:], left[None], stayed[None])
            return value.sum(), first[:, 0], second[:, :, 0]

        return objective

    @classmethod
    def _starts(cls, left: np.ndarray, stayed: np.ndarray) -> list[np.ndarray]:
        # The mean as counted, with customers who differ much, somewhat and hardly.
        mean = (left.sum() + 0.5) / (left.sum() + stayed.sum() + 1)
        return [np.log([size * mean, size * (1 - mean)]) for size in (0.7, 5.0, 50.0)]

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        # r_t = (beta + t - 1) / (alpha + beta + t - 1), eq. of the retention rate in the paper.
        return -np.log1p(self.alpha / (self.beta + renewals - 1))

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        # S(t) = B(alpha, beta + t) / B(alpha, beta)
        return -log_beta_fall(self.beta, self.alpha, renewals)

    def _mean_residual(self, made: float) -> float:
        return (self.beta + made) / (self.alpha - 1) if self.alpha > 1 else np.inf


def log_likelihoods(
    log_alpha: np.ndarray, log_beta: np.ndarray, left: np.ndarray, stayed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log-likelihood of groups of customers, its slopes and curvatures in (ln alpha, ln beta).

    One row of left and stayed a group, one column a renewal. At the renewal after k others, the
    share alpha / (alpha + beta + k) leaves. Shapes (groups,), (2, groups), (2, 2, groups).
    """
    alpha, beta = np.exp(log_alpha)[:, None], np.exp(log_beta)[:, None]
    k = np.arange(left.shape[1])
    still, all_ = beta + k, alpha + beta + k
    decisions = left + stayed
    # ln of the shares by log1p: with alpha and beta in the millions, differences of logs cancel.
    leaving = log_alpha[:, None] - np.log(all_)
    value = (left * leaving - stayed * np.log1p(alpha / still)).sum(1)
    of_alpha = (left - decisions * (alpha / all_)).sum(1)
    of_beta = (stayed * (beta / still) * (alpha / all_) - left * (beta / all_)).sum(1)
    alpha_alpha = -(decisions * (alpha / all_) * (still / all_)).sum(1)
    alpha_beta = (decisions * (alpha / all_) * (beta / all_)).sum(1)
    beta_beta = (
        stayed * (beta / still) * (k / still) - decisions * (beta / all_) * ((alpha + k) / all_)
    ).sum(1)
    return (
        value,
        np.array([of_alpha, of_beta]),
        np.array([[alpha_alpha, alpha_beta], [alpha_beta, beta_beta]]),
    )
