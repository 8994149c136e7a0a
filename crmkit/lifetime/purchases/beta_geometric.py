"""BG/NBD and MBG/NBD: buying at a gamma rate until a beta-geometric death.

While alive, a customer buys at random at a rate of his own (gamma: r, alpha); after a purchase he
leaves for good with a chance p of his own (beta: a, b). In the BG/NBD the first chance to leave
comes with the first repeat purchase, in the MBG/NBD with the purchase that made him a customer.
That one step is CHANCES_AT_START, m = 0 or 1 below; everything else is the same:

    L = (b)_{x+m}/(a+b)_{x+m} (r)_x alpha^r / (alpha+T)^{r+x} (1 + e^q)
    e^q = a/(b+x+m-1) ((alpha+T)/(alpha+t_x))^{r+x}    (0 where x + m = 0)

with (b)_n = b (b+1) ... (b+n-1). P(alive) is 1/(1+e^q). Given that he lives, the chance to leave
is Beta(a, b+x+m) and the rate Gamma(r+x, alpha+T), so a new customer (x = t_x = T = 0) needs no
formula of his own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.purchases.engine.beta_expectation import beta_nodes
from crmkit.lifetime.purchases.engine.beta_geometric_likelihood import better, search
from crmkit.lifetime.purchases.engine.histories import Histories, Rows, blocks
from crmkit.models import FitReport, Model, check_parameters
from crmkit.money import DAYS_OF_A_YEAR
from crmkit.lifetime.purchases.simulation import order_log

# Beyond e^9, about 8,000, customers who differ cannot be told from customers who do not.
FAR = 9.0


@dataclass(frozen=True)
class BetaGeometric(Model):
    """What the two models share; use BGNBD or MBGNBD."""

    r: float
    alpha: float
    a: float
    b: float
    period_days: float = 1
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar = {"r": "positive", "alpha": "positive", "a": "positive", "b": "positive"}
    CHANCES_AT_START: ClassVar[int]

    def __post_init__(self) -> None:
        check_parameters(self)
        _check_positive(self.period_days, "period_days")

    @classmethod
    def fit(cls, summary: pd.DataFrame, *, period_days: float = 7) -> Self:
        """Which parameters make these customers' histories likeliest?

        summary: one row a customer with `repeat_purchases`, `age_at_last_days` and `age_days`
        (crmkit.summary.customers), always in days. period_days: the length of the period in which
        `alpha` counts, 7 for weeks as in the papers; it changes nothing else. Raises ValueError
        for impossible histories. The model's `report` tells how the search went.
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
        """Fit on distinct histories; starts are logs of (r, alpha, a, b)."""
        # In units of the mean age, starts and walls do not depend on the unit of time.
        unit = float(histories.weights @ histories.T / histories.weights.sum())
        if unit == 0:
            raise ValueError(
                "all customers have age_days = 0: nobody has been watched yet. Choose a later as_of"
            )
        shift = np.array([0, np.log(unit), 0, 0])
        chances = cls.CHANCES_AT_START
        if starts is None:
            first, *others = _starts(float(histories.weights @ histories.x / histories.total))
            begin = [first, *others] if chances else [first]
        else:
            begin, others = [np.asarray(start) - shift for start in starts], []
        found = search(histories, begin, unit=unit, chances=chances)
        if not chances and others and _is_far(found.free).any():
            # A search of the BG/NBD that ran away may have missed a top elsewhere.
            found = better(found, search(histories, others, unit=unit, chances=chances))
        names = tuple(cls.SCALES)
        report = FitReport.of(
            found, names, customers=round(histories.total), distinct=len(histories)
        )
        # Where nobody came back, nothing is known of anybody's leaving.
        unknown = _is_far(found.free) | (not histories.x.any())
        far = tuple(name for name, one in zip(names, unknown, strict=True) if one)
        if far:
            report = replace(report, boundary=far, covariance=None)
        values = dict(zip(names, map(float, np.exp(found.free + shift)), strict=True))
        return cls(**values, period_days=period_days, report=report)

    def bootstrap(
        self, summary: pd.DataFrame, *, replicates: int = 200, rng: np.random.Generator
    ) -> pd.DataFrame:
        """How would the parameters vary, had other customers come by the same chances?

        One row a replicate, one column a parameter: fits on as many customers drawn with
        replacement from `summary`, each started at this model's parameters.
        """
        histories = Histories.of(summary, self.period_days)
        rows = []
        for _ in range(replicates):
            drawn = histories.resampled(rng)
            fitted = self._fit_histories(drawn, period_days=self.period_days, starts=[self._free()])
            rows.append(fitted.parameters)
        return pd.DataFrame(rows).rename_axis("replicate").reset_index(drop=True)

    def log_likelihood(self, summary: pd.DataFrame) -> float:
        """How likely are these customers' histories (log, natural; times in this model's periods)?

        Larger is better; only models of the same customers, in the same period, compare.
        """
        histories = Histories.of(summary, self.period_days)
        return float(histories.weights @ self._log_likelihoods(histories))

    def _log_likelihoods(self, histories: Histories) -> np.ndarray:
        """One a history; the definition that the fit's faster sums are tested against."""
        x, T, m = histories.x, histories.T, self.CHANCES_AT_START
        purchases = np.arange(int(x.max()) + m)
        rising = np.concatenate([[0], np.cumsum(np.log(self.r + purchases))])
        staying = np.concatenate([[0], np.cumsum(-np.log1p(self.a / (self.b + purchases)))])
        n = x.astype(int)
        return (
            rising[n]
            + staying[n + m]
            - self.r * np.log1p(T / self.alpha)
            - x * np.log(self.alpha + T)
            + np.logaddexp(0, self._log_odds_of_death(histories))
        )

    def _log_odds_of_death(self, histories: Histories | Rows) -> np.ndarray:
        # One logarithm a level of x, t_x or T, cheaper than one a history of a million; and in
        # blocks, so that what lies between the steps never leaves the cache.
        purchases, last, now = histories.levels
        of_x, of_last, of_now = histories.codes
        chances = purchases + self.CHANCES_AT_START
        # b + (chances - 1), not (b + chances) - 1: a small b would be lost.
        odds = np.log(self.a) - np.log(self.b + np.maximum(chances - 1, 0))
        odds = np.where(chances > 0, odds, -np.inf)
        rate, last, now = (
            self.r + purchases,
            np.log1p(last / self.alpha),
            np.log1p(now / self.alpha),
        )
        result = np.empty(len(now if of_now is None else of_now))
        for part in blocks(len(result)):
            block = result[part]
            np.subtract(_spread(now, of_now, part), _spread(last, of_last, part), out=block)
            block *= _spread(rate, of_x, part)
            block += _spread(odds, of_x, part)
        return result

    def probability_alive(self, summary: pd.DataFrame) -> pd.Series:
        """How likely is each customer to buy again some day?

        A Series by customer in the order of `summary`, from 0 to 1.
        """
        values = self._alive(Rows.of(summary, self.period_days))
        return pd.Series(values, index=summary.index, name="probability_alive", copy=False)

    def _alive(self, histories: Histories | Rows) -> np.ndarray:
        result = self._log_odds_of_death(histories)
        with np.errstate(over="ignore"):
            for part in blocks(len(result)):
                block = result[part]
                np.exp(block, out=block)
                block += 1
                np.divide(1, block, out=block)
        return result

    def expected_purchases(self, summary: pd.DataFrame, *, horizon_days: float) -> pd.Series:
        """How many purchases will each customer make in the next `horizon_days`?

        A Series by customer in the order of `summary`, 0 or more.
        """
        horizon = _checked_days(horizon_days, "horizon_days") / self.period_days
        histories = Histories.rows(summary, self.period_days)
        pairs = histories.age_pairs()
        living = self._expected_of_living(pairs.x, pairs.age, horizon)
        values = self._alive(histories) * living[pairs.inverse]
        return histories.by_customer(values, "expected_purchases")

    def expected_purchases_of_new(self, *, horizon_days: float | np.ndarray) -> float | np.ndarray:
        """How many repeat purchases will a new customer make in the first `horizon_days`?

        A number of 0 or more, or an array for an array of horizons.
        """
        horizon = _checked_days(horizon_days, "horizon_days") / self.period_days
        new = np.zeros(horizon.size)
        living = self._expected_of_living(new, new, horizon.ravel())
        return _like(horizon, living * self._stays_at_start())

    def probability_of_purchases(self, n: int | np.ndarray, *, days: float) -> float | np.ndarray:
        """How likely does a new customer make exactly n repeat purchases in the first `days`?

        n: a whole number of 0 or more, or an array of them; the answer has its shape.
        """
        n = _checked_counts(n)
        horizon = _checked_days(days, "days") / self.period_days
        of_living = self._counts_of_living(np.zeros(1), np.zeros(1), horizon, int(n.max(initial=0)))
        stays = self._stays_at_start()
        return _like(n, (stays * of_living[0][n] + (1 - stays) * (n == 0)).ravel())

    def conditional_distribution(
        self, summary: pd.DataFrame, *, horizon_days: float, up_to: int = 10
    ) -> pd.DataFrame:
        """How likely does each customer make n purchases in the next `horizon_days`?

        One row a customer in the order of `summary`, one column for each n from 0 to `up_to`;
        a row adds up to 1 but for what lies beyond `up_to`.
        """
        horizon = _checked_days(horizon_days, "horizon_days") / self.period_days
        up_to = int(_checked_counts(up_to))
        histories = Histories.rows(summary, self.period_days)
        pairs = histories.age_pairs()
        of_living = self._counts_of_living(pairs.x, pairs.age, horizon, up_to)
        alive = self._alive(histories)
        table = alive[:, None] * of_living[pairs.inverse]
        table[:, 0] += 1 - alive
        columns = pd.RangeIndex(up_to + 1, name="purchases")
        return pd.DataFrame(table, index=histories.customers, columns=columns)

    def discounted_expected_transactions(
        self,
        summary: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_days: float | None = None,
    ) -> pd.Series:
        """What are each customer's future purchases worth today, counted in purchases?

        A purchase t years (of 365.25 days) ahead counts (1 + annual_discount_rate)^-t; without
        `horizon_days` all the future counts. A Series by customer in the order of `summary`.
        Raises ValueError for an endless future without discount. There is no closed form: the
        expected purchase rate is integrated numerically.
        """
        discount = _checked_discount(annual_discount_rate) * self.period_days / DAYS_OF_A_YEAR
        if horizon_days is None and discount == 0:
            raise ValueError(
                "without a discount an endless future has no finite worth; give horizon_days or an "
                "annual_discount_rate above 0"
            )
        horizon = np.inf if horizon_days is None else _checked_days(horizon_days, "horizon_days")
        horizon = horizon / self.period_days
        if discount > 0:
            # What lies beyond is worth less than e^-40 of a purchase.
            horizon = min(horizon, 40 / discount)
        histories = Histories.rows(summary, self.period_days)
        pairs = histories.age_pairs()
        living = self._discounted_of_living(pairs.x, pairs.age, float(horizon), discount)
        values = self._alive(histories) * living[pairs.inverse]
        return histories.by_customer(values, "discounted_expected_transactions")

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
        watched = np.broadcast_to(_checked_days(days, "days"), (int(_checked_counts(n)),))
        customer, time = self._simulate_purchases(watched / self.period_days, rng)
        return order_log(customer, time * self.period_days, watched_days=watched, start=start)

    def _simulate_purchases(
        self, watched: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Customer and time since the first purchase of each repeat purchase, in periods."""
        n = len(watched)
        with np.errstate(divide="ignore"):
            mean_wait = 1 / rng.gamma(self.r, 1 / self.alpha, n)
        leaves = rng.beta(self.a, self.b, n)
        time = np.zeros(n)
        active = np.arange(n)
        if self.CHANCES_AT_START:
            active = active[rng.random(n) >= leaves]
        customers, times = [active[:0]], [time[:0]]
        while active.size:
            time[active] += mean_wait[active] * rng.standard_exponential(active.size)
            active = active[time[active] <= watched[active]]
            customers.append(active)
            times.append(time[active])
            active = active[rng.random(active.size) >= leaves[active]]
        return np.concatenate(customers), np.concatenate(times)

    def _simulate_histories(self, *, days: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
        """A customers table with ages in continuous days, one customer for each of `days`."""
        days = np.asarray(days, float)
        customer, time = self._simulate_purchases(days / self.period_days, rng)
        last = np.zeros(len(days))
        np.maximum.at(last, customer, time * self.period_days)
        return pd.DataFrame(
            {
                "repeat_purchases": np.bincount(customer, minlength=len(days)),
                "age_at_last_days": np.minimum(last, days),
                "age_days": days,
            },
            index=pd.RangeIndex(len(days), name="customer_id"),
        )

    def _stays_at_start(self) -> float:
        """How likely a new customer is still one after the first purchase."""
        return self.b / (self.a + self.b) if self.CHANCES_AT_START else 1.0

    def _counts_of_living(
        self, x: np.ndarray, age: np.ndarray, horizon: float, up_to: int
    ) -> np.ndarray:
        """Probabilities of 0 to up_to purchases of those alive at `age`, one row each.

        Either he makes n purchases and stays, or he makes the n-th and leaves.
        """
        from scipy.special import betainc, gammaln, xlogy

        n = np.arange(up_to + 1)
        stay = self.b + x[:, None] + self.CHANCES_AT_START + n
        leaves = self.a / (self.a + stay)
        stayed = np.cumprod(np.insert(1 - leaves[:, :-1], 0, 1, axis=1), axis=1)
        rate, end = self.r + x[:, None], self.alpha + age[:, None] + horizon
        share = horizon / end
        would = np.exp(
            gammaln(rate + n)
            - gammaln(rate)
            - gammaln(n + 1)
            + xlogy(n, share)
            - rate * np.log1p(horizon / (self.alpha + age[:, None]))
        )
        table = stayed * would
        at_least = betainc(n[1:], rate, share)
        table[:, 1:] += stayed[:, :-1] * leaves[:, :-1] * at_least
        return table

    def _expected_of_living(self, x: np.ndarray, age: np.ndarray, horizon: float) -> np.ndarray:
        """Purchases that those alive at `age` will make in the next `horizon` periods.

        With a chance p to leave they are (1 - (1 + p y)^-(r+x)) / p, y = horizon/(alpha+age). The
        mean over p ~ Beta(a, b+x+m) has the papers' closed form, a difference of two large numbers
        where a is near 1 or the horizon short, and a 2F1 that overflows for heavy buyers. The
        integral has positive terms only, and none of these troubles.
        """

        def purchases(p: np.ndarray, rate: np.ndarray, y: np.ndarray) -> np.ndarray:
            return -np.expm1(-rate * np.log1p(p * y)) / p

        return self._mean_over_chances(purchases, x, horizon / (self.alpha + age))

    def _discounted_of_living(
        self, x: np.ndarray, age: np.ndarray, horizon: float, discount: float
    ) -> np.ndarray:
        """Discounted purchases of those alive at `age`, over `horizon` periods.

        The purchase rate of those alive is E[(r+x)/(alpha+age) (1 + p y)^-(r+x+1)] at y =
        s/(alpha+age). Over s = horizon * share the nodes of a uniform share are dense near 0,
        where the rate of heavy buyers may fall within a millionth of the horizon.
        """

        def purchases(p: np.ndarray, rate: np.ndarray, y: np.ndarray) -> np.ndarray:
            return rate * np.exp(-(rate + 1) * np.log1p(p * y))

        end = self.alpha + age
        steepness = discount * horizon + ((self.r + x + 1) * horizon / end).max(initial=0)
        nodes = beta_nodes(1, 1, steepness=steepness, spacing=0.5, cut=22)
        total = np.zeros(len(x))
        for share, weight in zip(nodes.p[0], nodes.weight[0], strict=True):
            ahead = share * horizon
            weight *= horizon * np.exp(-discount * ahead)
            rate = self._mean_over_chances(purchases, x, ahead / end, spacing=0.5, cut=22)
            total += weight * rate / end
        return total

    def _mean_over_chances(
        self,
        function: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
        x: np.ndarray,
        y: np.ndarray,
        **rule: float,
    ) -> np.ndarray:
        """Mean of function(p, r+x, y) over the chances to leave of those alive after x."""
        levels, group = np.unique(x, return_inverse=True)
        nodes = beta_nodes(
            self.a,
            self.b + levels + self.CHANCES_AT_START,
            steepness=(self.r + levels) * y.max(initial=0),
            **rule,
        )
        result = np.empty(len(x))
        block = max(1, 200_000 // nodes.p.shape[1])
        for start in range(0, len(x), block):
            part = slice(start, start + block)
            g = group[part]
            values = function(nodes.p[g], self.r + x[part, None], y[part, None])
            result[part] = np.einsum("ij,ij->i", values, nodes.weight[g])
        return result


def _spread(of_level: np.ndarray, codes: np.ndarray | None, part: slice) -> np.ndarray:
    """What the rows of a part have: the values of their levels."""
    return of_level[part] if codes is None else of_level[codes[part]]


def _starts(mean_purchases: float) -> list[np.ndarray]:
    """Logs of (r, alpha, a, b) in units of the mean age; the first is the most plausible one."""
    rate = max(mean_purchases, 0.01)
    return [
        np.log([r, r / rate, a, b])
        for r, a, b in (
            (1, 1, 3),
            (0.3, 0.5, 5),
            (0.3, 5, 0.5),
            (0.3, 0.03, 0.2),
            (5, 0.5, 5),
            (5, 5, 0.5),
            (5, 0.03, 0.2),
        )
    ]


def _is_far(free: np.ndarray) -> np.ndarray:
    return np.abs(free) > FAR


def _check_positive(value: float, name: str) -> None:
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name}={value!r} must be a positive number of days")


def _checked_days(days: float | np.ndarray, name: str) -> np.ndarray:
    values = np.asarray(days, float)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise ValueError(f"{name}={days!r} must be a number of days, 0 or more")
    return values


def _checked_counts(n: int | np.ndarray) -> np.ndarray:
    values = np.asarray(n)
    if values.dtype.kind not in "iu" or (values < 0).any():
        raise ValueError(f"{n!r} must be a whole number, 0 or more")
    return values


def _checked_discount(annual_discount_rate: float) -> float:
    """The rate as a continuous one a year."""
    if not (np.isfinite(annual_discount_rate) and annual_discount_rate >= 0):
        raise ValueError(
            f"annual_discount_rate={annual_discount_rate!r} must be 0 or more, e.g. 0.1 for 10 %"
        )
    return float(np.log1p(annual_discount_rate))


def _like(shape: np.ndarray, values: np.ndarray) -> float | np.ndarray:
    """Values in a shape, or the one value."""
    return values.reshape(shape.shape) if shape.ndim else float(values[0])
