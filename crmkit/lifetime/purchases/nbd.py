"""NBD: how often do customers buy, when each has a rate, rates differ and nobody leaves?

With the purchases of a customer Poisson and the rates gamma, the chance of x purchases in one
observed period is the negative binomial distribution of Ehrenberg 1959:

    P(x) = Gamma(r + x) / (Gamma(r) x!) (alpha / (alpha + 1))^r (1 / (alpha + 1))^x
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.lifetime.purchases.engine.rising import log_rising
from crmkit.models import Cases, Model, Scale, check_parameters

__all__ = ["NBD", "NonBuyers"]

NonBuyers = int | Literal["counted", "unknown"]

# Above this a count is a mistake: money, or an id.
_TOO_MANY = 10_000_000


@dataclass(frozen=True)
class NBD(Model):
    """How often do customers buy, when each has a rate and rates differ? (negative binomial)

    A customer buys as a Poisson process; the rates follow a gamma distribution with shape `r` and
    rate `alpha`. Time is counted in observed periods, whatever their length: customers make
    r / alpha purchases on average in a period as long as the one that the counts were taken in.

    References
    ----------
    Ehrenberg 1959, "The Pattern of Consumer Purchases", Applied Statistics 8(1).

    Examples
    --------
    >>> weekly = NBD(r=0.969, alpha=0.218)
    >>> round(weekly.expected_purchases_of_new(periods=4), 2)
    17.78
    >>> round(weekly.penetration(periods=4), 3)
    0.943
    """

    r: float
    alpha: float

    SCALES: ClassVar[dict[str, Scale]] = {"r": "positive", "alpha": "positive"}
    TITLE: ClassVar[str] = "NBD"
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = (("r", "alpha"),)

    def __post_init__(self) -> None:
        check_parameters(self)

    @classmethod
    def fit(cls, purchases: pd.Series, *, non_buyers: NonBuyers = "counted") -> Self:
        """Which gamma distribution of rates makes these purchase counts most likely?

        Where counts vary no more than chance alone makes them, r and alpha run to infinity; where
        buyers alone cannot tell how many bought nothing, r falls to 0. Both are reported as a
        boundary.

        Parameters
        ----------
        purchases
            One count a customer, whole, 0 or more, all over the same length of time.
        non_buyers
            Who bought nothing. "counted": they are in `purchases` as zeros. A number: so many
            customers more, and no zeros in `purchases` (0: everybody in the base bought).
            "unknown": only buyers were seen; the zero-truncated distribution is fitted.

        Raises
        ------
        ValueError
            For counts that are missing, negative or not whole, where zeros and non_buyers
            contradict each other, and where nobody bought.

        Examples
        --------
        >>> NBD.fit(pd.Series([0, 0, 1, 2, 7])).parameters.round(3).to_dict()
        {'r': 0.648, 'alpha': 0.324}
        """
        return cls.fit_counted(cls.counted(purchases, non_buyers=non_buyers))

    # -- The likelihood --------------------------------------------------------------------------

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Cases) -> float:
        """ln P(x), summed over customers; ln P(x) / (1 - P(0)) where only buyers were seen."""
        r, alpha = parameters
        chance = _log_chances(seen.x, r, alpha)
        nobody = -r * np.log1p(1 / alpha)
        chance = chance - seen.buyers_only * np.log(-np.expm1(nobody))
        return float(seen.weights @ chance)

    @classmethod
    def counted(cls, purchases: pd.Series, *, non_buyers: NonBuyers = "counted") -> Cases:
        """How many customers have each count; `buyers_only` is 1 where others were not seen."""
        found = _counts(purchases)
        zeros, told = int((found == 0).sum()), isinstance(non_buyers, str)
        if told:
            tables.option("non_buyers", non_buyers, ["counted", "unknown"])
        more = 0 if told else tables.whole("non_buyers", non_buyers)
        if non_buyers == "counted" and not zeros:
            raise ValueError(
                f"none of the {len(found)} customers has 0 purchases; say who bought nothing: "
                "non_buyers=<their number>, 0 if everybody in the base bought, or "
                'non_buyers="unknown" to fit buyers only'
            )
        if non_buyers != "counted" and zeros:
            raise ValueError(
                f"non_buyers={non_buyers!r}, but purchases has {zeros} zeros; pass "
                'non_buyers="counted", or buyers only'
            )
        counts = np.bincount(found)
        counts[0] += more
        x = np.flatnonzero(counts)
        if not x.any():
            raise ValueError(f"none of the {len(found)} customers bought anything")
        buyers_only = np.full(len(x), int(non_buyers == "unknown"))
        if buyers_only.any() and x[-1] == 1:
            raise ValueError(
                "every buyer bought exactly once: nothing tells customers apart; "
                "watch for a longer period"
            )
        return Cases({"x": x, "buyers_only": buyers_only}, counts[x].astype(float))

    @classmethod
    def starts(cls, seen: Cases) -> list[list[float]]:
        """The moments' estimate of r, and for buyers alone some apart from it."""
        mean, variance = _moments(seen)
        moments = mean**2 / (variance - mean) if variance > mean else 50.0
        shapes = [float(np.clip(moments, 0.01, 1000))]
        if seen.buyers_only.any():
            shapes += [0.1, 1.0, 10.0]
        return [[r, r / mean] for r in shapes]

    # -- Answers ---------------------------------------------------------------------------------

    def penetration(self, *, periods: float = 1) -> float:
        """Which share of customers buys at least once in so many observed periods? 0 to 1."""
        nobody = -self.r * np.log1p(_periods(periods) / self.alpha)
        return float(-self._share_who_may_buy() * np.expm1(nobody))

    def expected_non_buyers(self, buyers: int, *, periods: float = 1) -> float:
        """How many customers bought nothing, when so many bought? (after a zero-truncated fit)"""
        share = self.penetration(periods=periods)
        return buyers * (1 - share) / share

    def expected_purchases(self, purchases: pd.Series, *, periods: float = 1) -> pd.Series:
        """How many purchases will each customer make in the coming so many periods?

        (r + x) / (alpha + 1) a period: heavy buyers fall back towards the mean, non-buyers rise
        towards it (conditional trend analysis).

        Parameters
        ----------
        purchases
            Each customer's count in the observed period.

        References
        ----------
        Goodhardt & Ehrenberg 1967, "Conditional Trend Analysis: A Breakdown by Initial Purchasing
        Level", Journal of Marketing Research 4(2).
        """
        x = _counts(purchases)
        rate = (self.r + x) / (self.alpha + 1) * self._may_buy(x)
        return pd.Series(rate * _periods(periods), purchases.index, name="expected_purchases")

    def expected_purchases_of_new(self, *, periods: float | np.ndarray = 1) -> float | np.ndarray:
        """How many purchases does a customer make on average in so many observed periods?"""
        return self._share_who_may_buy() * self.r / self.alpha * _periods(periods)

    def probability_of_purchases(
        self, n: int | np.ndarray, *, periods: float = 1
    ) -> float | np.ndarray:
        """With which chance does a customer make n purchases in so many periods? 0 to 1."""
        counts = _numbers("n", n, least=0, whole=True)
        buys = np.exp(_log_chances(counts, self.r, self.alpha, _periods(periods)))
        share = self._share_who_may_buy()
        found = share * buys + (1 - share) * (counts == 0)
        return found if np.ndim(n) else float(found[0])

    def conditional_distribution(
        self, purchases: pd.Series, *, periods: float = 1, up_to: int = 10
    ) -> pd.DataFrame:
        """With which chance does each customer make 0, 1, ... up_to purchases in coming periods?

        One row a customer, columns 0 to up_to; what a row lacks to 1 are more purchases.
        """
        x, inverse = np.unique(_counts(purchases), return_inverse=True)
        n = np.arange(tables.whole("up_to", up_to) + 1)
        # Who bought x times has a rate whose distribution has r + x and alpha + 1 for r and alpha.
        logs = [_log_chances(n, self.r + one, self.alpha + 1, _periods(periods)) for one in x]
        may_buy = self._may_buy(x)[:, None]
        table = may_buy * np.exp(logs) + (1 - may_buy) * (n == 0)
        columns = pd.RangeIndex(len(n), name="purchases")
        return pd.DataFrame(table[inverse], index=purchases.index, columns=columns)

    def simulate(
        self, n_customers: int, *, rng: np.random.Generator, periods: float = 1
    ) -> pd.Series:
        """What could the purchase counts of n customers be, zeros included?"""
        n = tables.whole("n_customers", n_customers, least=1)
        rates = rng.gamma(self.r, 1 / self.alpha, n) * _periods(periods)
        counts = rng.poisson(rates * (rng.random(n) < self._share_who_may_buy()))
        return pd.Series(counts, pd.RangeIndex(n, name="customer_id"), name="purchases")

    def _share_who_may_buy(self) -> float:
        return 1.0

    def _may_buy(self, x: np.ndarray) -> np.ndarray:
        """Chance that a customer who bought x times is none who never buys."""
        return np.ones(len(x))


