"""Does a household repeat because it prefers, or because it bought so last time? Shuffle and see.

A preference does not care for the order of purchases; inertia lives in it. So shuffle each
household's own purchases: what is left of the repeat rate is preference, what is lost was order.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.repeat_buying.panel import Purchases, purchases, refuse_sorted

__all__ = ["ShuffleTest", "repeat_rates", "shuffle_test", "shuffled_repeat_rates"]


@dataclass(frozen=True)
class ShuffleTest:
    """What shuffling each household's purchases leaves of a panel's repeat rate.

    `rates` has one row a measure of `repeat_rates` and the columns estimate, low, high (from
    households drawn with repeats); `shuffled` the repeat rate of each shuffle; `p_value` how often
    a shuffle repeats as much as the household did, or more.
    """

    rates: pd.DataFrame
    p_value: float
    shuffled: np.ndarray = field(repr=False, compare=False)


def repeat_rates(
    panel: pd.DataFrame, *, household: str = "household", brand: str = "brand"
) -> pd.Series:
    """How often is the same brand bought again: as it was, shuffled, and by market shares alone?

    Parameters
    ----------
    panel : DataFrame
        One row a purchase, the rows of a household in order of time.
    household, brand : str
        Its columns.

    Returns
    -------
    Series
        repeat_rate: share of purchases of the brand bought last time. shuffled_rate: the same, on
        average over all orders of each household's own purchases. chance_rate: the sum of squared
        market shares, two purchases drawn from all. order_share: the part of the excess over
        chance that goes when the order goes, (repeat_rate - shuffled_rate) / (repeat_rate -
        chance_rate); too low in short panels, which hold inertia even when shuffled.
        inertia_share: the share of purchases in which the last brand is taken without a choice,
        if all others are chosen by a lasting preference; right in short panels, too. Both are NaN
        where no order could tell: no household bought three times and two brands.

    Notes
    -----
    A household with n_b purchases of brand b, n in all, repeats under shuffling at the rate
    sum n_b (n_b - 1) / (n (n - 1)). With inertia q, purchases k apart agree for the reason of
    inertia with probability q^k, so that a short shuffled panel holds some inertia, too:
    inertia_share solves sum (n - 1)(1 - repeats) = sum (n - 1)(1 - shuffled)(1 - q) / (1 - m_n(q)),
    where m_n is the mean of q^k over all pairs of n purchases.

    Examples
    --------
    >>> panel = pd.DataFrame({"household": [1] * 7 + [2] * 7, "brand": list("AAABBAABBBBABB")})
    >>> repeat_rates(panel).round(2).to_dict()  # doctest: +NORMALIZE_WHITESPACE
    {'repeat_rate': 0.67, 'shuffled_rate': 0.62, 'chance_rate': 0.51, 'order_share': 0.3,
     'inertia_share': 0.18}
    """
    found = _Households.of(purchases(panel, household=household, brand=brand))
    return found.rates(np.ones((1, len(found.size)))).iloc[0].rename(None)


def shuffled_repeat_rates(
    panel: pd.DataFrame,
    *,
    shuffles: int = 200,
    rng: np.random.Generator,
    household: str = "household",
    brand: str = "brand",
) -> np.ndarray:
    """What would the repeat rate be, had each household made the same purchases in another order?

    Parameters
    ----------
    panel, household, brand
        As for `repeat_rates`.
    shuffles : int
        How many times to shuffle, 1 or more.

    Returns
    -------
    ndarray
        The repeat rate of each shuffle.

    Examples
    --------
    >>> panel = pd.DataFrame({"household": [1] * 4, "brand": list("AABB")})
    >>> shuffled_repeat_rates(panel, shuffles=4, rng=np.random.default_rng(0)).round(2).tolist()
    [0.67, 0.67, 0.0, 0.33]
    """
    found = purchases(panel, household=household, brand=brand)
    tables.generator(rng)
    rates = np.empty(tables.whole("shuffles", shuffles, least=1))
    after = np.flatnonzero(found.again)
    for one in range(len(rates)):
        order = np.lexsort((rng.random(len(found.brand)), found.household))
        bought = found.brand[order]
        rates[one] = (bought[after] == bought[after - 1]).mean()
    return rates


def shuffle_test(
    panel: pd.DataFrame,
    *,
    shuffles: int = 200,
    replicates: int = 1000,
    confidence: float = 0.95,
    rng: np.random.Generator,
    household: str = "household",
    brand: str = "brand",
) -> ShuffleTest:
    """How much of a panel's repeat rate hangs on the order of each household's own purchases?

    Parameters
    ----------
    panel, household, brand
        As for `repeat_rates`.
    shuffles : int
        Shuffles for the p-value.
    replicates : int
        Panels of as many households, drawn with repeats, for the intervals.
    confidence : float
        Of the intervals.

    Returns
    -------
    ShuffleTest
        Its `rates`, `p_value` and the rates of the shuffles. Order is more than inertia: a run of
        low prices or a taste that drifts makes order, too.

    Raises
    ------
    ValueError
        As `panel.purchases`; no household bought three times and two brands, so that no shuffle
        changes anything; or the panel is sorted by brand and has lost its order in time.

    Examples
    --------
    >>> panel = pd.DataFrame({"household": [1] * 8 + [2] * 8, "brand": list("AAAABBBBAABBBAAA")})
    >>> test = shuffle_test(panel, rng=np.random.default_rng(1))
    >>> round(float(test.rates.loc["repeat_rate", "estimate"]), 2), bool(test.p_value < 0.05)
    (0.79, True)
    """
    numbers = purchases(panel, household=household, brand=brand)
    refuse_sorted(numbers)
    found = _Households.of(numbers)
    if not found.telling.any():
        raise ValueError(
            "no household of the panel bought three times or more and two brands: to shuffle its "
            "purchases changes no repeat. Watch for longer."
        )
    confidence = tables.confidence(confidence)
    tables.generator(rng)
    replicates = tables.whole("replicates", replicates, least=2)
    names = {"household": household, "brand": brand}
    shuffled = shuffled_repeat_rates(panel, shuffles=shuffles, rng=rng, **names)
    households = len(found.size)
    drawn = rng.multinomial(households, np.full(households, 1 / households), size=replicates)
    many = found.rates(drawn.astype(float))
    estimate = found.rates(np.ones((1, households))).iloc[0]
    tail = (1 - confidence) / 2
    rates = pd.DataFrame(
        {"estimate": estimate, "low": many.quantile(tail), "high": many.quantile(1 - tail)}
    )
    # The order seen is one of the possible ones, so that no p-value is 0.
    as_much = (shuffled >= estimate["repeat_rate"] - 1e-12).sum()
    return ShuffleTest(rates, (1 + as_much) / (1 + len(shuffled)), shuffled)


@dataclass(frozen=True)
class _Households:
    """Of each household: purchases, repeats as made and as expected of a shuffle, brands."""

    size: np.ndarray
    repeats: np.ndarray
    shuffled: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, found: Purchases) -> "_Households":
        counts = found.counts
        size = counts.sum(axis=1)
        same = found.again.copy()
        same[1:] &= found.brand[1:] == found.brand[:-1]
        repeats = np.bincount(found.household, weights=same, minlength=len(size))
        shuffled = (counts * (counts - 1)).sum(axis=1) / size
        return cls(size, repeats, shuffled, counts)

    @property
    def telling(self) -> np.ndarray:
        """Whose order can tell: three purchases or more, two brands or more."""
        return (self.size > 2) & ((self.counts > 0).sum(axis=1) > 1)

    def rates(self, weights: np.ndarray) -> pd.DataFrame:
        """The measures of `repeat_rates`, one row for each row of weights of the households."""
        pairs = weights @ (self.size - 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            repeat, shuffled = weights @ self.repeats / pairs, weights @ self.shuffled / pairs
            shares = weights @ self.counts / (weights @ self.size)[:, None]
            chance = (shares**2).sum(axis=1)
            tells = weights @ self.telling > 0
            order = np.where(tells, (repeat - shuffled) / (repeat - chance), np.nan)
        return pd.DataFrame(
            {
                "repeat_rate": repeat,
                "shuffled_rate": shuffled,
                "chance_rate": chance,
                "order_share": order,
                "inertia_share": np.where(tells, self._inertia(weights), np.nan),
            }
        )

    def _inertia(self, weights: np.ndarray) -> np.ndarray:
        """The equation of `repeat_rates`, solved by halving, all rows of weights at once."""
        sizes, place = np.unique(self.size, return_inverse=True)
        missed = np.zeros((len(self.size), len(sizes)))
        missed[np.arange(len(self.size)), place] = self.size - 1 - self.shuffled
        shuffled = (weights @ missed)[:, sizes > 1]
        seen = weights @ (self.size - 1 - self.repeats)
        sizes = sizes[sizes > 1].astype(float)
        low, high = np.full(len(weights), -0.9), np.full(len(weights), 0.999)
        for _ in range(45):
            q = ((low + high) / 2)[:, None]
            pair = 2 * q * (sizes - 1 - sizes * q + q**sizes) / (sizes * (sizes - 1) * (1 - q) ** 2)
            more = (shuffled * (1 - q) / (1 - pair)).sum(axis=1) > seen
            low, high = np.where(more, q[:, 0], low), np.where(more, high, q[:, 0])
        return (low + high) / 2
