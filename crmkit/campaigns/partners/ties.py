"""A structural tie with a supplier or a customer: one margin instead of two, and an option."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models.resampling import resampled

__all__ = ["Tie", "best_orders", "channel", "tie_value", "values_by_variation"]

_MONTHS = 12


def channel(*, demand_at_zero: float = 1.0, slope: float = 1.0, cost: float = 0.0) -> pd.DataFrame:
    """What do a maker and a dealer earn if each adds a margin, and if they price as one?

    Demand is a - b x price. Alone, the dealer adds their margin to a wholesale price in which the
    maker's stands already: double marginalisation.

    Parameters
    ----------
    demand_at_zero, slope : float
        a and b, above 0.
    cost : float
        Of making a unit, 0 or more and below a / b, the price at which nobody buys.

    Returns
    -------
    DataFrame
        Rows "apart" and "tied": wholesale_price (the cost where tied), price, quantity, profit (of
        both together).

    References
    ----------
    Spengler, J. J. (1950). Vertical integration and antitrust policy. Journal of Political Economy
    58(4), 347-352.

    Examples
    --------
    >>> channel()[["price", "profit"]]
           price  profit
    apart   0.75  0.1875
    tied    0.50  0.2500
    """
    a = tables.number("demand_at_zero", demand_at_zero, above=0)
    b = tables.number("slope", slope, above=0)
    c = tables.number("cost", cost, least=0, below=a / b)
    wholesale = np.array([(a / b + c) / 2, c])
    price = (a / b + wholesale) / 2
    quantity = a - b * price
    return pd.DataFrame(
        {"wholesale_price": wholesale, "price": price, "quantity": quantity,
         "profit": (price - c) * quantity}, index=["apart", "tied"],
    )  # fmt: skip


@dataclass(frozen=True)
class Tie:
    """An offer of a partner: for a fee, the right to more at short notice.

    Without it, what is ordered before a month is all that can be sold in it.

    Parameters
    ----------
    price : float
        What a unit sold brings.
    cost : float
        Of a unit ordered beforehand, below the price.
    salvage : float
        What a unit left over is worth, below the cost.
    premium : float
        What a unit at short notice costs above `cost`; 0 up to price - cost.
    flexible : float
        Units a month that may be had at short notice, 0 or more.
    fee : float
        A month, whether it is used or not, 0 or more.

    Examples
    --------
    >>> Tie(price=9, cost=5, salvage=4, premium=1, flexible=50, fee=20).fee
    20
    """

    price: float
    cost: float
    salvage: float
    premium: float
    flexible: float
    fee: float

    def __post_init__(self) -> None:
        price = tables.number("price", self.price, above=0)
        cost = tables.number("cost", self.cost, least=0, below=price, mend="or nothing is earned")
        tables.number("salvage", self.salvage, below=cost, mend="or one would order without end")
        most = price - cost
        tables.number("premium", self.premium, least=0, most=most, mend="or it is never used")
        tables.number("flexible", self.flexible, least=0)
        tables.number("fee", self.fee, least=0)

    def profits(self, demand: np.ndarray, order: float, *, tied: bool) -> np.ndarray:
        """What each month earns if `order` was ordered before it.

        >>> tie = Tie(price=9, cost=5, salvage=4, premium=1, flexible=50, fee=20)
        >>> tie.profits(np.array([80.0, 120]), 100, tied=True).tolist()
        [280.0, 440.0]
        """
        sold = np.minimum(demand, order)
        left = order - sold
        earned = self.price * sold + self.salvage * left - self.cost * order
        if not tied:
            return earned
        more = np.minimum(np.maximum(demand - order, 0), self.flexible)
        return earned + (self.price - self.cost - self.premium) * more - self.fee


def best_orders(demand: pd.Series, tie: Tie) -> pd.Series:
    """How much to order before a month, without the tie and with it?

    What would have earned most in the months of `demand`. Without the tie it is the quantile
    (price - cost) / (price - salvage), the newsvendor's; with a tie that has no end, the quantile
    premium / (cost - salvage + premium).

    Parameters
    ----------
    demand : Series
        One number a month, 0 or more.
    tie : Tie
        The offer.

    Returns
    -------
    Series
        alone and tied: units to order.

    Examples
    --------
    >>> tie = Tie(price=9, cost=5, salvage=4, premium=1, flexible=50, fee=20)
    >>> best_orders(pd.Series([60.0, 80, 100, 120, 140]), tie).to_dict()
    {'alone': 120.0, 'tied': 100.0}
    """
    _check_tie(tie)
    values = _demand(demand)
    return pd.Series({"alone": _best(values, tie, False), "tied": _best(values, tie, True)})


def tie_value(
    demand: pd.Series,
    tie: Tie,
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.Series:
    """What is a tie worth a year, more than none, with demand as it was in these months?

    On either side what is ordered is the best for these months (`best_orders`).

    Parameters
    ----------
    demand : Series
        One number a month, 0 or more, about a year or more. Where a part of demand is known
        beforehand: the mean plus each month's error of the forecast.
    tie : Tie
        The offer.
    rng, confidence, draws
        The interval is that of `models.resampled`: other months might have been seen.

    Returns
    -------
    Series
        estimate (money a year, the fee paid), low, high.

    Examples
    --------
    >>> tie = Tie(price=9, cost=5, salvage=4, premium=1, flexible=50, fee=5)
    >>> demand = pd.Series([60.0, 80, 100, 120, 140])
    >>> tie_value(demand, tie, rng=np.random.default_rng(1))["estimate"]
    np.float64(132.0)
    """
    _check_tie(tie)
    values = _demand(demand)
    if len(values) < 3:
        raise ValueError(f"{len(values)} months tell nothing of how demand varies: three or more")

    def worth(table: pd.DataFrame) -> float:
        return _MONTHS * _gain(table["demand"].to_numpy(), tie)

    found = resampled(
        pd.DataFrame({"demand": values}), worth, rng=rng, confidence=confidence, draws=draws
    )
    return found.iloc[0].rename(None)


def values_by_variation(
    tie: Tie,
    *,
    mean_demand: float,
    variations: Sequence[float],
    rng: np.random.Generator,
    confidence: float = 0.95,
    years: int = 2000,
) -> pd.DataFrame:
    """What is a tie worth a year, the more or the less demand varies?

    Months are independent, with a gamma distribution: none is below 0. What is ordered is the best
    for that distribution.

    Parameters
    ----------
    tie : Tie
        The offer.
    mean_demand : float
        Units a month, above 0.
    variations : sequence of float
        Standard deviations over the mean, above 0 and up to 2: 0.3 for 30 %.
    rng : Generator
        Whence the single years come.
    confidence : float
        How many of single years lie between low and high, between 0 and 1.
    years : int
        How many years are drawn, 100 or more.

    Returns
    -------
    DataFrame
        One row a variation: alone and tied (units to order), estimate (money a year to be
        expected), low and high (between which single years lie: one year is no proof).

    Examples
    --------
    >>> tie = Tie(price=9, cost=5, salvage=4, premium=1, flexible=50, fee=20)
    >>> values_by_variation(tie, mean_demand=100, variations=[0.1, 0.5],
    ...                     rng=np.random.default_rng(1))["estimate"].round(0).tolist()
    [-163.0, 37.0]
    """
    from scipy.stats import gamma

    _check_tie(tie)
    tables.generator(rng)
    tail = (1 - tables.confidence(confidence)) / 2
    mean = tables.number("mean_demand", mean_demand, above=0)
    years = tables.whole("years", years, least=100)
    asked = [
        tables.number("variations", one, above=0, most=2, mend="e.g. 0.3 for 30 %")
        for one in tables.listed_once("variations", variations)
    ]
    if not asked:
        raise ValueError("variations is empty: give one or more, e.g. [0.1, 0.3]")
    rows = []
    for one in asked:
        spread = gamma(one**-2, scale=mean * one**2)
        middle = spread.ppf((np.arange(800) + 0.5) / 800)
        alone, tied = (_best(middle, tie, so) for so in (False, True))
        demand = spread.ppf(rng.random((years, _MONTHS)))
        single = tie.profits(demand, tied, tied=True) - tie.profits(demand, alone, tied=False)
        low, high = np.quantile(single.sum(axis=1), [tail, 1 - tail])
        rows.append((alone, tied, _MONTHS * _gain(middle, tie), low, high))
    index = pd.Index(asked, name="variation")
    return pd.DataFrame(rows, index=index, columns=["alone", "tied", "estimate", "low", "high"])


def _gain(demand: np.ndarray, tie: Tie) -> float:
    """Profit a month more with the tie, each side with the best order for these months."""
    with_it = tie.profits(demand, _best(demand, tie, True), tied=True)
    without = tie.profits(demand, _best(demand, tie, False), tied=False)
    return float((with_it - without).mean())


def _best(demand: np.ndarray, tie: Tie, tied: bool) -> float:
    """The best order. Profit is concave in it, with bends at demand and demand - flexible."""
    bends = np.unique(demand)
    if tied:
        bends = np.unique(np.concatenate([bends, np.maximum(bends - tie.flexible, 0)]))
    low, high = 0, len(bends) - 1
    while low < high:
        middle = (low + high) // 2
        here, next_ = (
            tie.profits(demand, bends[at], tied=tied).mean() for at in (middle, middle + 1)
        )
        # Of equals the least, up to rounding.
        if next_ > here + 1e-9 * max(abs(here), 1):
            low = middle + 1
        else:
            high = middle
    return float(bends[low])


def _check_tie(tie: Tie) -> None:
    if not isinstance(tie, Tie):
        raise TypeError(f"tie must be a ties.Tie, not {tie!r}")


def _demand(demand: pd.Series) -> np.ndarray:
    tables.check_series(demand, name="demand", row="month")
    if demand.empty:
        raise ValueError("demand is empty: there are no months")
    return tables.numbers(demand, name="demand", least=0).astype("float64")
