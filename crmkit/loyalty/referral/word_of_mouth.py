"""How many customers do customers bring? The K factor, its cycle, and what a referral may cost.

K is how many further customers one customer brings; a cycle is how long that takes.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["final_size", "growth", "referral_fees"]


def growth(
    days: Sequence[float] | np.ndarray | range,
    *,
    starting_customers: float,
    k_factor: float,
    cycle_days: float,
) -> pd.Series:
    """How many customers are there after so many days, if each brings K more within a cycle?

    C(t) = C(0) (K**(t / ct + 1) - 1) / (K - 1); for K = 1 its limit, C(0) (t / ct + 1).

    Parameters
    ----------
    days : sequence of float
        Days from the start, 0 or more.
    starting_customers : float
        C(0): who comes without an invitation, above 0.
    k_factor : float
        K, 0 or more. Below 1 growth comes to an end (`final_size`); above 1 it does not, until the
        market is full, which this formula knows nothing of (`Bass` does).
    cycle_days : float
        ct: days from joining until those whom one invited have joined, above 0.

    Returns
    -------
    Series
        Customers by day (index `day`), those of the start included; infinite where the number
        is beyond what a computer can hold.

    Raises
    ------
    ValueError
        A day is missing or negative, or a figure out of range.

    References
    ----------
    Skok (2009), Lessons learned: viral marketing, forentrepreneurs.com.

    Examples
    --------
    >>> growth([0, 2, 20], starting_customers=10, k_factor=2, cycle_days=2).to_list()
    [10.0, 30.0, 20470.0]
    """
    first = tables.number("starting_customers", starting_customers, above=0)
    k = tables.number("k_factor", k_factor, least=0)
    cycle = tables.number("cycle_days", cycle_days, above=0)
    day = pd.Index(tables.listed("days", days), name="day")
    time = tables.numbers(day.to_series(), name="days", least=0)
    rounds = time / cycle + 1
    if k == 0:
        # Nobody brings anybody; the formula would count a part of a generation.
        each = np.ones_like(rounds)
    elif math.isclose(k, 1, abs_tol=1e-12):
        each = rounds
    else:
        with np.errstate(over="ignore"):
            # expm1 keeps its digits where K is close to 1.
            close = abs(k - 1) < 1e-3
            above = np.expm1(rounds * math.log(k)) if close else k**rounds - 1
        each = above / (k - 1)
    return pd.Series(first * each, index=day, name="customers")


def final_size(*, starting_customers: float, k_factor: float) -> float:
    """How many customers will there be in the end, if each brings K below 1?

    C(0) / (1 - K): those who came by themselves, whom they bring, whom these bring, and so on.

    Parameters
    ----------
    starting_customers : float
        Who comes without an invitation, above 0.
    k_factor : float
        K, 0 or more and below 1.

    Raises
    ------
    ValueError
        K is 1 or more: the sum has no end.

    Examples
    --------
    >>> final_size(starting_customers=1000, k_factor=0.6)
    2500.0
    """
    first = tables.number("starting_customers", starting_customers, above=0)
    return first / (1 - _below_one("k_factor", k_factor))


def referral_fees(
    k_with_fee: Sequence[float] | np.ndarray,
    *,
    customer_value: float,
    k_before: float,
) -> pd.DataFrame:
    """What is the most to pay for each customer who comes by invitation?

    A customer who comes by themselves brings K, those K again, and so on: K / (1 - K) in all. If a
    fee lifts K, it is paid for all of them, and some would have come without it. So the
    most to pay is the value of a customer times the share who come because of the fee.

    Parameters
    ----------
    k_with_fee : sequence of float
        K with the fee, each above `k_before` and below 1.
    customer_value : float
        What a customer is worth to the firm, the fee not deducted, above 0.
    k_before : float
        K without a fee, 0 or more and below 1.

    Returns
    -------
    DataFrame
        One row a K (index `k_with_fee`): `invited_before` and `invited_with_fee` (customers who
        come by invitation, for each who comes without), `because_of_fee` (share of the second),
        `highest_fee` (money for each invited customer: where the programme earns nothing) and
        `fee_for_one` (money that one customer more is worth, if no fee is paid for those
        whom they bring in turn: value / (1 - k_before)).

    Raises
    ------
    ValueError
        A K out of range.

    Examples
    --------
    >>> referral_fees([0.6], customer_value=100, k_before=0.5).round(2).iloc[0].to_list()
    [1.0, 1.5, 0.33, 33.33, 200.0]
    """
    value = tables.number("customer_value", customer_value, above=0)
    before = _below_one("k_before", k_before)
    with_fee = [
        tables.number("k_with_fee", k, above=before, below=1, mend="k_before at the low end")
        for k in tables.listed("k_with_fee", k_with_fee)
    ]
    if not with_fee:
        raise ValueError("k_with_fee is empty: name at least one K")
    k = pd.Series(with_fee, index=pd.Index(with_fee, name="k_with_fee"))
    later = k / (1 - k)
    invited = before / (1 - before)
    return pd.DataFrame(
        {
            "invited_before": invited,
            "invited_with_fee": later,
            "because_of_fee": 1 - invited / later,
            "highest_fee": value * (1 - invited / later),
            "fee_for_one": value / (1 - before),
        }
    )


def _below_one(name: str, value: float) -> float:
    mend = "since from 1 on growth has no end, and only the market's size stops it"
    return tables.number(name, value, least=0, below=1, mend=mend)
