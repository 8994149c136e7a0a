"""BG/BB: how often will customers buy who can buy only at set times, and who leave unseen?

For a donation a year, a conference, a weekly panel, a cruise: time is a row of opportunities, and
at each one a customer who is still there buys or does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.purchases.engine.histories import (
    bad_rows,
    check_customers_differ,
    grouped,
    numbers,
    packed,
)
from crmkit.models import FitReport, Model, check_parameters
from crmkit.models.maximise import maximise, settled
from crmkit.money import DAYS_OF_A_YEAR

COLUMNS = ("repeat_purchases", "last_period", "periods")

# Mean chance of buying and of leaving, and how many customers' worth of certainty about them.
_STARTS = [
    (0.5, 2.0, 0.2, 2.0),
    (0.2, 1.0, 0.05, 1.0),
    (0.7, 1.0, 0.5, 1.0),
    (0.3, 20.0, 0.1, 20.0),
]


@dataclass(frozen=True)
class BGBB(Model):
    """How often will customers buy at opportunities to come? (beta-geometric/beta-Bernoulli)

    A customer who is there buys at each opportunity with chance p, and before each opportunity
    leaves for good with chance theta. Chances differ: p is Beta(alpha, beta), theta is
    Beta(gamma, delta). The purchase that made somebody a customer does not count.

    period_days: days from one opportunity to the next. It does not enter the fit; it turns
    `horizon_days` and an annual discount rate into opportunities.

    A table for this model has one row a customer, or one row a distinct history and a column
    `customers` with their number, and the columns

    - `repeat_purchases`: purchases after the first (x; whole, 0 to `periods`)
    - `last_period`: the opportunity of the last purchase (t_x; 0 exactly without a repeat)
    - `periods`: opportunities since the first purchase (n; whole, 0 or more)

    or it is a customers table `crmkit.summary.customers(log, as_of=..., period_days=p)`, whose ages
    are multiples of the period_days that `fit` was given.

    Source: Fader, Hardie & Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual
    Setting", Marketing Science 29(6).

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
    period_days: float = 365
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar = dict.fromkeys(("alpha", "beta", "gamma", "delta"), "positive")
    TITLE: ClassVar = "BG/BB"

    def __post_init__(self) -> None:
        check_parameters(self)
        _check_period(self.period_days)

    @classmethod
    def fit(cls, summary: pd.DataFrame, *, period_days: float = 365) -> Self:
        """Which chances of buying and of leaving make these histories most likely?

        summary: see the class. period_days: days between opportunities, 365 for yearly ones.
        Raises ValueError for histories that cannot be (with their number, the first ones and how
        to mend them) and where nobody had an opportunity.

        >>> table = pd.DataFrame({
        ...     "repeat_purchases": [0, 1, 1, 2, 3], "last_period": [0, 1, 3, 3, 3],
        ...     "periods": 3, "customers": [500, 120, 90, 160, 130]})
        >>> BGBB.fit(table).parameters.round(1).to_dict()
        {'alpha': 1.2, 'beta': 1.4, 'gamma': 0.1, 'delta': 0.2}
        """
        histories = _Histories.of(summary, period_days)
        return cls._fit_histories(histories, period_days=period_days)

    @classmethod
    def _fit_histories(
        cls,
        histories: "_Histories",
        *,
        period_days: float,
        starts: list[np.ndarray] | None = None,
    ) -> Self:
        if not histories.n.any():
            raise ValueError("periods is 0 for every customer: nobody had an opportunity to buy")
        customers = histories.weights.sum()
        if starts is None:
            p, certain_p, theta, certain_theta = np.array(_STARTS).T
            alpha, beta = p * certain_p, (1 - p) * certain_p
            gamma, delta = theta * certain_theta, (1 - theta) * certain_theta
            starts = np.log([alpha, beta, gamma, delta]).T

        def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            return _likelihood(np.exp(free), histories)

        found = maximise(objective, starts, customers=customers)
        found = settled(objective, found, [(0, 1), (2, 3)], customers=customers)
        report = FitReport.of(
            found, tuple(cls.SCALES), customers=round(customers), distinct=len(histories.x)
        )
        return cls(*map(float, np.exp(found.free)), period_days=period_days, report=report)

    def bootstrap(
        self, summary: pd.DataFrame, *, replicates: int, rng: np.random.Generator
    ) -> pd.DataFrame:
        """How far do the parameters move when customers are drawn anew from these?

        One row a replicate, one column a parameter; each is a fit to as many customers, drawn
        with replacement, that starts from this model.
        """
        histories = self._histories(summary)
        fits = [
            self._fit_histories(again, period_days=self.period_days, starts=[self._free()])
            for again in histories.resampled(replicates, rng)
        ]
        return pd.DataFrame([fit.parameters for fit in fits]).rename_axis("replicate")

    def log_likelihood(self, summary: pd.DataFrame) -> float:
        """How likely are these histories under the model? (natural log, summed over customers)"""
        histories = self._histories(summary)
        return float(histories.weights @ self._log_likelihoods(histories))

    def probability_alive(
        self, summary: pd.DataFrame, *, opportunities_ahead: int = 0
    ) -> pd.Series:
        """With which chance is each customer still there? One number a row, 0 to 1.

        At the last opportunity of the history, or so many later: the paper's tables show
        opportunities_ahead=1.
        """
        histories = self._histories(summary)
        ahead = _whole(opportunities_ahead, "opportunities_ahead")
        alive = self._alive(histories)
        if ahead:
            alive = alive * self._by_age(
                histories, lambda n: _stays(self.gamma, self.delta + n, ahead)[-1]
            )
        return histories.by_row(alive, "probability_alive")

    def expected_purchases(
        self,
        summary: pd.DataFrame,
        *,
        horizon_days: float | None = None,
        opportunities: int | None = None,
    ) -> pd.Series:
        """How many purchases will each customer make from now on? One number a row.

        Pass opportunities, or horizon_days (whole periods of period_days that fit into it).
        """
        histories = self._histories(summary)
        ahead = self._ahead(horizon_days, opportunities)
        # A sum of positive terms over the opportunities; the paper's closed form loses its digits
        # near gamma = 1.
        stays = self._by_age(histories, lambda n: _stays(self.gamma, self.delta + n, ahead).sum())
        return histories.by_row(self._alive_and_buying(histories) * stays, "expected_purchases")

    def expected_purchases_of_new(
        self,
        *,
        horizon_days: float | np.ndarray | None = None,
        opportunities: int | np.ndarray | None = None,
    ) -> float | np.ndarray:
        """How many repeat purchases will a new customer make?

        A number, or an array for an array of horizons or of opportunities.
        """
        ahead = self._ahead(horizon_days, opportunities)
        stays = _stays(self.gamma, self.delta, int(np.max(ahead, initial=0)))
        sums = np.concatenate([[0.0], np.cumsum(stays)]) * self.alpha / (self.alpha + self.beta)
        return sums[ahead] if np.ndim(ahead) else float(sums[ahead])

    def probability_of_purchases(
        self, n: int | np.ndarray, *, days: float | None = None, opportunities: int | None = None
    ) -> float | np.ndarray:
        """With which chance does a new customer make n repeat purchases? 0 to 1."""
        counts = _whole(n, "n")
        ahead = self._ahead(days, opportunities, "days")
        chances = _count_chances(
            *(np.array([v]) for v in (self.alpha, self.beta, self.gamma, self.delta)),
            ahead=ahead,
            up_to=min(int(np.max(counts)), ahead),
        )[0]
        # Nobody buys more often than there are opportunities.
        found = np.append(chances, 0.0)[np.minimum(counts, len(chances))]
        return found if np.ndim(n) else float(found)

    def conditional_distribution(
        self,
        summary: pd.DataFrame,
        *,
        horizon_days: float | None = None,
        opportunities: int | None = None,
        up_to: int = 10,
    ) -> pd.DataFrame:
        """With which chance does each customer make 0, 1, ... up_to purchases from now on?

        One row a row of the table, columns 0 to up_to; what a row lacks to 1 are more purchases.
        """
        histories = self._histories(summary)
        ahead = self._ahead(horizon_days, opportunities)
        up_to = _whole(up_to, "up_to")
        alive = self._alive(histories)
        # Who is still there is a new customer whose chances are known better.
        x, n = histories.x, histories.n
        chances = np.zeros((len(x), up_to + 1))
        chances[:, : min(up_to, ahead) + 1] = _count_chances(
            self.alpha + x,
            self.beta + n - x,
            np.full(len(x), self.gamma),
            self.delta + n,
            ahead=ahead,
            up_to=min(up_to, ahead),
        )
        chances *= alive[:, None]
        chances[:, 0] += 1 - alive
        return pd.DataFrame(
            chances[histories.inverse],
            index=histories.customers,
            columns=pd.RangeIndex(up_to + 1, name="purchases"),
        )

    def discounted_expected_transactions(
        self,
        summary: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_days: float | None = None,
    ) -> pd.Series:
        """How many purchases, at today's value, will each customer still make? (DERT)

        annual_discount_rate: above 0, e.g. 0.10; a purchase at the next opportunity is discounted
        by one period. horizon_days: None for all time. One number a row.
        """
        if not (np.isfinite(annual_discount_rate) and annual_discount_rate > 0):
            raise ValueError(
                f"annual_discount_rate={annual_discount_rate!r} must be a positive number, e.g. "
                "0.1; for undiscounted purchases use expected_purchases"
            )
        histories = self._histories(summary)
        rate = np.log1p(annual_discount_rate) * self.period_days / DAYS_OF_A_YEAR
        if horizon_days is None:
            ages, inverse = np.unique(histories.n, return_inverse=True)
            stays = _discounted_for_ever(self.gamma, self.delta + ages, rate)[inverse]
        else:
            ahead = self._ahead(horizon_days, None)
            value = np.exp(-rate * np.arange(1, ahead + 1))
            stays = self._by_age(
                histories, lambda n: _stays(self.gamma, self.delta + n, ahead) @ value
            )
        return histories.by_row(
            self._alive_and_buying(histories) * stays, "discounted_expected_transactions"
        )

    def simulate(
        self,
        n: int,
        *,
        days: float,
        rng: np.random.Generator,
        start: str | pd.Timestamp = "2024-01-01",
        spend: Model | None = None,
    ) -> pd.DataFrame:
        """What could the orders of n customers look like who all start on one day?

        An order log: customer_id (0 to n - 1), ordered_at (`start`, then one opportunity every
        period_days), amount (1.0, or drawn from `spend`, a GammaGamma). Each customer has the first
        order. `crmkit.summary.customers(log, as_of=start + days, period_days=period_days)` gives
        the histories back where days is a multiple of period_days.
        """
        n, opportunities = _whole(n, "n"), self._ahead(days, None, "days")
        customer, opportunity = self._purchases(n, opportunities, rng)
        customer = np.concatenate([np.arange(n), customer])
        opportunity = np.concatenate([np.zeros(n, np.int64), opportunity])
        order = np.lexsort((customer, opportunity))
        customer, opportunity = customer[order], opportunity[order]
        seconds = np.round(opportunity * self.period_days * 86_400).astype("timedelta64[s]")
        times = np.datetime64(pd.Timestamp(start), "s") + seconds
        amount = np.ones(len(customer)) if spend is None else spend.simulate(customer, rng=rng)
        return pd.DataFrame(
            {
                "customer_id": customer,
                "ordered_at": times.astype("datetime64[us]"),
                "amount": amount,
            }
        )

    def _simulate_histories(
        self, n: int, opportunities: int, rng: np.random.Generator
    ) -> pd.DataFrame:
        """Histories of n customers, one row a customer."""
        customer, opportunity = self._purchases(n, opportunities, rng)
        last = np.zeros(n, np.int64)
        np.maximum.at(last, customer, opportunity)
        return pd.DataFrame(
            {
                "repeat_purchases": np.bincount(customer, minlength=n),
                "last_period": last,
                "periods": opportunities,
            }
        )

    def _purchases(
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

    def _histories(self, summary: pd.DataFrame) -> "_Histories":
        return _Histories.of(summary, self.period_days)

    def _log_likelihoods(self, histories: "_Histories") -> np.ndarray:
        found = np.empty(len(histories.x))
        for rows, values in _by_history(self.parameters.to_numpy(), histories, derivatives=False):
            found[rows] = values[0]
        return found

    def _alive(self, histories: "_Histories") -> np.ndarray:
        """Chance of being there at the last opportunity of the history."""
        x, n = histories.x, histories.n
        top = int(n.max(initial=0))
        a, b, g, d = self.parameters
        buys, passes, both = (_rising(v, top + 1)[0] for v in (a, b, a + b))
        stays = np.concatenate([[0.0], np.cumsum(-np.log1p(g / (d + np.arange(top))))])
        alive = buys[x] + passes[n - x] - both[n] + stays[n]
        return np.exp(np.minimum(alive - self._log_likelihoods(histories), 0))

    def _alive_and_buying(self, histories: "_Histories") -> np.ndarray:
        mean = (self.alpha + histories.x) / (self.alpha + self.beta + histories.n)
        return self._alive(histories) * mean

    def _by_age(self, histories: "_Histories", answer) -> np.ndarray:
        """An answer for each distinct n, at the histories."""
        ages, inverse = np.unique(histories.n, return_inverse=True)
        return np.array([answer(n) for n in ages])[inverse]

    def _ahead(self, days, opportunities, name: str = "horizon_days"):
        """Opportunities in so many days, or those named."""
        if (days is None) == (opportunities is None):
            raise ValueError(f"pass one of {name} and opportunities")
        if opportunities is not None:
            return _whole(opportunities, "opportunities")
        days = np.asarray(days, float)
        if not (np.isfinite(days) & (days >= 0)).all():
            raise ValueError(f"{name}={days} must be 0 or more")
        # A horizon computed as a product of periods may fall a rounding error short.
        ahead = np.floor(days / self.period_days * (1 + 1e-12)).astype(np.int64)
        return ahead if ahead.ndim else int(ahead)

    def _unit(self) -> str:
        return f", an opportunity every {self.period_days:g} days"


def _stays(gamma: float, delta: float, ahead: int) -> np.ndarray:
    """Chance of being there at each of the next opportunities, for who is there now."""
    return np.exp(np.cumsum(-np.log1p(gamma / (delta + np.arange(ahead)))))


def _discounted_for_ever(gamma: float, delta: np.ndarray, rate: float) -> np.ndarray:
    """Sum over i >= 1 of exp(-rate i) (delta)_i / (gamma + delta)_i.

    z b/c 2F1(1, b + 1; c + 1; z) with b = delta, c = gamma + delta, as Gauss's continued
    fraction. Its terms have one sign, so nothing cancels, and it converges where the series and
    SciPy's hyp2f1 tire: discounting by the day brings z within 1e-4 of 1.
    """
    z, b, c = np.exp(-rate), delta + 1, gamma + delta + 1
    # One step leaves ((1 - s) / (1 + s))^2 of the error, s the root of 1 - z.
    root = np.sqrt(-np.expm1(-rate))
    steps = int(min(20 + 20 / max(root, 1e-9), 1e6))
    tail = np.ones_like(delta)
    for k in range(steps, -1, -1):
        even = (k + 1) * (gamma + k) / ((c + 2 * k) * (c + 2 * k + 1))
        odd = (b + k) * (c - 1 + k) / ((c + 2 * k - 1) * (c + 2 * k))
        tail = 1 - even * z / tail
        tail = 1 - odd * z / tail
    return z * delta / (gamma + delta) / tail


def _count_chances(
    alpha: np.ndarray,
    beta: np.ndarray,
    gamma: np.ndarray,
    delta: np.ndarray,
    *,
    ahead: int,
    up_to: int,
) -> np.ndarray:
    """Chance of 0 to up_to purchases at the next opportunities, for who is there now.

    Buys y times at i opportunities and then leaves, summed over i, or stays to the end: logs of
    ratios of rising factorials, each a sum of logs, then positive terms added.
    """
    from scipy.special import gammaln

    found = np.empty((len(alpha), up_to + 1))
    block = max(1, 1_000_000 // (ahead + 1))
    i = np.arange(ahead + 1)
    for first in range(0, len(alpha), block):
        rows = slice(first, first + block)
        a, b, g, d = (v[rows, None] for v in (alpha, beta, gamma, delta))

        def rising(values: np.ndarray) -> np.ndarray:
            sums = np.cumsum(np.log(values + i[:-1]), axis=1)
            return np.hstack([np.zeros((len(values), 1)), sums])

        passes, both = rising(b), rising(a + b)
        stays = np.hstack([np.zeros_like(g), np.cumsum(-np.log1p(g / (d + i[:-1])), axis=1)])
        # Leaves right after i opportunities, or is still there after the last.
        leaves = stays + np.log(g / (g + d + i))
        leaves[:, -1] = stays[:, -1]
        buys = np.zeros_like(a[:, 0])
        for y in range(up_to + 1):
            ways = gammaln(i[y:] + 1) - gammaln(y + 1) - gammaln(i[y:] - y + 1)
            terms = ways + buys[:, None] + passes[:, : ahead + 1 - y] - both[:, y:] + leaves[:, y:]
            found[rows, y] = np.exp(terms).sum(axis=1)
            buys = buys + np.log(a[:, 0] + y)
    return np.minimum(found, 1.0)


# The likelihood of a history (x, t_x, n) adds up when the customer may have left:
#
#   L = u(x, n) S(n) + sum over m from t_x to n - 1 of u(x, m) v(m),
#   u(x, m) = (alpha)_x (beta)_{m-x} / (alpha + beta)_m    these purchases at m opportunities
#   S(n)    = (delta)_n / (gamma + delta)_n                 there at opportunity n
#   v(m)    = gamma (delta)_m / (gamma + delta)_{m+1}       left right after opportunity m
#
# with rising factorials (a)_k = a (a + 1) ... (a + k - 1), whose logs are running sums: they keep
# their digits where differences of betaln lose all of them (gamma, delta of 1e13).
#
# The terms w(m) = u(x, m) v(m) depend on x and m only. So one table of R(x, m) = sum over m' >= m
# of w(m') / w(m), built backwards, serves every t_x and n: the sum from t_x to n - 1 is
# R(t_x) - w(n) / w(t_x) R(n). As w falls with m, that difference loses at most a factor of n. The
# cost follows (distinct x) times (longest n), not customers, nor even histories.


def _likelihood(
    parameters: np.ndarray, histories: "_Histories"
) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, gradient and Hessian in the logs of the parameters."""
    value, gradient, hessian = 0.0, np.zeros(4), np.zeros((4, 4))
    for rows, (logs, slopes, bends) in _by_history(parameters, histories, derivatives=True):
        weights = histories.weights[rows]
        # Sums by einsum, on one core: BLAS's threads stall when the machine is busy.
        value += np.einsum("i,i->", weights, logs)
        gradient += np.einsum("ki,i->k", slopes, weights)
        hessian[_UPPER] += np.einsum("ki,i->k", bends, weights)
        hessian -= np.einsum("ki,li->kl", slopes * weights, slopes)
    hessian = np.triu(hessian) + np.triu(hessian, 1).T
    return float(value), gradient, hessian


_UPPER = np.triu_indices(4)


def _by_history(
    parameters: np.ndarray, histories: "_Histories", *, derivatives: bool
) -> Iterator[tuple[np.ndarray, tuple[np.ndarray, ...]]]:
    """Rows of histories and their log-likelihoods; with derivatives also the means of the slopes
    (4 x rows) and of slopes times slopes plus bends (10 x rows, upper triangle) over the terms."""
    top = int(histories.n.max(initial=0))
    chunk = max(1, 3_000_000 // ((15 if derivatives else 1) * (top + 1)))
    for first in range(0, len(histories.distinct_x), chunk):
        xs = histories.distinct_x[first : first + chunk]
        low, high = np.searchsorted(histories.x_code, [first, first + chunk])
        rows = np.arange(low, high)
        yield rows, _of_some_x(parameters, xs, histories, rows, first, derivatives)


def _of_some_x(
    parameters: np.ndarray,
    xs: np.ndarray,
    histories: "_Histories",
    rows: np.ndarray,
    first: int,
    derivatives: bool,
) -> tuple[np.ndarray, ...]:
    a, b, g, d = parameters
    code = histories.x_code[rows] - first
    x, t, n = histories.x[rows], histories.t[rows], histories.n[rows]
    top = int(histories.n.max(initial=0))
    m = np.arange(top + 1)
    passed = np.maximum(m[:, None] - xs, 0)  # opportunities not used, by m and x
    orders = 3 if derivatives else 1
    A, B, AB, D, GD = (_rising(value, top + 2, orders) for value in (a, b, a + b, d, g + d))

    log_w = A[0][xs] + B[0][passed] - (AB[0][:-1] - D[0][:-1] + GD[0][1:])[m][:, None] + np.log(g)
    fall = (b + passed) / (a + b + m)[:, None] * ((d + m) / (g + d + m + 1))[:, None]
    fall[m[:, None] < xs] = 0

    # Slopes of ln w, ln(u S) in the logs of the parameters, and their bends; see `_shape`.
    sums = np.empty((top + 2, 15 if derivatives else 1, len(xs)))
    if derivatives:
        shape = _shape(parameters, A, B, AB, D, GD)
        sums[:-1] = np.moveaxis(shape(xs[None, :], passed, m[:, None], leaves=1), 0, 1)
    else:
        sums[:-1] = 1
    sums[-1] = 0
    for one in range(top - 1, -1, -1):
        sums[one] += fall[one] * sums[one + 1]

    here = log_w[t, code]
    later = np.exp(log_w[n, code] - here)
    stayed = np.exp(A[0][x] + B[0][n - x] - AB[0][n] + D[0][n] - GD[0][n] - here)
    total = sums[t, :, code].T - later * sums[n, :, code].T
    if not derivatives:
        return (here + np.log(total[0] + stayed),)
    total += stayed * shape(x, n - x, n, leaves=0)
    return here + np.log(total[0]), total[1:5] / total[0], total[5:] / total[0]


def _shape(parameters: np.ndarray, A, B, AB, D, GD):
    """For a term: 1, its four log-slopes, and the ten of slope times slope plus bend."""
    a, b, g, d = parameters

    def shape(x, passed, m, *, leaves: int) -> np.ndarray:
        x, passed, m = np.broadcast_arrays(x, passed, m)
        both, gone = m, m + leaves
        slopes = [
            a * (A[1][x] - AB[1][both]),
            b * (B[1][passed] - AB[1][both]),
            leaves - g * GD[1][gone],
            d * (D[1][m] - GD[1][gone]),
        ]
        bends = {
            (0, 0): slopes[0] + a * a * (A[2][x] - AB[2][both]),
            (0, 1): -a * b * AB[2][both],
            (1, 1): slopes[1] + b * b * (B[2][passed] - AB[2][both]),
            (2, 2): -g * GD[1][gone] - g * g * GD[2][gone],
            (2, 3): -g * d * GD[2][gone],
            (3, 3): slopes[3] + d * d * (D[2][m] - GD[2][gone]),
        }
        products = [
            slopes[i] * slopes[j] + bends.get((i, j), 0.0) for i, j in zip(*_UPPER, strict=True)
        ]
        return np.array([np.ones(x.shape), *slopes, *products])

    return shape


def _rising(start: float, length: int, orders: int = 1) -> list[np.ndarray]:
    """ln (start)_k for k = 0 ... length - 1, and its first and second derivative in start."""
    steps = start + np.arange(length - 1)
    terms = [np.log(steps)] if orders == 1 else [np.log(steps), 1 / steps, -1 / steps**2]
    return [np.concatenate([[0.0], np.cumsum(term)]) for term in terms]


@dataclass(frozen=True, eq=False)
class _Histories:
    """Distinct histories, ascending by x, how many customers have each, and which each row has."""

    x: np.ndarray
    t: np.ndarray
    n: np.ndarray
    weights: np.ndarray
    inverse: np.ndarray
    customers: pd.Index
    distinct_x: np.ndarray
    x_code: np.ndarray

    @classmethod
    def of(cls, summary: pd.DataFrame, period_days: float) -> Self:
        x, t, n, counts = _columns(summary, period_days)
        inverse, first = grouped(packed((x, t, n))[0])
        distinct_x, x_code = np.unique(x[first], return_inverse=True)
        return cls(
            x[first],
            t[first],
            n[first],
            np.bincount(inverse, weights=counts).astype(float),
            inverse,
            summary.index,
            distinct_x,
            x_code,
        )

    def by_row(self, values: np.ndarray, name: str) -> pd.Series:
        """A value of each history as a Series, in the order of the table."""
        return pd.Series(values[self.inverse], index=self.customers, name=name)

    def resampled(self, replicates: int, rng: np.random.Generator) -> Iterator[Self]:
        """As many customers, drawn with replacement."""
        from dataclasses import replace

        total = self.weights.sum()
        for _ in range(replicates):
            drawn = rng.multinomial(round(total), self.weights / total)
            yield replace(self, weights=drawn.astype(float))


def _columns(
    summary: pd.DataFrame, period_days: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
    """The three columns as whole numbers, and the customers of a row if the table tells."""
    if not isinstance(summary, pd.DataFrame):
        raise TypeError(f"BGBB needs a table with the columns {COLUMNS}, not {summary!r:.60}")
    _check_period(period_days)
    if summary.empty:
        raise ValueError("the table is empty: there is nobody to learn from")
    if set(COLUMNS) <= set(summary.columns):
        names = COLUMNS
    else:
        names = ("repeat_purchases", "age_at_last_days", "age_days")
        _check_names(summary, names)
    counts = None
    if "customers" in summary:
        counts = numbers(summary, "customers").astype(float)
        if (counts <= 0).any():
            raise bad_rows(
                summary, counts <= 0, "'customers' is not positive", "Leave such rows out."
            )
    else:
        check_customers_differ(summary)
    columns = []
    for name in names:
        values = numbers(summary, name)
        if name.endswith("_days"):
            values = values / period_days
            whole = np.abs(values - np.round(values)) < 1e-6
            if not whole.all():
                raise bad_rows(
                    summary,
                    ~whole,
                    f"{name!r} is no multiple of {period_days:g} days, the time between "
                    "opportunities,",
                    f"crmkit.summary.customers(log, as_of=..., period_days={period_days:g}) counts "
                    "in such periods; or name another period_days.",
                )
            values = np.round(values)
        elif values.dtype.kind == "f" and (values % 1 != 0).any():
            raise bad_rows(
                summary, values % 1 != 0, f"{name!r} is not a whole number", "Count them."
            )
        columns.append(values.astype(np.int64))
    x, t, n = columns
    for broken, what, mend in (
        (t > n, f"{names[1]!r} is above {names[2]!r}",
         "Both count from the first purchase, up to the last one and up to today."),
        ((x == 0) != (t == 0), f"{names[1]!r} is not 0 exactly where 'repeat_purchases' is 0",
         "It is the opportunity of the last purchase after the first (not the time since)."),
        (x > t, f"'repeat_purchases' is above the opportunities up to {names[1]!r}",
         "There is at most one purchase at an opportunity, and the first purchase does not count."),
    ):  # fmt: skip
        if broken.any():
            raise bad_rows(summary, broken, what, mend)
    return x, t, n, counts


def _check_names(summary: pd.DataFrame, names: tuple[str, ...]) -> None:
    if set(names) <= set(summary.columns):
        return
    missing = [name for name in COLUMNS if name not in summary.columns]
    found = set(summary.columns)
    mend = "crmkit.summary.customers(log, as_of=..., period_days=...) makes a table that fits, too."
    if {"frequency", "recency"} <= found and found & {"T", "n_periods"}:
        mend = (
            "These are the columns of another package: rename frequency to 'repeat_purchases', "
            "recency to 'last_period', T or n_periods to 'periods' and weights to 'customers'."
        )
    raise ValueError(f"missing {missing}; found {list(summary.columns)[:20]}. {mend}")


def _check_period(period_days: float) -> None:
    if not (np.isfinite(period_days) and period_days > 0):
        raise ValueError(f"period_days={period_days!r} must be a positive number of days, e.g. 365")


def _whole(number, name: str):
    """A whole number of 0 or more, or an array of them."""
    values = np.asarray(number)
    if (
        values.dtype.kind not in "iuf"
        or not (np.isfinite(values) & (values >= 0)).all()
        or (values % 1 != 0).any()
    ):
        raise ValueError(f"{name}={number!r} must be a whole number of 0 or more")
    values = values.astype(np.int64)
    return values if values.ndim else int(values)
