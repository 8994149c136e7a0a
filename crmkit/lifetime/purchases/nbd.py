"""NBD: how often do customers buy, when each has a rate, rates differ and nobody leaves?"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Literal, Self

import numpy as np
import pandas as pd

from crmkit.models import FitReport, Model, check_parameters
from crmkit.models.maximise import maximise, settled

NonBuyers = int | Literal["counted", "unknown"]


@dataclass(frozen=True)
class NBD(Model):
    """How often do customers buy, when each has a rate and rates differ? (negative binomial)

    A customer buys as a Poisson process; the rates follow a gamma distribution with shape `r` and
    rate `alpha`. Time is counted in observed periods, whatever their length: the mean customer
    makes r / alpha purchases in a period as long as the one that the counts were taken in.

    Source: Ehrenberg 1959, "The Pattern of Consumer Purchases", Applied Statistics 8(1).

    >>> weekly = NBD(r=0.969, alpha=0.218)
    >>> round(weekly.expected_purchases_of_new(periods=4), 2), round(1 - weekly.buyers(4), 3)
    (17.78, 0.057)
    """

    r: float
    alpha: float
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar = {"r": "positive", "alpha": "positive"}
    TITLE: ClassVar = "NBD"

    def __post_init__(self) -> None:
        check_parameters(self)

    @classmethod
    def fit(cls, purchases: pd.Series, *, non_buyers: NonBuyers = "counted") -> Self:
        """Which gamma distribution of rates makes these purchase counts most likely?

        purchases: one count a customer, whole, 0 or more, all over the same length of time.
        non_buyers: who bought nothing. "counted": they are in `purchases` as zeros. A number: so
        many customers more, and no zeros in `purchases` (0: everybody in the base bought).
        "unknown": only buyers were seen; the zero-truncated distribution is fitted.

        Where counts vary no more than chance alone makes them, r and alpha run to infinity; where
        buyers alone cannot tell how many bought nothing, r falls to 0. Both are reported as a
        boundary. Raises ValueError for counts that are missing, negative or not whole, where zeros
        and non_buyers contradict each other, and where nobody bought.

        >>> NBD.fit(pd.Series([0, 0, 1, 2, 7])).parameters.round(3).to_dict()
        {'r': 0.648, 'alpha': 0.324}
        """
        counts = _Counts.of(purchases, non_buyers)
        return cls._fit_counts(counts)

    @classmethod
    def _fit_counts(cls, counts: "_Counts", *, starts: list[np.ndarray] | None = None) -> Self:
        def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            return _likelihood(np.exp(free), counts)

        if starts is None:
            starts = [np.log([r, r / counts.mean]) for r in _shapes(counts)]
        found = maximise(objective, starts, customers=counts.customers)
        found = settled(objective, found, [(0, 1)], customers=counts.customers)
        return cls(*map(float, np.exp(found.free)), report=_report(cls, found, counts))

    def bootstrap(
        self,
        purchases: pd.Series,
        *,
        replicates: int,
        rng: np.random.Generator,
        non_buyers: NonBuyers = "counted",
    ) -> pd.DataFrame:
        """How far do the parameters move when customers are drawn anew from these?

        One row a replicate, one column a parameter; each is a fit to as many customers, drawn
        with replacement, that starts from this model.
        """
        counts = _Counts.of(purchases, non_buyers)
        fits = [
            self._fit_counts(counts.resampled(rng), starts=[self._free()])
            for _ in range(replicates)
        ]
        return pd.DataFrame([fit.parameters for fit in fits]).rename_axis("replicate")

    def log_likelihood(self, purchases: pd.Series, *, non_buyers: NonBuyers = "counted") -> float:
        """How likely are these counts under the model? (natural log, summed over customers)"""
        return self._log_likelihood(_Counts.of(purchases, non_buyers))

    def _log_likelihood(self, counts: "_Counts") -> float:
        return _likelihood(self.parameters.to_numpy(), counts)[0]

    def buyers(self, periods: float = 1) -> float:
        """Which share of customers buys at least once in so many observed periods? 0 to 1."""
        return float(-np.expm1(self._log_none(_checked_periods(periods))))

    def expected_non_buyers(self, buyers: int, *, periods: float = 1) -> float:
        """How many customers bought nothing, when so many bought? (after a zero-truncated fit)"""
        share = self.buyers(periods)
        return buyers * (1 - share) / share

    def expected_purchases(self, purchases: pd.Series, *, periods: float = 1) -> pd.Series:
        """How many purchases will each customer make in the coming so many periods?

        purchases: each customer's count in the observed period. (r + x) / (alpha + 1) a period:
        heavy buyers fall back towards the mean, non-buyers rise towards it (conditional trend
        analysis, Goodhardt & Ehrenberg 1967, Journal of Marketing Research 4).
        """
        x = _checked_counts(purchases)
        rate = (self.r + x) / (self.alpha + 1) * self._may_buy(x)
        return pd.Series(
            rate * _checked_periods(periods), purchases.index, name="expected_purchases"
        )

    def expected_purchases_of_new(self, *, periods: float | np.ndarray = 1) -> float | np.ndarray:
        """How many purchases does a customer make on average in so many observed periods?"""
        return self._share_of_buyers_ever() * self.r / self.alpha * _checked_periods(periods)

    def probability_of_purchases(
        self, n: int | np.ndarray, *, periods: float = 1
    ) -> float | np.ndarray:
        """With which chance does a customer make n purchases in so many periods? 0 to 1."""
        counts = np.asarray(n)
        if counts.dtype.kind not in "iu" or (counts < 0).any():
            raise ValueError(f"n={n!r} must be a whole number of 0 or more")
        found = _chances(counts, self.r, self.alpha, _checked_periods(periods))
        ever = self._share_of_buyers_ever()
        found = ever * found + (1 - ever) * (counts == 0)
        return found if counts.ndim else float(found)

    def conditional_distribution(
        self, purchases: pd.Series, *, periods: float = 1, up_to: int = 10
    ) -> pd.DataFrame:
        """With which chance does each customer make 0, 1, ... up_to purchases in coming periods?

        One row a customer, columns 0 to up_to; what a row lacks to 1 are more purchases.
        """
        x, inverse = np.unique(_checked_counts(purchases), return_inverse=True)
        n = np.arange(up_to + 1)
        table = _chances(n, self.r + x[:, None], self.alpha + 1, _checked_periods(periods))
        may_buy = self._may_buy(x)[:, None]
        table = may_buy * table + (1 - may_buy) * (n == 0)
        columns = pd.RangeIndex(up_to + 1, name="purchases")
        return pd.DataFrame(table[inverse], index=purchases.index, columns=columns)

    def simulate(self, n: int, *, rng: np.random.Generator, periods: float = 1) -> pd.Series:
        """What could the purchase counts of n customers be, zeros included?"""
        rates = rng.gamma(self.r, 1 / self.alpha, n) * _checked_periods(periods)
        counts = rng.poisson(rates * (rng.random(n) < self._share_of_buyers_ever()))
        return pd.Series(counts, pd.RangeIndex(n, name="customer_id"), name="purchases")

    def _log_none(self, periods: float) -> float:
        """ln P(no purchase)."""
        return -self.r * np.log1p(periods / self.alpha)

    def _share_of_buyers_ever(self) -> float:
        return 1.0

    def _may_buy(self, x: np.ndarray) -> np.ndarray:
        """Chance that who bought x times is no never-buyer."""
        return np.ones(len(x))


@dataclass(frozen=True)
class ZeroInflatedNBD(NBD):
    """How often do customers buy, when some never will and the others follow an NBD?

    pi: share of never-buyers, 0 to 1 (tee-totallers among the wine shop's members). The others
    buy as in `NBD`. That share and a low r look alike in a single period: read its interval.

    >>> counts = pd.Series([0, 1, 2, 3, 4, 9]).repeat([60, 9, 9, 7, 6, 9])
    >>> ZeroInflatedNBD.fit(counts).parameters.round(2).to_dict()
    {'r': 1.3, 'alpha': 0.43, 'pi': 0.49}
    """

    pi: float = field(kw_only=True)

    SCALES: ClassVar = {"r": "positive", "alpha": "positive", "pi": "share"}
    TITLE: ClassVar = "Zero-inflated NBD"

    @classmethod
    def fit(cls, purchases: pd.Series, *, non_buyers: int | Literal["counted"] = "counted") -> Self:
        """Which share of never-buyers and which rates of the others make the counts most likely?

        As `NBD.fit`; non_buyers="unknown" is refused, since buyers alone say nothing of pi. Where
        no never-buyers are needed, pi is 0 up to rounding and reported as a boundary.
        """
        return cls._fit_counts(cls._counts(purchases, non_buyers))

    @classmethod
    def _fit_counts(cls, counts: "_Counts", *, starts: list[np.ndarray] | None = None) -> Self:
        def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            return _inflated_likelihood(free, counts)

        if starts is None:
            none = counts.zeros / counts.customers
            shares = np.clip([0.05 * none, 0.5 * none, 0.9 * none], 1e-3, 0.99)
            starts = [
                np.array([np.log(r), np.log(r * (1 - pi) / counts.mean), np.log(pi / (1 - pi))])
                for pi in shares
                for r in (0.5, 5.0)
            ]
        found = maximise(objective, starts, customers=counts.customers)
        found = settled(objective, found, [(0, 1), (2,)], customers=counts.customers)
        report = _report(cls, found, counts)
        r, alpha = map(float, np.exp(found.free[:2]))
        return cls(r, alpha, report, pi=float(1 / (1 + np.exp(-found.free[2]))))

    def bootstrap(
        self,
        purchases: pd.Series,
        *,
        replicates: int,
        rng: np.random.Generator,
        non_buyers: int | Literal["counted"] = "counted",
    ) -> pd.DataFrame:
        """How far do the parameters move when customers are drawn anew from these? See `NBD`."""
        self._counts(purchases, non_buyers)
        return super().bootstrap(purchases, replicates=replicates, rng=rng, non_buyers=non_buyers)

    def log_likelihood(
        self, purchases: pd.Series, *, non_buyers: int | Literal["counted"] = "counted"
    ) -> float:
        """How likely are these counts under the model? (natural log, summed over customers)"""
        return self._log_likelihood(self._counts(purchases, non_buyers))

    def _log_likelihood(self, counts: "_Counts") -> float:
        return _inflated_likelihood(self._free(), counts)[0]

    @staticmethod
    def _counts(purchases: pd.Series, non_buyers: NonBuyers) -> "_Counts":
        if non_buyers == "unknown":
            raise ValueError(
                'non_buyers="unknown": buyers alone say nothing of the share of never-buyers; '
                "pass the number of non-buyers, or fit NBD"
            )
        return _Counts.of(purchases, non_buyers)

    def buyers(self, periods: float = 1) -> float:
        """Which share of customers buys at least once in so many observed periods? 0 to 1 - pi."""
        return (1 - self.pi) * super().buyers(periods)

    def _share_of_buyers_ever(self) -> float:
        return 1 - self.pi

    def _may_buy(self, x: np.ndarray) -> np.ndarray:
        none = (1 - self.pi) * np.exp(self._log_none(1))
        return np.where(x == 0, none / (none + self.pi), 1.0)


def _chances(n: np.ndarray, r: np.ndarray, alpha: float, periods: float) -> np.ndarray:
    """Chance of n purchases in so many periods."""
    from scipy.special import betaln, xlogy

    n = np.asarray(n, float)
    # (r)_n / n! as 1 / (n B(r, n)): gammaln(r + n) - gammaln(r) loses its digits for large r.
    ways = np.where(n > 0, -betaln(r, np.maximum(n, 1)) - np.log(np.maximum(n, 1)), 0.0)
    logs = ways - r * np.log1p(periods / alpha) + xlogy(n, periods / (alpha + periods))
    return np.exp(logs)


def _likelihood(parameters: np.ndarray, counts: "_Counts") -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, gradient and Hessian in ln r and ln alpha."""
    value, gradient, hessian = _plain(parameters, counts)
    if counts.truncated:
        none, slope, bend = _log_none(parameters)
        # - ln(1 - P0) and its derivatives in ln P0.
        odds = -np.exp(none) / np.expm1(none)
        value -= counts.customers * np.log(-np.expm1(none))
        gradient = gradient + counts.customers * odds * slope
        hessian = hessian + counts.customers * (
            odds * bend + odds * (1 + odds) * np.outer(slope, slope)
        )
    return float(value), gradient, hessian


def _inflated_likelihood(
    free: np.ndarray, counts: "_Counts"
) -> tuple[float, np.ndarray, np.ndarray]:
    """The same with never-buyers, in ln r, ln alpha and the log-odds of pi."""
    parameters, pi = np.exp(free[:2]), 1 / (1 + np.exp(-free[2]))
    plain, slopes, bends = _plain(parameters, counts)
    none, slope, bend = _log_none(parameters)
    zeros, rest = counts.zeros, counts.customers - counts.zeros
    chance = pi + (1 - pi) * np.exp(none)
    may_buy = (1 - pi) * np.exp(none) / chance
    spread = may_buy * (1 - may_buy)
    # A customer without purchase counts ln(pi + (1 - pi) P0) instead of ln P0.
    value = plain + zeros * (np.log(chance) - none) + rest * np.log1p(-pi)
    gradient = np.append(
        slopes + zeros * (may_buy - 1) * slope, zeros * (1 - may_buy - pi) - rest * pi
    )
    hessian = np.empty((3, 3))
    hessian[:2, :2] = bends + zeros * ((may_buy - 1) * bend + spread * np.outer(slope, slope))
    hessian[:2, 2] = hessian[2, :2] = -zeros * spread * slope
    hessian[2, 2] = zeros * spread - counts.customers * pi * (1 - pi)
    return float(value), gradient, hessian


def _plain(parameters: np.ndarray, counts: "_Counts") -> tuple[float, np.ndarray, np.ndarray]:
    """Neither truncated nor inflated."""
    r, alpha = parameters
    none, slope, bend = _log_none(parameters)
    # ln (r)_x = sum over j < x of ln(r + j), so customers with more than j purchases are enough.
    steps = r + np.arange(len(counts.above))
    bought = counts.purchases
    value = (
        _dot(counts.above, np.log(steps))
        - counts.log_factorials
        + counts.customers * none
        - bought * np.log1p(alpha)
    )
    by_r, by_r_twice = _dot(counts.above, 1 / steps), -_dot(counts.above, 1 / steps**2)
    gradient = counts.customers * slope + [by_r * r, -bought * alpha / (1 + alpha)]
    hessian = counts.customers * bend + np.diag(
        [by_r * r + by_r_twice * r**2, -bought * alpha / (1 + alpha) ** 2]
    )
    return float(value), gradient, hessian


def _dot(one: np.ndarray, other: np.ndarray) -> float:
    # On one core: BLAS's threads stall when the machine is busy.
    return float(np.einsum("i,i->", one, other))


def _log_none(parameters: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """ln P(no purchase) in the observed period, gradient and Hessian in ln r and ln alpha."""
    r, alpha = parameters
    value, cross = -r * np.log1p(1 / alpha), r / (1 + alpha)
    slope = np.array([value, cross])
    return value, slope, np.array([[value, cross], [cross, -cross * alpha / (1 + alpha)]])


def _shapes(counts: "_Counts") -> list[float]:
    """Values of r to start from: the moments', and some apart from it."""
    spread = counts.variance - counts.mean
    moments = counts.mean**2 / spread if spread > 0 else 50.0
    return [float(np.clip(moments, 0.01, 1000)), *((0.1, 1.0, 10.0) if counts.truncated else ())]


def _report(cls: type[Model], found, counts: "_Counts") -> FitReport:
    return FitReport.of(
        found, tuple(cls.SCALES), customers=round(counts.customers), distinct=len(counts.values)
    )


@dataclass(frozen=True, eq=False)
class _Counts:
    """Distinct purchase counts, and how many customers have each."""

    values: np.ndarray
    weights: np.ndarray
    truncated: bool

    @classmethod
    def of(cls, purchases: pd.Series, non_buyers: NonBuyers) -> Self:
        found = _checked_counts(purchases)
        weights = np.bincount(found)
        values = np.flatnonzero(weights)
        weights = weights[values].astype(float)
        zeros = int(weights[0]) if values[0] == 0 else 0
        if non_buyers == "counted":
            if not zeros:
                raise ValueError(
                    f"none of the {len(found)} customers has 0 purchases; say who bought nothing: "
                    "non_buyers=<their number>, 0 if everybody in the base bought, or "
                    'non_buyers="unknown" to fit buyers only'
                )
        elif isinstance(non_buyers, int | np.integer) and not isinstance(non_buyers, bool):
            if non_buyers < 0 or zeros:
                raise ValueError(
                    f"non_buyers={non_buyers} with {zeros} zeros in purchases: pass a number of "
                    'at least 0 and no zeros, or non_buyers="counted"'
                )
            if non_buyers:
                values, weights = np.append(0, values), np.append(float(non_buyers), weights)
        elif non_buyers != "unknown":
            raise ValueError(f"non_buyers={non_buyers!r} is not 'counted', 'unknown' or a number")
        elif zeros:
            raise ValueError(
                f'non_buyers="unknown", but purchases has {zeros} zeros; pass non_buyers="counted"'
            )
        if not values.any():
            raise ValueError(f"none of the {len(found)} customers bought anything")
        if non_buyers == "unknown" and values[-1] == 1:
            raise ValueError(
                "every buyer bought exactly once: nothing tells customers apart; "
                "watch for a longer period"
            )
        return cls(values, weights, non_buyers == "unknown")

    @cached_property
    def customers(self) -> float:
        return float(self.weights.sum())

    @cached_property
    def zeros(self) -> float:
        return float(self.weights[0]) if self.values[0] == 0 else 0.0

    @cached_property
    def purchases(self) -> float:
        return float(self.weights @ self.values)

    @property
    def mean(self) -> float:
        return self.purchases / self.customers

    @property
    def variance(self) -> float:
        return float(self.weights @ (self.values - self.mean) ** 2) / self.customers

    @cached_property
    def above(self) -> np.ndarray:
        """Customers with more than j purchases, j = 0 to the highest count less 1."""
        by_count = np.zeros(self.values[-1] + 1)
        by_count[self.values] = self.weights
        return np.cumsum(by_count[:0:-1])[::-1]

    @cached_property
    def log_factorials(self) -> float:
        from scipy.special import gammaln

        return float(self.weights @ gammaln(self.values + 1.0))

    def resampled(self, rng: np.random.Generator) -> Self:
        """As many customers, drawn with replacement."""
        drawn = rng.multinomial(round(self.customers), self.weights / self.customers)
        kept = drawn > 0
        return replace(self, values=self.values[kept], weights=drawn[kept].astype(float))


# Above this a count is a mistake: money, or an id.
_TOO_MANY = 10_000_000


def _checked_counts(purchases: pd.Series) -> np.ndarray:
    """One whole number a customer."""
    if isinstance(purchases, pd.DataFrame):
        raise TypeError('purchases is a table; pass one column, e.g. customers["purchases"]')
    series = pd.Series(purchases)
    if series.empty:
        raise ValueError("purchases is empty: there are no customers")
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        raise ValueError(f"purchases holds {series.dtype}, not numbers; convert it first")
    values = series.to_numpy(dtype=float, na_value=np.nan)
    for broken, what, mend in (
        (~np.isfinite(values), "missing or infinite values", "drop or fill them first"),
        (values < 0, "negative values", "counts are 0 or more; leave returns out"),
        (values % 1 != 0, "values that are not whole numbers", "count purchases, not money"),
        (values > _TOO_MANY, f"values above {_TOO_MANY:,}", "count purchases, not money"),
    ):
        if broken.any():
            raise ValueError(
                f"purchases has {broken.sum()} {what} of {len(values)} (first: "
                f"{series.index[broken][:3].tolist()}); {mend}"
            )
    return values.astype(np.int64)


def _checked_periods(periods: float | np.ndarray) -> float | np.ndarray:
    if not (np.isfinite(periods) & (np.asarray(periods) >= 0)).all():
        raise ValueError(f"periods={periods!r} must be 0 or more")
    return periods
