"""BG/BB: how often will customers buy who can buy only at set times, and who leave unseen?

For a donation a year, a conference, a weekly panel, a cruise: time is a row of opportunities, and
at each one a customer who is still there buys or does not. With x repeat purchases at n
opportunities, the last at t, the likelihood is eq. (5) of Fader, Hardie & Shang 2010:

    L = { B(alpha + x, beta + n - x) B(gamma, delta + n)
          + sum over i = 0 ... n - t - 1 of
            B(alpha + x, beta + t - x + i) B(gamma + 1, delta + t + i) }
        / { B(alpha, beta) B(gamma, delta) }

The first term is of those who are still there, the sum of those who left after opportunity t + i.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Self, overload

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.lifetime.purchases.engine.bg_bb_ahead import count_chances, discounted_stays
from crmkit.lifetime.purchases.engine.bg_bb_likelihood import Histories, log_likelihoods
from crmkit.lifetime.purchases.engine.rising import log_stays
from crmkit.models import Model, check_parameters

__all__ = ["BGBB"]


@dataclass(frozen=True)
class BGBB(Model):
    """How often will customers buy at opportunities to come? (beta-geometric/beta-Bernoulli)

    A customer who is there buys at each opportunity with chance p, and before each opportunity
    leaves for good with chance theta. Chances differ: p is Beta(alpha, beta), theta is
    Beta(gamma, delta). The purchase that made somebody a customer does not count.

    Wherever the methods take `customers`, it is a table with one row a customer, or one row a
    distinct history and a column `customers` with their number, and the columns

    - `repeat_purchases`: purchases after the first (x; whole, 0 to `periods`)
    - `last_period`: the opportunity of the last purchase (t; 0 exactly without a repeat)
    - `periods`: opportunities since the first purchase (n; whole, 0 or more)

    or it is a customers table `crmkit.summary.customers(log, as_of=..., period_days=p)`, whose ages
    are multiples of the model's period_days.

    Parameters
    ----------
    alpha, beta, gamma, delta
        Of the two beta distributions; positive.
    period_days
        Days from one opportunity to the next. It does not enter the fit; it turns `horizon_days`
        and an annual discount rate into opportunities.

    References
    ----------
    Fader, Hardie & Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting",
    Marketing Science 29(6).

    Examples
    --------
    >>> donors = pd.DataFrame({"repeat_purchases": [0, 0, 3, 4, 6], "last_period": [0, 0, 4, 6, 6],
    ...                        "periods": 6}, index=pd.Index(list("abcde"), name="customer_id"))
    >>> model = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, period_days=365)
    >>> model.expected_purchases(donors, opportunities=5).round(2).tolist()
    [0.07, 0.07, 1.03, 2.71, 3.75]
    """

    alpha: float
    beta: float
    gamma: float
    delta: float
    period_days: float = field(kw_only=True)

    SCALES: ClassVar = dict.fromkeys(("alpha", "beta", "gamma", "delta"), "positive")
    TITLE: ClassVar[str] = "BG/BB"
    TOGETHER: ClassVar = (("alpha", "beta"), ("gamma", "delta"))
    # Beyond e^9, about 8,000, customers who differ cannot be told from customers who do not.
    FAR: ClassVar[float] = 9.0

    def __post_init__(self) -> None:
        check_parameters(self)
        tables.number("period_days", self.period_days, above=0, mend="e.g. 365 for yearly ones")

    @classmethod
    def fit(cls, customers: pd.DataFrame, *, period_days: float) -> Self:
        """Which chances of buying and of leaving make these histories most likely?

        Parameters
        ----------
        customers, period_days
            See the class; period_days is 365 for yearly opportunities.

        Raises
        ------
        ValueError
            For histories that cannot be (with their number, the first ones and how to mend them)
            and where nobody had an opportunity.

        Examples
        --------
        >>> table = pd.DataFrame({
        ...     "repeat_purchases": [0, 1, 1, 2, 3], "last_period": [0, 1, 3, 3, 3],
        ...     "periods": 3, "customers": [500, 120, 90, 160, 130]})
        >>> BGBB.fit(table, period_days=365).parameters.round(1).to_dict()
        {'alpha': 1.2, 'beta': 1.4, 'gamma': 0.1, 'delta': 0.2}
        """
        seen = cls.counted(customers, period_days=period_days)
        if not seen.n.any():
            raise ValueError("periods is 0 for every customer: nobody had an opportunity to buy")
        return cls.fit_counted(seen, period_days=period_days)

    # -- The likelihood --------------------------------------------------------------------------

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Histories) -> float:
        """ln L, summed over customers; the engine adds up eq. (5) for all histories at once."""
        return float(seen.weights @ log_likelihoods(parameters, seen)[0])

    @classmethod
    def counted(cls, customers: pd.DataFrame, *, period_days: float) -> Histories:
        """The distinct histories."""
        return Histories.of(customers, period_days)

    @classmethod
    def starts(cls, seen: Histories) -> list[tuple[float, ...]]:
        """Mean chances of buying and of leaving, and how many customers' worth of certainty."""
        places = [(0.5, 2, 0.2, 2), (0.2, 1, 0.05, 1), (0.7, 1, 0.5, 1)]
        places += [(0.3, 20, 0.1, 20), (0.4, 1, 0.02, 5)]
        return [
            (p * sure, (1 - p) * sure, theta * certain, (1 - theta) * certain)
            for p, sure, theta, certain in places
        ]

    # -- Answers about customers -----------------------------------------------------------------

    def probability_alive(
        self, customers: pd.DataFrame, *, opportunities_ahead: int = 0
    ) -> pd.Series:
        """With which chance is each customer still there? One number a row, 0 to 1.

        At the last opportunity of the history, or so many later: the paper's eq. (A10) and its
        tables take opportunities_ahead=1.
        """
        seen = self._histories(customers)
        ahead = tables.whole("opportunities_ahead", opportunities_ahead)
        stays = self._stays(seen, np.arange(ahead + 1) == ahead)
        return seen.by_row(self._alive(seen) * stays, "probability_alive")

    def expected_purchases(
        self,
        customers: pd.DataFrame,
        *,
        horizon_days: float | None = None,
        opportunities: int | None = None,
    ) -> pd.Series:
        """How many purchases will each customer make from now on? One number a row, eq. (13).

        Pass opportunities, or horizon_days (whole periods of period_days that fit into it).
        """
        # A sum of positive terms: the paper's closed form loses its digits near gamma = 1.
        ahead, seen = self._ahead(horizon_days, opportunities), self._histories(customers)
        stays = self._stays(seen, np.arange(ahead + 1) > 0)
        return seen.by_row(self._alive_and_buying(seen) * stays, "expected_purchases")

    def discounted_expected_transactions(
        self,
        customers: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_days: float | None = None,
    ) -> pd.Series:
        """What are each customer's future purchases worth today, counted in purchases? (DET)

        One number a row; without a horizon eq. (14).

        Parameters
        ----------
        annual_discount_rate
            Above 0, e.g. 0.10; a purchase at the next opportunity is discounted by one period.
        horizon_days
            None for all time.
        """
        money.discount_rate(annual_discount_rate, positive=True)
        rate = money.log_growth(annual_discount_rate, days=self.period_days)
        seen = self._histories(customers)
        if horizon_days is None:
            stays = discounted_stays(self.gamma, self.delta + seen.n, rate)
        else:
            i = np.arange(self._ahead(horizon_days, None) + 1)
            stays = self._stays(seen, np.exp(-rate * i) * (i > 0))
        buying = self._alive_and_buying(seen)
        return seen.by_row(buying * stays, "discounted_expected_transactions")

    def conditional_distribution(
        self,
        customers: pd.DataFrame,
        *,
        horizon_days: float | None = None,
        opportunities: int | None = None,
        up_to: int = 10,
    ) -> pd.DataFrame:
        """With which chance does each customer make 0, 1, ... up_to purchases from now on?

        One row a row of the table, columns 0 to up_to (eq. 12); what a row lacks to 1 are more
        purchases.
        """
        seen, up_to = self._histories(customers), tables.whole("up_to", up_to)
        ahead, alive = self._ahead(horizon_days, opportunities), self._alive(seen)
        most = min(up_to, ahead)
        chances = np.zeros((len(seen.x), up_to + 1))
        # Who is still there is a new customer whose chances are known better.
        known = (self.alpha + seen.x, self.beta + seen.n - seen.x, self.gamma, self.delta + seen.n)
        chances[:, : most + 1] = count_chances(*known, ahead=ahead, up_to=most)
        chances *= alive[:, None]
        chances[:, 0] += 1 - alive
        columns = pd.RangeIndex(up_to + 1, name="purchases")
        return pd.DataFrame(chances[seen.inverse], index=seen.index, columns=columns)

    # -- Answers about new customers -------------------------------------------------------------

    def expected_purchases_of_new(
        self,
        *,
        horizon_days: float | np.ndarray | None = None,
        opportunities: int | np.ndarray | None = None,
    ) -> float | np.ndarray:
        """How many repeat purchases will a new customer make? Eq. (7).

        A number, or an array for an array of horizons or of opportunities.
        """
        ahead = self._ahead(horizon_days, opportunities)
        stays = np.exp(log_stays(self.gamma, self.delta, int(np.max(ahead, initial=0))))
        sums = (np.cumsum(stays) - 1) * self.alpha / (self.alpha + self.beta)
        return sums[ahead] if np.ndim(ahead) else float(sums[ahead])

    def probability_of_purchases(
        self,
        n: int | np.ndarray,
        *,
        horizon_days: float | None = None,
        opportunities: int | None = None,
    ) -> float | np.ndarray:
        """With which chance does a new customer make n repeat purchases? 0 to 1."""
        counts = _whole("n", n)
        ahead = self._ahead(horizon_days, opportunities)
        most = min(int(np.max(counts)), ahead)
        chances = count_chances(*self.parameters, ahead=ahead, up_to=most)[0]
        # Nobody buys more often than there are opportunities.
        found = np.append(chances, 0.0)[np.minimum(counts, len(chances))]
        return found if np.ndim(n) else float(found)

    def simulate(
        self,
        n_customers: int,
        *,
        watched_days: float,
        rng: np.random.Generator,
        start: str | pd.Timestamp = "2024-01-01",
    ) -> pd.DataFrame:
        """What could the orders of n customers look like who all start on one day?

        An order log in the order of time: customer_id (0 to n - 1), ordered_at (`start`, then one
        opportunity every period_days), amount 1.0. Each customer has the first order. Where
        watched_days is a multiple of period_days, `crmkit.summary.customers(log, as_of=start +
        watched_days, period_days=period_days)` gives the histories back.
        """
        n = tables.whole("n_customers", n_customers, least=1)
        opportunities = self._ahead(watched_days, None)
        customer, opportunity = self._drawn(n, opportunities, rng)
        customer = np.append(np.arange(n), customer)
        opportunity = np.append(np.zeros(n, np.int64), opportunity)
        order = np.lexsort((customer, opportunity))
        seconds = np.round(opportunity[order] * self.period_days * 86_400).astype("timedelta64[s]")
        ordered_at = (pd.Timestamp(start).to_datetime64() + seconds).astype("datetime64[us]")
        return pd.DataFrame(
            {"customer_id": customer[order], "ordered_at": ordered_at, "amount": 1.0}
        )

    def simulate_customers(
        self, n_customers: int, *, opportunities: int, rng: np.random.Generator
    ) -> pd.DataFrame:
        """What could the histories of n customers be? One row a customer, as `fit` takes them."""
        n = tables.whole("n_customers", n_customers, least=1)
        opportunities = self._ahead(None, opportunities)
        customer, opportunity = self._drawn(n, opportunities, rng)
        last = np.zeros(n, np.int64)
        np.maximum.at(last, customer, opportunity)
        return pd.DataFrame(
            {
                "repeat_purchases": np.bincount(customer, minlength=n),
                "last_period": last,
                "periods": opportunities,
            },
            index=pd.RangeIndex(n, name="customer_id"),
        )

    # -- Helpers ---------------------------------------------------------------------------------

    def _histories(self, customers: pd.DataFrame) -> Histories:
        return Histories.of(customers, self.period_days)

    def _alive(self, seen: Histories) -> np.ndarray:
        """Chance of being there at the last opportunity of the history."""
        found, here = log_likelihoods(self.parameters.to_numpy(), seen)
        return np.exp(here - found)

    def _alive_and_buying(self, seen: Histories) -> np.ndarray:
        return self._alive(seen) * (self.alpha + seen.x) / (self.alpha + self.beta + seen.n)

    def _stays(self, seen: Histories, worth: np.ndarray) -> np.ndarray:
        """Chances of being there now and at the next opportunities, times what each is worth."""
        ages, inverse = np.unique(seen.n, return_inverse=True)
        steps = len(worth) - 1
        stays = [np.exp(log_stays(self.gamma, self.delta + age, steps)) @ worth for age in ages]
        return np.array(stays)[inverse]

    @overload
    def _ahead(self, days: float | None, opportunities: int | None) -> int: ...

    @overload
    def _ahead(
        self, days: float | np.ndarray | None, opportunities: int | np.ndarray | None
    ) -> int | np.ndarray: ...

    def _ahead(
        self, days: float | np.ndarray | None, opportunities: int | np.ndarray | None
    ) -> int | np.ndarray:
        """Opportunities in so many days, or those named."""
        if days is None and opportunities is not None:
            return _whole("opportunities", opportunities)
        if days is None or opportunities is not None:
            raise ValueError("pass one of horizon_days and opportunities")
        values = tables.numbers(pd.Series(np.atleast_1d(days)), name="horizon_days", least=0)
        # A horizon computed as a product of periods may fall a rounding error short.
        ahead = np.floor(values / self.period_days * (1 + 1e-12)).astype(np.int64)
        return ahead if np.ndim(days) else int(ahead[0])

    def _drawn(
        self, n: int, opportunities: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Customer and opportunity (1 and up) of every repeat purchase."""
        p, theta = rng.beta(self.alpha, self.beta, n), rng.beta(self.gamma, self.delta, n)
        # Who hardly ever leaves may stay for more opportunities than a number can hold.
        with np.errstate(divide="ignore", over="ignore"):
            stays = np.floor(np.log1p(-rng.random(n)) / np.log1p(-theta))
        stays = np.minimum(stays, opportunities).astype(np.int64)
        customer = np.repeat(np.arange(n), stays)
        opportunity = np.arange(len(customer)) - np.repeat(np.cumsum(stays) - stays, stays) + 1
        bought = rng.random(len(customer)) < p[customer]
        return customer[bought], opportunity[bought]

    def _unit(self) -> str:
        return f", an opportunity every {self.period_days:g} days"


def _whole(name: str, values: int | np.ndarray) -> int | np.ndarray:
    """A whole number of 0 or more, or an array of them."""
    if np.ndim(values):
        return tables.numbers(pd.Series(values), name=name, least=0, whole=True).astype(np.int64)
    return tables.whole(name, values)
