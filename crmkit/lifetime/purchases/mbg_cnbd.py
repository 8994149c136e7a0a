"""MBG/CNBD-k: customers buy at regular intervals, and may leave right after a purchase.

A wait for the next purchase is k exponential phases of rate lambda in a row (Erlang-k), so that
purchases are the more regular the larger k; rates differ by a gamma distribution (r, alpha). After
each purchase, the first included, a customer leaves with chance p, which differs by a beta (a, b).
With k = 1 it is the MBG/NBD. The likelihood of x repeat purchases with gaps g_i, the last at t_x of
T, is that of having left after the last one, or of being in phase j of the wait since then (model:
Reutterer, Platzer & Schroeder 2021; their probability of no purchase since t_x is the sum over j):

    L = G { B(a + 1, b + x) / B(a, b)  S(k x, t_x)
            + B(a, b + x + 1) / B(a, b)  sum over j < k of  (T - t_x)^j / j!  S(k x + j, T) },
    S(n, t) = Gamma(r + n) / Gamma(r)  alpha^r / (alpha + t)^(r + n),
    G = product of  g_i^(k-1) / Gamma(k)

The gaps are in G alone: they say which k fits, and nothing of the parameters once k is known. Who
lives in phase j has from then on a rate ~ gamma(r + k x + j, alpha + T), a chance to leave
~ beta(a, b + x + 1) and k - j phases to the next purchase. So the answers are exact, where the
literature approximates those for k above 1.
"""

import math
from dataclasses import dataclass, field
from typing import ClassVar, Self, cast

import numpy as np
import pandas as pd
from scipy.special import betainc, gammaln, xlogy

from crmkit import tables
from crmkit.lifetime.purchases.engine import erlang_waits
from crmkit.lifetime.purchases.engine.histories import Histories
from crmkit.lifetime.purchases.mbg_nbd import MBGNBD
from crmkit.lifetime.purchases.model import Answer, PurchaseModel
from crmkit.models import Cases, Scale
from crmkit.money import DAYS_OF_A_YEAR

__all__ = ["MBGCNBD"]

MEND = "Add it: customers.assign(log_gaps=crmkit.summary.log_gaps(log, as_of=as_of))."


