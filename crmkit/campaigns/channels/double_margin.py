"""A producer and a dealer each add a margin: what that costs, and a contract that shares it.

Demand is a straight line, units = a - b * price. Apart, the producer sets the wholesale price and
the dealer the retail price, each for the best of their own profit; together, one price is set for
both. What is lost in between is what a contract that shares the margin can give to the two.
"""

from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["LinearDemand", "arrangements", "contracts", "demand", "fee_range", "sharing_value"]


@dataclass(frozen=True)
class LinearDemand:
    """How many units are bought at each retail price: intercept - slope * price, 0 or more.

    Parameters
    ----------
    intercept : float
        Units at a price of 0, above 0.
    slope : float
        Units lost for each unit of money that the price rises, above 0.

    Examples
    --------
    >>> line = LinearDemand(intercept=1, slope=1)
    >>> line.highest_price, line.units(0.75)
    (1.0, 0.25)
    """

    intercept: float
    slope: float

    def __post_init__(self) -> None:
        tables.number("intercept", self.intercept, above=0)
        tables.number("slope", self.slope, above=0, mend="units that a higher price loses")

    @property
    def highest_price(self) -> float:
        """The price from which on nobody buys."""
        return self.intercept / self.slope

    def units(self, price: float) -> float:
        """Units bought at this retail price."""
        return max(0.0, self.intercept - self.slope * tables.number("price", price, least=0))


class _Own(TypedDict):
    """What a channel's figures rest on besides the demand."""

    unit_cost: float
    dealer_cost: float
    wholesale_price: float | None


def arrangements(
    demand: LinearDemand,
    *,
    unit_cost: float,
    dealer_cost: float = 0.0,
    wholesale_price: float | None = None,
) -> pd.DataFrame:
    """What do prices, units and profits come to, apart and together?

    Parameters
    ----------
    demand : LinearDemand
        Of one dealer, or of the average one.
    unit_cost, dealer_cost : float
        What a unit costs the producer to make, and the dealer to sell, besides the wholesale price.
    wholesale_price : float, optional
        As it is now, apart; the producer's best if not given.

    Returns
    -------
    DataFrame
        Two rows (index `arrangement`), apart and together: wholesale_price, retail_price, quantity
        (units), producer_profit, dealer_profit and channel_profit (both). Together there is no
        wholesale price, and who gets what is a matter of the contract: NaN.

    Raises
    ------
    ValueError
        A cost that no price of this demand covers.

    References
    ----------
    Spengler, J. J. (1950). Vertical integration and antitrust policy. Journal of Political Economy
    58(4), 347-352. With M = a / b less both costs: apart the quantity is b M / 4 and the profit
    3 b M^2 / 16, together b M / 2 and b M^2 / 4.

    Examples
    --------
    >>> arrangements(LinearDemand(intercept=1, slope=1), unit_cost=0)[
    ...     ["retail_price", "quantity", "channel_profit"]]  # doctest: +NORMALIZE_WHITESPACE
                 retail_price  quantity  channel_profit
    arrangement
    apart                0.75      0.25          0.1875
    together             0.50      0.50          0.2500
    """
    apart, best = _pair(demand, unit_cost, dealer_cost, wholesale_price)
    together = {
        "wholesale_price": np.nan,
        "retail_price": best["retail_price"],
        "quantity": best["quantity"],
        "producer_profit": np.nan,
        "dealer_profit": np.nan,
        "channel_profit": best["channel_profit"],
    }
    index = pd.Index(["apart", "together"], name="arrangement")
    return pd.DataFrame([apart, together], index=index)


def contracts(
    demand: LinearDemand,
    offers: pd.DataFrame,
    *,
    unit_cost: float,
    dealer_cost: float = 0.0,
    dealer_least: float = 0.0,
) -> pd.DataFrame:
    """What would each contract of a wholesale price and a fixed fee bring, and is it signed?

    The dealer pays the fee whatever they sell, and then sets the retail price that is best for
    them. They sign if that leaves them as much as they can have elsewhere.

    Parameters
    ----------
    demand, unit_cost, dealer_cost
        As for `arrangements`.
    offers : DataFrame
        One row a contract: wholesale_price (0 or more) and fee (negative: the producer pays it).
    dealer_least : float
        The profit that the dealer has without the contract.

    Returns
    -------
    DataFrame
        The offers, with retail_price, quantity, producer_profit, dealer_profit, channel_profit (if
        signed) and accepted.

    Raises
    ------
    ValueError
        As for `arrangements`; or the offers lack a column or a number.

    References
    ----------
    Tirole, J. (1988). The Theory of Industrial Organization. MIT Press, section 4.2: a wholesale
    price at the producer's cost, and a fee, bring what the two would earn together.

    Examples
    --------
    >>> offers = pd.DataFrame({"wholesale_price": [0.5, 0.0, 0.0], "fee": [0.0, 0.15, 0.2]})
    >>> contracts(LinearDemand(1, 1), offers, unit_cost=0, dealer_least=0.0625)[
    ...     ["producer_profit", "dealer_profit", "accepted"]]
       producer_profit  dealer_profit  accepted
    0            0.125         0.0625      True
    1            0.150         0.1000      True
    2            0.200         0.0500     False
    """
    made, sold = _costs(demand, unit_cost, dealer_cost)
    least = tables.number("dealer_least", dealer_least)
    tables.check_columns(offers, ["wholesale_price", "fee"], name="offers")
    prices = tables.column(offers, "wholesale_price", least=0)
    fees = tables.column(offers, "fee")
    rows = pd.DataFrame([_outcome(demand, float(w), made, sold) for w in prices], offers.index)
    rows["producer_profit"] += fees
    rows["dealer_profit"] -= fees
    # What lies within rounding of the least is as good as the least.
    slack = 1e-9 * max(1.0, abs(least))
    rows["accepted"] = rows["dealer_profit"] >= least - slack
    others = [name for name in rows.columns if name != "wholesale_price"]
    return offers[["wholesale_price", "fee"]].join(rows[others])


