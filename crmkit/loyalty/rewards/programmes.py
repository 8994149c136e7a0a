"""What does a rewards programme cost, and what must it bring? Points, lifts, head starts."""

import math
from collections.abc import Sequence

import pandas as pd

from crmkit import tables

__all__ = [
    "break_even_lift",
    "cost_of_reward",
    "liability",
    "price_of_point",
    "programme_profit",
]


def cost_of_reward(*, cost_to_serve: float, price: float, displaced_rate: float) -> float:
    """What does one reward cost the firm: a free seat, a free night, a free coffee?

    What it costs to serve, and the price of those rewards that take the place of a sale: the seat
    that somebody would have paid for, the coffee that the guest would have bought anyway. A sale
    lost loses its price but saves what serving it would have cost:
    cost_to_serve + displaced_rate x (price - cost_to_serve).

    Parameters
    ----------
    cost_to_serve, price : float
        Money a reward, 0 or more: what serving one more costs, and what a paying customer pays.
    displaced_rate : float
        Of the rewards, those in place of a sale, 0 to 1.

    Examples
    --------
    A free seat on a half-empty plane, and on one that is always full:

    >>> cost_of_reward(cost_to_serve=40, price=300, displaced_rate=0)
    40.0
    >>> cost_of_reward(cost_to_serve=40, price=300, displaced_rate=1)
    300.0
    """
    tables.number("cost_to_serve", cost_to_serve, least=0)
    tables.number("price", price, least=0)
    tables.share("displaced_rate", displaced_rate)
    return float(cost_to_serve + displaced_rate * (price - cost_to_serve))


def liability(points: float, *, cost_of_redeemed_point: float, breakage_rate: float = 0.0) -> float:
    """What does the firm owe for points that are still open?

    points x (1 - breakage_rate) x cost_of_redeemed_point, with breakage_rate the share of these
    points that will never be redeemed.

    Parameters
    ----------
    points : float
        Points outstanding, 0 or more.
    cost_of_redeemed_point : float
        Money that one point costs when it is redeemed, 0 or more.
    breakage_rate : float
        Of the points, 0 to 1.

    Examples
    --------
    >>> liability(1_000_000, cost_of_redeemed_point=0.01, breakage_rate=0.2)
    8000.0
    """
    tables.number("points", points, least=0)
    tables.number("cost_of_redeemed_point", cost_of_redeemed_point, least=0)
    tables.share("breakage_rate", breakage_rate)
    return float(points * (1 - breakage_rate) * cost_of_redeemed_point)


def price_of_point(
    redemption_rates: Sequence[float] | pd.Series,
    *,
    cost_of_redeemed_point: float,
    running_cost_per_point: float = 0.0,
    years_until_redeemed: float = 0.0,
    annual_discount_rate: float = 0.0,
) -> pd.Series:
    """At which price of a point does a club that sells points lose nothing?

    redemption_rate x cost_of_redeemed_point / (1 + annual_discount_rate)^years_until_redeemed
    + running_cost_per_point. The same is what a point costs a firm that gives it away.

    Parameters
    ----------
    redemption_rates : sequence or Series
        Shares of the points sold that are redeemed in the end, 0 to 1. A Series keeps its index,
        so that the ends of an interval of the rate give the ends of an interval of the price.
    cost_of_redeemed_point : float
        Money that a point costs when it is redeemed: the cost of a reward over its points.
    running_cost_per_point : float
        Money for staff and systems, a point sold.
    years_until_redeemed : float
        From the sale to the redemption, on average.
    annual_discount_rate : float
        0.1 for 10 % a year; up to 1.

    Returns
    -------
    Series
        break_even_price, money a point; its index is the rates, or that of the Series given.

    Examples
    --------
    >>> price_of_point([0.6, 0.7, 0.8], cost_of_redeemed_point=0.01)
    redemption_rate
    0.6    0.006
    0.7    0.007
    0.8    0.008
    Name: break_even_price, dtype: float64
    """
    how = "pass one rate or more, e.g. [0.6, 0.7, 0.8]"
    rates = tables.one_or_more("redemption_rates", redemption_rates, mend=how)
    mend = "A rate is a share, e.g. 0.7 for 70 %."
    values = tables.numbers(rates, name="redemption_rates", least=0, most=1, range_mend=mend)
    given = isinstance(redemption_rates, pd.Series)
    index = rates.index if given else pd.Index(values.astype(float), name="redemption_rate")
    tables.number("cost_of_redeemed_point", cost_of_redeemed_point, least=0)
    tables.number("running_cost_per_point", running_cost_per_point, least=0)
    tables.number("years_until_redeemed", years_until_redeemed, least=0)
    rate = tables.share("annual_discount_rate", annual_discount_rate)
    # As a power of e, which ends at 0 where money comes too late to count.
    later = math.exp(-math.log1p(rate) * years_until_redeemed)
    price = values * cost_of_redeemed_point * later + running_cost_per_point
    return pd.Series(price, index=index, name="break_even_price")


