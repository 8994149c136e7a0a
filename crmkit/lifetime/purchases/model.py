"""What purchase models share: a history of each customer in, purchases to come out.

Customers who leave unseen have this in common: who is still there is a new customer whose rates are
known better. So a forecast is the probability of being alive times what those alive will do, and a
model says three things: how probable it is that a customer lives, what those alive will do, and how
to draw such customers.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, Self

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.lifetime.purchases.engine.histories import Histories, Rows
from crmkit.models import Model, check_parameters, warn
from crmkit.models.counted import summed


class Reader(Protocol):
    """From a customers table to what `_alive` asks of it."""

    def __call__(self, customers: pd.DataFrame, period_days: float) -> Histories | Rows: ...


# What those alive do, of each x and age.
Answer = Callable[[np.ndarray, np.ndarray], np.ndarray]

# What comes later than this many e-foldings of the discount is worth nothing: e^-40 of a purchase.
ENOUGH = 40.0

# A fit says that nobody leaves where fewer of the new customers than this leave within a year.
HARDLY_ANYBODY = 1e-3


@dataclass(frozen=True)
class PurchaseModel(Model):
    """Base of BGNBD, MBGNBD, MBGCNBD and ParetoNBD.

    Parameters
    ----------
    period_days
        How long a period of the parameters is, in days; no forecast depends on it.
    """

    period_days: float = field(kw_only=True)

    # Beyond e^9, about 8,000, customers who differ cannot be told from customers who do not.
    FAR: ClassVar = 9.0
    # How the rows of a table are read for P(alive): as histories, or as the less that is enough.
    ROWS: ClassVar[Reader] = Histories.rows

    def __post_init__(self) -> None:
        check_parameters(self)
        tables.number("period_days", self.period_days, above=0, mend="e.g. 7 for weeks")

    @classmethod
    def fit(cls, customers: pd.DataFrame, *, period_days: float) -> Self:
        """Which parameters make these customers' histories likeliest?

        Parameters
        ----------
        customers
            One row a customer with `repeat_purchases`, `age_at_last_days` and `age_days`, always in
            days (crmkit.summary.customers), or one row a distinct history with a column
            `customers` that counts them (crmkit.summary.distinct_histories).
        period_days
            How long a period of the parameters is, 7 for weeks as in the papers. The unit of the
            parameters and nothing else: no forecast depends on it.

        Returns
        -------
        The model, with its fit report.

        Raises
        ------
        ValueError
            For impossible histories, with their number, the first ones and how to mend them.
        """
        return cls.fit_counted(
            cls.counted(customers, period_days=period_days), period_days=period_days
        )

    @classmethod
    def counted(cls, customers: pd.DataFrame, *, period_days: float) -> Histories:
        """The distinct histories, in periods."""
        return Histories.of(customers, period_days)

    @classmethod
    def mean_age(cls, seen: Histories) -> float:
        """The unit of the search: in it, starts and walls do not depend on the unit of time.

        Raises
        ------
        ValueError
            Where nobody has been watched yet: all ages are 0.
        """
        unit = summed(seen, seen.T) / seen.total
        if unit == 0:
            raise ValueError(
                "all customers have age_days = 0: nobody has been watched yet. Choose a later as_of"
            )
        return unit

    # -- What a model says ---------------------------------------------------------------------

    def _alive(self, histories: Any) -> np.ndarray:
        """Probability of being alive of each history, read by ROWS or as Histories."""
        raise NotImplementedError

    def _expected(self, x: np.ndarray, age: np.ndarray, periods: float | np.ndarray) -> np.ndarray:
        """Purchases of those alive at `age` in the coming periods."""
        raise NotImplementedError

    def _discounted(
        self, x: np.ndarray, age: np.ndarray, periods: float, rate: float
    ) -> np.ndarray:
        """The same, each worth exp(-rate t) at t periods ahead; periods may be infinite."""
        raise NotImplementedError

    def _counts(self, x: np.ndarray, age: np.ndarray, periods: float, up_to: int) -> np.ndarray:
        """Probabilities that those alive at `age` make 0 to up_to purchases, one row each."""
        raise NotImplementedError

    def _purchases(
        self, x: np.ndarray, age: np.ndarray, periods: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Customer and time ahead of each purchase of those alive at `age`, drawn."""
        raise NotImplementedError

    # Where those alive do not depend on x and age alone, but on how long they have been silent too,
    # a model overrides these two; `x` is then whatever its own methods above take it for.

    def _of_each(self, histories: Histories, answer: Answer) -> np.ndarray:
        """answer(x, age) of each history: what those alive do. Computed once for equal ones."""
        pairs = histories.age_pairs()
        return answer(pairs.x, pairs.age)[pairs.inverse]

    def _drawn(self, histories: Histories, rng: np.random.Generator) -> np.ndarray:
        """The x of each history, from which a future is drawn."""
        return histories.x

    @property
    def _stay_at_start(self) -> float:
        """How likely a new customer is still one after the first purchase."""
        return 1.0

    @property
    def _leave_in_a_year(self) -> float:
        """How likely a new customer leaves within a year, roughly."""
        raise NotImplementedError

    # -- What is answered ----------------------------------------------------------------------

    def probability_alive(self, customers: pd.DataFrame) -> pd.Series:
        """How likely is each customer to buy again some day?

        Parameters
        ----------
        customers
            A customers table, as for `fit`.

        Returns
        -------
        By customer, in the order of the table, from 0 to 1.
        """
        values = self._alive(self.ROWS(customers, self.period_days))
        return pd.Series(values, index=customers.index, name="probability_alive", copy=False)

    def expected_purchases(self, customers: pd.DataFrame, *, horizon_days: float) -> pd.Series:
        """How many purchases will each customer make in the next `horizon_days`?

        Parameters
        ----------
        customers
            A customers table, as for `fit`.
        horizon_days
            0 or more.

        Returns
        -------
        By customer, in the order of the table, 0 or more.
        """
        periods = float(self._periods(horizon_days))
        return self._of_living(
            customers, "expected_purchases", lambda x, age: self._expected(x, age, periods)
        )

    def expected_purchases_of_new(self, *, horizon_days: float | np.ndarray) -> float | np.ndarray:
        """How many repeat purchases will a new customer make in the first `horizon_days`?

        Parameters
        ----------
        horizon_days
            0 or more, or an array of them.

        Returns
        -------
        0 or more; an array for an array of horizons.
        """
        periods = self._periods(horizon_days)
        new = np.zeros(periods.size)
        expected = self._expected(new, new, periods.ravel()) * self._stay_at_start
        return expected.reshape(periods.shape) if periods.ndim else float(expected[0])

    def probability_of_purchases(
        self, n: int | np.ndarray, *, horizon_days: float
    ) -> float | np.ndarray:
        """How likely does a new customer make exactly n repeat purchases in the first days?

        Parameters
        ----------
        n
            Whole, 0 or more, or an array of them.
        horizon_days
            How many first days, 0 or more.

        Returns
        -------
        0 to 1, in the shape of n.
        """
        counts = tables.numbers(pd.Series(np.ravel(n)), name="n", least=0, whole=True).astype(int)
        new = np.zeros(1)
        periods = float(self._periods(horizon_days))
        living = self._counts(new, new, periods, int(counts.max(initial=0)))[0]
        stay = self._stay_at_start
        found = stay * living[counts] + (1 - stay) * (counts == 0)
        return found.reshape(np.shape(n)) if np.ndim(n) else float(found[0])

    def conditional_distribution(
        self, customers: pd.DataFrame, *, horizon_days: float, up_to: int = 10
    ) -> pd.DataFrame:
        """How likely does each customer make n purchases in the next `horizon_days`?

        Parameters
        ----------
        customers
            A customers table, as for `fit`.
        horizon_days
            0 or more.
        up_to
            The largest n.

        Returns
        -------
        One row a customer, in the order of the table, one column for each n from 0 to `up_to`; a
        row adds up to 1 but for what lies beyond.
        """
        periods, up_to = float(self._periods(horizon_days)), tables.whole("up_to", up_to)
        histories = Histories.rows(customers, self.period_days)
        alive = self._alive(histories)
        table = self._of_each(histories, lambda x, age: self._counts(x, age, periods, up_to))
        table *= alive[:, None]
        table[:, 0] += 1 - alive
        columns = pd.RangeIndex(up_to + 1, name="purchases")
        return pd.DataFrame(table, index=histories.index, columns=columns)

    def discounted_expected_transactions(
        self,
        customers: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_days: float | None = None,
    ) -> pd.Series:
        """What are each customer's future purchases worth today, counted in purchases? (DET)

        Parameters
        ----------
        customers
            A customers table, as for `fit`.
        annual_discount_rate
            .10 for 10 %: a purchase t years (of 365.25 days) ahead counts 1.10^-t.
        horizon_days
            Count only so many days; None counts all the future.

        Returns
        -------
        By customer, in the order of the table.

        Raises
        ------
        ValueError
            For an endless future without discount.

        Warns
        -----
        BoundaryWarning
            For an endless future where the fit says that nobody ever leaves, so that a customer is
            worth a purchase rate for ever.

        References
        ----------
        Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base analysis,
        Journal of Marketing Research 42(4).
        """
        rate = money.log_growth(annual_discount_rate, days=self.period_days)
        if horizon_days is None and rate == 0:
            raise ValueError(
                "without a discount an endless future has no finite worth; give horizon_days or an "
                "annual_discount_rate above 0"
            )
        periods = math.inf if horizon_days is None else float(self._periods(horizon_days))
        if horizon_days is None and self.assumption:
            warn(
                f"{self.TITLE}: the fit lies on a boundary. {self.assumption} Do not act on that "
                "number alone: see its interval (interval_of), give a horizon_days that you can "
                "vouch for, or watch longer."
            )
        return self._of_living(
            customers,
            "discounted_expected_transactions",
            lambda x, age: self._discounted(x, age, periods, rate),
        )

    @property
    def assumption(self) -> str:
        """That nobody ever leaves, where a fit on a boundary says so; else empty."""
        if self.report is None or self.report.interior or self._leave_in_a_year > HARDLY_ANYBODY:
            return ""
        return (
            "It says that nobody ever leaves (an NBD), since within the time seen no silence is "
            "long enough to tell leaving from waiting; what it says a customer is worth assumes "
            "that they go on buying for ever."
        )

    def simulate(
        self,
        n_customers: int,
        *,
        watched_days: float | np.ndarray,
        rng: np.random.Generator,
        start: str | pd.Timestamp = "2024-01-01",
    ) -> pd.DataFrame:
        """What would the orders of so many such customers look like?

        Parameters
        ----------
        n_customers
            1 or more.
        watched_days
            For how long each is watched from their first order on: one number, or one a customer,
            who then comes later the shorter it is, so that all are watched up to the same end.
        rng
            Of the random numbers.
        start
            When the first customers come; all are watched up to `start` plus the longest time.

        Returns
        -------
        An order log in the order of time: `customer_id` (int64 from 0), `ordered_at` (whole
        seconds), `amount` 1.0. Times are continuous, so that a customers table, which counts days,
        merges orders of one day.
        """
        shape = (tables.whole("n_customers", n_customers, least=1),)
        watched = np.broadcast_to(np.asarray(watched_days, float), shape)
        customer, day = self._new_purchases(watched, rng)
        everybody = np.arange(len(watched))
        customer, day = np.append(everybody, customer), np.append(np.zeros(len(watched)), day)
        day += (watched.max(initial=0) - watched)[customer]
        seconds = np.floor(day * 86_400).astype("timedelta64[s]")
        ordered_at = (pd.Timestamp(start).to_datetime64() + seconds).astype("datetime64[us]")
        order = np.lexsort((customer, ordered_at))
        return pd.DataFrame(
            {"customer_id": customer[order], "ordered_at": ordered_at[order], "amount": 1.0}
        )

    def simulate_customers(
        self, *, watched_days: np.ndarray, rng: np.random.Generator
    ) -> pd.DataFrame:
        """What would the histories of such customers be, one for each of `watched_days`?

        Parameters
        ----------
        watched_days
            For how long each is watched from their first order on.
        rng
            Of the random numbers.

        Returns
        -------
        A customers table with ages in continuous days (the models' own time, in which no two
        orders fall on one day): `repeat_purchases`, `age_at_last_days`, `age_days`.
        """
        watched = np.asarray(watched_days, float)
        customer, day = self._new_purchases(watched, rng)
        return self._histories(customer, day, watched)

    def simulate_ahead(
        self, customers: pd.DataFrame, *, horizon_days: float, rng: np.random.Generator
    ) -> pd.Series:
        """How many purchases might each customer make in the next `horizon_days`? One drawn future.

        Many futures, over draws of the model, make a prediction interval
        (`crmkit.models.prediction_interval`).

        Parameters
        ----------
        customers
            A customers table, as for `fit`.
        horizon_days
            0 or more.
        rng
            Of the random numbers.

        Returns
        -------
        Whole numbers by customer, in the order of the table.
        """
        periods = float(self._periods(horizon_days))
        histories = Histories.rows(customers, self.period_days)
        living = np.flatnonzero(rng.random(len(histories)) < self._alive(histories))
        ahead, x = np.full(len(living), periods), self._drawn(histories, rng)
        who, _ = self._purchases(x[living], histories.T[living], ahead, rng)
        counts = np.bincount(living[who], minlength=len(histories))
        return pd.Series(counts, index=histories.index, name="purchases")

    # -- Helpers -------------------------------------------------------------------------------

    def _of_living(self, customers: pd.DataFrame, name: str, answer: Answer) -> pd.Series:
        """P(alive) times what those alive do."""
        histories = Histories.rows(customers, self.period_days)
        values = self._of_each(histories, answer)
        values *= self._alive(histories)
        return pd.Series(values, index=histories.index, name=name)

    def _histories(
        self, customer: np.ndarray, day: np.ndarray, watched: np.ndarray
    ) -> pd.DataFrame:
        """The customers table of these repeat purchases."""
        last, count = np.zeros(len(watched)), np.bincount(customer, minlength=len(watched))
        np.maximum.at(last, customer, day)
        return pd.DataFrame(
            {
                "repeat_purchases": count,
                "age_at_last_days": np.clip(last, np.where(count > 0, 1e-9, 0), watched),
                "age_days": watched,
            },
            index=pd.RangeIndex(len(watched), name="customer_id"),
        )

    def _new_purchases(
        self, watched_days: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Customer and day since the first purchase of each repeat purchase of new customers."""
        periods = self._periods(watched_days)
        stay = self._stay_at_start
        members = np.arange(len(periods))
        if stay < 1:
            members = members[rng.random(len(members)) < stay]
        new = np.zeros(len(members))
        who, time = self._purchases(new, new, periods[members], rng)
        return members[who], time * self.period_days

    def _periods(self, days: float | np.ndarray) -> np.ndarray:
        values = np.asarray(days, float)
        if not (np.isfinite(values) & (values >= 0)).all():
            raise ValueError(f"horizon_days={days!r} must be a number of days, 0 or more")
        return values / self.period_days