def _log_chances(
    x: np.ndarray, r: float, alpha: float, periods: float | np.ndarray = 1
) -> np.ndarray:
    """ln P(x), alpha counted in periods as long as the one asked for."""
    from scipy.special import gammaln, xlogy

    # Gamma(r + x) / Gamma(r) as a product of x factors.
    ways = log_rising(r, int(x.max()))[x] - gammaln(x + 1.0)
    return ways - r * np.log1p(periods / alpha) + xlogy(x, periods / (alpha + periods))


def _moments(seen: Cases) -> tuple[float, float]:
    """Mean and variance of the counts."""
    mean = float(seen.weights @ seen.x) / seen.total
    return mean, float(seen.weights @ (seen.x - mean) ** 2) / seen.total


def _counts(purchases: pd.Series) -> np.ndarray:
    """One whole number a customer."""
    if isinstance(purchases, pd.DataFrame):
        raise TypeError('purchases is a table; pass one column, e.g. customers["purchases"]')
    if not len(purchases):
        raise ValueError("purchases is empty: there are no customers")
    return _numbers("purchases", purchases, least=0, most=_TOO_MANY, whole=True)


def _numbers(name: str, values: int | np.ndarray | pd.Series, **rules: Any) -> np.ndarray:
    series = values if isinstance(values, pd.Series) else pd.Series(np.atleast_1d(values))
    mend = "Count purchases, not money." if name == "purchases" else ""
    return tables.numbers(series, name=name, mend=mend, **rules).astype(np.int64)


def _periods(periods: float | np.ndarray) -> float | np.ndarray:
    if np.ndim(periods):
        return tables.numbers(pd.Series(periods), name="periods", least=0)
    return tables.number("periods", periods, least=0)