def fee_range(
    demand: LinearDemand,
    *,
    unit_cost: float,
    dealer_cost: float = 0.0,
    wholesale_price: float | None = None,
) -> pd.Series:
    """Between which fees do both earn more, if the wholesale price is the producer's cost?

    Parameters
    ----------
    demand, unit_cost, dealer_cost, wholesale_price
        As for `arrangements`.

    Returns
    -------
    Series
        lowest_fee (the producer earns what they do apart), highest_fee (the dealer does), and gain,
        the difference of the two: what there is to share.

    Examples
    --------
    >>> fee_range(LinearDemand(1, 1), unit_cost=0).to_dict()
    {'lowest_fee': 0.125, 'highest_fee': 0.1875, 'gain': 0.0625}
    """
    apart, best = _pair(demand, unit_cost, dealer_cost, wholesale_price)
    return pd.Series(_fees(apart, best))


def demand(trial: pd.DataFrame, *, price: str, units: str) -> LinearDemand:
    """Which straight line of demand does a trial of prices show?

    Least squares. The line is that of demand only if a lot set the prices: where dealers set them,
    they charge more when more people want to buy, and the line shows both at once.

    Parameters
    ----------
    trial : DataFrame
        One row a dealer and month of the trial.
    price, units : str
        Columns with the retail price, 0 or more, and the units sold at it, 0 or more.

    Returns
    -------
    LinearDemand
        Of the average dealer.

    Raises
    ------
    ValueError
        A column is missing or holds something else, there is one price only, or units do not fall
        as the price rises.

    Examples
    --------
    >>> trial = pd.DataFrame({"price": [20.0, 24, 20, 24], "sold": [12, 8, 11, 7]})
    >>> demand(trial, price="price", units="sold")
    LinearDemand(intercept=31.5, slope=1.0)
    """
    x, y = _trial(trial, price, units)
    spread = x - x.mean()
    slope = -float(spread @ y / (spread @ spread))
    if slope <= 0:
        raise ValueError(
            f"{units!r} do not fall as {price!r} rises (slope {-slope:+.3g}): that is no demand. "
            "Did dealers set these prices? Take those that a lot has set."
        )
    return LinearDemand(float(y.mean() + slope * x.mean()), slope)