def break_even_lift(
    *, margin_rate: float, reward_rate: float, running_cost_rate: float = 0.0
) -> float:
    """By how much must members buy more for the programme to cost nothing?

    (reward_rate + running_cost_rate) / (margin_rate - reward_rate). Above the line stands what is
    paid for purchases that would have been made anyway; below it, what one more purchase leaves.

    Parameters
    ----------
    margin_rate : float
        Margin before rewards, of spend: 0.3 for 30 %.
    reward_rate : float
        What the rewards cost, of spend, breakage allowed for: 0.05 for 5 %. Below margin_rate.
    running_cost_rate : float
        What cards, staff and systems cost, of the spend that members would have had anyway; 0 to 1.

    Returns
    -------
    float
        Purchases that the programme must bring, over those made anyway: 0.2 for 20 % more.

    Raises
    ------
    ValueError
        The reward takes the whole margin, so that no lift can pay.

    Examples
    --------
    >>> round(break_even_lift(margin_rate=0.3, reward_rate=0.05), 2)
    0.2
    """
    tables.share("margin_rate", margin_rate)
    tables.share("reward_rate", reward_rate)
    tables.share("running_cost_rate", running_cost_rate)
    if reward_rate >= margin_rate:
        raise ValueError(
            f"reward_rate={reward_rate:g} is not below margin_rate={margin_rate:g}: every purchase "
            "loses money, so no lift pays. Give smaller rewards."
        )
    return float((reward_rate + running_cost_rate) / (margin_rate - reward_rate))


def programme_profit(
    lifts: Sequence[float] | pd.Series,
    *,
    spend: float,
    margin_rate: float,
    reward_rate: float,
    running_cost: float = 0.0,
) -> pd.DataFrame:
    """What does the programme earn, if members buy so much more because of it?

    Parameters
    ----------
    lifts : sequence or Series
        Purchases because of the programme over those made anyway: 0.1 for 10 %; from -1 (nothing is
        bought) to 5, so that 10 in place of 0.1 is seen. A Series keeps its index (estimate, low,
        high), so an interval of the lift gives one of the profit.
    spend : float
        Of the members in a year, without the programme, 0 or more.
    margin_rate, reward_rate : float
        As in `break_even_lift`, but any reward_rate is allowed.
    running_cost : float
        Money a year.

    Returns
    -------
    DataFrame
        One row a lift: purchase_lift, extra_margin (on purchases that the programme brings),
        reward_anyway (on those made anyway), reward_extra (on the others), running_cost, profit
        (extra_margin less all three). Money of the unit of `spend`.

    Examples
    --------
    >>> programme_profit([0, 0.2, 0.4], spend=1000, margin_rate=0.3, reward_rate=0.05)["profit"]
    0.0   -50.0
    0.2     0.0
    0.4    50.0
    Name: profit, dtype: float64
    """
    rates = tables.one_or_more("lifts", lifts, mend="pass one or more, e.g. [0, 0.1, 0.2]")
    mend = "0.1 is 10 % more, -1 means nothing is bought."
    lift = tables.numbers(rates, name="lifts", least=-1, most=5, range_mend=mend)
    index = rates.index if isinstance(lifts, pd.Series) else pd.Index(lift.astype(float))
    tables.number("spend", spend, least=0)
    tables.share("margin_rate", margin_rate)
    tables.share("reward_rate", reward_rate)
    tables.number("running_cost", running_cost, least=0)
    table = pd.DataFrame({"purchase_lift": lift}, index=index)
    table["extra_margin"] = spend * lift * margin_rate
    table["reward_anyway"] = spend * reward_rate
    table["reward_extra"] = spend * lift * reward_rate
    table["running_cost"] = running_cost
    costs = table[["reward_anyway", "reward_extra", "running_cost"]].sum(axis=1)
    # Money that rounds to no cent is none: an exact break-even is 0, not 1e-14.
    table["profit"] = (table["extra_margin"] - costs).round(9) + 0.0
    return table
