"""How much to spend on winning a customer, and how much on keeping one?"""

import math
from typing import NamedTuple

from crmkit import money, tables

__all__ = ["SpendingPlan", "acquire_or_retain"]


class SpendingPlan(NamedTuple):
    """What to spend on winning a prospect and on keeping a customer, and what comes of it."""

    acquisition_spend: float
    retention_spend: float
    acquisition_rate: float
    retention_rate: float
    customer_value: float
    prospect_value: float


def acquire_or_retain(
    *,
    annual_margin: float,
    annual_discount_rate: float,
    acquisition_ceiling: float,
    acquisition_speed: float,
    retention_ceiling: float,
    retention_speed: float,
) -> SpendingPlan:
    """How much to spend on winning a prospect, and how much a year on keeping a customer?

    Spending A wins a prospect with probability a = ceiling (1 - exp(-speed A)), spending R at each
    year's end keeps a customer with probability r, likewise. A customer is worth
    V = m + (m - R / r) r / (1 + d - r), a prospect a V - A. At the optimum the last unit of either
    wins or keeps exactly what it costs: dA/da = dR/dr = V.

    Parameters
    ----------
    annual_margin
        m, money, above 0.
    annual_discount_rate
        d, 0 or more.
    acquisition_ceiling, retention_ceiling
        Above 0, up to 1.
    acquisition_speed, retention_speed
        Above 0, per unit of money.

    Returns
    -------
    Both spends (0 where nothing pays), and what comes of them.

    References
    ----------
    Blattberg & Deighton (1996), Manage marketing by the customer equity test, Harvard Business
    Review 74(4); Pfeifer (2005), The optimal ratio of acquisition and retention costs, Journal of
    Targeting, Measurement and Analysis for Marketing 13(2).

    Examples
    --------
    >>> plan = acquire_or_retain(annual_margin=100, annual_discount_rate=0.1,
    ...                          acquisition_ceiling=0.4, acquisition_speed=0.05,
    ...                          retention_ceiling=0.9, retention_speed=0.03)
    >>> round(plan.acquisition_spend, 3), round(plan.retention_spend, 3)
    (21.986, 46.646)
    >>> round(plan.customer_value, 3)
    150.101
    """
    from scipy.optimize import brentq

    growth = 1 + money.discount_rate(annual_discount_rate)
    tables.number("annual_margin", annual_margin, above=0)
    tables.number("acquisition_ceiling", acquisition_ceiling, above=0, most=1)
    tables.number("acquisition_speed", acquisition_speed, above=0)
    tables.number("retention_ceiling", retention_ceiling, above=0, most=1)
    tables.number("retention_speed", retention_speed, above=0)

    def value(spend: float) -> float:
        kept = -retention_ceiling * math.expm1(-retention_speed * spend)
        return (annual_margin * growth - spend) / (growth - kept)

    def gain(spend: float) -> float:
        # What the last unit keeps, less itself; falls through 0 once, as V has one top.
        kept = retention_ceiling * retention_speed * math.exp(-retention_speed * spend)
        return kept * value(spend) - 1

    most = annual_margin * growth
    retain = brentq(gain, 0.0, most, xtol=1e-12, rtol=1e-14) if gain(0.0) > 0 else 0.0
    worth = value(retain)
    # dA/da = V solved for A.
    acquire = max(math.log(acquisition_ceiling * acquisition_speed * worth) / acquisition_speed, 0)
    won = -acquisition_ceiling * math.expm1(-acquisition_speed * acquire)
    kept = -retention_ceiling * math.expm1(-retention_speed * retain)
    return SpendingPlan(acquire, retain, won, kept, worth, won * worth - acquire)