def sharing_value(
    trial: pd.DataFrame,
    *,
    price: str,
    units: str,
    dealer: str,
    unit_cost: float,
    dealer_cost: float = 0.0,
    wholesale_price: float | None = None,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """What is a contract that shares the margin worth, a dealer and month, and how sure is that?

    Parameters
    ----------
    trial, price, units
        As for `demand`.
    dealer : str
        Its column that says whose month it was: the months of one dealer are alike, so that whole
        dealers are drawn for the intervals. What moves all dealers of a month alike, such as a
        season, is not in them: let the trial last beyond it.
    unit_cost, dealer_cost, wholesale_price
        As for `arrangements`.
    rng : Generator
        Whence the draws come.
    confidence : float
        Of the intervals, between 0 and 1.
    draws : int
        How many tables are drawn, 40 or more.

    Returns
    -------
    DataFrame
        estimate, low and high of (index `figure`): slope, price_apart, price_together,
        quantity_apart, quantity_together, profit_apart, profit_together (of the channel), gain
        (profit more together), lowest_fee and highest_fee (of `fee_range`).

    Raises
    ------
    ValueError
        As for `demand` and `arrangements`; fewer than three dealers; or more than a tenth of the
        tables drawn show no demand.

    Examples
    --------
    >>> trial = pd.DataFrame({"price": [20.0, 24] * 4, "sold": [12, 8, 11, 7, 12, 8, 10, 6],
    ...                       "dealer": list("aabbccdd")})
    >>> asked = {"price": "price", "units": "sold", "dealer": "dealer", "unit_cost": 8}
    >>> found = sharing_value(trial, **asked, rng=np.random.default_rng(1))
    >>> found["estimate"].round(1)[["price_apart", "price_together", "gain"]].to_dict()
    {'price_apart': 25.4, 'price_together': 19.6, 'gain': 33.8}
    """
    tail = (1 - tables.confidence(confidence)) / 2
    many = tables.whole("draws", draws, least=40)
    tables.generator(rng)
    tables.check_columns(trial, [dealer], name="the trial")
    x, y = _trial(trial, price, units, dealer)
    own: _Own = {
        "unit_cost": unit_cost,
        "dealer_cost": dealer_cost,
        "wholesale_price": wholesale_price,
    }
    found = pd.Series(_figures(demand(trial, price=price, units=units), own))
    code = pd.factorize(trial[dealer])[0]
    dealers = int(code.max()) + 1
    if dealers < 3:
        raise ValueError(f"{dealers} dealer(s) in {dealer!r}: an interval needs three or more")
    # Sums of each dealer, of which those of a drawn table are made.
    sums = np.stack([np.bincount(code, v, dealers) for v in (x * 0 + 1, x, y, x * x, x * y)])
    drawn = rng.multinomial(dealers, np.full(dealers, 1 / dealers), many) @ sums.T
    n, sx, sy, sxx, sxy = drawn.T
    rows = []
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = (sx * sy / n - sxy) / (sxx - sx * sx / n)
        intercepts = sy / n + slopes * sx / n
    for intercept, slope in zip(intercepts, slopes, strict=True):
        try:
            rows.append(_figures(LinearDemand(float(intercept), float(slope)), own))
        except ValueError:
            # Dealers among whom no demand shows, or none that covers the costs.
            continue
    if len(rows) < 0.9 * many:
        raise ValueError(
            f"{many - len(rows)} of {many} tables drawn show no demand that covers the costs: too "
            "few dealers or prices for an interval"
        )
    low, high = np.quantile(pd.DataFrame(rows), [tail, 1 - tail], axis=0, method="weibull")
    return pd.DataFrame({"estimate": found, "low": low, "high": high}).rename_axis("figure")


def _costs(demand: LinearDemand, unit_cost: float, dealer_cost: float) -> tuple[float, float]:
    """The two costs, if some price of this demand covers them."""
    if not isinstance(demand, LinearDemand):
        raise TypeError(f"demand must be a LinearDemand, not a {type(demand).__name__}")
    made = tables.number("unit_cost", unit_cost, least=0)
    sold = tables.number("dealer_cost", dealer_cost, least=0)
    if made + sold >= demand.highest_price:
        raise ValueError(
            f"unit_cost and dealer_cost come to {made + sold:,.6g}, and nobody buys from a price "
            f"of {demand.highest_price:,.6g} on: are all in the same money?"
        )
    return made, sold


def _outcome(demand: LinearDemand, wholesale: float, made: float, sold: float) -> dict[str, float]:
    """What a dealer does at this wholesale price, and what it brings to both, without a fee."""
    # Beyond the highest price nothing is sold at any margin.
    retail = max((demand.highest_price + wholesale + sold) / 2, wholesale + sold)
    quantity = demand.units(retail)
    producer, dealer = (wholesale - made) * quantity, (retail - wholesale - sold) * quantity
    return {
        "wholesale_price": wholesale,
        "retail_price": retail,
        "quantity": quantity,
        "producer_profit": producer,
        "dealer_profit": dealer,
        "channel_profit": producer + dealer,
    }


def _pair(
    demand: LinearDemand, unit_cost: float, dealer_cost: float, wholesale_price: float | None
) -> tuple[dict[str, float], dict[str, float]]:
    """The outcome apart; and that at a wholesale price of the producer's cost, as if together."""
    made, sold = _costs(demand, unit_cost, dealer_cost)
    if wholesale_price is None:
        wholesale_price = (demand.highest_price + made - sold) / 2
    wholesale = tables.number("wholesale_price", wholesale_price, least=0)
    return _outcome(demand, wholesale, made, sold), _outcome(demand, made, made, sold)


def _fees(apart: dict[str, float], best: dict[str, float]) -> dict[str, float]:
    lowest, highest = apart["producer_profit"], best["channel_profit"] - apart["dealer_profit"]
    return {"lowest_fee": lowest, "highest_fee": highest, "gain": highest - lowest}


def _figures(demand: LinearDemand, own: _Own) -> dict[str, float]:
    apart, best = _pair(demand, **own)
    named = {"price": "retail_price", "quantity": "quantity", "profit": "channel_profit"}
    found = {"slope": demand.slope}
    for name, of in named.items():
        found |= {f"{name}_apart": apart[of], f"{name}_together": best[of]}
    fees = _fees(apart, best)
    return found | {name: fees[name] for name in ("gain", "lowest_fee", "highest_fee")}


def _trial(
    trial: pd.DataFrame, price: str, units: str, dealer: str | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Prices and units of a trial, if there are two prices."""
    tables.check_columns(
        trial, [price, units, *([] if dealer is None else [dealer])], name="the trial"
    )
    if dealer is not None:
        tables.check_labels(trial[dealer], name=repr(dealer), mend="Name the dealer.")
    x = tables.column(trial, price, least=0).astype(float)
    y = tables.column(trial, units, least=0).astype(float)
    if np.ptp(x) == 0:
        raise ValueError(f"{price!r} is {x[0]:,.6g} in every row: a demand needs two prices")
    return x, y
