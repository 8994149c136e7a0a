"""The geometric model of contracts: everybody leaves with the same probability at each renewal."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from crmkit.lifetime.contracts.model import ContractModel, check_period
from crmkit.models import FitReport, Scale, check_parameters
from crmkit.models.maximise import Objective


@dataclass(frozen=True)
class Geometric(ContractModel):
    """How long do customers stay who leave at every renewal with probability theta?

    theta: share that leaves at a renewal, between 0 and 1. period_days: length of a contract in
    days, or None; only discounting needs it. Source: the geometric model in Fader & Hardie (2007),
    How to project customer retention, Journal of Interactive Marketing 21(1).

    >>> import pandas as pd
    >>> model = Geometric.fit(pd.Series([1000, 800, 640, 512, 410]))
    >>> round(model.theta, 4)
    0.1999
    >>> round(model.survival(10), 3)
    0.108
    """

    theta: float
    period_days: float | None = None
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar[dict[str, Scale]] = {"theta": "share"}
    TITLE: ClassVar[str] = "Geometric"

    def __post_init__(self) -> None:
        check_parameters(self)
        check_period(self.period_days)

    @classmethod
    def _objective(cls, left: np.ndarray, stayed: np.ndarray) -> Objective:
        leavers, decisions = left.sum(), left.sum() + stayed.sum()

        def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            # ln theta and ln(1 - theta) from the log-odds, so that no share is rounded to 0 or 1.
            log_theta, log_stay = -np.logaddexp(0, -free[0]), -np.logaddexp(0, free[0])
            theta = np.exp(log_theta)
            value = leavers * log_theta + (decisions - leavers) * log_stay
            gradient = np.array([leavers - decisions * theta])
            return value, gradient, np.array([[-decisions * theta * np.exp(log_stay)]])

        return objective

    @classmethod
    def _starts(cls, left: np.ndarray, stayed: np.ndarray) -> list[np.ndarray]:
        # The estimate itself, leavers of decisions; without leavers (or stayers), the wall.
        with np.errstate(divide="ignore"):
            return [np.array([np.log(left.sum()) - np.log(stayed.sum())])]

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        return np.full(np.shape(renewals), np.log1p(-self.theta))

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        return renewals * np.log1p(-self.theta)

    def _mean_residual(self, made: float) -> float:
        return (1 - self.theta) / self.theta
