"""The geometric model of contracts: everybody leaves with the same probability at each renewal."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from crmkit.lifetime.contracts.model import ContractModel
from crmkit.lifetime.contracts.tables import Contracts
from crmkit.models import Scale

__all__ = ["Geometric"]

# Where nobody has left, or everybody has, the search begins this close to the wall.
LEAST_SHARE = 1e-6


@dataclass(frozen=True)
class Geometric(ContractModel):
    """How long do customers stay who leave at every renewal with probability theta?

    Parameters
    ----------
    theta
        Share that leaves at a renewal, between 0 and 1.
    period_days
        Length of a contract in days (365.25 for a year), or None: only discounting needs it.

    References
    ----------
    The geometric model in Fader & Hardie (2007), How to project customer retention, Journal of
    Interactive Marketing 21(1).

    Examples
    --------
    >>> import pandas as pd
    >>> model = Geometric.fit(pd.Series([1000, 800, 640, 512, 410]))
    >>> round(model.theta, 4)
    0.1999
    >>> round(model.survival(10), 3)
    0.108
    """

    theta: float
    period_days: float | None = None

    SCALES: ClassVar[dict[str, Scale]] = {"theta": "share"}
    TITLE: ClassVar[str] = "Geometric"

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Contracts) -> float:
        """The log-likelihood: sum of n_t ln P(T = t) + (n - sum of n_t) ln S(K), eq. (B3).

        Of n customers n_t leave at renewal t = 1, ..., K, and the others stay to the end:

            P(T = t) = theta (1 - theta)^(t - 1)
            S(t) = (1 - theta)^t

        So everyone who leaves at a renewal counts ln theta, and everyone who stays ln(1 - theta).
        """
        (theta,) = parameters
        _, left, stayed = seen.decisions
        return left.sum() * np.log(theta) + stayed.sum() * np.log1p(-theta)

    @classmethod
    def starts(cls, seen: Contracts) -> list[list[float]]:
        """The estimate itself: leavers of decisions."""
        _, left, stayed = seen.decisions
        share = left.sum() / (left.sum() + stayed.sum())
        return [[float(np.clip(share, LEAST_SHARE, 1 - LEAST_SHARE))]]

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        return np.full(np.shape(renewals), np.log1p(-self.theta))

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        return renewals * np.log1p(-self.theta)

    def _mean_residual(self, made: float) -> float:
        return (1 - self.theta) / self.theta
