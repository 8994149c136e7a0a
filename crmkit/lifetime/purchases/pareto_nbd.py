"""Pareto/NBD: customers buy at their own rate until, unseen, they leave for good.

Schmittlein, Morrison & Colombo 1987 (Management Science 33, 1-24). While alive, a customer buys as
a Poisson process with rate lambda ~ gamma(r, alpha); the lifetime is exponential with rate
mu ~ gamma(s, beta). Times run from the first purchase, which is not counted in x.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import exprel

from crmkit.lifetime.purchases.engine.histories import Histories
from crmkit.models import FitReport, Model, Scale, check_parameters
from crmkit.money import DAYS_OF_A_YEAR
from crmkit.models.maximise import WALL, Optimum, maximise
from crmkit.lifetime.purchases.engine.pareto_nbd_counts import count_probabilities
from crmkit.lifetime.purchases.engine.pareto_nbd_likelihood import Likelihood
from crmkit.lifetime.purchases.engine.pareto_nbd_series import panels
from crmkit.lifetime.purchases.simulation import order_log

# (r, s, beta) to begin with, when the mean age is 1: of many starts tried on random data, these two
# led to the best of all optima. In the second, some leave at once and hardly anybody later.
STARTS = ((0.5, 0.5, 0.3), (1.0, 0.3, 0.001))
# A search over many more histories than this begins with some such number of them.
PART = 600
# Beyond e^9, about 8,000, customers who differ cannot be told from customers who do not.
FAR = 9.0
# The walls of log beta are at -21 and 14, those of the others at -14 and 14.
MIDDLE, STRETCH = np.array([0, 0, 0, -3.5]), np.array([1, 1, 1, 1.25])


@dataclass(frozen=True)
class ParetoNBD(Model):
    """How much will each customer still buy, and who has silently left?

    r, alpha: shape and rate of the gamma distribution of purchase rates. s, beta: the same of
    rates of leaving. alpha and beta are times, in periods of `period_days` days; all other times
    that go in or come out are in days.

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
    period_days: float = 1
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar[dict[str, Scale]] = dict.fromkeys(("r", "alpha", "s", "beta"), "positive")
    TITLE: ClassVar[str] = "Pareto/NBD"

    def __post_init__(self) -> None:
        check_parameters(self)
        if not (np.isfinite(self.period_days) and self.period_days > 0):
            raise ValueError(
                f"period_days={self.period_days!r} must be a positive number of days, e.g. 7"
            )

    @classmethod
    def fit(cls, summary: pd.DataFrame, *, period_days: float = 7) -> Self:
        """Which parameters make these customers' histories most likely?

        summary: the customers table of `crmkit.summary.customers`, with `repeat_purchases`,
        `age_at_last_days` and `age_days`. period_days: the unit of alpha and beta, in days; it
        changes nothing else. Raises ValueError for impossible histories.
        """
        return cls._fit_histories(Histories.of(summary, period_days), period_days=period_days)

    @classmethod
    def _fit_histories(
        cls,
        histories: Histories,
        *,
        period_days: float,
        starts: Iterable[np.ndarray] | None = None,
    ) -> Self:
        """Fit on distinct histories; starts are logs of (r, alpha, s, beta)."""
        # In units of the customers' mean age, walls and starts mean the same for all data.
        unit = float(np.average(histories.T, weights=histories.weights))
        if unit == 0:
            raise ValueError(
                "all customers have age_days = 0: nobody has been watched yet. Choose a later as_of"
            )
        histories = replace(histories, t_x=histories.t_x / unit, T=histories.T / unit)
        shift = np.log([1, unit, 1, unit])
        if starts is not None:
            starts = [np.asarray(start) - shift for start in starts]
        optimum = _search(histories, starts)
        purchases = float(np.sum(histories.weights * histories.x))
        optimum = replace(optimum, log_likelihood=optimum.log_likelihood - purchases * np.log(unit))
        values = map(float, np.exp(optimum.free + shift))
        names = tuple(cls.SCALES)
        report = FitReport.of(
            optimum, names, customers=round(histories.total), distinct=len(histories)
        )
        far = tuple(n for n, one in zip(names, optimum.free, strict=True) if abs(one) > FAR)
        if far:
            report = replace(report, boundary=far, covariance=None)
        return cls(*values, period_days=period_days, report=report)

    def bootstrap(
        self, summary: pd.DataFrame, *, replicates: int = 200, rng: np.random.Generator
    ) -> pd.DataFrame:
        """How much would the parameters differ with other customers of the same kind?

        One row a replicate, columns the parameters: fits to as many customers drawn from
        `summary` with replacement, each started at this model.
        """
        histories = Histories.of(summary, self.period_days)
        fits = [
            self._fit_histories(
                histories.resampled(rng), period_days=self.period_days, starts=[self._free()]
            )
            for _ in range(replicates)
        ]
        rows = [one.parameters for one in fits]
        index = pd.RangeIndex(len(rows), name="replicate")
        return pd.DataFrame(rows, index=index, columns=list(self.SCALES))

    def log_likelihood(self, summary: pd.DataFrame) -> float:
        """How likely are these customers' histories? The sum of log-likelihoods, in nats."""
        histories = Histories.of(summary, self.period_days)
        return float(histories.weights @ self._log_likelihoods(histories))

    def probability_alive(self, summary: pd.DataFrame) -> pd.Series:
        """Has the customer not left yet? A probability for each customer, 0 to 1."""
        histories = Histories.rows(summary, self.period_days)
        return histories.by_customer(self._alive(histories), "probability_alive")

    def expected_purchases(self, summary: pd.DataFrame, *, horizon_days: float) -> pd.Series:
        """How many purchases will each customer make in the next `horizon_days` days?

        0 or more for each customer, counting days with purchases as the summary does. Raises
        ValueError for a negative horizon.
        """
        t = self._periods(horizon_days, "horizon_days")
        histories = Histories.rows(summary, self.period_days)
        of_the_living = (self.r + histories.x) * _exposure(
            self.alpha + histories.T, self.s, self.beta + histories.T, t
        )
        return histories.by_customer(self._alive(histories) * of_the_living, "expected_purchases")

    def expected_purchases_of_new(self, *, horizon_days: ArrayLike) -> float | np.ndarray:
        """How many purchases will a new customer make in so many days after the first one?

        A number, or an array for an array of horizons; the first purchase is not counted.
        """
        t = self._periods(horizon_days, "horizon_days")
        expected = self.r * _exposure(self.alpha, self.s, self.beta, t)
        return expected if np.ndim(horizon_days) else float(expected)

    def probability_of_purchases(self, n: ArrayLike, *, days: float) -> float | np.ndarray:
        """How probable is it that a new customer makes n further purchases in so many days?

        A probability, or an array of them for an array of counts.
        """
        counts = np.asarray(n)
        if counts.size and (np.any(counts % 1 != 0) or counts.min() < 0):
            raise ValueError(f"n={n!r} must be whole numbers from 0 on")
        t = float(self._periods(days, "days"))
        counts = counts.astype(np.int64)
        parameters = (np.array([one]) for one in (self.r, self.alpha, self.s, self.beta))
        wanted, place = np.unique(counts, return_inverse=True)
        found = count_probabilities(*parameters, t, wanted)[0][place].reshape(counts.shape)
        return found if np.ndim(n) else float(found)

    def conditional_distribution(
        self, summary: pd.DataFrame, *, horizon_days: float, up_to: int = 10
    ) -> pd.DataFrame:
        """How probable are 0, 1, 2, ... purchases of each customer in the next days?

        One row a customer, one column a count from 0 to `up_to`; what a row lacks to 1 is the
        probability of more. Given the history, a customer who is still alive has a purchase rate
        gamma(r + x, alpha + T) and a rate of leaving gamma(s, beta + T).
        """
        if up_to < 0 or up_to % 1:
            raise ValueError(f"up_to={up_to!r} must be a whole number from 0 on")
        t = float(self._periods(horizon_days, "horizon_days"))
        histories = Histories.rows(summary, self.period_days)
        pairs = histories.age_pairs()
        living = count_probabilities(
            self.r + pairs.x,
            self.alpha + pairs.age,
            np.full(len(pairs.x), self.s),
            self.beta + pairs.age,
            t,
            np.arange(int(up_to) + 1),
        )
        alive = self._alive(histories)
        table = living[pairs.inverse]
        table *= alive[:, None]
        table[:, 0] += 1 - alive
        index = histories.customers
        return pd.DataFrame(
            table, index=index, columns=pd.RangeIndex(int(up_to) + 1, name="purchases")
        )

    def discounted_expected_transactions(
        self,
        summary: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_days: float | None = None,
    ) -> pd.Series:
        """How many purchases is each customer still good for, those to come later counting less?

        A purchase t years of 365.25 days from now counts (1 + annual_discount_rate)^-t. Without
        `horizon_days`, over all the future: the DET of Fader, Hardie & Lee (2005, Journal of
        Marketing Research 42, 415-430), where the rate must be above 0. Raises ValueError for a
        rate or horizon out of range.
        """
        if not (np.isfinite(annual_discount_rate) and annual_discount_rate >= 0):
            raise ValueError(
                f"annual_discount_rate={annual_discount_rate!r} must be 0 or more, e.g. 0.15"
            )
        if horizon_days is None and annual_discount_rate == 0:
            raise ValueError(
                "without discounting, the purchases of all time may have no bound; give a "
                "horizon_days or an annual_discount_rate above 0"
            )
        t = np.inf if horizon_days is None else self._periods(horizon_days, "horizon_days")
        rate = np.log1p(annual_discount_rate) * self.period_days / DAYS_OF_A_YEAR
        histories = Histories.rows(summary, self.period_days)
        ages, place = np.unique(histories.T, return_inverse=True)
        years = _discounted_exposure(self.alpha + ages, self.s, self.beta + ages, t, rate)[place]
        det = self._alive(histories) * (self.r + histories.x) * years
        return histories.by_customer(det, "discounted_expected_transactions")

    def simulate(
        self,
        n: int,
        *,
        days: float | np.ndarray,
        rng: np.random.Generator,
        start: str | pd.Timestamp = "2024-01-01",
    ) -> pd.DataFrame:
        """What would the orders of n such customers look like?

        days: for how long each is watched from the first order on; one number, or one for each
        customer, who then comes later the shorter it is, so that all are watched up to the same
        end, `start` plus the longest time. An order log in the order of time: `customer_id` (int64
        from 0), `ordered_at` (whole seconds), `amount` 1.0. Times are continuous, so that a
        customers table, which counts days, merges orders of one day.
        """
        if n < 1 or n % 1:
            raise ValueError(f"n={n!r} must be a whole number of customers, 1 or more")
        watched = np.broadcast_to(np.asarray(days, float), (int(n),))
        customer, time = self._simulate_purchases(self._periods(watched, "days"), rng)
        return order_log(customer, time * self.period_days, watched_days=watched, start=start)

    def _simulate_purchases(
        self, watched: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Customer and time since the first purchase of each repeat purchase, in periods."""
        n = len(watched)
        # Who hardly ever leaves has a rate that underflows to 0, and a lifetime without end.
        with np.errstate(divide="ignore", over="ignore"):
            lifetime = rng.standard_exponential(n) / rng.gamma(self.s, 1 / self.beta, n)
        active = np.minimum(lifetime, watched)
        count = rng.poisson(rng.gamma(self.r, 1 / self.alpha, n) * active)
        customer = np.repeat(np.arange(n), count)
        return customer, rng.random(len(customer)) * active[customer]

    def _simulate_histories(self, *, days: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
        """A customers table with ages in continuous days, one customer for each of `days`."""
        days = np.asarray(days, float)
        customer, time = self._simulate_purchases(days / self.period_days, rng)
        last = np.zeros(len(days))
        np.maximum.at(last, customer, time * self.period_days)
        count = np.bincount(customer, minlength=len(days))
        return pd.DataFrame(
            {
                "repeat_purchases": count,
                "age_at_last_days": np.clip(last, np.where(count > 0, 1e-9, 0), days),
                "age_days": days,
            },
            index=pd.RangeIndex(len(days), name="customer_id"),
        )

    def _log_likelihoods(self, histories: Histories) -> np.ndarray:
        likelihood = Likelihood(histories)
        return likelihood.rising(self.r) + likelihood.each(self._free())

    def _alive(self, histories: Histories) -> np.ndarray:
        """P(alive at T) = (alpha + T)^-(r+x) (beta + T)^-s / (s J + (r + x) K), all as logs."""
        living = -(
            self.r * np.log1p(histories.T / self.alpha)
            + self.s * np.log1p(histories.T / self.beta)
            + histories.x * np.log(self.alpha + histories.T)
        )
        return np.exp(np.minimum(living - Likelihood(histories).each(self._free()), 0))

    def _periods(self, days: ArrayLike, name: str) -> np.ndarray:
        values = np.asarray(days, dtype=float)
        if not (np.isfinite(values).all() and (values >= 0).all()):
            raise ValueError(f"{name}={days!r} must be 0 or more, and finite")
        return values / self.period_days


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
        drop = 40 + max(1 - s, 0) * np.minimum(end, np.log1p(100 / c))
        end = np.minimum(end, np.log1p(drop / c))
    if s > 1:
        end = np.minimum(end, 40 / (s - 1))
    w, weight = panels(end[:, None])
    values = np.exp(-c[:, None] * np.expm1(w) + (1 - s) * w) * weight
    return beta / alpha * values.sum(axis=1)


def _search(histories: Histories, starts: list[np.ndarray] | None) -> Optimum:
    """The highest point of the log-likelihood, when the mean age is 1."""
    total, likelihood = histories.total, Likelihood(histories)
    if starts is None:
        rate = max(float(np.sum(histories.weights * histories.x)) / total, 1e-6)
        starts = [_start(rate, *one) for one in STARTS]
        if not histories.x.any():
            starts = [np.array([-WALL, WALL, 0, 0])]
    count, before = len(starts), 0
    if len(histories) > 4 * PART:
        # Every n-th history leads to nearly the same place for a fraction of the cost.
        every = len(histories) // max(PART, len(histories) // 100)
        chosen = np.zeros(len(histories))
        chosen[every // 2 :: every] = histories.weights[every // 2 :: every]
        part = histories.reweighted(chosen)
        # Nearly is enough: the tolerance is one a customer.
        roughly = _highest(Likelihood(part), starts, customers=1e4 * part.total)
        starts, before = [roughly.free], roughly.iterations
    found = _highest(likelihood, starts, customers=total)
    return replace(found, iterations=found.iterations + before, starts=count)


def _highest(likelihood: Likelihood, starts: list[np.ndarray], *, customers: float) -> Optimum:
    """`maximise` with more room for beta, which falls far where a share of customers never buys."""

    def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        value, gradient, hessian = likelihood(MIDDLE + STRETCH * free)
        return value, gradient * STRETCH, hessian * np.outer(STRETCH, STRETCH)

    stretched = [(start - MIDDLE) / STRETCH for start in starts]
    found = maximise(objective, stretched, customers=customers)
    return replace(
        found,
        free=MIDDLE + STRETCH * found.free,
        gradient=found.gradient / STRETCH,
        hessian=found.hessian / np.outer(STRETCH, STRETCH),
    )


def _start(rate: float, r: float, s: float, beta: float) -> np.ndarray:
    """Logs of parameters with which new customers buy `rate` times in a period."""
    return np.log([r, r * float(_exposure(1.0, s, beta, 1.0)) / rate, s, beta])