@dataclass(frozen=True)
class MBGCNBD(PurchaseModel):
    """How often will each customer buy, if they buy regularly? (MBG/CNBD-k)

    Silence says more of a customer who used to buy by the clock: they are gone sooner than at
    random, and their next purchase is due, not merely likely. In the methods with an underscore
    `x` counts phases passed since the first purchase, k for each purchase.

    Parameters
    ----------
    r, alpha
        Shape and rate of the gamma distribution of rates of phases; a purchase takes k of them.
    a, b
        Of the beta distribution of the chance to leave at each purchase.
    k
        Phases a purchase, 1 or more: 1 at random, 12 nearly by the calendar.
    period_days
        How long a period of the rates is.

    References
    ----------
    Reutterer, Platzer & Schroeder 2021, "Leveraging purchase regularity for predicting customer
    behavior the easy way", International Journal of Research in Marketing 38(1). On regularity:
    Platzer & Reutterer 2016, "Ticking away the moments: timing regularity helps to better predict
    customer activity", Marketing Science 35(5).

    Examples
    --------
    >>> shop = pd.DataFrame({"repeat_purchases": [0, 1, 2, 3, 6],
    ...                      "age_at_last_days": [0, 20, 110, 60, 210],
    ...                      "age_days": [273, 270, 250, 240, 224]})
    >>> model = MBGCNBD(r=1.3, alpha=2.8, a=0.4, b=0.8, k=2, period_days=7)
    >>> model.probability_alive(shop).round(3).tolist()
    [0.116, 0.024, 0.351, 0.01, 0.932]
    >>> model.expected_purchases(shop, horizon_days=90).round(2).tolist()
    [0.04, 0.02, 0.38, 0.02, 2.22]
    """

    r: float
    alpha: float
    a: float
    b: float
    k: int = field(kw_only=True)

    SCALES: ClassVar[dict[str, Scale]] = dict.fromkeys(("r", "alpha", "a", "b"), "positive")
    TITLE: ClassVar[str] = "MBG/CNBD-k"
    # The unit of the search and what nobody can know are those of the MBG/NBD.
    origin: ClassVar = MBGNBD.origin
    unknown: ClassVar = MBGNBD.unknown

    def __post_init__(self) -> None:
        super().__post_init__()
        tables.whole("k", self.k, least=1)

    @classmethod
    def fit(cls, customers: pd.DataFrame, *, period_days: float, k: int | None = None) -> Self:
        """Which parameters, and which k, make these customers' purchases likeliest?

        Parameters
        ----------
        customers
            As for the other purchase models, with a column `log_gaps` (crmkit.summary.log_gaps)
            unless k is 1.
        period_days
            How long a period of the parameters is, 7 for weeks as in the papers.
        k
            Phases a purchase. If not given, 1, 2, ... up to 12 are tried until the log-likelihood
            falls; to the intervals that k is then a given, and to AIC no parameter.

        Raises
        ------
        ValueError
            For a missing column and for impossible histories or gaps.
        """
        if k is not None:
            seen = cls.counted(customers, period_days=period_days, k=k)
            return cls.fit_counted(seen, period_days=period_days, k=k)
        tables.check_columns(customers, ["log_gaps"], name="the customers table", mend=MEND)
        best = cls.fit(customers, period_days=period_days, k=1)
        for more in range(2, 13):
            found = cls.fit(customers, period_days=period_days, k=more)
            if found._fitted().log_likelihood <= best._fitted().log_likelihood:
                break
            best = found
        return best

    # The other purchase models have no k.
    @classmethod
    def counted(  # type: ignore[override]
        cls, customers: pd.DataFrame, *, period_days: float, k: int
    ) -> Cases:
        """The distinct histories in periods; `log_gaps` is the mean of those who share one."""
        seen, k = Histories.of(customers, period_days), tables.whole("k", k, least=1)
        log_gaps = np.zeros(len(seen))
        if k > 1:
            tables.check_columns(customers, ["log_gaps"], name="the customers table", mend=MEND)
            sums = tables.column(customers, "log_gaps")
            x = customers["repeat_purchases"].to_numpy(float)
            even = xlogy(x, customers["age_at_last_days"] / np.maximum(x, 1))
            if (sums > even + 1e-6).any():
                raise tables.bad_rows(
                    customers.index,
                    sums > even + 1e-6,
                    "'log_gaps' is above that of equal gaps",
                    "It sums ln(gap in days), with the same as_of and period_days.",
                )
            number = customers.get("customers", pd.Series(1, customers.index))
            log_gaps = np.bincount(seen.inverse, sums * number.to_numpy()) / seen.weights
            log_gaps -= seen.x * math.log(period_days)
        columns = {"x": seen.x, "t_x": seen.t_x, "T": seen.T, "log_gaps": log_gaps}
        return Cases(columns | {"k": np.full(len(seen), k)}, seen.weights)

    @classmethod
    def starts(cls, seen: Cases) -> list[tuple[float, ...]]:
        """Where the MBG/NBD begins, with k phases in place of a purchase."""
        # Of histories, the MBG/NBD looks at x, T and the weights.
        places = MBGNBD.starts(cast(Histories, seen))
        return [(r, alpha / seen.k[0], a, b) for r, alpha, a, b in places]

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Cases) -> float:
        """The log of the formula above."""
        k = int(seen.k[0])
        each = _log_sum(_log_ways(parameters, seen, k))
        each += (k - 1) * seen.log_gaps - seen.x * gammaln(k)
        return float((seen.weights * each).sum())

    def _logs(self, histories: Histories) -> np.ndarray:
        return _log_ways(self.parameters.to_numpy(), histories, self.k)

    def _alive(self, histories: Histories) -> np.ndarray:
        logs = self._logs(histories)
        return np.exp(np.minimum(_log_sum(logs[1:]) - _log_sum(logs), 0))

    def _phases(self, histories: Histories) -> np.ndarray:
        """How likely those alive are in phase 0 to k - 1 of their wait, one row each."""
        logs = self._logs(histories)[1:]
        return np.exp(logs - _log_sum(logs))

    def _of_each(self, histories: Histories, answer: Answer) -> np.ndarray:
        pairs = histories.age_pairs()
        return sum(
            (likely * answer(self.k * pairs.x + j, pairs.age)[pairs.inverse].T).T
            for j, likely in enumerate(self._phases(histories))
        )

    def _drawn(self, histories: Histories, rng: np.random.Generator) -> np.ndarray:
        passed = np.cumsum(self._phases(histories), axis=0)[:-1]
        return self.k * histories.x + (rng.random(len(histories)) > passed).sum(axis=0)

    @property
    def _stay_at_start(self) -> float:
        return self.b / (self.a + self.b)

    @property
    def _leave_in_a_year(self) -> float:
        a_year = DAYS_OF_A_YEAR / self.period_days * self.r / self.alpha / self.k
        return self.a / (self.a + self.b) * max(a_year, 1)

    def _expected(self, x: np.ndarray, age: np.ndarray, periods: float | np.ndarray) -> np.ndarray:
        y = periods / (self.alpha + age)
        return erlang_waits.expected(self.k, x, self.r + x, y, self.a, self.b)

    def _discounted(
        self, x: np.ndarray, age: np.ndarray, periods: float, rate: float
    ) -> np.ndarray:
        of_rates = self.r + x, self.alpha + age
        return erlang_waits.discounted(self.k, x, *of_rates, periods, rate, self.a, self.b)

    def _counts(self, x: np.ndarray, age: np.ndarray, periods: float, up_to: int) -> np.ndarray:
        """The n-th purchase comes with k n - j phases; then the customer stays, or leaves."""
        n, (bought, j) = np.arange(1, up_to + 2), np.divmod(x[:, None], self.k)
        share = periods / (self.alpha + age[:, None] + periods)
        at_least = betainc(self.k * n - j, self.r + x[:, None], share)
        at_least = np.insert(at_least, 0, 1, axis=1)
        leaves = self.a / (self.a + self.b + bought + n)
        stayed = np.insert(np.cumprod(1 - leaves, axis=1), 0, 1, axis=1)[:, :-1]
        table = stayed * (at_least[:, :-1] - at_least[:, 1:])
        table[:, 1:] += (stayed * leaves)[:, :-1] * at_least[:, 1:-1]
        return table

    def _purchases(
        self, x: np.ndarray, age: np.ndarray, periods: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(divide="ignore"):
            phase = 1 / rng.gamma(self.r + x, 1 / (self.alpha + age))
        leaves = rng.beta(self.a, self.b + x // self.k + 1)
        time, active, wait = np.zeros(len(x)), np.arange(len(x)), self.k - x % self.k
        customers, times = [active[:0]], [time[:0]]
        while active.size:
            time[active] += phase[active] * rng.standard_gamma(wait[active])
            active = active[time[active] <= periods[active]]
            customers.append(active)
            times.append(time[active])
            active = active[rng.random(active.size) >= leaves[active]]
            wait[active] = self.k
        return np.concatenate(customers), np.concatenate(times)

    def _histories(
        self, customer: np.ndarray, day: np.ndarray, watched: np.ndarray
    ) -> pd.DataFrame:
        """The customers table with `log_gaps`."""
        order = np.lexsort((day, customer))
        customer, day = customer[order], day[order]
        again = np.diff(customer, prepend=-1) == 0
        gaps = np.where(again, np.diff(day, prepend=0), day)
        logs = np.bincount(customer, np.log(np.maximum(gaps, 1e-9)), minlength=len(watched))
        return super()._histories(customer, day, watched).assign(log_gaps=logs)

    def _unit(self) -> str:
        return f" with k = {self.k}{super()._unit()}"


def _log_ways(parameters: np.ndarray, seen: Cases | Histories, k: int) -> np.ndarray:
    """Logs of the summands in the braces: of having left, then of phase 0 to k - 1, a row each."""
    r, alpha, a, b = parameters
    x = seen.x.astype(int)
    purchases = np.arange(int(x.max(initial=0)) + 1)
    # Gamma(r + n) / Gamma(r) / alpha^n and B(a, b + x) / B(a, b) as running products.
    rising = np.append(0, np.cumsum(np.log((r + np.arange(k * len(purchases))) / alpha)))
    staying = np.append(0, np.cumsum(-np.log1p(a / (b + purchases))))
    last, now = np.log1p(seen.t_x / alpha), np.log1p(seen.T / alpha)

    def passed(n: np.ndarray, aged: np.ndarray) -> np.ndarray:
        """The log of S(n, t)."""
        return rising[n] - (r + n) * aged

    ways = [(staying[:-1] + np.log(a / (a + b + purchases)))[x] + passed(k * x, last)]
    for j in range(k):
        waited = xlogy(j, seen.T - seen.t_x) - gammaln(j + 1)
        ways.append(staying[x + 1] + waited + passed(k * x + j, now))
    return np.array(ways)


def _log_sum(logs: np.ndarray) -> np.ndarray:
    """The log of the sum over the rows."""
    top = logs.max(axis=0)
    return top + np.log(np.exp(logs - top).sum(axis=0))
