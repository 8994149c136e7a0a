"""What is a club worth whose members pay a fee?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["paid_club"]


def paid_club(
    orders: pd.Series,
    *,
    fees: Sequence[float],
    saving_per_order: float,
    cost_per_order: float,
    margin_per_order: float,
    purchase_lift: float,
    retention_rate: float | None = None,
    annual_discount_rate: float = 0.1,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Who joins a club that costs a fee, and what does the club earn at each fee?

    Whoever saves more than the fee joins, that is who buys most: adverse selection. A member of
    n orders a year without the club brings the fee and the margin of the orders that the club
    adds, and costs the saving on all: fee + lift n margin - (1 + lift) n cost.

    Parameters
    ----------
    orders : Series
        Orders a year without the club, one number a customer (index: each customer once).
    fees : sequence
        Annual fees to be tried, 0 or more.
    saving_per_order : float
        What a member saves on each order, as the member sees it: free delivery, say.
    cost_per_order : float
        What that costs the firm, an order.
    margin_per_order : float
        Margin of an order before that cost.
    purchase_lift : float
        Orders because of the club over those made anyway: 0.1 for 10 %, 0 to 5.
    retention_rate : float, optional
        Of members who renew each year, 0 to 1; needed for a value of a member over the years.
    annual_discount_rate : float
        0.1 for 10 % a year, above 0 and up to 1.
    confidence : float
        Of the interval of the profit: what other customers of the same kind would bring.

    Returns
    -------
    DataFrame
        One row a fee (index fee): customers (who join), customer_share, mean_purchases (orders of
        the members without the club), fee_income, extra_margin, benefit_cost, profit with low and
        high, profit_per_member; and value_per_member, the profit of all years of a membership in
        money of its start, if a retention_rate is given. Without members the last are missing;
        of one customer, low and high.

    Examples
    --------
    >>> club = paid_club(pd.Series([2.0, 6, 30], index=list("abc")), fees=[20], saving_per_order=5,
    ...                  cost_per_order=4, margin_per_order=12, purchase_lift=0.1)
    >>> club[["customers", "mean_purchases", "profit"]]  # doctest: +NORMALIZE_WHITESPACE
         customers  mean_purchases  profit
    fee
    20           2            18.0   -75.2
    """
    from scipy.special import ndtri

    bought = tables.by_customer(orders, name="orders", least=0).astype(float)
    tried = tables.one_or_more("fees", fees, mend="pass one or more, e.g. [50, 100]")
    prices = tables.numbers(tried, name="fees", least=0)
    for name, value in (
        ("saving_per_order", saving_per_order),
        ("cost_per_order", cost_per_order),
        ("margin_per_order", margin_per_order),
    ):
        tables.number(name, value, least=0)
    mend = "e.g. 0.1 for 10 %"
    tables.number("purchase_lift", purchase_lift, least=0, most=5, mend=mend)
    tables.number("annual_discount_rate", annual_discount_rate, above=0, most=1, mend=mend)
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    rows = []
    for fee in prices:
        # Who saves the fee to the cent does not join: 1.1 x 25 x 8 is 220, not 220.00000000000003.
        joins = ((1 + purchase_lift) * bought * saving_per_order - fee).round(9) > 0
        extra = np.where(joins, purchase_lift * bought * margin_per_order, 0.0)
        cost = np.where(joins, (1 + purchase_lift) * bought * cost_per_order, 0.0)
        brings = np.where(joins, fee, 0.0) + extra - cost
        error = np.sqrt(len(brings)) * brings.std(ddof=1) if len(brings) > 1 else np.nan
        members, profit = int(joins.sum()), brings.sum()
        rows.append(
            {
                "customers": members,
                "customer_share": joins.mean(),
                "mean_purchases": bought[joins].mean() if members else np.nan,
                "fee_income": fee * members,
                "extra_margin": extra.sum(),
                "benefit_cost": cost.sum(),
                "profit": profit,
                "low": profit - z * error,
                "high": profit + z * error,
                "profit_per_member": profit / members if members else np.nan,
            }
        )
    table = pd.DataFrame(rows, index=pd.Index(prices, name="fee"))
    if retention_rate is not None:
        tables.share("retention_rate", retention_rate)
        years = (1 + annual_discount_rate) / (1 + annual_discount_rate - retention_rate)
        table["value_per_member"] = table["profit_per_member"] * years
    return table
