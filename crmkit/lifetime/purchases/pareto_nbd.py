"""Pareto/NBD: customers buy at their own rate until, unseen, they leave for good.

While alive, a customer buys as a Poisson process with rate lambda ~ gamma(r, alpha); the lifetime
is exponential with rate mu ~ gamma(s, beta). Times run from the first purchase, which is not
counted in x. The likelihood of x repeat purchases, the last at t_x of T, is an integral over when
the customer left, or that they did not (Schmittlein, Morrison & Colombo 1987, appendix):

    L = Gamma(r + x) alpha^r beta^s / Gamma(r)
        {  integral from t_x to T of  s (alpha + y)^-(r+x) (beta + y)^-(s+1) dy
           + (alpha + T)^-(r+x) (beta + T)^-s  }

The paper's closed form, a difference of two 2F1, cancels; the engine sums positive terms only.
"""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import exprel

from crmkit.lifetime.purchases.engine.histories import Histories
from crmkit.lifetime.purchases.engine.pareto_nbd_counts import count_probabilities
from crmkit.lifetime.purchases.engine.pareto_nbd_likelihood import Likelihood
from crmkit.lifetime.purchases.engine.pareto_nbd_series import panels
from crmkit.lifetime.purchases.model import ENOUGH, PurchaseModel
from crmkit.models import Scale
from crmkit.models.counted import summed
from crmkit.models.maximise import WALL, Objective, Walls
from crmkit.money import DAYS_OF_A_YEAR


