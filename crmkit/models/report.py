"""How a fit went: where the search ended, and what the data say of each parameter there."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from crmkit.models.maximise import Optimum

# Where the standard error of a logarithm is this large, the data leave a parameter open by a factor
# of hundreds either way, and a normal distribution around the top says nothing.
FLAT = 3.0


@dataclass(frozen=True)
class FitReport:
    """How a fit went, in numbers and in a sentence.

    Parameters
    ----------
    customers, distinct_histories
        What was fitted on.
    log_likelihood
        Natural, at the top.
    parameters
        Their number.
    gradient_norm
        The steepest slope left.
    evaluations, starts
        Work of the search.
    boundary
        Parameters that ran to zero or infinity.
    information
        Minus the second derivatives of the log-likelihood in the free parameters (logs of positive
        ones, log-odds of shares).
    """

    customers: int
    distinct_histories: int
    log_likelihood: float
    parameters: int
    gradient_norm: float
    evaluations: int
    starts: int
    boundary: tuple[str, ...]
    information: tuple[tuple[float, ...], ...]

    @classmethod
    def of(
        cls, found: Optimum, *, customers: float, distinct: int, boundary: tuple[str, ...]
    ) -> Self:
        """The report of a search.

        Parameters
        ----------
        found
            Where it ended.
        customers, distinct
            How many it was fitted on, and how many distinct cases they make.
        boundary
            Parameters that ran to zero or infinity.
        """
        return cls(
            customers=round(customers),
            distinct_histories=int(distinct),
            log_likelihood=float(found.log_likelihood),
            parameters=len(found.free),
            gradient_norm=float(np.abs(found.gradient[~found.at_wall]).max(initial=0)),
            evaluations=found.evaluations,
            starts=found.starts,
            boundary=boundary,
            information=tuple(map(tuple, (-found.hessian).tolist())),
        )

    @property
    def aic(self) -> float:
        """Akaike's information criterion, smaller is better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """The Bayesian information criterion, smaller is better."""
        return math.log(self.customers) * self.parameters - 2 * self.log_likelihood

    @property
    def converged(self) -> bool:
        """Whether the slope at the end is nil: below a millionth of a unit a customer."""
        return self.gradient_norm < 1e-6 * self.customers

    @property
    def open_directions(self) -> np.ndarray:
        """Directions of the free parameters that the data leave open, one a column."""
        return self._directions()[0]

    @property
    def covariance(self) -> np.ndarray:
        """Of the free parameters, along the directions that the data do tell (a pseudo-inverse)."""
        return self._directions()[1]

    @property
    def interior(self) -> bool:
        """Whether the fit is an ordinary top, so that a normal distribution describes it."""
        return not self.boundary and not self.open_directions.size

    @property
    def sentence(self) -> str:
        """What a reader should know before using the parameters."""
        if self.boundary:
            return (
                f"The fit lies on a boundary: {', '.join(self.boundary)} ran to zero or infinity. "
                "Customers hardly differ in what it describes, or the data cannot tell; the "
                "log-likelihood is right, but there is no interval for it."
            )
        if not self.converged:
            return (
                "The search stopped before the top: the slope is still "
                f"{self.gradient_norm:.2g}. Do not use these parameters."
            )
        if self.open_directions.size:
            return (
                "The top is flat: other parameters fit as well, so not all have intervals. "
                "More customers or a longer time would help."
            )
        return (
            f"The fit converged after {self.evaluations} evaluations from {self.starts} "
            f"starting point{'s' if self.starts > 1 else ''}."
        )

    def tells(self, direction: np.ndarray) -> bool:
        """Whether the data tell how far the free parameters lie along this direction.

        Parameters
        ----------
        direction
            In the free parameters, of any length.
        """
        open_ = self.open_directions
        return float(np.square(open_.T @ direction).sum()) < 0.01 * float(direction @ direction)

    def _directions(self) -> tuple[np.ndarray, np.ndarray]:
        information = np.array(self.information)
        if not np.isfinite(information).all():
            return np.eye(len(information)), np.zeros_like(information)
        values, vectors = np.linalg.eigh(information)
        known = (values > FLAT**-2) & (values > 1e-10 * values[-1])
        inverse = (vectors[:, known] / values[known]) @ vectors[:, known].T
        return vectors[:, ~known], inverse