@dataclass(frozen=True)
class ParetoNBD(PurchaseModel):
    """How much will each customer still buy, and who has silently left? (Pareto/NBD)

    Parameters
    ----------
    r, alpha
        Shape and rate of the gamma distribution of purchase rates, both positive.
    s, beta
        The same of rates of leaving.
    period_days
        How long a period is, the unit of alpha and beta; all other times that go in or come out
        are in days.

    References
    ----------
    Schmittlein, Morrison & Colombo (1987), Counting your customers: who are they and what will they
    do next?, Management Science 33(1).

    Examples
    --------
    >>> import pandas as pd
    >>> summary = pd.DataFrame(
    ...     {"repeat_purchases": [0, 1, 2, 7, 26], "age_at_last_days": [0, 60, 90, 245, 216],
    ...      "age_days": [217, 270, 100, 273, 217]},
    ...     index=pd.Index(list("abcde"), name="customer_id"),
    ... )
    >>> model = ParetoNBD(r=.553, alpha=10.578, s=.606, beta=11.669, period_days=7)
    >>> model.expected_purchases(summary, horizon_days=364).round(2).tolist()
    [0.19, 0.47, 3.54, 5.87, 25.46]
    >>> model.probability_alive(summary).round(3).tolist()
    [0.349, 0.361, 0.964, 0.933, 0.998]
    """

    r: float
    alpha: float
    s: float
    beta: float

    SCALES: ClassVar[dict[str, Scale]] = dict.fromkeys(("r", "alpha", "s", "beta"), "positive")
    TITLE: ClassVar[str] = "Pareto/NBD"
    PART: ClassVar[int] = 600

    @classmethod
    def starts(cls, seen: Histories) -> list[tuple[float, ...]]:
        """Of many starts tried on random data, two that led to the best of all optima.

        In the second, some leave at once and hardly anybody later.
        """
        unit = cls.mean_age(seen)
        if not seen.x.any():
            return [(math.exp(-WALL), math.exp(WALL) * unit, 1.0, unit)]
        rate = max(summed(seen, seen.x) / seen.total, 1e-6)
        places = [(0.5, 0.5, 0.3), (1.0, 0.3, 0.001)]
        return [
            (r, r * float(_exposure(1.0, s, beta, 1.0)) / rate * unit, s, beta * unit)
            for r, s, beta in places
        ]

    @classmethod
    def origin(cls, seen: Histories) -> np.ndarray:
        return np.log([1, cls.mean_age(seen), 1, cls.mean_age(seen)])

    @classmethod
    def walls(cls) -> Walls:
        # More room for beta, which falls far where a share of customers never buys.
        return Walls(np.array([-WALL, -WALL, -WALL, -1.5 * WALL]), np.full(4, WALL))

    @classmethod
    def objective(cls, seen: Histories) -> Objective:
        """With exact derivatives; see the engine."""
        return Likelihood.of(seen)

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Histories) -> float:
        """The log of the formula above; see the engine."""
        return Likelihood.of(seen).total(parameters)

    def _alive(self, histories: Histories) -> np.ndarray:
        """(alpha + T)^-(r+x) (beta + T)^-s over the braces of the likelihood, all as logs."""
        living = -(
            self.r * np.log1p(histories.T / self.alpha)
            + self.s * np.log1p(histories.T / self.beta)
            + histories.x * np.log(self.alpha + histories.T)
        )
        parameters = np.array([self.r, self.alpha, self.s, self.beta])
        return np.exp(np.minimum(living - Likelihood.of(histories).each(parameters), 0))

    @property
    def _leave_in_a_year(self) -> float:
        return -math.expm1(-self.s * math.log1p(DAYS_OF_A_YEAR / self.period_days / self.beta))

    def _expected(self, x: np.ndarray, age: np.ndarray, periods: float | np.ndarray) -> np.ndarray:
        """(r + x) times the mean time alive, over alpha + T; eq. 41, Fader & Hardie 2005 (note)."""
        return (self.r + x) * _exposure(self.alpha + age, self.s, self.beta + age, periods)

    def _discounted(
        self, x: np.ndarray, age: np.ndarray, periods: float, rate: float
    ) -> np.ndarray:
        ages, place = np.unique(age, return_inverse=True)
        time = _discounted_exposure(self.alpha + ages, self.s, self.beta + ages, periods, rate)
        return (self.r + x) * time[place]

    def _counts(self, x: np.ndarray, age: np.ndarray, periods: float, up_to: int) -> np.ndarray:
        """Those alive buy at rates gamma(r + x, alpha + T), and leave at gamma(s, beta + T)."""
        return count_probabilities(
            self.r + x,
            self.alpha + age,
            np.full(len(x), self.s),
            self.beta + age,
            periods,
            np.arange(up_to + 1),
        )

    def _purchases(
        self, x: np.ndarray, age: np.ndarray, periods: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        # Who hardly ever leaves has a rate that underflows to 0, and a lifetime without end.
        with np.errstate(divide="ignore", over="ignore"):
            lifetime = rng.standard_exponential(len(x)) / rng.gamma(self.s, 1 / (self.beta + age))
        active = np.minimum(lifetime, periods)
        count = rng.poisson(rng.gamma(self.r + x, 1 / (self.alpha + age)) * active)
        customer = np.repeat(np.arange(len(x)), count)
        return customer, rng.random(len(customer)) * active[customer]


def _exposure(alpha: ArrayLike, s: float, beta: ArrayLike, t: ArrayLike) -> np.ndarray:
    """Mean time alive in (0, t) of rates of leaving gamma(s, beta), divided by alpha.

    beta / (s - 1) (1 - (beta / (beta + t))^(s - 1)), written so that s = 1 is no special case.
    """
    aged = np.log1p(t / np.asarray(beta))
    return np.asarray(beta) / alpha * aged * exprel((1 - s) * aged)


def _discounted_exposure(
    alpha: np.ndarray, s: float, beta: np.ndarray, t: float, rate: float
) -> np.ndarray:
    """The same with time discounted at a continuous rate, for t up to infinity.

    Integral of e^(-rate y) (beta / (beta + y))^s; with y = beta (e^w - 1) the integrand is
    e^(-c (e^w - 1) + (1 - s) w), c = rate beta, without singularities, and Gauss-Legendre is exact.
    To infinity it equals c^(s-1) U(s, s, c), whose library function fails for some s and c.
    """
    c = rate * beta
    end = np.log1p(t / beta)
    with np.errstate(divide="ignore", over="ignore"):
        drop = ENOUGH + max(1 - s, 0) * np.minimum(end, np.log1p(100 / c))
        end = np.minimum(end, np.log1p(drop / c))
    if s > 1:
        end = np.minimum(end, ENOUGH / (s - 1))
    w, weight = panels(end[:, None])
    values = np.exp(-c[:, None] * np.expm1(w) + (1 - s) * w) * weight
    return beta / alpha * values.sum(axis=1)
